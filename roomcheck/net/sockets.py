"""Sockets that cannot leave the link: bound to the interface, not routed, hop limit 1."""

import ipaddress
import itertools
import random
import socket
import struct
import sys
from collections.abc import Iterator
from typing import Final

from roomcheck.net.scope import Scope

OWN_PORTS: Final = range(61_000, 65_536)
"""Local ports of roomcheck's own exchanges, outside Linux's ephemeral range, so that a capture tells them from the
person's other traffic."""

_LINUX: Final = sys.platform.startswith("linux")
_SO_BINDTODEVICE: Final = 25
_IP_BOUND_IF: Final = 25
"""macOS, netinet/in.h; IPv6's is 125."""
_IPV6_BOUND_IF: Final = 125
_IP_UNICAST_IF: Final = 31
"""Windows, ws2ipdef.h."""
_TRIES: Final = 64

_ports: Iterator[int] = itertools.cycle(random.sample(OWN_PORTS, len(OWN_PORTS)))


def version_of(ip: str) -> int:
    return 6 if ":" in ip else 4


def destination(scope: Scope, ip: str, port: int) -> tuple[str, int] | tuple[str, int, int, int]:
    """The address as the socket wants it; IPv6 with the interface as its zone."""
    return (ip, port, 0, scope.index) if version_of(ip) == 6 else (ip, port)


def _hold(sock: socket.socket, scope: Scope) -> None:
    if _LINUX:
        sock.setsockopt(socket.SOL_SOCKET, _SO_BINDTODEVICE, scope.name.encode() + b"\0")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_DONTROUTE, 1)
    elif sys.platform == "darwin":
        six = sock.family == socket.AF_INET6
        level, option = (socket.IPPROTO_IPV6, _IPV6_BOUND_IF) if six else (socket.IPPROTO_IP, _IP_BOUND_IF)
        sock.setsockopt(level, option, scope.index)
    elif sys.platform == "win32":
        if sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, _IP_UNICAST_IF, scope.index)
        else:
            sock.setsockopt(socket.IPPROTO_IP, _IP_UNICAST_IF, struct.pack("!I", scope.index))


def _limit_hops(sock: socket.socket, scope: Scope) -> None:
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 1)
        if sock.type == socket.SOCK_DGRAM:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 1)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, scope.index)
        return
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1)
    if sock.type == socket.SOCK_DGRAM:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        request = struct.pack("4s4si", bytes(4), bytes(4), scope.index)
        interface = request if _LINUX else struct.pack("!I", scope.index)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, interface)


def _bind_own(sock: socket.socket) -> None:
    """Binds to a port of OWN_PORTS; OSError where none is free."""
    anywhere = "::" if sock.family == socket.AF_INET6 else ""
    for _ in range(_TRIES):
        try:
            sock.bind((anywhere, next(_ports)))
        except OSError:
            continue
        return
    raise OSError("no local port is free")


def _socket(scope: Scope, version: int, kind: socket.SocketKind) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if version == 6 else socket.AF_INET, kind)
    try:
        sock.setblocking(False)  # noqa: FBT003  the standard library's own form
        if version == 6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        _hold(sock, scope)
        _limit_hops(sock, scope)
    except OSError:
        sock.close()
        raise
    return sock


def tcp(scope: Scope, version: int, *, reset: bool = False) -> socket.socket:
    """A TCP socket, not connected. With `reset` closing it leaves nothing behind (a connect that only asks)."""
    sock = _socket(scope, version, socket.SOCK_STREAM)
    try:
        if reset:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind_own(sock)
    except OSError:
        sock.close()
        raise
    return sock


def udp(scope: Scope, version: int, *, port: int | None = None) -> socket.socket:
    """A UDP socket on a port of its own, or on a fixed one that others may share."""
    sock = _socket(scope, version, socket.SOCK_DGRAM)
    try:
        if version == 4:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0)
        else:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        if port is None:
            _bind_own(sock)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if sys.platform == "darwin":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            sock.bind(("::" if version == 6 else "", port))
    except OSError:
        sock.close()
        raise
    return sock


def join(sock: socket.socket, scope: Scope, group: str) -> None:
    """Joins a multicast group on the chosen interface; OSError where the system refuses."""
    packed = ipaddress.ip_address(group).packed
    if version_of(group) == 6:
        request = packed + struct.pack("@I", scope.index)
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, request)
    else:
        request = packed + (struct.pack("4si", bytes(4), scope.index) if _LINUX else struct.pack("!I", scope.index))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
