"""What one packet lets one observe: the same for live frames and for captures of others.

Only what a device says of itself, in broadcasts and in answers, becomes an observation.
"""

from collections.abc import Iterator
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.wire.dhcp import parse_dhcp
from roomcheck.wire.dns import parse_dns
from roomcheck.wire.frames import Packet
from roomcheck.wire.netbios import parse_netbios
from roomcheck.wire.udp import decode_udp

_DHCP_CLIENT, _DHCP_SERVER, _NETBIOS, _SNMP = 68, 67, 137, 161
_SSDP, _WSD, _SIP, _MDNS = 1900, 3702, 5060, 5353
_NEIGHBOUR_MESSAGES: Final = frozenset({133, 134, 135, 136})
"""RFC 4861: router and neighbour solicitations and advertisements."""
_NOWHERE: Final = frozenset({"0.0.0.0", "::", None})  # noqa: S104 - the unspecified address, not a bind


def observations_of(packet: Packet, *, at: str, via: str) -> Iterator[Observation]:
    """The observations of one packet that need no other packet; TCP is left to those who see a whole connection."""
    source = Source(mac=packet.source_mac, ip=None if packet.source_ip in _NOWHERE else packet.source_ip)
    if packet.transport == "arp":
        if source.ip and source.mac:
            yield observe("arp", packet.payload, at=at, via=via, source=source)
    elif packet.transport == "icmp6":
        if packet.payload[:1] and packet.payload[0] in _NEIGHBOUR_MESSAGES and source.ip and source.mac:
            yield observe("ndp", packet.payload, at=at, via=via, source=source)
    elif packet.transport == "udp":
        yield from _datagram(packet, source, at, via)


def _datagram(packet: Packet, source: Source, at: str, via: str) -> Iterator[Observation]:
    data = packet.payload
    sent, to = packet.source_port or 0, packet.to_port or 0
    if {sent, to} <= {_DHCP_CLIENT, _DHCP_SERVER}:
        message = parse_dhcp(data)
        if message is not None and message.request:
            client = Source(mac=message.mac or source.mac, ip=source.ip or message.ip)
            yield observe("dhcp", data, at=at, via=via, source=client)
        return
    kind = _kind(data, sent, to)
    if kind == "udp.reply":
        port = sent if decode_udp(data, sent) else to
        yield observe("udp.reply", data, at=at, via=via, source=source, port=port)
    elif kind is not None:
        yield observe(kind, data, at=at, via=via, source=source, port=sent)


def _kind(data: bytes, sent: int, to: int) -> str | None:
    """The kind of a datagram by its ports and its shape, None where it says nothing of its sender."""
    kind: str | None = None
    if sent == _MDNS and parse_dns(data).answer:
        kind = "mdns"
    elif (sent == _SSDP and data.startswith(b"HTTP/")) or (to == _SSDP and data.startswith(b"NOTIFY")):
        kind = "ssdp"
    elif (b"ProbeMatch" in data and b"Envelope" in data) or (_WSD in {sent, to} and b"Hello" in data):
        kind = "wsd"
    elif _NETBIOS in {sent, to} and any((found := parse_netbios(data)).names + found.groups):
        kind = "netbios"
    elif data.startswith(b"SIP/2.0"):
        kind = "sip.response"
    elif sent == _SNMP and data[:1] == b"0" and b"\x02\x01\x03" in data[:8]:
        kind = "snmp.engine"
    elif decode_udp(data, sent) or decode_udp(data, to):
        kind = "udp.reply"
    return kind
