"""SNMPv3 engine discovery: no community and no user, only whose engine it is (RFC 3414, 4)."""

from typing import Final

from roomcheck.probes.datagrams import DatagramProbe
from roomcheck.wire.snmp import DISCOVERY, parse_engine

PORT: Final = 161

SNMP: Final = DatagramProbe(
    "snmp", "snmp.engine", PORT, 6, lambda _link, _ip: DISCOVERY, lambda data: parse_engine(data) is not None
)
