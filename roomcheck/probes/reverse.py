"""The names that the gateway itself gives its leases: a PTR question to it alone, never to another resolver."""

import ipaddress
from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link, Question
from roomcheck.probes.hosts import aim_at_host
from roomcheck.probes.mdns import questions
from roomcheck.probes.probe import Follower, Target
from roomcheck.wire.dns import parse_dns

PORT: Final = 53
_PTR: Final = 12


class ReverseProbe(Follower):
    name = "reverse"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        return aim_at_host(seen, via=self.name, urgency=4, ipv6=False)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        gateway = link.network.gateway4
        if target.ip is None or gateway is None or not link.in_scope(gateway):
            return
        name = ipaddress.ip_address(target.ip).reverse_pointer + "."
        question = Question(
            via=self.name, payloads=questions([(name, _PTR)], multicast=False, recurse=True), to=((gateway, PORT),),
            wait=0.8, answers=2,
        )
        asked = b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split("."))
        async for datagram in link.ask(question):
            if asked not in datagram.data:
                continue  # the answer to another host's question, which came to a socket that they share
            for pointed in parse_dns(datagram.data).pointers:
                yield observe(
                    "dns.reverse", pointed.encode(), at=datagram.at, via=self.name, source=Source(ip=target.ip),
                    exchange=datagram.exchange,
                )
