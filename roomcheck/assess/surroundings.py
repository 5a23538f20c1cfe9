"""What the recording shows of the network itself, where it keeps a check from meaning what it seems to mean.

Client isolation, a device that answers for all, a log-in page, a tunnel, a network without neighbours, a second
router. Each becomes a typed absence, as if the check had said it.
"""

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from roomcheck.assess.devices import Device
from roomcheck.model.entry import NotExamined, Opened
from roomcheck.model.network import Medium, Network
from roomcheck.model.observation import Observation
from roomcheck.model.text import decode
from roomcheck.model.vocabulary import Reason
from roomcheck.wire.dns import parse_dns

LINK: Final = "network"
_MOST_PLACES: Final = 4
_PORTAL: Final = re.compile(
    r"(?i)captive|hotspot|guest.?login|/portal|splash|wispr|/login\?.*(?:dst|redirect|url|orig)="
)
_HEARD: Final = frozenset({"mdns", "ssdp", "wsd", "dhcp", "arp", "ndp"})


def shortcomings(opened: Opened | None, devices: Iterable[Device], proxies: frozenset[str]) -> tuple[NotExamined, ...]:
    """What keeps this network's silence from meaning anything, in a fixed order. Nothing for bare observations."""
    if opened is None or opened.network is None or opened.means not in ("scan", "listen"):
        return ()
    network = opened.network
    found = tuple(devices)
    said = [
        *_tunnel(network), *_no_neighbours(network), *_proxies(proxies), *_portal(network, found),
        *(_isolated(network, found) if opened.means == "scan" else ()), *_second_router(network, found),
        *_behind_a_reflector(network, found),
    ]
    return tuple(said)


def reached(device: Device) -> bool:
    """Whether a device answered something that was asked of it, and was not only heard."""
    return any(
        observation.exchange is not None or observation.kind == "neighbour" for _, observation in device.observations
    )


def is_gateway(device: Device, network: Network) -> bool:
    return bool({network.gateway4, network.gateway6} & {*device.ipv4, *device.ipv6})


def _tunnel(network: Network) -> Iterable[NotExamined]:
    if network.interface.medium is Medium.VPN:
        yield NotExamined(via="network", subject=LINK, reason=Reason.VPN, detail=network.interface.name)


def _no_neighbours(network: Network) -> Iterable[NotExamined]:
    subnets = network.subnets4
    if subnets and all(subnet.prefixlen >= 31 for subnet in subnets):
        yield NotExamined(via="network", subject=LINK, reason=Reason.NO_PREFIX, detail=str(subnets[0]))


def _proxies(proxies: frozenset[str]) -> Iterable[NotExamined]:
    for mac in sorted(proxies):
        yield NotExamined(via="arp", subject=LINK, reason=Reason.PROXY_ARP, detail=mac)


def _portal(network: Network, devices: tuple[Device, ...]) -> Iterable[NotExamined]:
    for device in devices:
        for _, observation in device.observations:
            if _names_portal(observation, gateway=is_gateway(device, network)):
                yield NotExamined(via=observation.via, subject=LINK, reason=Reason.CAPTIVE_PORTAL, detail=device.id)
                return


def _names_portal(observation: Observation, *, gateway: bool) -> bool:
    if observation.kind == "http.response" and gateway:
        head = decode(observation.data[:2_048]).split("\r\n\r\n", 1)[0]
        status = head.split("\n", 1)[0]
        location = re.search(r"(?im)^location:\s*(\S+)", head)
        return " 511" in status or bool(location and _PORTAL.search(location[1]))
    return False


def _isolated(network: Network, devices: tuple[Device, ...]) -> Iterable[NotExamined]:
    others = [device for device in devices if not is_gateway(device, network)]
    if not any(reached(device) for device in others):
        heard = sum(any(observation.kind in _HEARD for _, observation in device.observations) for device in others)
        nothing = "nothing but the gateway gave a sign of itself"
        detail = f"{heard} devices were heard and none answered" if heard else nothing
        yield NotExamined(via="network", subject=LINK, reason=Reason.ISOLATED, detail=detail)


def _second_router(network: Network, devices: tuple[Device, ...]) -> Iterable[NotExamined]:
    for device in devices:
        if is_gateway(device, network):
            continue
        for _, observation in device.observations:
            if observation.kind == "ssdp" and b"InternetGatewayDevice" in observation.data:
                yield NotExamined(via="ssdp", subject=LINK, reason=Reason.OTHER_NETWORK, detail=device.id)
                break


def _behind_a_reflector(network: Network, devices: tuple[Device, ...]) -> Iterable[NotExamined]:
    """Hosts that mDNS names with addresses of another private network alone: a router carries their names over here."""
    subnets = network.subnets4
    told: set[str] = set()
    for device in devices:
        for _, observation in device.observations:
            for address in _named_elsewhere(observation, subnets):
                place = str(ipaddress.ip_network(f"{address}/24", strict=False))
                if place not in told and len(told) < _MOST_PLACES:
                    told.add(place)
                    yield NotExamined(via=observation.via, subject=LINK, reason=Reason.OTHER_NETWORK, detail=place)


def _named_elsewhere(
    observation: Observation, subnets: tuple[ipaddress.IPv4Network, ...]
) -> Iterable[ipaddress.IPv4Address]:
    if observation.kind != "mdns" or not subnets:
        return
    for addresses in _hosts_named(observation.data):
        if not any(address in subnet for address in addresses for subnet in subnets):
            yield from (
                address for address in addresses
                if address.is_private and not (address.is_link_local or address.is_loopback or address.is_unspecified)
            )


@lru_cache(4_096)
def _hosts_named(message: bytes) -> tuple[tuple[ipaddress.IPv4Address, ...], ...]:
    """The IPv4 addresses of each host that an mDNS message names."""
    hosts: dict[str, list[ipaddress.IPv4Address]] = {}
    for name, text in parse_dns(message).addresses:
        if "." in text:
            hosts.setdefault(name, []).append(ipaddress.IPv4Address(text))
    return tuple(tuple(addresses) for addresses in hosts.values())
