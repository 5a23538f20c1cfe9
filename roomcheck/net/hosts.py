"""What is known of how each host answers, so that timeouts fit it."""

from typing import Final

import msgspec

FLOOR: Final = 0.25
"""Seconds. Cheap cameras answer late while they encode."""
CEILING: Final = 1.2
UNKNOWN: Final = 0.5
SLOW: Final = 0.15


class Pulse(msgspec.Struct):
    """One host's round trips (RFC 6298's smoothing) and whether it lives."""

    alive: bool = False
    lossy: bool = False
    """A retry was answered where the first try was not, or its round trip is long."""
    smooth: float | None = None
    spread: float = 0.0

    def measured(self, seconds: float) -> None:
        self.alive = True
        if self.smooth is None:
            self.smooth, self.spread = seconds, seconds / 2
        else:
            self.spread += (abs(seconds - self.smooth) - self.spread) / 4
            self.smooth += (seconds - self.smooth) / 8
        self.lossy = self.lossy or seconds > SLOW

    def patience(self, attempt: int = 0) -> float:
        """Seconds after which a connect counts as silent."""
        if self.smooth is None:
            return UNKNOWN if attempt == 0 else 2 * UNKNOWN
        return min(CEILING, max(FLOOR, self.smooth * 1.5 + 4 * self.spread))


class Hosts:
    """The pulses of all hosts of a link."""

    def __init__(self) -> None:
        self._pulses: dict[str, Pulse] = {}

    def of(self, ip: str) -> Pulse:
        return self._pulses.setdefault(ip, Pulse())

    def seen(self, ip: str) -> None:
        self.of(ip).alive = True
