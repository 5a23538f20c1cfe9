"""What frames show that sockets do not: ARP, neighbour discovery, DHCP, and broadcasts to any port, with their MACs."""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.listeners.fresh import Fresh
from roomcheck.model.addresses import is_group
from roomcheck.model.observation import Observation
from roomcheck.net.link import Link
from roomcheck.wire.frames import parse_frame
from roomcheck.wire.heard import observations_of

_KINDS: Final = frozenset({"arp", "ndp", "dhcp", "netbios", "udp.reply"})
"""mDNS, SSDP and WS-Discovery have listeners of their own."""


class FrameListener:
    name = "frames"

    async def listen(self, link: Link) -> AsyncIterator[Observation]:
        fresh = Fresh()
        own = link.network.interface.mac
        async for frame in link.frames():
            packet = parse_frame(frame.data)
            if packet is None or packet.source_mac is None or packet.source_mac == own:
                continue
            if packet.transport != "arp" and not (packet.to_mac and is_group(packet.to_mac)):
                continue
            for seen in observations_of(packet, at=frame.at, via=self.name):
                once = b"" if seen.kind in {"arp", "ndp"} else packet.payload
                key = f"{seen.kind} {seen.source.mac} {seen.source.ip}"
                if seen.kind in _KINDS and fresh(key, once):
                    yield seen
