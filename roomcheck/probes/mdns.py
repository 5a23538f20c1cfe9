"""Multicast DNS and DNS service discovery: what devices announce of themselves (RFC 6762, RFC 6763).

zeroconf builds the questions and dissects the answers. Its browser is not used: it opens sockets of its own, cannot be
held to one recording, and would answer for this machine. The link asks instead, from port 5353 to the group with the
QU bit, and from any port to each host (RFC 6762, 6.7), which reaches devices that are deaf to multicast.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Final

from zeroconf import DNSOutgoing, DNSQuestion  # type: ignore[attr-defined]

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Datagram, Link, Question
from roomcheck.probes.hosts import aim_at_host
from roomcheck.probes.probe import PATIENCE, Target
from roomcheck.probes.services import CAMERA_SERVICES, INNOCENT_SERVICES
from roomcheck.wire.dns import Dns, parse_dns

PORT: Final = 5353
GROUP: Final = "224.0.0.251"
GROUP6: Final = "ff02::fb"
ENUMERATION: Final = "_services._dns-sd._udp.local."
"""RFC 6763, 9: asks for the types of all services."""

_PTR, _TXT, _SRV, _IN = 12, 16, 33, 1
_RECURSE: Final = 0x0100
_ID: Final = 0x7263
_A_QUESTION: Final = 24
_FOLLOW_UPS: Final = 96
_NAME: Final = 200
Heard = dict[tuple[str, bytes], Dns]
"""What was heard in answer to one question, by who said it and in which bytes: repetitions are taken once."""


def questions(
    names: Iterable[tuple[str, int]], *, multicast: bool, wants_unicast: bool = False, recurse: bool = False
) -> tuple[bytes, ...]:
    """DNS messages that ask for names and types, some two dozen each; names that DNS cannot hold are left out."""
    wanted = [(name, kind) for name, kind in names if len(name) < _NAME and _fits(name)]
    messages: list[bytes] = []
    for at in range(0, len(wanted), _A_QUESTION):
        message = DNSOutgoing(_RECURSE if recurse else 0, multicast, 0 if multicast else _ID)
        for name, kind in wanted[at : at + _A_QUESTION]:
            question = DNSQuestion(name, kind, _IN)
            question.unicast = wants_unicast
            message.add_question(question)
        messages += message.packets()
    return tuple(messages)


def _fits(name: str) -> bool:
    return all(0 < len(label.encode("utf-8", "ignore")) < 64 for label in name.rstrip(".").split("."))


class MdnsProbe:
    name = "mdns"

    def first(self, network: Network) -> tuple[Target, ...]:  # noqa: ARG002 - the interface of probes
        return (Target(via=self.name, urgency=0, seconds=PATIENCE),)

    def following(self, seen: Observation) -> tuple[Target, ...]:
        return aim_at_host(seen, via=self.name, urgency=2)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        everything = [(name, _PTR) for name in (ENUMERATION, *CAMERA_SERVICES, *INNOCENT_SERVICES)]
        heard: Heard = {}
        async for datagram in link.ask(self._question(link, target, everything, wait=1.2)):
            async for seen in self._heard(link, datagram, heard):
                yield seen
        more = follow_ups(list(heard.values()))
        if more:
            async for datagram in link.ask(self._question(link, target, more, wait=0.8)):
                async for seen in self._heard(link, datagram, heard):
                    yield seen

    def _question(self, link: Link, target: Target, names: list[tuple[str, int]], *, wait: float) -> Question:
        if target.ip is not None:
            asked = questions(names, multicast=False)
            return Question(via=self.name, payloads=asked, to=((target.ip, PORT),), wait=wait)
        both = any(":" in own.ip for own in link.network.interface.addresses)
        return Question(
            via=self.name,
            payloads=questions(names, multicast=True, wants_unicast=True) + questions(names, multicast=True),
            to=((GROUP, PORT), (GROUP6, PORT)) if both else ((GROUP, PORT),),
            bind_port=PORT,
            join=(GROUP, GROUP6) if both else (GROUP,),
            wait=wait,
        )

    async def _heard(self, link: Link, datagram: Datagram, heard: Heard) -> AsyncIterator[Observation]:
        message = parse_dns(datagram.data)
        if not message.answer or datagram.ip in link.network.own_ips or (datagram.ip, datagram.data) in heard:
            return
        heard[datagram.ip, datagram.data] = message
        yield observe(
            "mdns", datagram.data, at=datagram.at, via=self.name, source=Source(ip=datagram.ip),
            port=datagram.port, exchange=datagram.exchange, length=datagram.length,
        )


def follow_ups(heard: list[Dns]) -> list[tuple[str, int]]:
    """What is still to be asked: types that were only named, and instances that came without their TXT record."""
    known = set(CAMERA_SERVICES) | set(INNOCENT_SERVICES)
    types = {f"{service}.local." for message in heard for service in message.services} - known
    described = {service for message in heard for service, _ in message.txt}
    instances = sorted({
        f"{name}.{service}.local."
        for message in heard for service, name in message.instances if service not in described
    })
    wanted = [(name, _PTR) for name in sorted(types)]
    wanted += [(name, kind) for name in instances for kind in (_TXT, _SRV)]
    return wanted[:_FOLLOW_UPS]
