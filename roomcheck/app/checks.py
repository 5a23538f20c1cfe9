"""Earlier checks on this machine: finished, interrupted, or left off when the program was killed."""

import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.model.entry import Entry, Opened
from roomcheck.model.network import Network
from roomcheck.recording.chain import FILE

MOST: Final = 50
"""Checks that are listed; the newest."""

_CLOSED: Final = b'"type":"closed"'
_DECISION: Final = b'"type":"decision"'
_FINISHED: Final = b'"how":"finished"'
_decoder: Final = msgspec.json.Decoder(Entry)


class End(StrEnum):
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    """The person, or the time set, ended it."""
    LEFT_OFF = "left off"
    """The recording has no end: the program was killed."""


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """One earlier check, from its first entry; the chain is verified when it is opened, not here."""

    folder: Path
    at: str
    means: str
    end: End
    network: Network | None
    room: str | None = None
    listing: str | None = None

    @property
    def may_go_on(self) -> bool:
        """Whether what was not asked may still be asked."""
        return self.end is not End.FINISHED and self.means in ("scan", "listen") and self.network is not None


def new_folder(checks: Path) -> Path:
    """A folder for a new check, named by the time to the millisecond; it does not exist yet."""
    now = time.time_ns()
    name = f"{time.strftime('%Y-%m-%d-%H%M%S', time.localtime(now // 1_000_000_000))}-{now // 1_000_000 % 1_000:03}"
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))
    return next(checks / each for each in names if not (checks / each).exists())


def earlier(checks: Path) -> tuple[Earlier, ...]:
    """The checks in a folder, the newest first. Never raises; what cannot be read is not listed."""
    try:
        folders = sorted((each for each in checks.iterdir() if (each / FILE).is_file()), reverse=True)
    except OSError:
        return ()
    found = (_read(folder) for folder in folders[:MOST])
    return tuple(each for each in found if each is not None)


def same_place(before: Network, now: Network) -> bool:
    """Whether a check that was left off may go on here: the same gateway and subnets, and access point if known."""
    alike = before.gateway4 == now.gateway4 and before.subnets4 == now.subnets4
    ssids = {before.interface.ssid, now.interface.ssid} - {None}
    return alike and len(ssids) <= 1


def _read(folder: Path) -> Earlier | None:
    try:
        with (folder / FILE).open("rb") as file:
            first = file.readline(limits.LINE)
            rest = file.read()
        entry = _decoder.decode(first)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    opened = entry.body
    if not isinstance(opened, Opened):
        return None
    return Earlier(
        folder=folder,
        at=entry.at,
        means=opened.means,
        end=_end(rest),
        network=opened.network,
        room=opened.room,
        listing=opened.listing,
    )


def _end(rest: bytes) -> End:
    closed = rest.rfind(_CLOSED)
    if closed < 0 or rest.rfind(_DECISION) > closed:
        return End.LEFT_OFF
    line = next(_lines_at(rest, closed))
    return End.FINISHED if _FINISHED in line else End.INTERRUPTED


def _lines_at(data: bytes, at: int) -> Iterator[bytes]:
    start = data.rfind(b"\n", 0, at) + 1
    yield data[start : data.find(b"\n", at) if b"\n" in data[at:] else len(data)]
