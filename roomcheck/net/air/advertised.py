"""One Bluetooth device as it advertises itself, however it was heard."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of
from roomcheck.model.text import harmless

MOST: Final = 1_024
"""Devices that are kept of one listening."""
_SERVICES: Final = 32


class Advertised(msgspec.Struct, frozen=True):
    """One device, by its address or, where that is drawn by chance or hidden by the system, by `id` alone."""

    address: str | None
    id: str
    name: str
    services: tuple[str, ...]
    maker_ids: tuple[int, ...]
    rssi: int | None


def advertised(
    address: str, *, name: str | None = None, services: Iterable[object] = (),
    makers: Mapping[int, object] | None = None, rssi: int | None = None, random: bool = False,
) -> Advertised:
    """One device from what a system tells, made harmless.

    `random`: the address was drawn by chance (Core Specification 6, vol. 6 B 1.3.2), so that it names no maker.
    """
    return Advertised(
        None if random else mac_of(address), harmless(address, 64), harmless(name or ""),
        tuple(str(each)[:36] for each in list(services)[:_SERVICES]),
        tuple(sorted(int(number) for number in list(makers or {})[:_SERVICES])), rssi,
    )
