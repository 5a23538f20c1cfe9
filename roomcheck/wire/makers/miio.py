"""Xiaomi's miIO hello, UDP 54321.

32 bytes: `21 31`, the length `00 20`, four zero bytes, the device's number, its uptime, and 16 bytes that are a
checksum or empty. The question has `ff` from the fourth byte on. The answer says nothing of the kind of device.
Source: rytilahti/python-miio:miio/miioprotocol.py.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, told

QUESTION: Final = bytes.fromhex("21310020") + b"\xff" * 28
_LENGTH: Final = 32
_NOBODY: Final = frozenset({b"\xff" * 4, bytes(4)})


class Miio(msgspec.Struct, frozen=True, kw_only=True):
    id: str

    def fields(self) -> tuple[Field, ...]:
        return told(("miio.id", self.id))


def decode_miio(data: bytes) -> Miio | None:
    """A device's hello; None for questions and everything else."""
    if len(data) != _LENGTH or data[:8] != bytes.fromhex("2131002000000000") or data[8:12] in _NOBODY:
        return None
    return Miio(id=str(int.from_bytes(data[8:12], "big")))
