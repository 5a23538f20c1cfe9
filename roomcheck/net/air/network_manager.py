"""NetworkManager's list of access points, by D-Bus (version 1.0 and newer): out of its cache, which sends nothing.

Source: its D-Bus reference, org.freedesktop.NetworkManager.Device.Wireless and .AccessPoint.
"""

import asyncio
import time
from typing import Final

from roomcheck.model.text import decode
from roomcheck.net.air.dbus import Bus, connected
from roomcheck.net.air.listed import MOST, Listed, listed

_NAME: Final = "org.freedesktop.NetworkManager"
_TOP: Final = "/org/freedesktop/NetworkManager"
_DEVICE: Final = f"{_NAME}.Device"
_WIRELESS: Final = f"{_NAME}.Device.Wireless"
_POINT: Final = f"{_NAME}.AccessPoint"
_WIFI: Final = 2
"""NM_DEVICE_TYPE_WIFI"""
_SCAN: Final = 12.0
"""Seconds in which a scan of all bands ends."""
_STEP: Final = 0.5


async def points(address: str | None = None) -> tuple[Listed, ...]:
    """What NetworkManager remembers, of every Wi-Fi adapter; empty where it does not run. Sends nothing.

    `address` is another bus than the system's, for tests.
    """
    async with connected(address) as bus:
        if bus is None:
            return ()
        found: list[Listed | None] = []
        for adapter in await _adapters(bus):
            known = await bus.first(_NAME, adapter, _WIRELESS, "GetAllAccessPoints")
            paths = known[:MOST] if isinstance(known, list) else []
            found += [_listed(await bus.properties(_NAME, str(path), _POINT)) for path in paths]
        return tuple(one for one in found if one is not None)


async def rescan(*, consented: bool, address: str | None = None) -> bool:
    """Has every Wi-Fi adapter look again, which transmits, and waits until that is done.

    False without consent, without NetworkManager, and where it refused.
    """
    if not consented:
        return False
    async with connected(address) as bus:
        if bus is None:
            return False
        waited = {}
        for adapter in await _adapters(bus):
            before = await _last_scan(bus, adapter)
            if await bus.ask(_NAME, adapter, _WIRELESS, "RequestScan", "a{sv}", ({},)) is not None:
                waited[adapter] = before
        asked = bool(waited)
        until = time.monotonic() + _SCAN
        while waited and time.monotonic() < until:
            waited = {
                adapter: before for adapter, before in waited.items()
                if before is not None and await _last_scan(bus, adapter) == before
            }
            if waited:
                await asyncio.sleep(_STEP)
        return asked


async def _adapters(bus: Bus) -> list[str]:
    devices = await bus.first(_NAME, _TOP, _NAME, "GetDevices")
    if not isinstance(devices, list):
        return []
    return [
        str(device) for device in devices
        if (await bus.properties(_NAME, str(device), _DEVICE)).get("DeviceType") == _WIFI
    ]


async def _last_scan(bus: Bus, adapter: str) -> object:
    """Milliseconds since start-up of the last scan that ended; None where it is not told (before 1.12)."""
    return (await bus.properties(_NAME, adapter, _WIRELESS)).get("LastScan")


def _listed(told: dict[str, object]) -> Listed | None:
    ssid, seen = told.get("Ssid"), told.get("LastSeen")
    return listed(
        str(told.get("HwAddress", "")), decode(bytes(ssid)) if isinstance(ssid, bytes | list) else "", "NetworkManager",
        frequency=_number(told.get("Frequency")), quality=_number(told.get("Strength")),
        seen_s=max(_awake() - seen, 0) if isinstance(seen, int) and seen > 0 else None,
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _awake() -> int:
    """Seconds since this machine started, sleep counted (CLOCK_BOOTTIME)."""
    return int(time.clock_gettime(time.CLOCK_BOOTTIME))
