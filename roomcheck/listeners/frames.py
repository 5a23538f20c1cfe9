"""What frames show that sockets do not: ARP, neighbour discovery, DHCP, and broadcasts to any port, with their MACs."""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.listeners.fresh import Fresh
from roomcheck.model.addresses import is_group
from roomcheck.model.observation import Observation
from roomcheck.net.link import Link

_ARP: Final = b"\x08\x06"
_KINDS: Final = frozenset({"arp", "ndp", "dhcp", "netbios", "udp.reply"})
"""mDNS, SSDP and WS-Discovery have listeners of their own."""


class FrameListener:
    name = "frames"

    async def listen(self, link: Link) -> AsyncIterator[Observation]:
        from roomcheck.wire.frames import parse_frame  # noqa: PLC0415  dpkt brings all its protocols
        from roomcheck.wire.heard import observations_of  # noqa: PLC0415

        fresh = Fresh()
        own = bytes.fromhex((link.network.interface.mac or "").replace(":", ""))
        async for frame in link.frames():
            if frame.data[6:12] == own or not ((frame.data[:1] and frame.data[0] & 1) or frame.data[12:14] == _ARP):
                continue
            packet = parse_frame(frame.data)
            if packet is None or packet.source_mac is None:
                continue
            if packet.transport != "arp" and not (packet.to_mac and is_group(packet.to_mac)):
                continue
            for seen in observations_of(packet, at=frame.at, via=self.name):
                once = b"" if seen.kind in {"arp", "ndp"} else packet.payload
                key = f"{seen.kind} {seen.source.mac} {seen.source.ip}"
                if seen.kind in _KINDS and fresh(key, once):
                    yield seen
