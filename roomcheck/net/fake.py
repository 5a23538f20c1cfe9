"""A link without a network, for tests of probes and of the application: hosts that answer by script.

    link = FakeLink(hosts=[FakeHost("192.168.1.64", "c0:56:e3:00:00:01", tcp={554: rtsp}, udp={37020: sadp})])

A TCP service is a function from all that was received so far to the answer bytes, or None to wait for more; an UDP
service is a function from one datagram to the datagrams it is answered with. Like the real link, it refuses what is
out of scope and ports where bytes act, and reports everything that is sent. Time is real unless a `FakeClock` is given.
"""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable, Iterable, Sequence

import msgspec

from roomcheck.model import limits
from roomcheck.model.entry import NotExamined, Sent
from roomcheck.model.network import Interface, Medium, Neighbour, Network, OwnAddress
from roomcheck.net.clock import SystemClock, rfc3339
from roomcheck.net.knock import compact
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock, Datagram, Frame, LinkError, OpenPort, Presence, Question
from roomcheck.net.scope import Scope

TcpService = Callable[[bytes], bytes | None]
UdpService = Callable[[bytes], Sequence[bytes]]

_START = 1_763_798_400_000_000_000


class FakeClock:
    """A clock that only moves when it is told to, in seconds."""

    def __init__(self, start_ns: int = _START) -> None:
        self._now = start_ns

    def now(self) -> str:
        return rfc3339(self._now)

    def monotonic(self) -> float:
        return self._now / 1e9


class FakeHost(msgspec.Struct, frozen=True):
    """A host that answers by script."""

    ip: str
    mac: str
    tcp: dict[int, TcpService] = {}
    udp: dict[int, UdpService] = {}
    certificates: dict[int, bytes] = {}
    """The leaf certificate, DER, of the ports that speak TLS."""
    silent: frozenset[int] = frozenset()
    """TCP ports that answer nothing; any other closed port refuses."""
    drops_tcp: bool = False
    answers_arp: bool = True
    hears_multicast: bool = True
    udp_from: dict[int, int] = {}
    """The port from which a UDP service answers, where it is not the one it was asked on."""


class FakeHeard(msgspec.Struct, frozen=True):
    """A datagram that comes unasked to whoever hears on `port`."""

    port: int
    data: bytes
    ip: str
    sender_port: int


def fake_network(
    address: str = "192.168.1.2", prefix: int = 24, *, gateway: str | None = "192.168.1.1",
    medium: Medium = Medium.WIFI, ssid: str | None = "Guest", ipv6: bool = False,
) -> Network:
    """A network with one interface `fake0`."""
    own = (OwnAddress(address, prefix), *((OwnAddress("fe80::2", 64),) if ipv6 else ()))
    interface = Interface(
        name="fake0", index=7, mac="02:00:00:00:00:02", medium=medium, addresses=own, ssid=ssid,
        bssid="02:00:00:00:00:aa" if ssid else None,
    )
    return Network(interface=interface, gateway4=gateway)


class FakeConversation:
    """`Conversation` with a scripted service."""

    def __init__(self, host: FakeHost, port: int, ledger: Ledger, via: str, exchange: str) -> None:
        self.exchange = exchange
        self.broken: str | None = None
        self._host = host
        self._port = port
        self._ledger = ledger
        self._via = via
        self._got = bytearray()
        self._held = bytearray(host.tcp[port](b"") or b"")
        self._closed = False

    async def send(self, data: bytes) -> bool:
        if self._closed:
            return False
        self.exchange = self._ledger.exchange()
        self._ledger.sent(self.exchange, via=self._via, transport="tcp", to=self._host.ip, port=self._port, data=data)
        self._got += data
        answer = self._host.tcp[self._port](bytes(self._got))
        if answer is not None:
            self._held += answer
            self._got.clear()
        return True

    async def read(self, *, until: bytes | None = None, limit: int = limits.ANSWER, seconds: float = 2.0) -> bytes:
        del seconds
        await asyncio.sleep(0)
        end = min(limit, len(self._held))
        if until is not None and (at := self._held.find(until)) >= 0:
            end = min(limit, at + len(until))
        elif end < limit:
            self.broken = "ended"
        taken = bytes(self._held[:end])
        del self._held[:end]
        return taken

    async def start_tls(self, *, seconds: float = 2.0) -> bytes | None:
        del seconds
        self.exchange = self._ledger.exchange()
        self._ledger.sent(
            self.exchange, via=self._via, transport="tcp", to=self._host.ip, port=self._port, data=b"\x16\x03\x01"
        )
        certificate = self._host.certificates.get(self._port)
        if certificate is None:
            self.broken = "reset"
        return certificate

    async def close(self) -> None:
        self._closed = True


