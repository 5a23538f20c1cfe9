"""Looking for IPv4 hosts without privileges.

One datagram to each address makes the kernel ask who has it, and its neighbour table says who answered.

The table holds about a thousand entries for the whole machine, and an address that nobody has stays in it for three
seconds; so addresses go out in batches that fit.
"""

import asyncio
import contextlib
import errno
import ipaddress
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Final

from roomcheck.model.network import Interface, Neighbour, Network
from roomcheck.model.vocabulary import Reason
from roomcheck.net import interfaces, sockets
from roomcheck.net.ground import Ground
from roomcheck.net.link import Presence

DISCARD: Final = 9
"""RFC 863: a datagram there means nothing to anybody."""
MOST: Final = 65_536
"""Addresses of one sweep."""
_UNKNOWN_STAY: Final = 3.1
"""Seconds that an address nobody has keeps its entry: three requests, one a second."""
_LAST_LOOK: Final = 2.3
"""Seconds after the last datagram in which the kernel's second and third request are still answered."""
_ONE_SOCKETS: Final = 128
"""Addresses of one socket: a datagram that waits for its neighbour takes room in the socket's send buffer."""
_POLL: Final = 0.3
_HOLDS: Final = frozenset({"reachable", "stale", "delay", "probe", "permanent", "noarp"})


def addresses_of(network: Network) -> list[str]:
    """Every on-link IPv4 address that may be a host, the gateway first, at most `MOST` and one more."""
    own = network.own_ips
    found: dict[str, None] = {}
    if network.gateway4 is not None and any(ipaddress.ip_address(network.gateway4) in net for net in network.subnets4):
        found[network.gateway4] = None
    for subnet in network.subnets4:
        if subnet.prefixlen == 32:
            continue
        for host in subnet.hosts():
            if (ip := str(host)) not in own:
                found[ip] = None
            if len(found) > MOST:
                return list(found)
    return list(found)


def targets_of(ground: Ground, chosen: list[str] | None, *, via: str) -> list[str]:
    """Whom a sweep asks: the chosen addresses, or all (None), as far as they are IPv4 and on-link.

    Nobody, and an absence in the ledger, where they are more than `MOST`.
    """
    targets = addresses_of(ground.network) if chosen is None else [ip for ip in chosen if ground.scope.in_scope(ip)]
    targets = [ip for ip in targets if ":" not in ip]
    if len(targets) > MOST:
        ground.ledger.absent(
            via=via, subject="network", reason=Reason.TOO_LARGE, detail=f"more than {MOST} addresses"
        )
        return []
    return targets


def label_of(network: Network, addresses: list[str] | None) -> str:
    """What a sweep's entry says it went to."""
    if addresses is None:
        return " ".join(map(str, network.subnets4))
    return addresses[0] if len(addresses) == 1 else f"{addresses[0]} and {len(addresses) - 1} more"


