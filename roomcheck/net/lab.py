"""Development is held to the lab: with `ROOMCHECK_LAB_ONLY=1` nothing is sent anywhere but there and on loopback.

The rule. Sending on an interface is refused unless it is loopback, or all of this holds for the network namespace of
this process:

- an interface called `rclab0` exists in it (the lab puts one into each of its namespaces, without an address);
- every interface in it is loopback or made of software (veth, bridge, dummy, tap, macvlan): no hardware, so no route
  can lead out of it but into another namespace, which the lab made too;
- it is not the namespace of process 1, as far as that may be read.

Reading interfaces and neighbours is allowed anywhere.
"""

import os
import sys
from pathlib import Path
from typing import Final

from roomcheck.model.errors import NotAllowed

MARKER: Final = "rclab0"
VARIABLE: Final = "ROOMCHECK_LAB_ONLY"

_SOFTWARE: Final = frozenset("veth bridge dummy tun macvlan vlan ifb".split())


def lab_only() -> bool:
    return os.environ.get(VARIABLE, "") not in {"", "0"}


def require_lab(name: str) -> None:
    """NotAllowed where `ROOMCHECK_LAB_ONLY` is set and `name` is neither loopback nor in a namespace of the lab."""
    if lab_only() and (reason := _refusal(name)):
        raise NotAllowed(
            f"Sending on {name} was refused: {reason}.",
            f"{VARIABLE}=1 allows the test network and loopback only; unset it to check a real network of your own.",
        )


def _refusal(name: str) -> str | None:
    if not sys.platform.startswith("linux"):
        return None if name.startswith("lo") else "the test network exists on Linux only"
    from roomcheck.net import netlink  # noqa: PLC0415  Linux only

    links = {link.name: link for link in netlink.links()}
    chosen = links.get(name)
    if chosen is None:
        return "there is no such interface"
    if chosen.type == netlink.ARPHRD_LOOPBACK:
        return None
    if MARKER not in links:
        return f"no interface {MARKER} marks this as the test network"
    for link in links.values():
        if link.type != netlink.ARPHRD_LOOPBACK and link.kind not in _SOFTWARE:
            return f"{link.name} is not an interface of the test network"
    if _is_first_namespace():
        return "this is the namespace of process 1"
    return None


def _is_first_namespace() -> bool:
    try:
        return Path("/proc/1/ns/net").stat().st_ino == Path("/proc/self/ns/net").stat().st_ino
    except OSError:
        return False
