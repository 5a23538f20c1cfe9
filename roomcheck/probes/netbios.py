"""NetBIOS node status: the names that computers and storage give themselves (RFC 1002, 4.2.17)."""

from typing import Final

from roomcheck.probes.datagrams import DatagramProbe
from roomcheck.wire.netbios import NODE_STATUS, parse_netbios

PORT: Final = 137

NETBIOS: Final = DatagramProbe(
    "netbios", "netbios", PORT, 5, lambda _link, _ip: NODE_STATUS,
    lambda data: any((found := parse_netbios(data)).names + found.groups),
)
