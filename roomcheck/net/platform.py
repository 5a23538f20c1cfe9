"""What every platform's adapter offers. Adapters only read what the system knows; none sends."""

from typing import Protocol

import msgspec

from roomcheck.model.network import Interface, Medium, Neighbour


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One interface without its internet addresses."""

    name: str
    index: int
    mac: str | None = None
    medium: Medium = Medium.UNKNOWN
    mtu: int = 1500
    up: bool = True


class Air(msgspec.Struct, frozen=True, kw_only=True):
    """The wireless network that an interface has joined, from the system's own cache."""

    ssid: str | None = None
    bssid: str | None = None
    signal_dbm: int | None = None


class Platform(Protocol):
    def cards(self) -> tuple[Card, ...]: ...

    def air(self, name: str) -> Air:
        """The joined wireless network; an empty record where there is none or the system does not say."""
        ...

    def neighbours(self, interface: Interface) -> tuple[Neighbour, ...]: ...
