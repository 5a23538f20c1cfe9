"""Ubiquiti's discovery, UDP 10001.

Version, command, length in big endian; then fields of a type, a length in two bytes and a value: 1 MAC, 2 MAC and
address, 3 firmware, 0b host name, 0c platform, 14 model, 15 product. Answers are version 1 command 0, version 2
command 6 or 9, or version 0; questions have no fields. Layout and recorded answers: uilibs/unifi-discovery
(unifi_discovery/__init__.py and its tests), ntop/nDPI's capture ubntac2.pcap.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from roomcheck.wire.values import Field, printable, told

_ANSWERS: Final = frozenset({(0, command) for command in range(256)} | {(1, 0), (2, 6), (2, 9)})
_MOST_FIELDS: Final = 64
_MAC_LENGTHS: Final = {1: 6, 2: 10}


class Ubnt(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    name: str
    platform: str
    firmware: str

    def fields(self) -> tuple[Field, ...]:
        return told(
            ("ubnt.model", self.model), ("ubnt.name", self.name), ("ubnt.platform", self.platform),
            ("ubnt.firmware", self.firmware),
        )


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(_MOST_FIELDS):
        head = data[at : at + 3]
        end = at + 3 + int.from_bytes(head[1:], "big")
        if len(head) < 3 or end > len(data):
            return
        yield head[0], data[at + 3 : end]
        at = end


def decode_ubnt(data: bytes) -> Ubnt | None:
    """A device's answer: with its MAC and at least one name; None for questions and everything else."""
    size = int.from_bytes(data[2:4], "big")
    if len(data) < 8 or (data[0], data[1]) not in _ANSWERS or not 0 < size <= len(data) - 4:
        return None
    values = list(_values(data[4 : 4 + size]))
    if not any(_MAC_LENGTHS.get(kind) == len(value) for kind, value in values):
        return None
    texts = {kind: text for kind, value in values if (text := printable(value))}
    found = Ubnt(
        model=texts.get(0x14) or texts.get(0x15) or "", name=texts.get(0x0B, ""), platform=texts.get(0x0C, ""),
        firmware=texts.get(0x03, ""),
    )
    return found if found.model or found.platform or found.firmware else None
