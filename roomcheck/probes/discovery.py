"""A maker's UDP question as data: what is sent, where to, and how long to listen."""

import ipaddress
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from typing import Final

import msgspec

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link, Question
from roomcheck.probes.hosts import host_of
from roomcheck.probes.probe import PATIENCE, Target

EVERYBODY: Final = "255.255.255.255"

FIRST: Final = 0
SOON: Final = 1
HOST: Final = 3
"""Urgency of questions to all (the cheap cameras' first), and of the same question to one host."""

MOST_ANSWERS: Final = 1_024
"""Datagrams that are taken of one question to all: many hosts may answer, each to every repeat."""
MOST_OF_ONE: Final = 16
"""Different datagrams that are kept of one host's answer to one question."""

WAIT: Final = 0.9
HOST_WAIT: Final = 0.6
"""Seconds. Answers come within 13 ms on a quiet network; 200 ms each way and a lost packet are allowed for."""


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """One discovery protocol over UDP; a `Probe`.

    It asks everybody by broadcast, and, where `hosts` is set, each host that is seen by itself, because many
    networks carry no broadcast between their guests. It only reads: nothing is set and nobody is logged in.
    """

    name: str
    port: int
    questions: tuple[bytes, ...] = ()
    """What is sent; `compose` instead, where it holds one's own address or something drawn anew."""
    compose: Callable[[Network], Awaitable[tuple[bytes, ...]]] | None = None
    host_questions: tuple[bytes, ...] = ()
    """What one host is sent, where that is less."""
    groups: tuple[str, ...] = (EVERYBODY,)
    other_ports: tuple[int, ...] = ()
    bind_port: int | None = None
    """The port that answers are sent to, where it is a fixed one."""
    join: tuple[str, ...] = ()
    wait: float = WAIT
    repeat: int = 3
    host_repeat: int = 2
    host_wait: float = HOST_WAIT
    hosts: bool = False
    """Whether the protocol answers a host that asks it alone."""
    urgency: int = SOON

    def first(self, network: Network) -> tuple[Target, ...]:
        if not network.subnets4:
            return ()
        return (Target(via=self.name, port=self.port, urgency=self.urgency, seconds=PATIENCE),)

    def following(self, seen: Observation) -> tuple[Target, ...]:
        ip = host_of(seen)
        if not self.hosts or ip is None or seen.via == self.name or not _is_ipv4_host(ip):
            return ()
        return (
            Target(
                via=self.name, ip=ip, port=self.port, urgency=HOST, datagrams=True, seconds=PATIENCE,
            ),
        )

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        questions = self.questions if self.compose is None else await self.compose(link.network)
        addresses = self.groups if target.ip is None else (target.ip,)
        asked = Question(
            via=self.name,
            payloads=(self.host_questions or questions) if target.ip else questions,
            to=tuple((address, port) for address in addresses for port in (self.port, *self.other_ports)),
            bind_port=self.bind_port,
            join=self.join,
            wait=self.host_wait if target.ip else self.wait,
            repeat=self.host_repeat if target.ip else self.repeat,
            answers=MOST_ANSWERS,
        )
        own = link.network.own_ips
        kept: defaultdict[str, set[bytes]] = defaultdict(set)
        async for heard in link.ask(asked):
            # On a shared port everybody's answers arrive here, and whoever is asked twice answers twice.
            if heard.ip in own or target.ip not in {None, heard.ip}:
                continue
            digest, before = sha256(heard.data).digest(), kept[heard.ip]
            if digest in before or len(before) >= MOST_OF_ONE:
                continue
            before.add(digest)
            yield observe(
                "udp.reply", heard.data, at=heard.at, via=self.name, source=Source(ip=heard.ip), port=heard.port,
                exchange=heard.exchange, length=heard.length,
            )


def _is_ipv4_host(ip: str) -> bool:
    try:
        address = ipaddress.IPv4Address(ip)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_multicast or address.is_reserved)
