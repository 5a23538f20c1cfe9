"""A recording as it was read: its entries, its head hash, and what was torn off by a kill."""

import hashlib
from collections.abc import Iterable
from typing import Final

import msgspec

from roomcheck.model.entry import Body, Entry, Opened
from roomcheck.model.observation import Observation

GENESIS: Final = "0" * 64
"""The `prev` of the first entry."""


class Recording(msgspec.Struct, frozen=True):
    """`torn` holds the bytes of a last line that was being written when the program was killed."""

    entries: tuple[Entry, ...]
    head: str
    torn: bytes = b""

    @property
    def opened(self) -> Opened | None:
        """The context, None for bare observations of others."""
        first = self.entries[0].body if self.entries else None
        return first if isinstance(first, Opened) else None

    @property
    def observations(self) -> tuple[tuple[int, Observation], ...]:
        return tuple((entry.seq, entry.body) for entry in self.entries if isinstance(entry.body, Observation))

    def entry_of(self, head: str) -> int | None:
        """The number of the entry at which the head hash was `head`; None where it is that of no line.

        A recording grows by appending alone: whatever its head once was is the hash of one of its lines for good.
        """
        if not self.entries or head == self.head:
            return self.entries[-1].seq if self.entries else None
        return next((later.seq - 1 for later in self.entries[1:] if later.prev == head), None)


def line_of(entry: Entry) -> bytes:
    """The one line that an entry is, without its line end."""
    return msgspec.json.encode(entry)


def digest(line: bytes) -> str:
    """The SHA-256 of a line, in hexadecimal."""
    return hashlib.sha256(line).hexdigest()


def bare(observations: Iterable[Observation]) -> Recording:
    """Observations of others, without context, as a recording in memory; times are the observations' own."""
    entries: list[Entry] = []
    head = GENESIS
    for seq, observation in enumerate(observations):
        entry = Entry(seq=seq, prev=head, at=observation.at, body=observation)
        entries.append(entry)
        head = digest(line_of(entry))
    return Recording(tuple(entries), head)


__all__ = ["GENESIS", "Body", "Recording", "bare", "digest", "line_of"]
