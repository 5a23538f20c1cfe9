"""SSDP: M-SEARCH to the group and to each host (UPnP Device Architecture 2.0, 1.3.2 and 1.3.3).

Our own module: async-upnp-client, whose search opens sockets of its own and fetches every LOCATION, cannot be held to
the link; its question is three lines.
"""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link, Question
from roomcheck.probes.hosts import aim_at_host
from roomcheck.probes.probe import PATIENCE, Target
from roomcheck.wire.ssdp import parse_ssdp

PORT: Final = 1900
GROUP: Final = "239.255.255.250"
TARGETS: Final = ("ssdp:all", "upnp:rootdevice", "urn:axis-com:service:BasicService:1")


def search(target: str, host: str = GROUP) -> bytes:
    """One M-SEARCH; those who have something to say wait at most a second."""
    return (
        f'M-SEARCH * HTTP/1.1\r\nHOST: {host}:{PORT}\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: {target}\r\n'
        "USER-AGENT: roomcheck UPnP/2.0\r\n\r\n"
    ).encode()


class SsdpProbe:
    name = "ssdp"

    def first(self, network: Network) -> tuple[Target, ...]:
        return (Target(via=self.name, urgency=0, seconds=PATIENCE),) if network.subnets4 else ()

    def following(self, seen: Observation) -> tuple[Target, ...]:
        return aim_at_host(seen, via=self.name, urgency=3, ipv6=False)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        to = target.ip or GROUP
        question = Question(
            via=self.name, payloads=tuple(search(wanted, to) for wanted in TARGETS), to=((to, PORT),),
            wait=1.0 if target.ip else 2.0,
        )
        async for datagram in link.ask(question):
            if datagram.data.startswith((b"HTTP/", b"NOTIFY")) and not parse_ssdp(datagram.data).asks:
                yield observe(
                    "ssdp", datagram.data, at=datagram.at, via=self.name, source=Source(ip=datagram.ip),
                    port=datagram.port, exchange=datagram.exchange, length=datagram.length,
                )
