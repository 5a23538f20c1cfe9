"""Linux's own word on links and neighbours, by route netlink (rtnetlink(7)). Reads only; odd bytes never raise."""

import socket
import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.network import Neighbour

_GETLINK: Final = 18
_NEWLINK: Final = 16
_GETNEIGH: Final = 30
NEWNEIGH: Final = 28
_DUMP: Final = 0x301
"""NLM_F_REQUEST | NLM_F_DUMP"""
_ERROR: Final = 2
_DONE: Final = 3
_NEIGHBOUR_GROUP: Final = 4
"""RTMGRP_NEIGH"""

_STATES: Final = {
    0x01: "incomplete", 0x02: "reachable", 0x04: "stale", 0x08: "delay", 0x10: "probe", 0x20: "failed", 0x40: "noarp",
    0x80: "permanent",
}

ARPHRD_LOOPBACK: Final = 772
ARPHRD_ETHER: Final = 1


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One network interface as the kernel describes it."""

    name: str
    index: int
    type: int
    """ARPHRD number: 1 Ethernet, 772 loopback, 65534 none (tunnels)."""
    up: bool
    mac: str | None
    mtu: int
    kind: str | None
    """`veth`, `bridge`, `tun`, `wireguard`, ...; None for hardware and for loopback."""


def attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and value of each attribute."""
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, at)
        if length < 4:
            return
        yield kind & 0x3FFF, data[at + 4 : at + length]
        at += (length + 3) & ~3


def messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and body of each message of one netlink datagram."""
    at = 0
    while at + 16 <= len(data):
        length, kind = struct.unpack_from("=IH", data, at)
        if length < 16:
            return
        yield kind, data[at + 16 : at + length]
        at += (length + 3) & ~3


def link_of(body: bytes) -> LinkRecord | None:
    """An RTM_NEWLINK body."""
    if len(body) < 16:
        return None
    _, hardware, index, flags = struct.unpack_from("=BxHiI", body)
    name, mac, mtu, kind = "", None, 1500, None
    for attribute, value in attributes(body[16:]):
        if attribute == 3:
            name = value.rstrip(b"\0").decode("utf-8", "replace")
        elif attribute == 1:
            mac = mac_of_bytes(value)
        elif attribute == 4 and len(value) == 4:
            (mtu,) = struct.unpack("=I", value)
        elif attribute == 18:
            kind = next((v.rstrip(b"\0").decode("ascii", "replace") for a, v in attributes(value) if a == 1), None)
    return LinkRecord(name=name, index=index, type=hardware, up=bool(flags & 1), mac=mac, mtu=mtu, kind=kind)


def neighbour_of(body: bytes) -> tuple[int, Neighbour] | None:
    """An RTM_NEWNEIGH body: the interface's index and the neighbour."""
    if len(body) < 12:
        return None
    family, index, state = struct.unpack_from("=B3xiH", body)
    size = {socket.AF_INET: 4, socket.AF_INET6: 16}.get(family)
    ip, mac = None, None
    for attribute, value in attributes(body[12:]):
        if attribute == 1 and len(value) == size:
            ip = socket.inet_ntop(family, value)
        elif attribute == 2:
            mac = mac_of_bytes(value)
    return None if ip is None else (index, Neighbour(ip, mac, _STATES.get(state, "none")))


def _dump(kind: int, body: bytes) -> Iterator[tuple[int, bytes]]:
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
        kernel.settimeout(2.0)
        kernel.send(struct.pack("=IHHII", 16 + len(body), kind, _DUMP, 1, 0) + body)
        while True:
            for answer, inner in messages(kernel.recv(1 << 17)):
                if answer in {_DONE, _ERROR}:
                    return
                yield answer, inner


def links() -> tuple[LinkRecord, ...]:
    """Every interface of this network namespace."""
    found = (link_of(body) for kind, body in _dump(_GETLINK, bytes(16)) if kind == _NEWLINK)
    return tuple(link for link in found if link is not None)


def neighbours(index: int) -> tuple[Neighbour, ...]:
    """The kernel's neighbour table of one interface, IPv4 and IPv6."""
    found = (neighbour_of(body) for kind, body in _dump(_GETNEIGH, bytes(12)) if kind == NEWNEIGH)
    return tuple(pair[1] for pair in found if pair is not None and pair[0] == index)


def watch_neighbours() -> socket.socket:
    """A non-blocking socket on which the kernel tells every change of the neighbour table."""
    kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    kernel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    kernel.bind((0, _NEIGHBOUR_GROUP))
    kernel.setblocking(False)  # noqa: FBT003  the standard library's own form
    return kernel
