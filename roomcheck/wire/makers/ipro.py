"""Panasonic's (i-PRO's) search, UDP 10670; answers come to 10669.

Big endian. 0: `00 01`; 2: length; 4: what it is (`00 0d` the search); 6: the device's MAC, empty in the question; 12
and 18: the asker's MAC and address; then settings that never change, a list of the fields that are wanted, `ff ff`
and a check. Answers hold fields from 53 on, a type and a length in two bytes each: 20 address, a7 name, a8 model.
Sources: julienblitte/UniversalScanner:Panasonic.cs, two other clients that agree, and a captured question.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of_bytes
from roomcheck.wire.values import Field, printable, told

_HEAD: Final = bytes.fromhex("00010028000d000000000000")
_WANTED: Final = bytes.fromhex(
    "000020111e11231f1e1913000000010000000000000000000000fff0"
    "00240020002100220023002500280040004100420044 00a500a600a700a800ad00b300b700b8 ffff"
)
_VALUES_AT: Final = 53
_MOST_FIELDS: Final = 128
_PREFIX: Final = "CAM:"


class Ipro(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    name: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(("ipro.name", self.model), ("ipro.name", self.name), ("ipro.mac", self.mac))


def question(own_mac: bytes, own_ip: bytes) -> bytes:
    """The search of a machine with this MAC (6 bytes) and IPv4 address (4 bytes)."""
    body = _HEAD + own_mac + own_ip + _WANTED
    return body + ((sum(body) + 1) & 0xFFFF).to_bytes(2, "big")


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _VALUES_AT
    for _ in range(_MOST_FIELDS):
        end = at + 4 + int.from_bytes(data[at + 2 : at + 4], "big")
        if at + 4 > len(data) or end > len(data):
            return
        yield int.from_bytes(data[at : at + 2], "big"), data[at + 4 : end]
        at = end


def decode_ipro(data: bytes) -> Ipro | None:
    """An answer with address and model or name; None for questions and everything else."""
    if len(data) <= _VALUES_AT or data[:2] != b"\0\1" or not any(data[6:12]):
        return None
    values = dict(_values(data))
    model = (printable(values.get(0xA8, b"")) or "").removeprefix(_PREFIX)
    name = printable(values.get(0xA7, b"")) or ""
    if not (model or name) or len(values.get(0x20, b"")) != 4:
        return None
    return Ipro(model=model, name=name if name != model else "", mac=mac_of_bytes(data[6:12]) or "")
