"""Linux: links and neighbours by netlink, the joined wireless network by `iw`."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from roomcheck.model.addresses import mac_of
from roomcheck.model.network import Interface, Medium, Neighbour
from roomcheck.model.text import decode
from roomcheck.net import netlink
from roomcheck.net.platform import Air, Card

_TUNNELS: Final = frozenset("tun wireguard ppp ipip gre gretap sit vti vti6 xfrm ip6tnl l2tp".split())
_SIGNAL: Final = re.compile(r"signal:\s*(-?\d{1,3}) dBm")


def medium_of(link: netlink.LinkRecord, *, wireless: bool) -> Medium:
    if link.type == netlink.ARPHRD_LOOPBACK:
        return Medium.LOOPBACK
    if wireless:
        return Medium.WIFI
    if link.kind in _TUNNELS or link.type != netlink.ARPHRD_ETHER:
        return Medium.VPN
    return Medium.WIRED


def parse_iw_link(text: str) -> Air:
    """The output of `iw dev X link` (iw's link.c: `Connected to BSSID (on X)`, `SSID:`, `signal: -52 dBm`)."""
    bssid, ssid = None, None
    for line in text[:8192].splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "Connected" and rest.startswith("to "):
            bssid = mac_of(rest[3:20])
        elif word == "SSID:":
            ssid = rest or None
    signal = _SIGNAL.search(text[:8192])
    return Air(ssid=ssid, bssid=bssid, signal_dbm=int(signal[1]) if signal else None)


class Linux:
    def cards(self) -> tuple[Card, ...]:
        return tuple(
            Card(
                name=link.name, index=link.index, mac=link.mac if link.type == netlink.ARPHRD_ETHER else None,
                medium=medium_of(link, wireless=_is_wireless(link.name)), mtu=link.mtu, up=link.up,
            )
            for link in netlink.links()
        )

    def air(self, name: str) -> Air:
        tool = shutil.which("iw", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if tool is None or not _is_wireless(name):
            return Air()
        try:
            done = subprocess.run([tool, "dev", name, "link"], capture_output=True, timeout=2, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return Air()
        return parse_iw_link(decode(done.stdout))

    def neighbours(self, interface: Interface) -> tuple[Neighbour, ...]:
        return netlink.neighbours(interface.index)


def _is_wireless(name: str) -> bool:
    return "/" not in name and (Path("/sys/class/net") / name / "phy80211").exists()
