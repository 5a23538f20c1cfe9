"""Vivotek's search, UDP 10000, a port that Foscam uses too.

0: a session; 1: `4a 5d 8f 1c`; then fields of a type, a length and a value: 1 long name, 2 MAC, 3 address, 9 short
name; type 4 has one byte and no length. The question has no fields. Source: julienblitte/UniversalScanner:Vivotek.cs.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from roomcheck.wire.values import Field, printable, told

_MAGIC: Final = bytes.fromhex("4a5d8f1c")
QUESTION: Final = b"\x01" + _MAGIC
_HEADER: Final = 5
_ONE_BYTE: Final = 4
_MOST_FIELDS: Final = 64


class Vivotek(msgspec.Struct, frozen=True, kw_only=True):
    name: str

    def fields(self) -> tuple[Field, ...]:
        return told(("vivotek.name", self.name))


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _HEADER
    for _ in range(_MOST_FIELDS):
        if at + 2 > len(data):
            return
        kind = data[at]
        end = at + 2 if kind == _ONE_BYTE else at + 2 + data[at + 1]
        if end > len(data):
            return
        yield kind, data[at + 2 : end]
        at = end


def decode_vivotek(data: bytes) -> Vivotek | None:
    """An answer with MAC and name; None for questions and everything else."""
    if data[1:_HEADER] != _MAGIC:
        return None
    values = dict(_values(data))
    name = printable(values.get(9, b"")) or printable(values.get(1, b""))
    return Vivotek(name=name) if name and len(values.get(2, b"")) == 6 else None
