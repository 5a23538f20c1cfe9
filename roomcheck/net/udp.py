"""Questions over UDP, and listening on a port."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from typing import Final

from roomcheck.model import limits
from roomcheck.model.addresses import ip_of
from roomcheck.model.vocabulary import Reason
from roomcheck.net import sockets
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock, Datagram, LinkError, Question
from roomcheck.net.pace import Pace
from roomcheck.net.scope import Scope

_BACKLOG: Final = 2_048
"""Datagrams that wait to be taken; what a flood sends beyond is dropped."""
_BREATH: Final = 32
"""Datagrams read in a row before others get their turn."""
_UNICAST_PACE: Final = 1_000


class _Port:
    """One bound socket, of which every user gets every datagram.

    A second socket on a fixed port would take the first one's answers.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.users: set[asyncio.Queue[tuple[bytes, str, int]]] = set()
        self.joined: set[str] = set()
        self.reading: asyncio.Task[None] | None = None

    async def read(self) -> None:
        loop = asyncio.get_running_loop()
        taken = 0
        while True:
            try:
                data, sender = await loop.sock_recvfrom(self.sock, limits.ANSWER)
            except OSError:
                # An ICMP error for something sent before. The next datagram is as good as ever.
                await asyncio.sleep(0.01)
                continue
            for queue in self.users:
                with contextlib.suppress(asyncio.QueueFull):
                    queue.put_nowait((data, sender[0], sender[1]))
            taken += 1
            if taken % _BREATH == 0:
                await asyncio.sleep(0)


