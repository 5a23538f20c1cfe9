"""Listens on the guest's port of the switch, and checks what roomcheck sent against what it must never send.

The checker reads the capture with code of its own (dpkt), below and apart from the guard that it checks.
"""

import ipaddress
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dpkt

from tests.lab.machine import LabTrouble, Machine

FORBIDDEN_PORTS = frozenset({102, 502, 515, *range(9100, 9108)})
OWN_PORTS = range(61000, 65536)
"""The ports that roomcheck sends from, which the kernel gives to nobody by itself."""
MAKERS_PORTS = frozenset({37020, 34569, 10009, 7711, 10669, 1758, 8600, 3702, 1900})
"""Fixed ports that makers' answers come to. mDNS (5353) is left out: RFC 6762 section 11 wants a hop limit of 255."""
GROUPS = tuple(ipaddress.ip_network(net) for net in ("224.0.0.0/24", "239.255.255.0/24", "233.89.188.1/32"))
"""Multicast groups that discovery questions go to; with a hop limit of 1 they stay on the link."""
LOGIN = re.compile(
    rb"(?im)^(?:proxy-)?authorization[ \t]*:|^(?:USER|PASS)[ \t]+\S|^[^\s/]+[ \t]+LOGIN[ \t]|\b(?:password|passwd|pwd)="
    rb"|\"method\"\s*:\s*\"(?:global\.)?login\"|^(?:SETUP|PLAY|RECORD)[ \t]+rtsp:"
)
"""Login bytes, and requests that would open a stream."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One packet that left the guest's computer."""

    at: float
    kind: str
    source: str = ""
    destination: str = ""
    hop_limit: int = 0
    protocol: str = ""
    source_port: int = 0
    port: int = 0
    flags: int = 0
    payload: bytes = b""

    @property
    def kernel(self) -> bool:
        """A bare TCP segment without data that the kernel sends by itself for a connection that is over."""
        return self.protocol == "tcp" and not self.payload and not self.flags & dpkt.tcp.TH_SYN


@dataclass(frozen=True, kw_only=True)
class Breach:
    law: str
    frame: Frame

    def __str__(self) -> str:
        frame = self.frame
        return (
            f"{self.law}: {frame.protocol or frame.kind} {frame.source}:{frame.source_port} -> {frame.destination}:{frame.port}"
            f" hop limit {frame.hop_limit} {frame.payload[:80]!r}"
        )


class Wiretap:
    """Records what passes the guest's port from the moment it is made. `check()` judges all of it so far."""

    def __init__(self, switch: Machine, port: str, file: Path, mac: str, subnet: ipaddress.IPv4Network) -> None:
        self.file = file
        self.mac = bytes.fromhex(mac.replace(":", ""))
        self.subnet = subnet
        self._switch = switch
        command = [
            "tcpdump",
            "-i",
            port,
            "-U",
            "-n",
            "-s",
            "2048",
            "-B",
            "16384",
            "-Z",
            "root",
            "--immediate-mode",
            "-w",
            str(file),
        ]
        self._process = switch.popen(command, network_only=True, stdout=-3, stderr=-3)
        for _ in range(250):
            if file.exists() and file.stat().st_size >= 24:
                return
            time.sleep(0.02)
        raise LabTrouble("tcpdump does not start")

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def frames(self, *, since: float = 0.0) -> Iterator[Frame]:
        """Everything that the guest's computer sent since a time of `time.time()`."""
        time.sleep(0.1)
        with self.file.open("rb") as file:
            try:
                for at, raw in dpkt.pcap.Reader(file):
                    if at >= since and raw[6:12] == self.mac:
                        yield _read(at, raw)
            except (dpkt.NeedData, ValueError):
                return  # the packet that is just being written

    def check(self, *, since: float = 0.0) -> list[Breach]:
        return [breach for frame in self.frames(since=since) for breach in self.judge(frame)]

    def judge(self, frame: Frame) -> Iterator[Breach]:
        """The laws that one packet breaks."""
        if frame.kind == "arp":
            if ipaddress.ip_address(frame.destination) not in self.subnet:
                yield Breach(law="ARP for an address that is not on-link", frame=frame)
            return
        if frame.kind not in ("ip", "ip6"):
            return
        if not self.on_link(frame.destination):
            yield Breach(law="sent off the link", frame=frame)
        if frame.port in FORBIDDEN_PORTS:
            yield Breach(law="a port where bytes act", frame=frame)
        own = frame.source_port in OWN_PORTS or frame.source_port in MAKERS_PORTS
        if own and frame.hop_limit > 1 and not frame.kernel:
            yield Breach(law="a hop limit that leaves the link", frame=frame)
        if frame.payload and LOGIN.search(frame.payload):
            yield Breach(law="a login or a request for a stream", frame=frame)

    def on_link(self, address: str) -> bool:
        ip = ipaddress.ip_address(address)
        if ip.version == 6:
            return ip.is_link_local or (ip.is_multicast and ip.packed[1] & 0x0F <= 2)
        return ip in self.subnet or address == "255.255.255.255" or any(ip in net for net in GROUPS)


def _read(at: float, raw: bytes) -> Frame:
    ethernet = dpkt.ethernet.Ethernet(raw)
    inner = ethernet.data
    if isinstance(inner, dpkt.arp.ARP):
        return Frame(at=at, kind="arp", source=_text(inner.spa), destination=_text(inner.tpa), protocol="arp")
    if not isinstance(inner, dpkt.ip.IP | dpkt.ip6.IP6):
        return Frame(at=at, kind=f"{ethernet.type:04x}")
    four = isinstance(inner, dpkt.ip.IP)
    hops = inner.ttl if four else inner.hlim
    base = {
        "at": at,
        "kind": "ip" if four else "ip6",
        "source": _text(inner.src),
        "destination": _text(inner.dst),
        "hop_limit": hops,
    }
    segment = inner.data
    if isinstance(segment, dpkt.tcp.TCP):
        more = {
            "protocol": "tcp",
            "source_port": segment.sport,
            "port": segment.dport,
            "flags": segment.flags,
            "payload": bytes(segment.data),
        }
    elif isinstance(segment, dpkt.udp.UDP):
        more = {"protocol": "udp", "source_port": segment.sport, "port": segment.dport, "payload": bytes(segment.data)}
    else:
        more = {"protocol": type(segment).__name__.lower()}
    return Frame(**base, **more)


def _text(packed: bytes) -> str:
    return str(ipaddress.ip_address(packed))
