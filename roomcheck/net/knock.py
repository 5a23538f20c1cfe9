"""Trying many TCP ports at once: many hosts side by side, few doors of one host at a time.

A door that answers frees its place at once, a silent one after `PATIENCE`: a device that drops packets is not troubled
by them, and must not hold the others up. Silent doors of hosts that live are tried again, once, and twice on hosts
that lose packets. A connection that opens is reset at once and carries no byte.
"""

import asyncio
import errno
import socket
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable
from typing import Final

import msgspec

from roomcheck.model.vocabulary import Reason
from roomcheck.net import sockets
from roomcheck.net.hosts import Hosts, Pulse
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock, LinkError, OpenPort
from roomcheck.net.scope import Scope

DOORS: Final = 3
"""Places of one host."""
WIDEST: Final = 24
"""Places of a host that stays silent: nothing there is troubled."""
DEAF: Final = 128
"""Places of a host that stayed silent for `DEAF_AFTER` seconds of knocking: a firewall, not a slow device."""
DEAF_AFTER: Final = 2.0
PATIENCE: Final = 0.06
"""Seconds after which a silent door gives its place to the next."""
PENDING: Final = 400
"""Doors in all that wait for an answer."""
_REFUSED: Final = frozenset({errno.ECONNREFUSED, errno.ECONNRESET})
_LOCAL: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN})


class _Host(msgspec.Struct):
    ip: str
    pulse: Pulse
    exchange: str
    waiting: deque[tuple[int, int]]
    """Ports with the number of the try."""
    places: int = DOORS
    used: int = 0
    is_ready: bool = False
    since: float | None = None
    """When its first door was tried."""
    answered: bool = False

    def widest(self, now: float) -> int:
        deaf = not self.answered and self.since is not None and now - self.since > DEAF_AFTER
        return DEAF if deaf else WIDEST


class _Door(msgspec.Struct, eq=False):
    host: _Host
    port: int
    attempt: int
    sock: socket.socket
    since: float
    holds_place: bool = True
    timer: asyncio.TimerHandle | None = None


