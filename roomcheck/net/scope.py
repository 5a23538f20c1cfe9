"""Which destinations are on the link. Pure: what enforces it is in `guard` and `sockets`."""

import ipaddress
from functools import lru_cache
from typing import Final

from roomcheck.model.errors import OutOfScope
from roomcheck.model.network import Medium, Network
from roomcheck.net.link import FORBIDDEN_PORTS

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_BROADCAST: Final = ipaddress.IPv4Address("255.255.255.255")
_LINK_LOCAL6: Final = ipaddress.IPv6Network("fe80::/10")
_LINK_GROUPS6: Final = ipaddress.IPv6Network("ff02::/16")
LINK_GROUPS4: Final = ipaddress.IPv4Network("224.0.0.0/24")
"""Groups that no router forwards, whatever their hop limit (RFC 5771)."""


_REMEMBERED: Final = 16_384
"""Addresses whose answer is kept: each is asked about many times."""


@lru_cache(_REMEMBERED)
def address_of(text: str) -> Address | None:
    """A numeric address without its zone, mapped IPv4 as IPv4; None for a name."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


class Scope:
    """The destinations that one interface reaches without a router."""

    def __init__(self, network: Network) -> None:
        self.name = network.interface.name
        self.index = network.interface.index
        self.loopback = network.interface.medium is Medium.LOOPBACK
        self.own = network.own_ips
        """This machine's addresses on the interface, as text."""
        self._own = {address_of(ip) for ip in network.own_ips}
        subnets = {own.subnet for own in network.interface.addresses}
        self._subnets = tuple(net for net in subnets if net.prefixlen < net.max_prefixlen or self.loopback)
        self._edges = {
            edge
            for net in self._subnets
            if isinstance(net, ipaddress.IPv4Network) and net.prefixlen < 31
            for edge in (net.network_address, net.broadcast_address)
        }
        self._broadcasts = {_BROADCAST} | {net.broadcast_address for net in self._subnets if net.version == 4}
        if self.loopback:
            self._own, self._edges, self._broadcasts = set(), set(), set()
        self._known: dict[str, bool] = {}

    def in_scope(self, ip: str) -> bool:
        """Whether `ip` is a single host on the link, and not this machine."""
        known = self._known.get(ip)
        if known is None:
            known = self._is_host(ip)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[ip] = known
        return known

    def _is_host(self, ip: str) -> bool:
        address = address_of(ip)
        if address is None or address in self._own or address in self._edges:
            return False
        if address.is_multicast or address.is_unspecified:
            return False
        if address.version == 6 and address in _LINK_LOCAL6:
            return not self.loopback
        return any(address in net for net in self._subnets)

    def reaches_all(self, ip: str) -> bool:
        """Whether `ip` is a broadcast address or group that may be used on this link."""
        address = address_of(ip)
        if address is None:
            return False
        if address.version == 6:
            return address in _LINK_GROUPS6
        return address in self._broadcasts or address.is_multicast

    def refusal(self, ip: str, port: int) -> str | None:
        """Why nothing may be sent there, None where it may."""
        if port in FORBIDDEN_PORTS:
            return f"bytes act on port {port}, so roomcheck never touches it"
        if self.in_scope(ip) or self.reaches_all(ip):
            return None
        address = address_of(ip)
        if address is None:
            return f"{ip!r} is a name, and names are not resolved"
        if address in self._own:
            return f"{ip} is this machine itself"
        return f"{ip} is not on the link of {self.name}"

    def require(self, ip: str, port: int) -> None:
        """OutOfScope where nothing may be sent there."""
        if reason := self.refusal(ip, port):
            raise OutOfScope(f"A packet to {ip} was stopped: {reason}.", "Nothing was sent; please report this.")
