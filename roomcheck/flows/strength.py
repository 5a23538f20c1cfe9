"""Hot or cold: how strongly one device is heard as somebody walks, filtered, with what is not known said.

A scalar Kalman filter: the strength drifts as one walks, and every frame's figure scatters by several dB around it,
through fading and turned bodies. What comes out is a tendency, never a distance.
"""

import math
from typing import Final

import msgspec

SCATTER: Final = 5.0
"""dB by which single frames scatter (one standard deviation), as indoors at walking pace."""
DRIFT: Final = 2.0
"""dB by which the strength wanders in a second of walking."""
_RUN: Final = 8
"""Frames at one moment say no more than this many: they share one fading."""
TREND: Final = 4.0
"""Seconds over which warmer and colder are told."""
_HISTORY: Final = 600


class Strength(msgspec.Struct, frozen=True):
    """At `at` seconds the device is heard with `dbm`, likely within `margin` dB (95 %)."""

    at: float
    dbm: float
    margin: float

    @property
    def bar(self) -> float:
        """0 (-95 dBm and below) to 1 (-25 dBm and above), for a gauge."""
        return min(max((self.dbm + 95) / 70, 0.0), 1.0)


class Gauge:
    """Takes the signal of each frame of one device and tells the filtered strength."""

    def __init__(self) -> None:
        self.history: list[Strength] = []
        self._mean: float | None = None
        self._variance = SCATTER**2
        self._at = 0.0
        self._run = 0

    def heard(self, at: float, dbm: int) -> Strength:
        """One frame at `at` seconds; times that run backwards count as the present one."""
        if not -120 <= dbm <= 20:
            dbm = max(min(dbm, 20), -120)
        elapsed = max(at - self._at, 0.0) if self._mean is not None else 0.0
        self._run = self._run + 1 if elapsed < 0.05 else 1
        if self._mean is None:
            self._mean = float(dbm)
        else:
            self._variance += DRIFT**2 * min(elapsed, 30.0)
            noise = SCATTER**2 * (1.0 if self._run <= _RUN else self._run)
            gain = self._variance / (self._variance + noise)
            self._mean += gain * (dbm - self._mean)
            self._variance *= 1 - gain
        self._at = max(at, self._at)
        now = Strength(self._at, round(self._mean, 1), round(1.96 * math.sqrt(self._variance), 1))
        self.history.append(now)
        if len(self.history) > _HISTORY:
            # Thinned, not cut: the beginning of the walk is kept.
            del self.history[1 : _HISTORY // 2 : 2]
        return now

    def now(self, at: float) -> Strength | None:
        """The strength at `at`, less certain the longer nothing was heard; None where nothing ever was."""
        if self._mean is None:
            return None
        variance = self._variance + DRIFT**2 * min(max(at - self._at, 0.0), 600.0)
        return Strength(at, round(self._mean, 1), round(1.96 * math.sqrt(variance), 1))

    def trend(self) -> str:
        """`warmer`, `colder` or `unclear` against a few seconds before; only where the difference is certain."""
        if not self.history:
            return "unclear"
        last = self.history[-1]
        before = next((each for each in reversed(self.history) if last.at - each.at >= TREND), None)
        if before is None:
            return "unclear"
        change = last.dbm - before.dbm
        certain = math.hypot(last.margin, before.margin)
        if abs(change) <= certain:
            return "unclear"
        return "warmer" if change > 0 else "colder"


def line_of(now: Strength, told: str) -> str:
    """The plain line: a bar, the figure, what is not known, and the tendency as it is `told`."""
    filled = round(now.bar * 30)
    return f"[{'#' * filled}{'.' * (30 - filled)}] {now.dbm:6.1f} dBm ± {now.margin:.0f}  {told}"
