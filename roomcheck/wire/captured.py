"""A captured packet, as both forms of capture files give it."""

import datetime as dt
from typing import Final

import msgspec

PACKET: Final = 262_144
"""Bytes of one captured packet; a file that claims more is not a capture."""

LATEST: Final = (1 << 63) // 1_000
"""Microseconds since 1970 from which a time is none: in 2262 the nanoseconds of the kernels that stamp packets end.
What a file states beyond, or before 1970, is damage or malice."""

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Captured(msgspec.Struct, frozen=True):
    data: bytes
    at: str
    """RFC 3339, UTC, with microseconds."""
    length: int
    """Bytes on the wire; more than `data` where the capture cut it."""
    link_type: int


def rfc3339(microseconds: int) -> str:
    """Microseconds since 1970 as text; the epoch itself for times that no clock tells (`LATEST`)."""
    moment = _EPOCH + dt.timedelta(microseconds=microseconds if 0 <= microseconds < LATEST else 0)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"
