"""What is taken of each sender: so much at once, and so much a second after that. A flood of one costs no other."""

from collections.abc import Hashable
from typing import Final

SENDERS: Final = 4_096
"""Senders that have a share of their own; those beyond have one together."""


class Shares:
    """One share for each sender: `burst` at once, refilled at `per_s`."""

    def __init__(self, *, burst: int, per_s: int) -> None:
        self._burst = burst
        self._per_s = per_s
        self._left: dict[Hashable, tuple[float, float]] = {}
        """What is left of each share, and when that was."""

    def takes(self, sender: Hashable, now: float) -> bool:
        """Whether one more of this sender's is within its share, at `now` seconds; what is refused costs nothing."""
        owner = sender if sender in self._left or len(self._left) < SENDERS else None
        left, since = self._left.get(owner, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._per_s)
        taken = left >= 1
        self._left[owner] = (left - taken, now)
        return taken
