"""Probes that put one datagram to one host and take what comes back: SIP, SNMPv3, NetBIOS."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link, Question
from roomcheck.probes.hosts import aim_at_host
from roomcheck.probes.probe import Follower, Target

_WAIT: Final = 0.8


class DatagramProbe(Follower):
    """One read-only question in one datagram to every host.

    `question(link, ip)` makes it; `accepts` says whether an answer is of this protocol.
    """

    def __init__(
        self, name: str, kind: str, port: int, urgency: int,
        question: Callable[[Link, str], bytes], accepts: Callable[[bytes], bool],
    ) -> None:
        self.name = name
        self._kind, self._port, self._urgency = kind, port, urgency
        self._question, self._accepts = question, accepts

    def following(self, seen: Observation) -> tuple[Target, ...]:
        return aim_at_host(seen, via=self.name, urgency=self._urgency)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None:
            return
        question = Question(
            via=self.name, payloads=(self._question(link, target.ip),), to=((target.ip, self._port),), wait=_WAIT,
            answers=4,
        )
        async for datagram in link.ask(question):
            if self._accepts(datagram.data):
                yield observe(
                    self._kind, datagram.data, at=datagram.at, via=self.name, source=Source(ip=datagram.ip),
                    port=datagram.port, exchange=datagram.exchange, length=datagram.length,
                )
