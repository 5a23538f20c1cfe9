"""Listens on one UDP port for what is announced to all."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from roomcheck.listeners.fresh import Fresh
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.wire.dns import parse_dns
from roomcheck.wire.ssdp import parse_ssdp
from roomcheck.wire.wsd import parse_wsd


class DatagramListener:
    """One port, the groups to join, and which datagrams say something of their sender."""

    def __init__(
        self, name: str, kind: str, port: int, join: tuple[str, ...], speaks: Callable[[bytes], bool]
    ) -> None:
        self.name = name
        self._kind, self._port, self._join, self._speaks = kind, port, join, speaks

    async def listen(self, link: Link) -> AsyncIterator[Observation]:
        fresh = Fresh()
        own = link.network.own_ips
        async for heard in link.hear(via=self.name, port=self._port, join=self._join):
            if heard.ip in own or not self._speaks(heard.data) or not fresh(heard.ip, heard.data):
                continue
            yield observe(
                self._kind, heard.data, at=heard.at, via=self.name, source=Source(ip=heard.ip),
                port=self._port, length=heard.length,
            )


MDNS: Final = DatagramListener(
    "mdns-heard", "mdns", 5353, ("224.0.0.251", "ff02::fb"), lambda data: parse_dns(data).answer
)
"""RFC 6762, 8.3: announcements."""

SSDP: Final = DatagramListener(
    "ssdp-heard", "ssdp", 1900, ("239.255.255.250",),
    lambda data: data.startswith(b"NOTIFY") and not parse_ssdp(data).asks,
)
"""UPnP Device Architecture 2.0, 1.2: NOTIFY."""

WSD: Final = DatagramListener(
    "wsd-heard", "wsd", 3702, ("239.255.255.250",),
    lambda data: b"Hello" in data and bool((said := parse_wsd(data)).types or said.addresses),
)
"""WS-Discovery 1.1, 4.1: Hello."""

TUYA: Final = DatagramListener("tuya-heard", "udp.reply", 6666, (), bool)
TUYA_CLOSED: Final = DatagramListener("tuya-heard", "udp.reply", 6667, (), bool)
"""Tuya devices announce themselves every five seconds, in the open on 6666 and encrypted on 6667."""