class Udp:
    """UDP on one link."""

    def __init__(
        self, scope: Scope, ledger: Ledger, clock: Clock, pace: Pace, *, announce: Callable[[int], None]
    ) -> None:
        self._scope = scope
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._unicast_pace = Pace(_UNICAST_PACE, burst=64)
        self._announce = announce
        self._fixed: dict[tuple[int, int], _Port] = {}

    @contextlib.asynccontextmanager
    async def _use(
        self, version: int, port: int | None, groups: tuple[str, ...], queue: asyncio.Queue[tuple[bytes, str, int]]
    ) -> AsyncIterator[socket.socket]:
        key = (version, port or 0)
        shared = self._fixed.get(key) if port is not None else None
        if shared is None:
            shared = _Port(sockets.udp(self._scope, version, port=port))
            shared.reading = asyncio.create_task(shared.read())
            if port is not None:
                self._fixed[key] = shared
                self._announce(port)
        shared.users.add(queue)
        try:
            for group in groups:
                if sockets.version_of(group) == version and group not in shared.joined:
                    with contextlib.suppress(OSError):
                        sockets.join(shared.sock, self._scope, group)
                        shared.joined.add(group)
            yield shared.sock
        finally:
            shared.users.discard(queue)
            if not shared.users:
                if self._fixed.get(key) is shared:
                    del self._fixed[key]
                assert shared.reading is not None
                shared.reading.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await shared.reading
                shared.sock.close()

    async def ask(self, question: Question) -> AsyncIterator[Datagram]:
        for ip, port in question.to:
            if reason := self._scope.refusal(ip, port):
                raise LinkError(f"{question.via} may not send to {ip} port {port}: {reason}")
        exchanges = {ip: self._ledger.exchange() for ip, _ in question.to}
        everybody = next((exchanges[ip] for ip, _ in question.to if self._scope.reaches_all(ip)), None)
        queue: asyncio.Queue[tuple[bytes, str, int]] = asyncio.Queue(_BACKLOG)
        async with contextlib.AsyncExitStack() as stack:
            socks: dict[int, socket.socket] = {}
            for version in sorted({sockets.version_of(ip) for ip, _ in question.to}):
                try:
                    socks[version] = await stack.enter_async_context(
                        self._use(version, question.bind_port, question.join, queue)
                    )
                except OSError as error:
                    self._ledger.absent(
                        via=question.via, subject="network", reason=Reason.FAILED, detail=f"socket: {error.strerror}"
                    )
            if not socks:
                return
            sending = asyncio.create_task(self._send(question, socks, exchanges))
            stack.push_async_callback(_end, sending)
            async for data, ip, port in self._until_quiet(queue, sending, question):
                exchange = exchanges.get(ip, everybody)
                if exchange is not None:
                    yield self._datagram(data, ip, port, exchange)

    async def _send(self, question: Question, socks: dict[int, socket.socket], exchanges: dict[str, str]) -> None:
        rounds = max(1, question.repeat)
        gone = False
        for turn in range(rounds):
            if turn:
                await asyncio.sleep(question.wait / rounds)
            for ip, port in question.to:
                sock = socks.get(sockets.version_of(ip))
                if sock is None:
                    continue
                for payload in question.payloads:
                    await (self._pace if self._scope.reaches_all(ip) else self._unicast_pace).take()
                    if await transmit(sock, payload, self._scope, ip, port):
                        gone = True
                        self._ledger.sent(
                            exchanges[ip], via=question.via, transport="udp", to=ip, port=port, data=payload
                        )
        if not gone:
            self._ledger.absent(
                via=question.via, subject=question.to[0][0] if question.to else "network", reason=Reason.FAILED,
                detail="the question could not be sent",
            )

    async def _until_quiet(
        self, queue: asyncio.Queue[tuple[bytes, str, int]], sending: asyncio.Task[None], question: Question
    ) -> AsyncIterator[tuple[bytes, str, int]]:
        """What arrives until `wait` after the last datagram was sent."""
        loop = asyncio.get_running_loop()
        end: list[float] = []
        sending.add_done_callback(lambda _: end.append(loop.time() + question.wait))
        taken = 0
        while taken < question.answers:
            if not end:
                left = 0.05
            elif (left := end[0] - loop.time()) <= 0:
                return
            try:
                async with asyncio.timeout(left):
                    got = await queue.get()
            except TimeoutError:
                continue
            if ip_of(got[1]) not in self._scope.own:
                taken += 1
                yield got

    async def hear(
        self, *, via: str, port: int, join: tuple[str, ...], seconds: float | None
    ) -> AsyncIterator[Datagram]:
        queue: asyncio.Queue[tuple[bytes, str, int]] = asyncio.Queue(_BACKLOG)
        versions = sorted({sockets.version_of(group) for group in join} or {4})
        async with contextlib.AsyncExitStack() as stack:
            opened = 0
            for version in versions:
                try:
                    await stack.enter_async_context(self._use(version, port, join, queue))
                    opened += 1
                except PermissionError:
                    self._ledger.absent(via=via, subject="network", reason=Reason.NO_PRIVILEGE, detail=f"port {port}")
                except OSError as error:
                    self._ledger.absent(
                        via=via, subject="network", reason=Reason.FAILED, detail=f"port {port}: {error.strerror}"
                    )
            if not opened:
                return
            with contextlib.suppress(TimeoutError):
                deadline = None if seconds is None else asyncio.get_running_loop().time() + seconds
                while True:
                    async with asyncio.timeout_at(deadline):
                        data, ip, sender_port = await queue.get()
                    if ip_of(ip) not in self._scope.own:
                        yield self._datagram(data, ip, sender_port, None)

    def _datagram(self, data: bytes, ip: str, port: int, exchange: str | None) -> Datagram:
        return Datagram(
            data=data, ip=ip_of(ip) or ip, port=port, at=self._clock.now(), exchange=exchange, length=len(data)
        )


async def transmit(sock: socket.socket, payload: bytes, scope: Scope, ip: str, port: int) -> bool:
    """Sends one datagram; waits briefly where the kernel's buffers are full. False where it could not go."""
    for _ in range(20):
        try:
            sock.sendto(payload, sockets.destination(scope, ip, port))
        except (BlockingIOError, InterruptedError):
            await asyncio.sleep(0.01)
        except OSError:
            return False
        else:
            return True
    return False


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


