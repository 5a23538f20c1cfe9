"""What is known of the machine's own place on the link."""

import ipaddress
from enum import StrEnum

import msgspec


class Medium(StrEnum):
    WIRED = "wired"
    WIFI = "wifi"
    VPN = "vpn"
    LOOPBACK = "loopback"
    UNKNOWN = "unknown"


class OwnAddress(msgspec.Struct, frozen=True):
    """One of the interface's own addresses with its prefix length."""

    ip: str
    prefix: int

    @property
    def subnet(self) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
        return ipaddress.ip_network(f"{self.ip}/{self.prefix}", strict=False)


class Interface(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    index: int
    mac: str | None = None
    medium: Medium = Medium.UNKNOWN
    mtu: int = 1500
    up: bool = True
    addresses: tuple[OwnAddress, ...] = ()
    ssid: str | None = None
    bssid: str | None = None
    signal_dbm: int | None = None


class Neighbour(msgspec.Struct, frozen=True):
    """A line of the kernel's neighbour table."""

    ip: str
    mac: str | None
    state: str


class Network(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The chosen interface, and the gateways that its routes name."""

    interface: Interface
    gateway4: str | None = None
    gateway6: str | None = None

    @property
    def subnets4(self) -> tuple[ipaddress.IPv4Network, ...]:
        """The on-link IPv4 subnets, each once."""
        subnets = (own.subnet for own in self.interface.addresses)
        return tuple(dict.fromkeys(net for net in subnets if isinstance(net, ipaddress.IPv4Network)))

    @property
    def own_ips(self) -> frozenset[str]:
        return frozenset(own.ip for own in self.interface.addresses)
