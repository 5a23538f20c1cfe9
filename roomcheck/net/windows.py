"""Windows: what its own tools print. None of them sends anything.

Labels are translated on other than English systems, so as much as can be is read without them: SSID, BSSID and GUID
are the same everywhere, addresses and states stand in fixed columns. Interfaces go by their GUID, as in netifaces.
"""

import re
import subprocess
from typing import Final

import msgspec
import netifaces

from roomcheck.model.addresses import ip_of, is_group, mac_of
from roomcheck.model.network import Interface, Medium, Neighbour
from roomcheck.model.text import decode
from roomcheck.net.platform import Air, Card

_TEXT: Final = 262_144
_NEIGHBOUR: Final = re.compile(r"^\s*(\d{1,6})\s+([0-9a-fA-F:.%]+)\s+([0-9A-Fa-f-]{17})?\s+([A-Za-z]+)\s", re.MULTILINE)
_ROUTED: Final = re.compile(r"^\s{0,3}(\d{1,6})\.{3}((?:[0-9a-f]{2} ){6})?\.{2,}(.*)$", re.MULTILINE)
_TUNNEL: Final = re.compile(r"\b(VPN|TAP|WireGuard|Wintun|Tunnel|PPP|WAN Miniport)", re.IGNORECASE)
_STATES: Final = frozenset("reachable stale delay probe permanent incomplete unreachable".split())


class Wireless(msgspec.Struct, frozen=True, kw_only=True):
    """One interface of `netsh wlan show interfaces`."""

    name: str
    guid: str | None = None
    mac: str | None = None
    ssid: str | None = None
    bssid: str | None = None
    quality: int | None = None
    """Windows' measure of the signal, 0 to 100."""


class Adapter(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the interface list of `route print`."""

    index: int
    mac: str | None
    description: str


def parse_neighbours(text: str, index: int) -> tuple[Neighbour, ...]:
    """`Get-NetNeighbor`: index, address, MAC with dashes, state, store. Groups and broadcasts are left out."""
    found = []
    for number, address, at, state in _NEIGHBOUR.findall(text[:_TEXT]):
        ip, mac = ip_of(address), mac_of(at) if at else None
        if int(number) != index or ip is None or state.lower() not in _STATES:
            continue
        if mac == "00:00:00:00:00:00":
            mac = None
        if mac is None or not is_group(mac):
            found.append(Neighbour(ip, mac, "failed" if state == "Unreachable" else state.lower()))
    return tuple(found)


def parse_wlan(text: str) -> tuple[Wireless, ...]:
    """`netsh wlan show interfaces`. A new interface begins where a GUID's block does; names stand two lines above."""
    found: list[dict[str, str]] = []
    before: list[str] = []
    for line in text[:_TEXT].splitlines():
        key, colon, value = (part.strip() for part in line.partition(" : "))
        if not colon:
            before = []
            continue
        if key == "GUID":
            found.append({"name": before[0] if before else "", "GUID": value})
        elif found:
            label = "BSSID" if key == "AP BSSID" else key
            found[-1].setdefault(label, value)
            if mac_of(value) and label != "BSSID":
                found[-1].setdefault("mac", value)
            if re.fullmatch(r"\d{1,3}\s?%", value):
                found[-1].setdefault("quality", value.rstrip("% "))
        before.append(value)
    return tuple(
        Wireless(
            name=one["name"], guid=one["GUID"].strip("{}").upper(), mac=mac_of(one.get("mac", "")),
            ssid=one.get("SSID") or None, bssid=mac_of(one.get("BSSID", "")),
            quality=min(100, int(one["quality"])) if "quality" in one else None,
        )
        for one in found
    )


def parse_adapters(text: str) -> tuple[Adapter, ...]:
    """The interface list of `route print`: index, MAC with blanks, description."""
    return tuple(
        Adapter(index=int(number), mac=mac_of(mac) if mac else None, description=description.strip(" ."))
        for number, mac, description in _ROUTED.findall(text[:_TEXT])
    )


def dbm_of(quality: int) -> int:
    """Signal quality as dBm: linear between 0 for -100 dBm and 100 for -50 dBm (wlanSignalQuality, Native Wifi API)."""
    return quality // 2 - 100


def _output(*command: str) -> str:
    try:
        return decode(subprocess.run(command, capture_output=True, timeout=10, check=False).stdout)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""


class Windows:
    def cards(self) -> tuple[Card, ...]:
        wireless = {one.mac for one in parse_wlan(_output("netsh", "wlan", "show", "interfaces"))}
        by_mac = {adapter.mac: adapter for adapter in parse_adapters(_output("route", "print")) if adapter.mac}
        cards = []
        for name in netifaces.interfaces():
            links = netifaces.ifaddresses(name).get(netifaces.AF_LINK, [])
            mac = next((mac_of(link.get("addr", "")) for link in links), None)
            adapter = by_mac.get(mac) if mac else None
            if adapter is not None:
                medium = Medium.WIFI if mac in wireless else Medium.WIRED
                if _TUNNEL.search(adapter.description):
                    medium = Medium.VPN
                cards.append(Card(name=name, index=adapter.index, mac=mac, medium=medium))
        return tuple(cards)

    def air(self, name: str) -> Air:
        for one in parse_wlan(_output("netsh", "wlan", "show", "interfaces")):
            if one.guid == name.strip("{}").upper():
                signal = None if one.quality is None else dbm_of(one.quality)
                return Air(ssid=one.ssid, bssid=one.bssid, signal_dbm=signal)
        return Air()

    def neighbours(self, interface: Interface) -> tuple[Neighbour, ...]:
        table = _output("powershell", "-NoProfile", "-Command", "Get-NetNeighbor | Out-String -Width 200")
        return parse_neighbours(table, interface.index)
