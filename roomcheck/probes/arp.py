"""Who is on the link, by IPv4: the first question of every check (RFC 826)."""

from collections.abc import AsyncIterator

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.probe import Target


class ArpProbe:
    name = "arp"

    def first(self, network: Network) -> tuple[Target, ...]:
        return (Target(via=self.name, urgency=0, seconds=600.0),) if network.subnets4 else ()

    def following(self, seen: Observation) -> tuple[Target, ...]:  # noqa: ARG002 - the interface of probes
        return ()

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        addresses = (target.ip,) if target.ip else None
        async for host in link.sweep(via=self.name, addresses=addresses):
            yield observe(
                host.kind, host.data, at=host.at, via=self.name, source=Source(mac=host.mac, ip=host.ip),
                exchange=host.exchange,
            )
