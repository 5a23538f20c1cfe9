"""How much a station sends: in each second since the listener began, and just now.

What is held does not grow with time, nor with what times a capture claims: some ten kilobytes a flow at most.
"""

from array import array
from typing import Final

SECONDS: Final = 1_200
"""Seconds of which the bytes are kept, each for itself: no room-reaction test is longer."""
_TENTH: Final = 100_000
_RECENT: Final = 50
"""Tenths of a second over which the present rate is taken."""
_HELD: Final = 64
"""Tenths that are held: the recent ones, and one that grows."""


class Pace:
    """The bytes that one station sent, by the time. `begun`: microseconds from which seconds count.

    Times may come in any order; those before `begun` are not counted.
    """

    def __init__(self, begun: int) -> None:
        self.begun = begun
        self.seconds = array("Q")
        """Bytes sent in each of the first `SECONDS`, as far as something was."""
        self._tenths = array("Q", bytes(8 * _HELD))
        self._newest = 0

    def add(self, at: int, size: int) -> None:
        place = (at - self.begun) // _TENTH
        if place < 0:
            return
        second = place // 10
        if second < SECONDS:
            if second >= len(self.seconds):
                self.seconds.extend([0] * (second + 1 - len(self.seconds)))
            self.seconds[second] += size
        if place > self._newest:
            for passed in range(max(self._newest + 1, place - _HELD + 1), place + 1):
                self._tenths[passed % _HELD] = 0
            self._newest = place
        if place > self._newest - _HELD:
            self._tenths[place % _HELD] += size

    def lately(self, at: int, since: int) -> float:
        """Bytes a second over the five seconds before `at`, or since `since` where that is less, but over one at least.

        0 where `at` is so long before what was sent last that it is no longer held.
        """
        end = (at - self.begun) // _TENTH
        first = max(end - _RECENT, (since - self.begun) // _TENTH, 0)
        held = range(max(first, self._newest - _HELD + 1), min(end, self._newest + 1))
        return sum(self._tenths[place % _HELD] for place in held) / max((end - first) / 10, 1.0)