def batch_size() -> int:
    """Addresses at once that the neighbour table can hold beside what is in it, with a quarter left for others."""
    try:
        most = int(Path("/proc/sys/net/ipv4/neigh/default/gc_thresh3").read_text(encoding="ascii"))
    except (OSError, ValueError):
        most = 1024
    return max(64, (most - _held()) * 3 // 4)


def _held() -> int:
    """Entries in the table now, of all interfaces (/proc/net/stat/arp_cache, first column, hexadecimal)."""
    try:
        return int(Path("/proc/net/stat/arp_cache").read_text(encoding="ascii").splitlines()[1].split()[0], 16)
    except (OSError, ValueError, IndexError):
        return 0


def line_of(neighbour: Neighbour) -> bytes:
    return f"{neighbour.ip} {neighbour.mac or '-'} {neighbour.state}".encode()


async def changes(interface: Interface) -> AsyncIterator[Neighbour]:
    """Neighbours that hold an address: those in the table now, then every change as the kernel tells it."""
    source = _told(interface) if sys.platform.startswith("linux") else _polled(interface)
    async for neighbour in source:
        yield neighbour


async def _polled(interface: Interface) -> AsyncIterator[Neighbour]:
    known: set[Neighbour] = set()
    while True:
        for neighbour in await asyncio.to_thread(interfaces.neighbours, interface):
            if neighbour not in known:
                known.add(neighbour)
                yield neighbour
        await asyncio.sleep(_POLL)


async def _told(interface: Interface) -> AsyncIterator[Neighbour]:
    from roomcheck.net import netlink  # noqa: PLC0415  Linux only

    loop = asyncio.get_running_loop()
    kernel = netlink.watch_neighbours()
    try:
        for neighbour in netlink.neighbours(interface.index):
            yield neighbour
        while True:
            try:
                data = await loop.sock_recv(kernel, 1 << 16)
            except OSError as error:
                if error.errno != errno.ENOBUFS:
                    return
                # The kernel had more to tell than we took: read the whole table again.
                for neighbour in netlink.neighbours(interface.index):
                    yield neighbour
                continue
            for kind, body in netlink.messages(data):
                pair = netlink.neighbour_of(body) if kind == netlink.NEWNEIGH else None
                if pair is not None and pair[0] == interface.index:
                    yield pair[1]
    finally:
        kernel.close()


class Nudge:
    """One unprivileged sweep."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._nudged: dict[str, float] = {}
        """When each address was asked."""
        self._batch: set[str] = set()
        self._answered = asyncio.Event()

    async def sweep(self, *, via: str, addresses: Iterable[str] | None) -> AsyncIterator[Presence]:
        chosen = None if addresses is None else list(addresses)
        targets = targets_of(self._ground, chosen, via=via)
        if not targets or self._ground.scope.loopback:
            return
        exchange = self._ground.ledger.exchange()
        self._ground.ledger.sent(
            exchange, via=via, transport="udp", to=label_of(self._ground.network, chosen), port=DISCARD, data=b"",
            count=len(targets),
        )
        found: asyncio.Queue[Neighbour | None] = asyncio.Queue()
        missing = set(targets)
        watching = asyncio.create_task(self._watch(found))
        sending = asyncio.create_task(self._send(targets, missing))
        sending.add_done_callback(lambda _: found.put_nowait(None))
        try:
            while (neighbour := await found.get()) is not None:
                if neighbour.ip not in missing or neighbour.mac is None or neighbour.state not in _HOLDS:
                    continue
                missing.discard(neighbour.ip)
                self._batch.discard(neighbour.ip)
                if not self._batch:
                    self._answered.set()
                self._measure(neighbour)
                yield Presence(
                    ip=neighbour.ip, mac=neighbour.mac, at=self._ground.clock.now(), kind="neighbour",
                    data=line_of(neighbour), exchange=exchange,
                )
        finally:
            for task in (watching, sending):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            if len(self._nudged) < len(targets):
                self._ground.ledger.absent(
                    via=via, subject="network", reason=Reason.INTERRUPTED,
                    detail=f"{len(targets) - len(self._nudged)} of {len(targets)} addresses were not asked",
                )

    def _measure(self, neighbour: Neighbour) -> None:
        asked = self._nudged.get(neighbour.ip)
        if asked is not None and neighbour.state == "reachable":
            self._ground.hosts.of(neighbour.ip).measured(asyncio.get_running_loop().time() - asked)
        else:
            self._ground.hosts.seen(neighbour.ip)

    async def _watch(self, found: asyncio.Queue[Neighbour | None]) -> None:
        async for neighbour in changes(self._ground.network.interface):
            found.put_nowait(neighbour)

    async def _send(self, targets: list[str], missing: set[str]) -> None:
        left = targets
        while left:
            size = batch_size()
            batch, left = left[:size], left[size:]
            for start in range(0, len(batch), _ONE_SOCKETS):
                with sockets.udp(self._ground.scope, 4) as sock:
                    for ip in batch[start : start + _ONE_SOCKETS]:
                        await self._ground.pace.take()
                        await self._nudge(sock, ip)
            if left:
                await self._settle(missing.intersection(batch), _UNKNOWN_STAY)
        await self._settle(set(missing), _LAST_LOOK)

    async def _settle(self, batch: set[str], seconds: float) -> None:
        """Waits until every address of the batch has answered, but not longer than the table holds the others."""
        self._batch = batch
        self._answered.clear()
        if batch:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), seconds)

    async def _nudge(self, sock: socket.socket, ip: str) -> None:
        for _ in range(8):
            try:
                sock.sendto(b"", (ip, DISCARD))
            except OSError as error:
                if error.errno not in {errno.ENOBUFS, errno.EAGAIN}:
                    return
                await asyncio.sleep(0.25)
            else:
                self._nudged[ip] = asyncio.get_running_loop().time()
                return
