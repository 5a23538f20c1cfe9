"""Addresses -> devices: which observations are of one device.

A MAC is one device, with the IP addresses that were seen with it. An address that changes hands belongs, at each
moment, to whoever was last seen with it. A MAC that holds many IPv4 addresses answers for others (a router that
proxies ARP, or a liar): then each address that said anything more is a device of its own.
"""

import bisect
import ipaddress
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of
from roomcheck.model.observation import Observation
from roomcheck.model.text import decode

PRESENCE: Final = frozenset({"arp", "ndp", "neighbour", "mac", "icmp", "tcp.closed"})
"""Kinds that show that something is there, and nothing more."""

ANSWERS_FOR_OTHERS: Final = 8
"""IPv4 addresses with one MAC, from which on it is taken to answer for others."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One device and the numbered observations that are of it, in the recording's order."""

    id: str
    mac: str | None
    ipv4: tuple[str, ...]
    ipv6: tuple[str, ...]
    observations: tuple[tuple[int, Observation], ...]
    answers_for: int = 0
    """How many IPv4 addresses it answers for, where they are too many to be its own."""


class Devices:
    """Observations as they come, told apart by device. Order of arrival is the recording's."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, Observation]] = []
        self._holders: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._addresses: dict[str, set[str]] = defaultdict(set)

    def add(self, seq: int, observation: Observation) -> None:
        self._seen.append((seq, observation))
        source = observation.source
        if source.name is None and source.mac and source.ip:
            holders = self._holders[source.ip]
            if not holders or holders[-1][1] != source.mac:
                holders.append((seq, source.mac))
            self._addresses[source.mac].add(source.ip)

    def proxies(self) -> frozenset[str]:
        """MACs that answer for too many IPv4 addresses."""
        return frozenset(
            mac for mac, ips in self._addresses.items() if sum("." in ip for ip in ips) >= ANSWERS_FOR_OTHERS
        )

    def devices(self) -> tuple[Device, ...]:
        """Every device, in the order in which they were first seen."""
        proxies = self.proxies()
        speaking = {
            observation.source.ip
            for _, observation in self._seen
            if observation.source.ip and observation.kind not in PRESENCE
        }
        groups: dict[str, list[tuple[int, Observation]]] = {}
        for seq, observation in self._seen:
            key = self._key(seq, observation, proxies, speaking)
            if key is not None:
                groups.setdefault(key, []).append((seq, observation))
        return tuple(self._device(key, found, proxies) for key, found in groups.items())

    def _key(
        self, seq: int, observation: Observation, proxies: frozenset[str], speaking: set[str]
    ) -> str | None:
        source = observation.source
        if source.name is not None:
            return source.name
        mac = source.mac or (self._holder(source.ip, seq) if source.ip else None)
        if mac in proxies and source.ip in speaking:
            return source.ip
        return mac or source.ip

    def _holder(self, ip: str, seq: int) -> str | None:
        holders = self._holders.get(ip)
        if not holders:
            return None
        at = bisect.bisect_right(holders, (seq, "\U0010ffff"))
        return holders[max(at - 1, 0)][1]

    def _device(self, key: str, found: list[tuple[int, Observation]], proxies: frozenset[str]) -> Device:
        macs = [observation.source.mac for _, observation in found if observation.source.mac]
        macs += filter(None, (_told(observation) for _, observation in found))
        mac = macs[0] if macs else (key if key.count(":") == 5 and len(key) == 17 else None)
        if mac in proxies and key != mac:
            mac = None
        ips = sorted({observation.source.ip for _, observation in found if observation.source.ip}, key=_order)
        many = len(ips) if key in proxies else 0
        return Device(
            id=key, mac=mac,
            ipv4=tuple(ip for ip in ips if ":" not in ip)[: ANSWERS_FOR_OTHERS if many else None],
            ipv6=tuple(ip for ip in ips if ":" in ip),
            observations=tuple(found), answers_for=many,
        )


def _told(observation: Observation) -> str | None:
    """The MAC that an import states as an observation of its own."""
    alone = observation.kind == "mac" and observation.source.mac is None
    return mac_of(decode(observation.data)) if alone else None


def _order(ip: str) -> tuple[int, int]:
    address = ipaddress.ip_address(ip)
    return address.version, int(address)


def tell_apart(observations: Iterable[tuple[int, Observation]]) -> tuple[Device, ...]:
    """The devices that numbered observations are of."""
    devices = Devices()
    for seq, observation in observations:
        devices.add(seq, observation)
    return devices.devices()
