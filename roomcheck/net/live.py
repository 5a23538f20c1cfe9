"""Opening a link: the real one."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from roomcheck.model.entry import NotExamined, Sent
from roomcheck.model.network import Neighbour, Network
from roomcheck.model.vocabulary import Reason
from roomcheck.net import interfaces
from roomcheck.net.capture_client import Capture, start_capture
from roomcheck.net.ground import Ground
from roomcheck.net.guard import guarding
from roomcheck.net.hosts import Hosts
from roomcheck.net.knock import Knocking
from roomcheck.net.lab import require_lab
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock, Datagram, Frame, Link, OpenPort, Presence, Question
from roomcheck.net.pace import Crowd, Pace, pace_of
from roomcheck.net.scope import Scope
from roomcheck.net.solicit import Solicit
from roomcheck.net.sweep import Nudge
from roomcheck.net.tcp import Tcp, TcpConversation
from roomcheck.net.udp import Udp


class LiveLink:
    """`roomcheck.net.link.Link` on a real interface."""

    def __init__(self, ground: Ground, capture: Capture | None) -> None:
        self.network = ground.network
        self.clock = ground.clock
        self._ground = ground
        self._capture = capture
        self._tcp = Tcp(ground.scope, ground.ledger, ground.hosts, Crowd())
        self._udp = Udp(ground.scope, ground.ledger, ground.clock, ground.pace, announce=self._announce)

    def _announce(self, port: int) -> None:
        if self._capture is not None:
            self._capture.keep_port(port)

    @property
    def privileged(self) -> bool:
        return self._capture is not None and self._capture.alive

    @property
    def pace_per_s(self) -> int:
        """Broadcasts a second at the most."""
        return self._ground.pace.per_s

    def ask(self, question: Question) -> AsyncIterator[Datagram]:
        return self._udp.ask(question)

    def hear(
        self, *, via: str, port: int, join: tuple[str, ...] = (), seconds: float | None = None
    ) -> AsyncIterator[Datagram]:
        return self._udp.hear(via=via, port=port, join=join, seconds=seconds)

    async def connect(self, ip: str, port: int, *, via: str, seconds: float = 2.0) -> TcpConversation | None:
        return await self._tcp.connect(ip, port, via=via, seconds=seconds)

    def knock(self, doors: Iterable[tuple[str, int]], *, via: str) -> AsyncIterator[OpenPort]:
        ground = self._ground
        return Knocking(ground.scope, ground.ledger, ground.clock, ground.hosts, doors, via=via).outcomes()

    async def sweep(self, *, via: str, addresses: Iterable[str] | None = None) -> AsyncIterator[Presence]:
        chosen = None if addresses is None else tuple(addresses)
        if self._capture is not None and await self._capture.ready():
            found = self._capture.sweep(self._ground, via=via, addresses=chosen)
        else:
            found = Nudge(self._ground).sweep(via=via, addresses=chosen)
        async for presence in found:
            yield presence

    async def solicit(self, *, via: str) -> AsyncIterator[Presence]:
        if self._capture is not None and await self._capture.ready():
            found = self._capture.solicit(self._ground, via=via)
        else:
            found = Solicit(self._ground).look(via=via)
        async for presence in found:
            yield presence

    async def frames(self) -> AsyncIterator[Frame]:
        if self._capture is not None:
            async for frame in self._capture.frames():
                yield frame

    def neighbours(self) -> tuple[Neighbour, ...]:
        return interfaces.neighbours(self.network.interface)

    async def change(self) -> str | None:
        return await asyncio.to_thread(interfaces.changed, self.network)

    def in_scope(self, ip: str) -> bool:
        return self._ground.scope.in_scope(ip)

    async def close(self) -> None:
        await self._tcp.close()


@asynccontextmanager
async def open_link(
    network: Network,
    *,
    recorder: Callable[[Sent | NotExamined], None],
    clock: Clock,
    pace_per_s: int | None = None,
    capture: bool = True,
    pcapng: Path | None = None,
) -> AsyncIterator[Link]:
    """Opens the link of the interface that the person chose; nothing is sent by opening it.

    Every packet that is sent through it goes to `recorder` as a `Sent` entry, and what could not be done as a
    `NotExamined`. `pace_per_s` bounds broadcasts (None: what the medium bears). With `capture` and the privilege for
    it, `roomcheck-capture` runs beside, and what it keeps is written to `pcapng`, owned by the calling user.

    Raises NotAllowed where development is held to the lab, and this is not it.
    """
    require_lab(network.interface.name)
    scope = Scope(network)
    ledger = Ledger(recorder)
    pace = Pace(pace_per_s or pace_of(network.interface.medium))
    async with AsyncExitStack() as stack:
        program = await stack.enter_async_context(start_capture(network, pcapng)) if capture else None
        if capture and program is None:
            privilege_helps = sys.platform.startswith("linux")
            ledger.absent(
                via="capture", subject="network",
                reason=Reason.NO_PRIVILEGE if privilege_helps else Reason.NOT_SUPPORTED,
                detail="raw sweeps and live frames",
            )
        if program is not None:
            stack.callback(_tell_losses, program, ledger)
        stack.enter_context(guarding(scope))
        ground = Ground(network=network, scope=scope, ledger=ledger, clock=clock, pace=pace, hosts=Hosts())
        link = LiveLink(ground, program)
        stack.push_async_callback(link.close)
        yield link


def _tell_losses(program: Capture, ledger: Ledger) -> None:
    if program.lost:
        ledger.absent(
            via="capture", subject="network", reason=Reason.TOO_MUCH, detail=f"{program.lost} frames came too fast"
        )
    if program.file_broken:
        ledger.absent(
            via="capture", subject="network", reason=Reason.FAILED,
            detail="the file of packets could not be written to its end",
        )
