"""The door through which every probe speaks. Probes see this interface and nothing below it.

One place below enforces what roomcheck never does: nothing leaves the on-link subnets of the chosen interface (bound
to the interface, not routed, hop limit 1), nothing goes to ports where bytes act, few connections to one host at
once, broadcasts at the stated pace; and whatever is sent becomes a `Sent` entry.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Final, Protocol

import msgspec

from roomcheck.model import limits
from roomcheck.model.network import Neighbour, Network

FORBIDDEN_PORTS: Final = frozenset({102, 502, 515, *range(9100, 9108)})
"""Where bytes act: print spoolers, raw print ports, industrial controllers. Not even a SYN goes there."""


class Datagram(msgspec.Struct, frozen=True, kw_only=True):
    """A UDP answer (or broadcast) that reached one of our sockets."""

    data: bytes
    ip: str
    port: int
    at: str
    exchange: str | None
    """The question it answers, None for what came unasked."""
    length: int
    """Bytes on the wire; more than `data` where it was cut at `limits.ANSWER`."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A UDP question to one or more on-link addresses, broadcast or link-local multicast groups."""

    via: str
    payloads: tuple[bytes, ...]
    to: tuple[tuple[str, int], ...]
    """Address and port. `255.255.255.255` and group addresses go out of the chosen interface only."""
    bind_port: int | None = None
    """A local port, where answers come to a fixed one (SADP 37020, XMEye 34569, V380 10009, ...)."""
    join: tuple[str, ...] = ()
    """Multicast groups to hear answers on."""
    wait: float = 1.0
    """Seconds to listen after the last datagram was sent."""
    repeat: int = 1
    """Times to send, `wait / repeat` apart."""
    answers: int = 256
    """The most datagrams to take of one sender: a flood of one must not cost the others their answers."""


class OpenPort(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one TCP connect: `open`, `refused` or `silent`."""

    ip: str
    port: int
    state: str
    at: str
    exchange: str
    rtt: float | None = None
    """Seconds, where there was an answer."""


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A host that answered a sweep or stands in the neighbour table."""

    ip: str
    mac: str | None
    at: str
    kind: str
    """arp, ndp, icmp or neighbour: the kind of observation that `data` is."""
    data: bytes
    exchange: str | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One Ethernet frame that was sent to all, or that speaks ARP."""

    data: bytes
    at: str
    length: int
    """Bytes on the wire; more than `data` where the capture cut it."""


class Conversation(Protocol):
    """One TCP connection to an on-link host.

    Every method ends within its deadline; none raises on network trouble: an error, a reset or a deadline reads as
    an empty or shorter answer, and `broken` says which.
    """

    exchange: str
    broken: str | None

    async def send(self, data: bytes) -> bool:
        """Sends and records; False where the connection is gone."""
        ...

    async def read(self, *, until: bytes | None = None, limit: int = limits.ANSWER, seconds: float = 2.0) -> bytes:
        """What comes until `until` (included), `limit` bytes, `seconds`, or the other side's end."""
        ...

    async def start_tls(self, *, seconds: float = 2.0) -> bytes | None:
        """A handshake without verification or server name: the leaf certificate in DER, None if it failed."""
        ...

    async def close(self) -> None: ...


class Clock(Protocol):
    def now(self) -> str:
        """RFC 3339, UTC, with microseconds."""
        ...

    def monotonic(self) -> float: ...


class Link(Protocol):
    """One interface that the person chose, and what may be done on it."""

    @property
    def network(self) -> Network: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def privileged(self) -> bool:
        """Whether `roomcheck-capture` runs: raw sweeps and live frames."""
        ...

    def ask(self, question: Question) -> AsyncIterator[Datagram]:
        """Sends a question and yields what comes back, as it comes."""
        ...

    def hear(
        self, *, via: str, port: int, join: tuple[str, ...] = (), seconds: float | None = None
    ) -> AsyncIterator[Datagram]:
        """Only listens on a UDP port."""
        ...

    async def connect(self, ip: str, port: int, *, via: str, seconds: float = 2.0) -> Conversation | None:
        """A connection, None where it was refused or nothing answered."""
        ...

    def knock(self, doors: Iterable[tuple[str, int]], *, via: str) -> AsyncIterator[OpenPort]:
        """Tries many TCP ports at once, many hosts side by side, few at a time to one host; outcomes as they come.

        Each silent door costs one adaptive timeout with one retry, all side by side.
        """
        ...

    def sweep(self, *, via: str, addresses: Iterable[str] | None = None) -> AsyncIterator[Presence]:
        """Looks for IPv4 hosts on the link, and yields them as they are seen.

        Raw ARP where privileged, else one UDP datagram to each address's discard port and a look at the
        neighbour table. `None`: all on-link addresses.
        """
        ...

    def solicit(self, *, via: str) -> AsyncIterator[Presence]:
        """Looks for IPv6 hosts: an echo to all nodes, and the neighbour table."""
        ...

    def frames(self) -> AsyncIterator[Frame]:
        """Live frames that others sent to all, and their ARP; ends at once where not privileged."""
        ...

    def neighbours(self) -> tuple[Neighbour, ...]:
        """The kernel's neighbour table for this interface, now."""
        ...

    async def change(self) -> str | None:
        """What is different now from `network`, in a few words; None while it is the same network."""
        ...

    def in_scope(self, ip: str) -> bool:
        """Whether an address is on-link here (own addresses are not)."""
        ...


class LinkError(Exception):
    """Reserved for mistakes of the caller, such as a forbidden port; never for what the network does."""
