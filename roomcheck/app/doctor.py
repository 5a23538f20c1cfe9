"""What this machine can check, what it cannot, and how to get more. Looks only; sends nothing."""

import shutil
from collections.abc import Iterator

import msgspec

from roomcheck.match.library import Library
from roomcheck.model.errors import NoNetwork
from roomcheck.model.network import Medium
from roomcheck.net.air.bluetooth import obstacle
from roomcheck.net.capture_program import may_capture
from roomcheck.net.interfaces import list_interfaces, network_of
from roomcheck.words import msg


class Ability(msgspec.Struct, frozen=True):
    """One thing that a check can use: whether it is there, what it gives, and how to get it."""

    name: str
    there: bool
    gives: str
    how: str = ""


def examine(library: Library) -> tuple[Ability, ...]:
    """The abilities of this machine, in the order of their weight."""
    return (*_networks(), *_privileges(), *_air(), *_handing_over(library))


def _networks() -> Iterator[Ability]:
    found = False
    for interface in list_interfaces():
        if interface.medium is Medium.LOOPBACK or not interface.up:
            continue
        try:
            network = network_of(interface.name)
        except NoNetwork:
            continue
        found = True
        where = ", ".join(str(subnet) for subnet in network.subnets4) or "IPv6 only"
        name = f' "{interface.ssid}"' if interface.ssid else ""
        yield Ability(f"network {interface.name}{name}", there=True, gives=f"{interface.medium.value}, {where}")
    if not found:
        yield Ability("network", there=False, gives="a network to check", how="Join the room's Wi-Fi.")


def _privileges() -> Iterator[Ability]:
    yield Ability(
        "raw sweeps and live frames", there=may_capture(),
        gives="faster sweeps, and what is only broadcast",
        how='Run `sudo "$(command -v roomcheck)"`; it drops these rights before it reads anything. Without them the '
        "check works too.",
    )


def _air() -> Iterator[Ability]:
    wifi = any(interface.medium is Medium.WIFI for interface in list_interfaces())
    yield Ability(
        "Wi-Fi adapter", there=wifi, gives="the access points around, from what the system knows of them",
        how=msg("Use a computer with Wi-Fi."),
    )
    hinders = obstacle()
    yield Ability("Bluetooth", there=not hinders, gives="advertisements of devices nearby", how=hinders)
    yield Ability(
        "captures", there=True, gives="`roomcheck air FILE` reads captures that other tools and phones made",
    )


def _handing_over(library: Library) -> Iterator[Ability]:
    identity = library.identity
    yield Ability(
        "signatures", there=True,
        gives=f"{len(library.placed)} of version {identity.version}, prefixes of {identity.registry}",
    )
    yield Ability(
        "openssl", there=shutil.which("openssl") is not None, gives="checking a sealed bundle without roomcheck",
        how="Install openssl.",
    )
