"""The one place where roomcheck reads the time."""

import ctypes
import ctypes.util
import sys
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

_TIME_ERROR: Final = 5
"""What adjtimex(2) returns where the clock is not synchronised."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> str:
        """RFC 3339, UTC, with microseconds, ending in `Z`."""
        return rfc3339(time.time_ns())

    def monotonic(self) -> float:
        return time.monotonic()


def rfc3339(nanoseconds: int) -> str:
    """Nanoseconds since 1970 as RFC 3339, UTC, with microseconds."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return f"{_second(seconds)}.{rest // 1000:06d}Z"


@lru_cache(64)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def zone() -> str:
    """The machine's present time zone as an offset, such as `+04:00`."""
    offset = datetime.now().astimezone().utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


class _Timex(ctypes.Structure):
    """`struct timex` of adjtimex(2), as Linux lays it out."""

    _fields_ = (
        ("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long), ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long), ("status", ctypes.c_int), ("constant", ctypes.c_long),
        ("precision", ctypes.c_long), ("tolerance", ctypes.c_long), ("time", ctypes.c_long * 2),
        ("tick", ctypes.c_long), ("rest", ctypes.c_long * 32),
    )


def offset() -> tuple[float | None, str | None]:
    """How far the clock is off at the most, in seconds, and who says so; `(None, None)` where nobody knows.

    On Linux the kernel's own word (adjtimex(2), read only): its estimate of the greatest error while a time service
    keeps it synchronised.
    """
    if not sys.platform.startswith("linux"):
        return None, None
    libc = ctypes.CDLL(None, use_errno=True)
    timex = _Timex(modes=0)
    try:
        state = libc.adjtimex(ctypes.byref(timex))
    except AttributeError:
        return None, None
    if state < 0 or state == _TIME_ERROR:
        return None, None
    return round(timex.maxerror / 1_000_000, 6), "adjtimex: greatest error while synchronised"
