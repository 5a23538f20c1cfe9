"""How fast, and how many at once."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

from roomcheck.model.network import Medium

WIFI_PACE: Final = 150
"""Broadcasts a second on Wi-Fi: each costs about a millisecond of everybody's air at the lowest rate."""
WIRED_PACE: Final = 2_000
UNICAST_PACE: Final = 1_000
WIRED_UNICAST_PACE: Final = 6_000
"""Datagrams a second to single hosts, over all hosts; one host sees a few dozen in all."""
PER_HOST: Final = 3
"""Conversations with one host at once. Knocking holds at most `knock.DOORS` more half-open, so no host sees over 6."""
_FINEST: Final = 0.002
"""Seconds. Shorter pauses cost more than they pace."""
TOTAL: Final = 160
"""Conversations at once, with all hosts together."""


def pace_of(medium: Medium) -> int:
    """Broadcasts a second where the person said nothing: fast on wire only, slow wherever air may be underneath."""
    return WIRED_PACE if medium in {Medium.WIRED, Medium.LOOPBACK} else WIFI_PACE


def unicast_pace_of(broadcasts: int) -> int:
    """Datagrams a second to single hosts, where so many broadcasts may go."""
    return WIRED_UNICAST_PACE if broadcasts >= WIRED_PACE else UNICAST_PACE


class Pace:
    """A token bucket. `take` returns when the packet may go."""

    def __init__(self, per_s: int, *, burst: int = 8) -> None:
        self.per_s = per_s
        self._gap = 1.0 / max(1, per_s)
        self._burst = burst
        self._next = 0.0

    @contextmanager
    def lending(self) -> Iterator[int]:
        """Gives two thirds of the pace to somebody else for a while; how many a second those are."""
        whole, self._gap = self._gap, 3.0 * self._gap
        try:
            yield max(1, self.per_s * 2 // 3)
        finally:
            self._gap = whole

    async def take(self, count: int = 1) -> None:
        now = time.monotonic()
        start = max(self._next, now - self._burst * self._gap)
        self._next = start + count * self._gap
        if start - now > _FINEST:
            await asyncio.sleep(start - now)


class Crowd:
    """Holds conversations to a few with one host and a bounded number in all."""

    def __init__(self, per_host: int = PER_HOST, total: int = TOTAL) -> None:
        self._per_host = per_host
        self._total = asyncio.Semaphore(total)
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._users: Counter[str] = Counter()

    async def enter(self, ip: str) -> None:
        gate = self._gates.setdefault(ip, asyncio.Semaphore(self._per_host))
        self._users[ip] += 1
        try:
            await gate.acquire()
            try:
                await self._total.acquire()
            except asyncio.CancelledError:
                gate.release()
                raise
        except asyncio.CancelledError:
            self._forget(ip)
            raise

    def leave(self, ip: str) -> None:
        self._total.release()
        self._gates[ip].release()
        self._forget(ip)

    def _forget(self, ip: str) -> None:
        self._users[ip] -= 1
        if not self._users[ip]:
            del self._users[ip], self._gates[ip]

    @asynccontextmanager
    async def among(self, ip: str) -> AsyncIterator[None]:
        await self.enter(ip)
        try:
            yield
        finally:
            self.leave(ip)
