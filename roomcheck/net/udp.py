"""Questions over UDP, and listening on a port."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from roomcheck.model.addresses import ip_of
from roomcheck.model.vocabulary import Reason
from roomcheck.net import sockets
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock, Datagram, LinkError, Question
from roomcheck.net.pace import Pace, unicast_pace_of
from roomcheck.net.port import Mailbox, Port
from roomcheck.net.scope import Scope

_TRIES: Final = 20
_MOST_ANSWERS: Final = 16_384
"""Datagrams that are looked at for one question, whoever sends them."""


class Udp:
    """UDP on one link."""

    def __init__(
        self, scope: Scope, ledger: Ledger, clock: Clock, pace: Pace, *, announce: Callable[[int], None]
    ) -> None:
        self._scope = scope
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._unicast_pace = Pace(unicast_pace_of(pace.per_s), burst=64)
        self._announce = announce
        self._ports: dict[tuple[int, int | str], Port] = {}

    @contextlib.contextmanager
    def _use(
        self, version: int, port: int | None, via: str, groups: tuple[str, ...], box: Mailbox
    ) -> Iterator[Port]:
        """The socket on a fixed port, or the one that all questions of one probe share.

        A second socket on a fixed port would take the first one's answers, and a socket for each question would cost
        more than the question.
        """
        key = (version, via if port is None else port)
        shared = self._ports.get(key)
        if shared is None:
            shared = self._ports[key] = Port(sockets.udp(self._scope, version, port=port), self._ledger, via)
            if port is not None:
                self._announce(port)
        shared.add(box)
        try:
            for group in groups:
                if sockets.version_of(group) == version and group not in shared.joined:
                    with contextlib.suppress(OSError):
                        sockets.join(shared.sock, self._scope, group)
                        shared.joined.add(group)
            yield shared
        finally:
            shared.remove(box)
            if not shared.used:
                del self._ports[key]
                shared.close()

    async def ask(self, question: Question) -> AsyncIterator[Datagram]:
        for ip, port in question.to:
            if reason := self._scope.refusal(ip, port):
                raise LinkError(f"{question.via} may not send to {ip} port {port}: {reason}")
        exchanges = {ip: self._ledger.exchange() for ip in dict.fromkeys(ip for ip, _ in question.to)}
        everybody = next((exchanges[ip] for ip in exchanges if self._scope.reaches_all(ip)), None)
        box = Mailbox(None if everybody is not None else frozenset(question.to))
        with contextlib.ExitStack() as stack:
            ports: dict[int, Port] = {}
            for version in sorted({sockets.version_of(ip) for ip in exchanges}):
                try:
                    ports[version] = stack.enter_context(
                        self._use(version, question.bind_port, question.via, question.join, box)
                    )
                except OSError as error:
                    self._ledger.absent(
                        via=question.via, subject="network", reason=Reason.FAILED, detail=f"socket: {error.strerror}"
                    )
            if not ports:
                return
            sending = asyncio.create_task(self._send(question, ports, exchanges, box))
            try:
                async for data, ip, port in self._until_quiet(box, sending, question):
                    exchange = exchanges.get(ip, everybody)
                    if exchange is not None:
                        yield self._datagram(data, ip, port, exchange)
            finally:
                sending.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await sending

    async def _send(
        self, question: Question, ports: dict[int, Port], exchanges: dict[str, str], box: Mailbox
    ) -> None:
        rounds = max(1, question.repeat)
        gone = False
        for turn in range(rounds):
            if turn:
                await asyncio.sleep(question.wait / rounds)
            for ip, number in question.to:
                port = ports.get(sockets.version_of(ip))
                if port is None or (ip, number) in box.refused:
                    continue
                pace = self._pace if self._scope.reaches_all(ip) else self._unicast_pace
                for payload in question.payloads:
                    await pace.take()
                    if await transmit(port, payload, self._scope, ip, number):
                        gone = True
                        self._ledger.sent(
                            exchanges[ip], via=question.via, transport="udp", to=ip, port=number, data=payload
                        )
        if not gone:
            self._ledger.absent(
                via=question.via, subject=question.to[0][0] if question.to else "network", reason=Reason.FAILED,
                detail="the question could not be sent",
            )

    async def _until_quiet(
        self, box: Mailbox, sending: asyncio.Task[None], question: Question
    ) -> AsyncIterator[tuple[bytes, str, int]]:
        """What arrives until `wait` after the last datagram was sent, or until the host said that nobody listens."""
        loop = asyncio.get_running_loop()

        def end(_: object) -> None:
            box.timer = loop.call_later(question.wait, box.end)

        sending.add_done_callback(end)
        taken: Counter[str] = Counter()
        alone = box.hosts is not None and len(box.hosts) == 1
        try:
            while taken.total() < _MOST_ANSWERS and (got := await box.take()) is not None:
                ip = got[1]
                if ip_of(ip) in self._scope.own:
                    continue
                taken[ip] += 1
                if taken[ip] <= question.answers:
                    yield got
                elif alone:
                    return
        finally:
            sending.remove_done_callback(end)
            box.end()

    async def hear(
        self, *, via: str, port: int, join: tuple[str, ...], seconds: float | None
    ) -> AsyncIterator[Datagram]:
        box = Mailbox(None, listens=True)
        versions = sorted({sockets.version_of(group) for group in join} or {4})
        with contextlib.ExitStack() as stack:
            opened = 0
            for version in versions:
                try:
                    stack.enter_context(self._use(version, port, via, join, box))
                    opened += 1
                except PermissionError:
                    self._ledger.absent(via=via, subject="network", reason=Reason.NO_PRIVILEGE, detail=f"port {port}")
                except OSError as error:
                    self._ledger.absent(
                        via=via, subject="network", reason=Reason.FAILED, detail=f"port {port}: {error.strerror}"
                    )
            if not opened:
                return
            if seconds is not None:
                box.timer = asyncio.get_running_loop().call_later(seconds, box.end)
            while (got := await box.take()) is not None:
                if ip_of(got[1]) not in self._scope.own:
                    yield self._datagram(*got, None)

    def _datagram(self, data: bytes, ip: str, port: int, exchange: str | None) -> Datagram:
        return Datagram(
            data=data, ip=ip_of(ip) or ip, port=port, at=self._clock.now(), exchange=exchange, length=len(data)
        )


async def transmit(port: Port, payload: bytes, scope: Scope, ip: str, number: int) -> bool:
    """Sends one datagram; waits briefly where the kernel's buffers are full. False where it could not go."""
    to = sockets.destination(scope, ip, number)
    for _ in range(_TRIES):
        try:
            port.sock.sendto(payload, to)
        except (BlockingIOError, InterruptedError):
            await asyncio.sleep(0.01)
        except OSError:
            # It may be the error of an earlier datagram to another host, which the kernel tells here.
            if not port.take_errors():
                return False
        else:
            return True
    return False
