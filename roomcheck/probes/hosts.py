"""When an observation shows that a host lives, so that it is worth asking."""

from typing import Final

from roomcheck.model.observation import Observation
from roomcheck.probes.probe import PATIENCE, Target

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


def aim_at_host(seen: Observation, *, via: str, urgency: int, ipv6: bool = True) -> tuple[Target, ...]:
    """The one target of a question by datagrams to the host that was just seen to live; none where there is no host."""
    ip = host_of(seen)
    if ip is None or (":" in ip and not ipv6):
        return ()
    return (Target(via=via, ip=ip, urgency=urgency_for(ip, urgency), datagrams=True, seconds=PATIENCE),)


def bracketed(ip: str) -> str:
    """An address as it stands in a URL (RFC 3986, 3.2.2)."""
    return f"[{ip}]" if ":" in ip else ip
