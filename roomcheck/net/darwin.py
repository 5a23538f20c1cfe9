"""macOS: what its own tools print. None of them sends anything."""

import re
import socket
import subprocess
from typing import Final

from roomcheck.model.addresses import ip_of
from roomcheck.model.network import Interface, Medium, Neighbour
from roomcheck.model.text import decode
from roomcheck.net.platform import Air, Card

_TEXT: Final = 262_144
"""Characters of one tool's output that are read."""
_CARD: Final = re.compile(r"^([A-Za-z0-9._-]{1,32}): flags=[0-9a-f]+<([A-Z0-9_,]*)> mtu (\d{1,6})", re.MULTILINE)
_ETHER: Final = re.compile(r"^\s+ether ([0-9a-f:]{11,17})", re.MULTILINE)
_ARP: Final = re.compile(r"\(([0-9.]{7,15})\) at (\S+) on (\S+)")
_SIGNAL: Final = re.compile(r"Signal / Noise: (-?\d{1,3}) dBm")
_NDP_STATES: Final = {
    "R": "reachable", "S": "stale", "D": "delay", "P": "probe", "I": "incomplete", "N": "none", "W": "failed"
}
_TUNNELS: Final = ("utun", "ppp", "ipsec", "gif", "stf", "tun", "tap")
_UNLIKE_WIRE: Final = ("awdl", "llw", "p2p", "ap", "anpi", "bridge")


def _mac(text: str) -> str | None:
    """A MAC as macOS prints it, without leading zeros: `0:18:1:8f:23:ed`."""
    parts = text.split(":")
    if len(parts) != 6 or not all(re.fullmatch(r"[0-9a-fA-F]{1,2}", part) for part in parts):
        return None
    return ":".join(part.rjust(2, "0").lower() for part in parts)


def parse_arp(text: str, interface: str) -> tuple[Neighbour, ...]:
    """`arp -an`. Entries without a MAC are `incomplete`; groups and broadcasts are left out."""
    found = []
    for ip, at, on in _ARP.findall(text[:_TEXT]):
        mac = _mac(at)
        if on == interface and ip_of(ip) and not (mac and int(mac[:2], 16) & 1):
            found.append(Neighbour(ip, mac, "stale" if mac else "incomplete"))
    return tuple(found)


def parse_ndp(text: str, interface: str) -> tuple[Neighbour, ...]:
    """`ndp -an` (ndp(8)): address with zone, MAC, interface, expiry, state."""
    found = []
    for line in text[:_TEXT].splitlines():
        words = line.split()
        if len(words) < 5 or words[2] != interface or (ip := ip_of(words[0])) is None:
            continue
        mac = _mac(words[1])
        if not (mac and int(mac[:2], 16) & 1):
            found.append(Neighbour(ip, mac, _NDP_STATES.get(words[4], "none")))
    return tuple(found)


def parse_hardware_ports(text: str) -> dict[str, str]:
    """`networksetup -listallhardwareports`: device to the name of its port."""
    ports: dict[str, str] = {}
    port = ""
    for line in text[:_TEXT].splitlines():
        key, _, value = line.partition(": ")
        if key == "Hardware Port":
            port = value
        elif key == "Device" and port:
            ports[value], port = port, ""
    return ports


def parse_air(text: str, interface: str) -> Air:
    """`system_profiler SPAirPortDataType`: the network that `interface` has joined.

    Without the permission to know places macOS prints `<redacted>` for its name, and the BSSID never.
    """
    lines = text[:_TEXT].splitlines()
    try:
        start = next(at for at, line in enumerate(lines) if line.strip() == f"{interface}:")
        current = next(
            at for at in range(start, len(lines)) if lines[at].strip() == "Current Network Information:"
        )
    except StopIteration:
        return Air()
    if any(re.fullmatch(r" {8}[a-z]+[0-9]+:", line) for line in lines[start + 1 : current]):
        return Air()
    block = lines[current + 1 :]
    if not block:
        return Air()
    depth = len(block[0]) - len(block[0].lstrip())
    name = block[0].strip().removesuffix(":")
    inner = [block[0]]
    for line in block[1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        inner.append(line)
    signal = _SIGNAL.search("\n".join(inner))
    return Air(ssid=None if name == "<redacted>" else name or None, signal_dbm=int(signal[1]) if signal else None)


def medium_of(name: str, flags: frozenset[str], port: str) -> Medium:
    if "LOOPBACK" in flags:
        return Medium.LOOPBACK
    if port in {"Wi-Fi", "AirPort"}:
        return Medium.WIFI
    if name.startswith(_TUNNELS):
        return Medium.VPN
    if name.startswith("en") and not name.startswith(_UNLIKE_WIRE):
        return Medium.WIRED
    return Medium.UNKNOWN


def parse_cards(text: str, ports: dict[str, str]) -> tuple[Card, ...]:
    """`ifconfig -a`; the index of each card is its place in it (the system's own is asked where it runs)."""
    heads = list(_CARD.finditer(text[:_TEXT]))
    cards = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        ether = _ETHER.search(text, head.end(), end)
        flags = frozenset(head[2].split(","))
        cards.append(
            Card(
                name=head[1], index=place + 1, mac=_mac(ether[1]) if ether else None, mtu=int(head[3]),
                medium=medium_of(head[1], flags, ports.get(head[1], "")), up="UP" in flags,
            )
        )
    return tuple(cards)


def _output(*command: str, seconds: float = 5) -> str:
    try:
        return decode(subprocess.run(command, capture_output=True, timeout=seconds, check=False).stdout)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""


class Darwin:
    def cards(self) -> tuple[Card, ...]:
        ports = parse_hardware_ports(_output("/usr/sbin/networksetup", "-listallhardwareports"))
        return tuple(
            Card(
                name=card.name, index=socket.if_nametoindex(card.name), mac=card.mac, medium=card.medium,
                mtu=card.mtu, up=card.up,
            )
            for card in parse_cards(_output("/sbin/ifconfig", "-a"), ports)
        )

    def air(self, name: str) -> Air:
        return parse_air(_output("/usr/sbin/system_profiler", "SPAirPortDataType", seconds=15), name)

    def neighbours(self, interface: Interface) -> tuple[Neighbour, ...]:
        return parse_arp(_output("/usr/sbin/arp", "-an"), interface.name) + parse_ndp(
            _output("/usr/sbin/ndp", "-an"), interface.name
        )
