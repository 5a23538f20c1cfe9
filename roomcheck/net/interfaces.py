"""The interfaces of this machine, their addresses and gateways, whatever the platform. Reading only."""

import ipaddress
import sys
from functools import cache
from typing import Final

import netifaces

from roomcheck.model.addresses import ip_of
from roomcheck.model.errors import NoNetwork
from roomcheck.model.network import Interface, Medium, Neighbour, Network, OwnAddress
from roomcheck.net.platform import Card, Platform

_FAMILIES: Final = (netifaces.AF_INET, netifaces.AF_INET6)


@cache
def platform() -> Platform:
    """The adapter for this system."""
    if sys.platform == "darwin":
        from roomcheck.net.darwin import Darwin  # noqa: PLC0415

        return Darwin()
    if sys.platform == "win32":
        from roomcheck.net.windows import Windows  # noqa: PLC0415

        return Windows()
    from roomcheck.net.linux import Linux  # noqa: PLC0415

    return Linux()


def own_address(address: str, netmask: str | None) -> OwnAddress | None:
    """An address and mask (`255.255.255.0`, or `ffff::/64` for IPv6) of netifaces as an own address."""
    ip = ip_of(address)
    if ip is None:
        return None
    widest = 32 if "." in ip else 128
    try:
        if netmask is None:
            prefix = widest
        elif "/" in netmask:
            prefix = int(netmask.rpartition("/")[2])
        elif ":" in netmask:
            prefix = int(ipaddress.IPv6Address(netmask)).bit_count()
        else:
            prefix = ipaddress.IPv4Network(f"0.0.0.0/{netmask}").prefixlen
    except ValueError:
        return None
    return OwnAddress(ip, prefix) if 0 <= prefix <= widest else None


def _addresses(name: str) -> tuple[OwnAddress, ...]:
    try:
        families = netifaces.ifaddresses(name)
    except (ValueError, OSError):
        return ()
    found = (
        own_address(entry.get("addr", ""), entry.get("mask") or entry.get("netmask"))
        for family in _FAMILIES
        for entry in families.get(family, ())
    )
    return tuple(own for own in found if own is not None)


def _interface(card: Card, *, with_air: bool) -> Interface:
    here = platform()
    air = here.air(card.name) if with_air and card.medium is Medium.WIFI else None
    return Interface(
        name=card.name, index=card.index, mac=card.mac, medium=card.medium, mtu=card.mtu, up=card.up,
        addresses=_addresses(card.name),
        ssid=air.ssid if air else None, bssid=air.bssid if air else None, signal_dbm=air.signal_dbm if air else None,
    )


def list_interfaces() -> tuple[Interface, ...]:
    """Every interface with its addresses, in the system's order."""
    return tuple(_interface(card, with_air=True) for card in platform().cards())


def _gateways(name: str) -> tuple[str | None, str | None]:
    def first(family: int) -> str | None:
        found = (ip_of(gateway) for gateway, interface in _routes(family) if interface == name)
        return next((ip for ip in found if ip is not None), None)

    return first(netifaces.AF_INET), first(netifaces.AF_INET6)


def network_of(name: str) -> Network:
    """What the machine knows of its place on the link of `name`; NoNetwork where it has none."""
    card = next((card for card in platform().cards() if card.name == name), None)
    if card is None:
        known = ", ".join(card.name for card in platform().cards()) or "none"
        raise NoNetwork(f"There is no network interface called {name!r}.", f"These exist here: {known}.")
    if not card.up:
        raise NoNetwork(f"The interface {name} is switched off.", "Switch it on or join a network, then try again.")
    interface = _interface(card, with_air=True)
    if not interface.addresses:
        raise NoNetwork(
            f"The interface {name} has no address.", "Join the network of the room and wait until it is connected."
        )
    gateway4, gateway6 = _gateways(name)
    return Network(interface=interface, gateway4=gateway4, gateway6=gateway6)


def changed(before: Network) -> str | None:
    """What is different now on the interface of `before`, in a few words; None where it is the same network.

    A new IPv6 address is no change (RFC 8981), nor another access point of the same name.
    """
    try:
        now = network_of(before.interface.name)
    except NoNetwork as error:
        return error.happened
    if before.interface.index != now.interface.index:
        return f"{before.interface.name} is another interface now"
    if _ipv4(before) != _ipv4(now):
        return f"the address was {' '.join(_ipv4(before)) or 'none'} and is {' '.join(_ipv4(now)) or 'none'}"
    if before.gateway4 != now.gateway4:
        return f"the gateway was {before.gateway4 or 'none'} and is {now.gateway4 or 'none'}"
    if before.interface.ssid != now.interface.ssid and None not in {before.interface.ssid, now.interface.ssid}:
        return f"the Wi-Fi network was {before.interface.ssid!r} and is {now.interface.ssid!r}"
    return None


def _ipv4(network: Network) -> list[str]:
    return sorted(f"{own.ip}/{own.prefix}" for own in network.interface.addresses if "." in own.ip)


def default_interface() -> Interface:
    """The interface that the person most likely means: the default route's, on Wi-Fi or wire before a tunnel."""
    interfaces = [one for one in list_interfaces() if one.up and one.medium is not Medium.LOOPBACK and one.addresses]
    routed = {interface for family in _FAMILIES for _, interface in _routes(family)}

    def rank(one: Interface) -> tuple[bool, bool, bool]:
        has_ipv4 = any("." in own.ip for own in one.addresses)
        return (one.medium in {Medium.VPN, Medium.UNKNOWN}, one.name not in routed, not has_ipv4)

    if not interfaces:
        raise NoNetwork(
            "This machine is not connected to any network.", "Join the Wi-Fi of the room, or plug in a cable."
        )
    return min(interfaces, key=rank)


def _routes(family: int) -> list[tuple[str, str]]:
    """Gateway and interface of every default route of a family."""
    routes = netifaces.gateways().get(family, ())
    return [(route[0], route[1]) for route in routes if isinstance(route, tuple)]


def neighbours(interface: Interface) -> tuple[Neighbour, ...]:
    """The kernel's neighbour table of one interface; empty where it cannot be read."""
    try:
        return platform().neighbours(interface)
    except OSError:
        return ()
