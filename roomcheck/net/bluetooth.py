"""Bluetooth advertisements, by bleak (the extra `bluetooth`).

Passive listening needs BlueZ with its experimental interfaces, and is not there on macOS. Active listening sends scan
requests, so it needs the person's consent; without it, and without the passive way, nothing is heard and that is said.
"""

import asyncio
import importlib.util
import sys
from typing import Any, Final

import msgspec

from roomcheck.model.addresses import mac_of
from roomcheck.model.text import harmless

_MOST: Final = 1_024
_SERVICES: Final = 32


class Advertised(msgspec.Struct, frozen=True):
    """One device, by its address or, where the system hides that, by its own name for it."""

    address: str | None
    id: str
    name: str
    services: tuple[str, ...]
    maker_ids: tuple[int, ...]
    rssi: int | None


def available() -> bool:
    """Whether bleak is installed."""
    return importlib.util.find_spec("bleak") is not None


async def advertisements(seconds: float, *, active: bool) -> tuple[Advertised, ...] | None:
    """What is advertised in that time; None where this system cannot hear so.

    `active` transmits: it is to be set on consent alone.
    """
    if not available():
        return None
    from bleak import BleakScanner  # noqa: PLC0415  an extra

    options: dict[str, Any] = {"scanning_mode": "active" if active else "passive"}
    if not active:
        if sys.platform == "darwin":
            return None
        if sys.platform.startswith("linux"):
            options["bluez"] = {"or_patterns": _patterns()}
    try:
        async with BleakScanner(**options) as scanner:
            await asyncio.sleep(seconds)
            found = scanner.discovered_devices_and_advertisement_data
    except Exception:  # noqa: BLE001  bleak raises its own, the system's, and lookups of what an adapter does not tell
        return None
    return tuple(advertised(address, data) for address, (_, data) in list(found.items())[:_MOST])


def _patterns() -> list[Any]:
    """BlueZ wants to know what to listen for: any flags, and any maker's data of the best known forms."""
    from bleak.args.bluez import OrPattern  # noqa: PLC0415
    from bleak.assigned_numbers import AdvertisementDataType  # noqa: PLC0415

    return [OrPattern(0, AdvertisementDataType.FLAGS, bytes((flags,))) for flags in (0x02, 0x04, 0x05, 0x06, 0x1A)]


def advertised(address: str, data: Any) -> Advertised:
    """One device as bleak tells it, made harmless."""
    return Advertised(
        mac_of(address), harmless(address, 64), harmless(data.local_name or ""),
        tuple(str(each)[:36] for each in (data.service_uuids or ())[:_SERVICES]),
        tuple(int(number) for number in list(data.manufacturer_data or {})[:_SERVICES]), data.rssi,
    )
