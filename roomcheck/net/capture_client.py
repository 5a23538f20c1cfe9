"""The parent's side of `roomcheck-capture` while a link is open: sweeps, frames, and the file of packets."""

import asyncio
import contextlib
import ipaddress
import itertools
import os
import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.errors import RecordingError
from roomcheck.model.network import Medium, Network
from roomcheck.model.vocabulary import Reason
from roomcheck.net import capture_program, messages
from roomcheck.net.capture_program import Program
from roomcheck.net.clock import rfc3339
from roomcheck.net.ground import Ground
from roomcheck.net.link import Frame, Presence
from roomcheck.net.packets import new_file
from roomcheck.net.solicit import ALL_NODES
from roomcheck.net.sweep import label_of, targets_of

_START: Final = 5.0
"""Seconds in which the program must be ready; without it the sweep goes on by other means."""
_END: Final = 2.0
"""Seconds in which it must have stopped."""
_BACKLOG: Final = 8_192
_SMALL: Final = 1_024
"""Addresses up to which a sweep makes a third pass."""

_Answers = asyncio.Queue[messages.Event | None]
_numbers = itertools.count(1)


class Capture:
    """The program at work for one link."""

    def __init__(self, program: Program, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.alive = True
        self.pid = program.process.pid
        self._reader = reader
        self._writer = writer
        self._ready = asyncio.Event()
        self._rounds: dict[int, asyncio.Queue[messages.Event | None]] = {}
        self._listeners: set[asyncio.Queue[messages.Packet | None]] = set()
        self.file_broken = False
        self.lost = 0
        """Frames that came faster than they could be taken."""
        self.stopped = False
        self.failures = 0

    def tell(self, command: messages.Command) -> None:
        if self.alive:
            self._writer.write(messages.pack(command))

    def keep_port(self, port: int) -> None:
        self.tell(messages.KeepPort(port=port))

    async def ready(self) -> bool:
        """Whether the program captures; waits for it a little."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_START):
                await self._ready.wait()
        return self.alive and self._ready.is_set()

    async def read(self) -> None:
        """Takes what the program says, until it ends."""
        try:
            while not self.stopped and (length := messages.length_of(await self._reader.readexactly(4))) is not None:
                self._take(messages.event_of(await self._reader.readexactly(length)))
        except (asyncio.IncompleteReadError, OSError, msgspec.DecodeError, msgspec.ValidationError):
            pass
        finally:
            self.alive = False
            self._ready.set()
            for queue in self._rounds.values():
                queue.put_nowait(None)
            for listener in self._listeners:
                _offer(listener, None)

    def _take(self, event: messages.Event) -> None:
        match event:
            case messages.Packet():
                for listener in self._listeners:
                    self.lost += not _offer(listener, event)
            case messages.Seen() | messages.Asked() | messages.Swept():
                if (queue := self._rounds.get(event.number)) is not None:
                    queue.put_nowait(event)
            case messages.Ready():
                self._ready.set()
            case messages.Stopped(lost=lost):
                self.stopped = True
                self.lost += lost
            case messages.FileBroken():
                self.file_broken = True
            case messages.Failed():
                self.failures += 1

    async def frames(self) -> AsyncIterator[Frame]:
        queue: asyncio.Queue[messages.Packet | None] = asyncio.Queue(_BACKLOG)
        self._listeners.add(queue)
        try:
            while self.alive or not queue.empty():
                packet = await queue.get()
                if packet is None:
                    return
                yield Frame(data=packet.data, at=rfc3339(packet.at), length=packet.length)
        finally:
            self._listeners.discard(queue)

    @contextlib.contextmanager
    def _round(self) -> Iterator[tuple[int, _Answers]]:
        number = next(_numbers)
        queue: _Answers = asyncio.Queue()
        self._rounds[number] = queue
        try:
            yield number, queue
        finally:
            del self._rounds[number]

    async def sweep(self, ground: Ground, *, via: str, addresses: Iterable[str] | None) -> AsyncIterator[Presence]:
        """As `Link.sweep`, by raw ARP."""
        chosen = None if addresses is None else list(addresses)
        targets = targets_of(ground, chosen, via=via)
        if not targets:
            return
        exchange = ground.ledger.exchange()
        to = label_of(ground.network, chosen)
        ground.ledger.sent(exchange, via=via, transport="arp", to=to, count=len(targets))
        for source, subnet in _sources(ground.network):
            mine = [ip for ip in targets if ipaddress.ip_address(ip) in subnet]
            async for seen in self._sweep(ground, source, mine, via=via, exchange=exchange):
                ip = str(ipaddress.ip_address(seen.ip))
                if seen.rtt is not None:
                    ground.hosts.of(ip).measured(seen.rtt)
                else:
                    ground.hosts.seen(ip)
                yield Presence(
                    ip=ip, mac=mac_of_bytes(seen.mac), at=rfc3339(seen.at), kind="arp", data=seen.data,
                    exchange=exchange,
                )

    async def _sweep(
        self, ground: Ground, source: bytes, targets: list[str], *, via: str, exchange: str
    ) -> AsyncIterator[messages.Seen]:
        if not targets:
            return
        packed = b"".join(socket.inet_aton(ip) for ip in targets)
        passes = 3 if len(targets) <= _SMALL else 2
        with contextlib.ExitStack() as stack:
            number, answers = stack.enter_context(self._round())
            rate = stack.enter_context(ground.pace.lending())
            self.tell(messages.Sweep(number=number, source=source, addresses=packed, rate=rate, passes=passes))
            finished = False
            try:
                while not finished and (event := await answers.get()) is not None:
                    match event:
                        case messages.Seen():
                            yield event
                        case messages.Asked(count=count, sample=sample):
                            if count > len(targets):
                                ground.ledger.sent(
                                    exchange, via=via, transport="arp", to="those that had not answered", data=sample,
                                    count=count - len(targets),
                                )
                        case messages.Swept():
                            finished = True
            finally:
                if not finished:
                    self.tell(messages.Sweep(number=number, source=source, addresses=b"", rate=1, passes=0))
                    ground.ledger.absent(
                        via=via, subject="network", reason=Reason.INTERRUPTED, detail="the sweep was not finished"
                    )

    async def solicit(self, ground: Ground, *, via: str) -> AsyncIterator[Presence]:
        """As `Link.solicit`, by raw echoes."""
        source = next((ip for ip in sorted(ground.network.own_ips) if ip.startswith("fe80:")), None)
        if source is None:
            return
        exchange = ground.ledger.exchange()
        with self._round() as (number, answers):
            self.tell(messages.Solicit(number=number, source=socket.inet_pton(socket.AF_INET6, source)))
            while (event := await answers.get()) is not None:
                match event:
                    case messages.Asked(sample=sample):
                        ground.ledger.sent(exchange, via=via, transport="icmp", to=ALL_NODES, data=sample)
                    case messages.Seen(kind=kind, data=data):
                        ip = str(ipaddress.ip_address(event.ip))
                        if ground.scope.in_scope(ip):
                            ground.hosts.seen(ip)
                            yield Presence(
                                ip=ip, mac=mac_of_bytes(event.mac), at=rfc3339(event.at), kind=kind, data=data,
                                exchange=exchange,
                            )
                    case messages.Swept():
                        return


def _offer(queue: asyncio.Queue[messages.Packet | None], item: messages.Packet | None) -> bool:
    try:
        queue.put_nowait(item)
    except asyncio.QueueFull:
        return False
    return True


def _sources(network: Network) -> list[tuple[bytes, ipaddress.IPv4Network]]:
    """For each on-link subnet the own address that asks in it."""
    found: dict[ipaddress.IPv4Network, bytes] = {}
    for own in network.interface.addresses:
        if isinstance(own.subnet, ipaddress.IPv4Network):
            found.setdefault(own.subnet, socket.inet_aton(own.ip))
    return [(source, subnet) for subnet, source in found.items()]


def _start(sock: socket.socket, start: messages.Start, pcapng: Path | None) -> None:
    """The first message, with the file that this process opened as the person. Raises RecordingError."""
    try:
        descriptors = [] if pcapng is None else [new_file(pcapng)]
    except FileExistsError as error:
        raise RecordingError(
            f"There are packets at {pcapng} already.", "Choose another folder with --output."
        ) from error
    except OSError as error:
        raise RecordingError(
            f"No packets can be kept at {pcapng} ({(error.strerror or str(error)).lower()}).",
            "Choose a folder that you may write to with --output.",
        ) from error
    try:
        socket.send_fds(sock, [messages.pack(start)], descriptors)
    except OSError:
        return  # the program has ended, which its reader notices
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


@asynccontextmanager
async def start_capture(network: Network, pcapng: Path | None) -> AsyncIterator[Capture | None]:
    """The program, capturing on the network's interface; None where there is no privilege for it, or no Ethernet."""
    interface = network.interface
    if interface.mac is None or interface.medium in {Medium.LOOPBACK, Medium.VPN}:
        yield None
        return
    program = capture_program.take()
    if program is None:
        yield None
        return
    reader, writer = await asyncio.open_unix_connection(sock=program.sock.dup(), limit=messages.LIMIT)
    capture = Capture(program, reader, writer)
    reading = asyncio.create_task(capture.read())
    try:
        start = messages.Start(interface=interface.name, mac=interface.mac, file=pcapng is not None)
        _start(program.sock, start, pcapng)
        yield capture
    finally:
        capture.tell(messages.Stop())
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(reading, _END)
        writer.close()
        if capture_program.leave(program, whole=capture.stopped):
            await asyncio.to_thread(program.wait)