class Knocking:
    """One round of doors. `outcomes` yields them as they come; leaving it early closes everything."""

    def __init__(
        self, scope: Scope, ledger: Ledger, clock: Clock, hosts: Hosts, doors: Iterable[tuple[str, int]], *, via: str
    ) -> None:
        self._scope = scope
        self._ledger = ledger
        self._clock = clock
        self._via = via
        self._loop = asyncio.get_running_loop()
        self._ring: deque[_Host] = deque()
        self._results: asyncio.Queue[OpenPort] = asyncio.Queue()
        self._pending: set[_Door] = set()
        self._retried: Counter[str] = Counter()
        self._again: asyncio.TimerHandle | None = None
        ports: dict[str, dict[int, None]] = {}
        for ip, port in doors:
            if reason := scope.refusal(ip, port) or (f"{ip} is no single host" if not scope.in_scope(ip) else None):
                raise LinkError(f"{via} may not connect to {ip} port {port}: {reason}")
            ports.setdefault(ip, {})[port] = None
        self._left = sum(map(len, ports.values()))
        self._hosts = [
            _Host(ip, hosts.of(ip), ledger.exchange(), deque((port, 0) for port in asked))
            for ip, asked in ports.items()
        ]
        for host in self._hosts:
            listed = compact([port for port, _ in host.waiting])
            ledger.sent(
                host.exchange, via=via, transport="tcp", to=host.ip, data=f"connect {listed}".encode(),
                count=len(host.waiting),
            )

    async def outcomes(self) -> AsyncIterator[OpenPort]:
        try:
            for host in self._hosts:
                self._ready(host)
            self._advance()
            while self._left:
                yield await self._results.get()
                self._left -= 1
        finally:
            self._stop()

    def _stop(self) -> None:
        if self._again is not None:
            self._again.cancel()
        for door in tuple(self._pending):
            self._put_away(door)
            door.host.waiting.append((door.port, door.attempt))
        for host in self._hosts:
            if count := self._retried[host.ip]:
                self._ledger.sent(
                    host.exchange, via=self._via, transport="tcp", to=host.ip, data=b"connect again", count=count
                )
            if host.waiting:
                listed = compact(sorted({port for port, _ in host.waiting}))
                self._ledger.absent(
                    via=self._via, subject=host.ip, reason=Reason.INTERRUPTED, detail=f"tcp ports {listed}"
                )

    def _ready(self, host: _Host) -> None:
        if host.waiting and host.used < host.places and not host.is_ready:
            host.is_ready = True
            self._ring.append(host)

    def _advance(self) -> None:
        """Gives free places to waiting doors, host by host in turn."""
        self._again = None
        while self._ring and len(self._pending) < PENDING:
            host = self._ring.popleft()
            host.is_ready = False
            if not host.waiting or host.used >= host.places:
                continue
            if not self._start(host, *host.waiting.popleft()):
                self._ready(host)
                return
            self._ready(host)

    def _start(self, host: _Host, port: int, attempt: int) -> bool:
        """False where this machine has no sockets left for the moment."""
        try:
            sock = sockets.tcp(self._scope, sockets.version_of(host.ip), reset=True)
        except OSError:
            host.waiting.appendleft((port, attempt))
            self._again = self._again or self._loop.call_later(0.05, self._advance)
            return False
        door = _Door(host, port, attempt, sock, self._loop.time())
        error = sock.connect_ex(sockets.destination(self._scope, host.ip, port))
        self._retried[host.ip] += attempt > 0
        host.used += 1
        host.since = host.since or door.since
        self._pending.add(door)
        if error not in {0, errno.EINPROGRESS, errno.EWOULDBLOCK}:
            self._loop.call_soon(self._settle, door, error)
        else:
            self._loop.add_writer(sock.fileno(), self._answered, door)
            door.timer = self._loop.call_later(PATIENCE, self._release, door)
        return True

    def _answered(self, door: _Door) -> None:
        self._settle(door, door.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

    def _release(self, door: _Door) -> None:
        """The door stays silent for now: its place goes to the next."""
        door.holds_place = False
        door.host.used -= 1
        door.host.places = min(door.host.widest(self._loop.time()), door.host.places + 1)
        door.timer = self._loop.call_later(
            max(0.0, door.host.pulse.patience(door.attempt) - PATIENCE), self._expire, door
        )
        self._ready(door.host)
        self._advance()

    def _expire(self, door: _Door) -> None:
        waited = self._loop.time() - door.since
        patience = door.host.pulse.patience(door.attempt)
        if waited < patience - 0.005:
            # The host turned out to be slower than was known when the door was tried.
            door.timer = self._loop.call_later(patience - waited, self._expire, door)
            return
        self._silent(door)

    def _settle(self, door: _Door, error: int) -> None:
        if door not in self._pending:
            return
        rtt = self._loop.time() - door.since
        if error == 0 or error in _REFUSED:
            pulse = door.host.pulse
            pulse.measured(rtt)
            pulse.lossy = pulse.lossy or door.attempt > 0
            door.host.answered = True
            door.host.places = DOORS if error == 0 else min(door.host.places, WIDEST)
            self._put_away(door)
            self._report(door, "open" if error == 0 else "refused", rtt)
        elif error in _LOCAL:
            self._put_away(door)
            door.host.waiting.append((door.port, door.attempt))
        else:
            self._silent(door, final=True)
            return
        self._ready(door.host)
        self._advance()

    def _silent(self, door: _Door, *, final: bool = False) -> None:
        self._put_away(door)
        pulse = door.host.pulse
        tries = 1 + pulse.alive + (pulse.alive and (pulse.lossy or pulse.smooth is None))
        if not final and door.attempt + 1 < tries:
            door.host.waiting.append((door.port, door.attempt + 1))
        else:
            self._report(door, "silent", None)
        self._ready(door.host)
        self._advance()

    def _put_away(self, door: _Door) -> None:
        self._pending.discard(door)
        if door.timer is not None:
            door.timer.cancel()
        if door.holds_place:
            door.holds_place = False
            door.host.used -= 1
        self._loop.remove_writer(door.sock.fileno())
        door.sock.close()

    def _report(self, door: _Door, state: str, rtt: float | None) -> None:
        self._results.put_nowait(
            OpenPort(
                ip=door.host.ip, port=door.port, state=state, at=self._clock.now(), exchange=door.host.exchange,
                rtt=None if rtt is None else round(rtt, 6),
            )
        )


def compact(ports: list[int]) -> str:
    """Ports in their order, runs of three or more as `8000-8010`."""
    runs: list[list[int]] = []
    for port in ports:
        if runs and port == runs[-1][-1] + 1:
            runs[-1].append(port)
        else:
            runs.append([port])
    return " ".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs
    )
