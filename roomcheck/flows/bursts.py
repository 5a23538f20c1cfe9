"""The bursts that a station sends: a picture each, where it sends pictures.

What lay between two frames of one burst and was not heard is known by its sequence numbers, and is counted as long as
the longest frame of that burst; so a body that walks between sender and listener takes little from what is compared.
"""

from array import array
from typing import Final

from roomcheck.flows.features import GAP

_KEPT: Final = 100_000
"""Bursts of one flow: two hours of pictures."""


class Bursts:
    """When each burst began, in microseconds, and its bytes. Grows frame by frame."""

    def __init__(self) -> None:
        self.at = array("q")
        self.size = array("L")
        self._before = -1 << 62
        self._longest = 0

    def __len__(self) -> int:
        return len(self.at)

    def add(self, at: int, size: int, missed: int) -> None:
        """A frame; `missed`: frames that its sender sent before it and that were not heard."""
        goes_on = 0 <= at - self._before <= GAP
        self._before = at
        if goes_on and self.at:
            self._longest = max(self._longest, size)
            self.size[-1] += size + missed * self._longest
        elif len(self.at) < _KEPT:
            self._longest = size
            self.at.append(at)
            self.size.append(size)
