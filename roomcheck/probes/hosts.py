"""When an observation shows that a host lives, so that it is worth asking."""

from typing import Final

from roomcheck.model.observation import Observation

SIGHTINGS: Final = frozenset(
    "arp ndp neighbour icmp dhcp mdns ssdp wsd udp.reply netbios snmp.engine sip.response".split()
)
"""The kinds by which a host is first seen."""

_IPV6_LATER: Final = 3


def host_of(seen: Observation) -> str | None:
    """The address of a host that was just seen to live, None where the observation is of another sort."""
    return seen.source.ip if seen.kind in SIGHTINGS else None


def urgency_for(ip: str, urgency: int) -> int:
    """A host's IPv6 addresses wait until its IPv4 address has had its turn: most hosts have both."""
    return min(urgency + _IPV6_LATER, 9) if ":" in ip else urgency


def bracketed(ip: str) -> str:
    """An address as it stands in a URL (RFC 3986, 3.2.2)."""
    return f"[{ip}]" if ":" in ip else ip