class FakeLink:
    """`Link` over scripted hosts. `log` holds what was reported to the recorder, in order."""

    def __init__(
        self, hosts: Iterable[FakeHost] = (), *, network: Network | None = None, clock: Clock | None = None,
        privileged: bool = False, heard: Iterable[FakeHeard] = (), frames: Iterable[bytes] = (),
        recorder: Callable[[Sent | NotExamined], None] | None = None,
    ) -> None:
        self.network = network or fake_network()
        self._scope = Scope(self.network)
        self.clock: Clock = clock or SystemClock()
        self.privileged = privileged
        self._hosts = {host.ip: host for host in hosts}
        self._heard = tuple(heard)
        self._frames = tuple(frames)
        self.log: list[Sent | NotExamined] = []
        self.changed: str | None = None
        """What `change` says."""
        self._recorder = recorder
        self._ledger = Ledger(self._record)

    def _record(self, entry: Sent | NotExamined) -> None:
        self.log.append(entry)
        if self._recorder is not None:
            self._recorder(entry)

    async def ask(self, question: Question) -> AsyncIterator[Datagram]:
        taken = 0
        for ip, port in question.to:
            if reason := self._scope.refusal(ip, port):
                raise LinkError(f"{question.via} may not send to {ip} port {port}: {reason}")
        for ip, port in question.to:
            exchange = self._ledger.exchange()
            everybody = self._scope.reaches_all(ip)
            group = ipaddress.ip_address(ip).is_multicast
            for payload in question.payloads:
                self._ledger.sent(exchange, via=question.via, transport="udp", to=ip, port=port, data=payload)
                for host in self._hosts.values():
                    if port not in host.udp or not (host.ip == ip or (everybody and _same_family(host.ip, ip))):
                        continue
                    if group and not host.hears_multicast:
                        continue
                    for answer in host.udp[port](payload):
                        if taken < question.answers:
                            taken += 1
                            await asyncio.sleep(0)
                            yield self._datagram(answer, host.ip, host.udp_from.get(port, port), exchange)

    async def hear(
        self, *, via: str, port: int, join: tuple[str, ...] = (), seconds: float | None = None
    ) -> AsyncIterator[Datagram]:
        """Yields what the script holds for the port, and ends: a test does not wait."""
        del via, join, seconds
        for heard in self._heard:
            if heard.port == port:
                await asyncio.sleep(0)
                yield self._datagram(heard.data, heard.ip, heard.sender_port, None)

    def _datagram(self, data: bytes, ip: str, port: int, exchange: str | None) -> Datagram:
        kept = data[: limits.ANSWER]
        return Datagram(data=kept, ip=ip, port=port, at=self.clock.now(), exchange=exchange, length=len(data))

    async def connect(self, ip: str, port: int, *, via: str, seconds: float = 2.0) -> FakeConversation | None:
        del seconds
        self._require_host(ip, port, via)
        exchange = self._ledger.exchange()
        self._ledger.sent(exchange, via=via, transport="tcp", to=ip, port=port)
        await asyncio.sleep(0)
        host = self._hosts.get(ip)
        if host is None or self._state(host, port) != "open":
            return None
        return FakeConversation(host, port, self._ledger, via, exchange)

    async def knock(self, doors: Iterable[tuple[str, int]], *, via: str) -> AsyncIterator[OpenPort]:
        asked: dict[str, list[int]] = {}
        for ip, port in doors:
            self._require_host(ip, port, via)
            asked.setdefault(ip, []).append(port)
        for ip, ports in asked.items():
            exchange = self._ledger.exchange()
            self._ledger.sent(
                exchange, via=via, transport="tcp", to=ip, data=f"connect {compact(ports)}".encode(), count=len(ports)
            )
            for port in ports:
                await asyncio.sleep(0)
                state = self._state(self._hosts.get(ip), port)
                yield OpenPort(
                    ip=ip, port=port, state=state, at=self.clock.now(), exchange=exchange,
                    rtt=None if state == "silent" else 0.001,
                )

    def _state(self, host: FakeHost | None, port: int) -> str:
        if host is None or host.drops_tcp or port in host.silent:
            return "silent"
        return "open" if port in host.tcp else "refused"

    def _require_host(self, ip: str, port: int, via: str) -> None:
        reason = self._scope.refusal(ip, port)
        if reason or not self._scope.in_scope(ip):
            raise LinkError(f"{via} may not connect to {ip} port {port}: {reason or 'it is no single host'}")

    async def sweep(self, *, via: str, addresses: Iterable[str] | None = None) -> AsyncIterator[Presence]:
        wanted = None if addresses is None else set(addresses)
        exchange = self._ledger.exchange()
        self._ledger.sent(
            exchange, via=via, transport="arp" if self.privileged else "udp",
            to=" ".join(map(str, self.network.subnets4)), port=None if self.privileged else 9,
            count=len(wanted) if wanted is not None else sum(net.num_addresses for net in self.network.subnets4),
        )
        for host in self._hosts.values():
            if host.answers_arp and "." in host.ip and (wanted is None or host.ip in wanted):
                await asyncio.sleep(0)
                yield self._presence(host, exchange)

    async def solicit(self, *, via: str) -> AsyncIterator[Presence]:
        exchange = self._ledger.exchange()
        self._ledger.sent(exchange, via=via, transport="icmp", to="ff02::1")
        for host in self._hosts.values():
            if ":" in host.ip:
                await asyncio.sleep(0)
                yield self._presence(host, exchange)

    def _presence(self, host: FakeHost, exchange: str) -> Presence:
        kind, data = "neighbour", f"{host.ip} {host.mac} reachable".encode()
        if self.privileged and "." in host.ip:
            kind, data = "arp", self._arp_reply(host)
        return Presence(ip=host.ip, mac=host.mac, at=self.clock.now(), kind=kind, data=data, exchange=exchange)

    def _arp_reply(self, host: FakeHost) -> bytes:
        own = self.network.interface
        sender = bytes.fromhex(host.mac.replace(":", "")) + ipaddress.ip_address(host.ip).packed
        mac = bytes.fromhex((own.mac or "00" * 6).replace(":", ""))
        return bytes.fromhex("0001080006040002") + sender + mac + ipaddress.ip_address(own.addresses[0].ip).packed

    async def frames(self) -> AsyncIterator[Frame]:
        for frame in self._frames if self.privileged else ():
            await asyncio.sleep(0)
            yield Frame(data=frame, at=self.clock.now(), length=len(frame))

    def neighbours(self) -> tuple[Neighbour, ...]:
        return tuple(Neighbour(host.ip, host.mac, "reachable") for host in self._hosts.values() if host.answers_arp)

    async def change(self) -> str | None:
        return self.changed

    def in_scope(self, ip: str) -> bool:
        return self._scope.in_scope(ip)


def _same_family(one: str, other: str) -> bool:
    return (":" in one) == (":" in other)
