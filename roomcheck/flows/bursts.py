"""The bursts that a station sends: a picture each, where it sends pictures.

What lay between two frames of one burst and was not heard is known by its sequence numbers, and is counted as long as
the longest frame of that burst; so a body that walks between sender and listener takes little from what is compared.
How much was missed is kept beside it, so that what a body does to the air is not taken for what the sender does.
"""

from array import array
from typing import Final

from roomcheck.flows.features import GAP

_KEPT: Final = 100_000
"""Bursts of one flow: two hours of pictures. Later ones are left out."""


class Bursts:
    """When each burst began, in microseconds, its bytes, its frames that were heard, and those that were not.

    Frames that were missed between two bursts count with the later one, and add nothing to its bytes.
    """

    def __init__(self) -> None:
        self.at = array("q")
        self.size = array("Q")
        self.frames = array("L")
        self.missed = array("L")
        self._before = -1 << 62
        self._longest = 0
        self._full = False

    def __len__(self) -> int:
        return len(self.at)

    def add(self, at: int, size: int, missed: int) -> None:
        """A frame; `missed`: frames that its sender sent before it and that were not heard."""
        goes_on = 0 <= at - self._before <= GAP
        self._before = at
        if goes_on and self.at:
            if self._full:
                return
            self._longest = max(self._longest, size)
            self.size[-1] += size + missed * self._longest
            self.frames[-1] += 1
            self.missed[-1] += missed
        elif len(self.at) < _KEPT:
            self._longest = size
            self.at.append(at)
            self.size.append(size)
            self.frames.append(1)
            self.missed.append(missed)
        else:
            self._full = True
