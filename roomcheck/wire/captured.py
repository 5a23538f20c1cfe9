"""A captured packet, as both forms of capture files give it."""

import datetime as dt
from typing import Final

import msgspec

PACKET: Final = 262_144
"""Bytes of one captured packet; a file that claims more is not a capture."""

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Captured(msgspec.Struct, frozen=True):
    data: bytes
    at: str
    """RFC 3339, UTC, with microseconds."""
    length: int
    """Bytes on the wire; more than `data` where the capture cut it."""
    link_type: int


def rfc3339(microseconds: int) -> str:
    """Microseconds since 1970 as text; the epoch itself for times that no calendar holds."""
    try:
        moment = _EPOCH + dt.timedelta(microseconds=microseconds)
    except OverflowError:
        moment = _EPOCH
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"
