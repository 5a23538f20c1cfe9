"""V380's search (AK39xx and Goke cameras), UDP 10008; answers come to 10009.

ASCII fields between `^`: `NVDEVRESULT` first, the MAC third, the address fourth, the device's number thirteenth; the
question is `NVDEVSEARCH^100`. Four independent clients agree on it, PyanSofyan/V380Decoder among them.
"""

import re
from typing import Final

import msgspec

from roomcheck.wire.values import Field, mac_text, told, zstring

QUESTION: Final = b"NVDEVSEARCH^100"
_FIELDS: Final = 13
_MOST_FIELDS: Final = 64
_NUMBER: Final = re.compile(r"^[0-9]{4,10}$")


class V380(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(("v380.id", self.id), ("v380.mac", self.mac))


def decode_v380(data: bytes) -> V380 | None:
    """An answer; None for questions and everything else."""
    if not data.startswith(b"NVDEVRESULT^"):
        return None
    parts = data.split(b"\0", 1)[0].split(b"^", _MOST_FIELDS)
    if len(parts) < _FIELDS:
        return None
    number = zstring(parts[12])
    return V380(id=number, mac=mac_text(parts[2]) or "") if _NUMBER.match(number) else None
