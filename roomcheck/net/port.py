"""One UDP socket with many who wait for its datagrams."""

import asyncio
import errno
import socket
import struct
import sys
import time
from collections import Counter, deque
from typing import Final

from roomcheck.model import limits
from roomcheck.model.vocabulary import Reason
from roomcheck.net.ledger import Ledger
from roomcheck.net.shares import Shares

Got = tuple[bytes, str, int]
"""A datagram, and the address and port it came from."""

_BACKLOG: Final = 2_048
"""Datagrams that wait to be taken; what a flood sends beyond is dropped."""
_BREATH: Final = 64
"""Datagrams read in a row before others get their turn."""
_BURST: Final = 512
_PER_S: Final = 64
"""What one sender may say: so much at once, and so much a second after that. The rest is dropped, and said."""
_NAMED: Final = 64
"""Senders of whom it is said that they came too fast."""

_LINUX: Final = sys.platform.startswith("linux")
_IP_RECVERR: Final = 11
_IPV6_RECVERR: Final = 25
_ERROR: Final = struct.Struct("=IBBBBII")
"""`struct sock_extended_err` (ip(7))."""
_ICMP_ORIGINS: Final = frozenset({2, 3})


class Mailbox:
    """The datagrams that one question, or one listener, waits for.

    `asked` names whom a question went to; None takes what no question to a single host waits for, and with `listens`
    that as well.
    """

    def __init__(self, asked: frozenset[tuple[str, int]] | None, *, listens: bool = False) -> None:
        self.asked = asked
        self.listens = listens
        self.hosts = None if asked is None else frozenset(ip for ip, _ in asked)
        self.refused: set[tuple[str, int]] = set()
        self.timer: asyncio.TimerHandle | None = None
        self._got: deque[Got] = deque()
        self._ended = False
        self._waiter: asyncio.Future[None] | None = None

    def put(self, got: Got) -> None:
        if len(self._got) < _BACKLOG:
            self._got.append(got)
            self._wake()

    def refuse(self, ip: str, port: int) -> None:
        """A host said that nobody listens there; the last such word ends the waiting."""
        if self.asked is not None and (ip, port) in self.asked:
            self.refused.add((ip, port))
            if len(self.refused) == len(self.asked):
                self.end()

    def end(self) -> None:
        self._ended = True
        if self.timer is not None:
            self.timer.cancel()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def take(self) -> Got | None:
        """The next datagram; None after the end."""
        while not self._got:
            if self._ended:
                return None
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._got.popleft()


class Port:
    """One bound socket, of which everybody gets what is theirs: who asked a host gets its answers, the others the rest.

    A host's word that nobody listens (an ICMP port unreachable) goes to who asked it there.
    """

    def __init__(self, sock: socket.socket, ledger: Ledger, via: str) -> None:
        self.sock = sock
        self.joined: set[str] = set()
        self._ledger = ledger
        self._via = via
        self._everybody: set[Mailbox] = set()
        self._of_host: dict[str, set[Mailbox]] = {}
        self._shares = Shares(burst=_BURST, per_s=_PER_S)
        self._dropped: Counter[str] = Counter()
        if _LINUX:
            six = sock.family == socket.AF_INET6
            level, option = (socket.IPPROTO_IPV6, _IPV6_RECVERR) if six else (socket.IPPROTO_IP, _IP_RECVERR)
            sock.setsockopt(level, option, 1)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(sock.fileno(), self._read)

    @property
    def used(self) -> bool:
        return bool(self._everybody or self._of_host)

    def add(self, box: Mailbox) -> None:
        if box.hosts is None:
            self._everybody.add(box)
        for ip in box.hosts or ():
            self._of_host.setdefault(ip, set()).add(box)

    def remove(self, box: Mailbox) -> None:
        self._everybody.discard(box)
        for ip in box.hosts or ():
            boxes = self._of_host.get(ip, set())
            boxes.discard(box)
            if not boxes:
                self._of_host.pop(ip, None)

    def close(self) -> None:
        self._loop.remove_reader(self.sock.fileno())
        self.sock.close()
        for ip, count in sorted(self._dropped.items()):
            self._ledger.absent(
                via=self._via, subject=ip, reason=Reason.TOO_MUCH, detail=f"{count} datagrams came too fast"
            )

    def _read(self) -> None:
        for turn in range(_BREATH):
            try:
                data, sender = self.sock.recvfrom(limits.ANSWER)
            except (BlockingIOError, InterruptedError):
                if turn == 0:
                    # Woken, and nothing to read: errors wait that sending has met already.
                    self.take_errors()
                return
            except OSError:
                # An ICMP error for something sent before. The next datagram is as good as ever.
                if not self.take_errors():
                    return
                continue
            ip = sender[0].partition("%")[0]
            if not self._may_speak(ip):
                continue
            got = (data, sender[0], sender[1])
            askers = self._of_host.get(ip, ())
            for box in askers:
                box.put(got)
            for box in self._everybody:
                if box.listens or not askers:
                    box.put(got)

    def _may_speak(self, ip: str) -> bool:
        if self._shares.takes(ip, time.monotonic()):
            return True
        if ip in self._dropped or len(self._dropped) < _NAMED:
            self._dropped[ip] += 1
        return False

    def take_errors(self) -> bool:
        """Takes the ICMP errors that wait; whether there were any."""
        if not _LINUX:
            return False
        found = False
        for _ in range(_BREATH):
            try:
                _, ancillary, _, to = self.sock.recvmsg(1, 512, socket.MSG_ERRQUEUE)
            except OSError:
                break
            found = True
            if any(_says_refused(data) for _, _, data in ancillary) and isinstance(to, tuple):
                ip = to[0].partition("%")[0]
                for box in tuple(self._of_host.get(ip, ())):
                    box.refuse(ip, to[1])
        return found


def _says_refused(data: bytes) -> bool:
    """Whether an extended error is an ICMP port unreachable."""
    if len(data) < _ERROR.size:
        return False
    number, origin, *_ = _ERROR.unpack_from(data)
    return number == errno.ECONNREFUSED and origin in _ICMP_ORIGINS
