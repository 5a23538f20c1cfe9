"""Who is on the link, by IPv6: an echo to all nodes and the neighbour table (RFC 4861, RFC 4443)."""

from collections.abc import AsyncIterator

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.probe import Target


class NdpProbe:
    name = "ndp"

    def first(self, network: Network) -> tuple[Target, ...]:
        has = any(":" in own.ip for own in network.interface.addresses)
        return (Target(via=self.name, urgency=1, seconds=10.0),) if has else ()

    def following(self, seen: Observation) -> tuple[Target, ...]:  # noqa: ARG002 - the interface of probes
        return ()

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:  # noqa: ARG002 - the interface
        async for host in link.solicit(via=self.name):
            yield observe(
                host.kind, host.data, at=host.at, via=self.name, source=Source(mac=host.mac, ip=host.ip),
                exchange=host.exchange,
            )
