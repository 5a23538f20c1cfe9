"""The guard that nobody goes round.

While a link is open, an audit hook (PEP 578) looks at every destination that any code of this process, a library
included, hands to a socket, and stops what is not on the link.

Beyond the destination it demands that the socket is held to the chosen interface, and that the hop limit of a group
that routers could forward is 1. Names are not resolved. Unix sockets, netlink and Bluetooth leave no machine over IP
and pass; loopback passes only where it is the chosen interface or while `allowing_loopback` says so.

One gap remains by the interpreter's nature: `socket.connect((name, port))` on a bare blocking socket resolves `name`
before the hook is asked. asyncio, and every library here, resolves through `getaddrinfo`, which is stopped.
"""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from roomcheck.model.errors import OutOfScope
from roomcheck.net.scope import LINK_GROUPS4, Scope, address_of

_PASSING: Final = frozenset(
    int(getattr(socket, name)) for name in ("AF_UNIX", "AF_NETLINK", "AF_BLUETOOTH") if hasattr(socket, name)
)
_BINDTODEVICE: Final = 25
"""SO_BINDTODEVICE of Linux."""

_scopes: list[Scope] = []
_loopback_allowances = 0
_installed = False


@contextmanager
def guarding(scope: Scope) -> Iterator[None]:
    """While this is open, nothing leaves `scope` (several may be open: then nothing leaves all of them)."""
    global _installed  # noqa: PLW0603  an audit hook is of the process and cannot be removed
    _scopes.append(scope)
    if not _installed:
        sys.addaudithook(_audit)
        _installed = True
    try:
        yield
    finally:
        _scopes.remove(scope)


@contextmanager
def allowing_loopback() -> Iterator[None]:
    """Lets this machine speak to itself, for the local web page; to nobody else."""
    global _loopback_allowances  # noqa: PLW0603
    _loopback_allowances += 1
    try:
        yield
    finally:
        _loopback_allowances -= 1


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _scopes and (check := _CHECKS.get(event)) is not None:
        check(args)


def _stop(what: str, why: str) -> None:
    raise OutOfScope(f"{what} was stopped: {why}.", "Nothing was sent; please report this.")


def _destination(args: tuple[Any, ...]) -> None:
    sock, address = args[0], args[1]
    if address is None or sock.family in _PASSING:
        return
    if sock.family not in {socket.AF_INET, socket.AF_INET6} or not isinstance(address, tuple):
        _stop("A packet", "only the internet protocols are spoken on a link")
    host, port = str(_text(address[0])), int(address[1])
    host = {"": "0.0.0.0", "<broadcast>": "255.255.255.255"}.get(host, host)  # noqa: S104  a destination, not a bind
    parsed = address_of(host)
    if _loopback_allowances and parsed is not None and parsed.is_loopback:
        return
    reasons = [scope.refusal(host, port) or _loose(sock, scope, host) for scope in _scopes]
    if all(reasons):
        _stop(f"A packet to {host} port {port}", str(reasons[-1]))


def _loose(sock: socket.socket, scope: Scope, host: str) -> str | None:
    """Why a socket is not held to the link, None where it is."""
    if scope.loopback or not sys.platform.startswith("linux"):
        return None
    device = sock.getsockopt(socket.SOL_SOCKET, _BINDTODEVICE, 16).rstrip(b"\0").decode("utf-8", "replace")
    if device != scope.name:
        return f"the socket is not bound to {scope.name}"
    address = address_of(host)
    if address is not None and address.is_multicast and address.version == 4 and address not in LINK_GROUPS4:
        hops = sock.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL)
        if hops > 1:
            return f"its hop limit of {hops} could carry it beyond the link"
    return None


def _text(host: object) -> str:
    return bytes(host).decode("latin-1") if isinstance(host, bytes | bytearray) else str(host)


def _resolution(args: tuple[Any, ...]) -> None:
    host = args[0]
    if host in {None, "", b""} or address_of(_text(host)) is not None:
        return
    if _loopback_allowances and _text(host) == "localhost":
        return
    _stop(f"Resolving {_text(host)[:80]!r}", "names are not resolved while a link is open")


def _reverse(args: tuple[Any, ...]) -> None:
    _stop(f"A reverse look-up of {str(args[0])[:80]}", "names are not resolved while a link is open")


def _creation(args: tuple[Any, ...]) -> None:
    if args[1] == getattr(socket, "AF_PACKET", None):
        _stop("A raw packet socket", "raw packets belong to roomcheck-capture alone")


_CHECKS: Final[dict[str, Callable[[tuple[Any, ...]], None]]] = {
    "socket.connect": _destination,
    "socket.sendto": _destination,
    "socket.sendmsg": _destination,
    "socket.getaddrinfo": _resolution,
    "socket.gethostbyname": _resolution,
    "socket.gethostbyaddr": _reverse,
    "socket.getnameinfo": _reverse,
    "socket.__new__": _creation,
}
