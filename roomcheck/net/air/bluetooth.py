"""Bluetooth advertisements.

Without consent only what needs no asking: BlueZ's advertisement monitors on Linux, the passive mode of bleak (the extra
`bluetooth`) on Windows; macOS has no such way. Active listening, by bleak, sends scan requests: on consent alone. Where
nothing can be heard, a sentence says why.
"""

import asyncio
import importlib.util
import sys
from typing import Any, Final, Literal

import msgspec

from roomcheck.net.air.advertised import MOST, Advertised
from roomcheck.net.air.advertised import advertised as device_of
from roomcheck.net.air.unheard import ASKS_ALWAYS, FAILED, NO_LIBRARY, SWITCHED_OFF, Unheard
from roomcheck.net.loop import run

_LIMIT: Final = 15.0
"""Seconds that a system may take beyond the listening itself."""
_QUICKLY: Final = 2.0


class Hearing(msgspec.Struct, frozen=True):
    """What was heard; `heard` is None where this system cannot hear so, and `why` says it in a sentence."""

    heard: tuple[Advertised, ...] | None
    why: str = ""


def obstacle() -> str:
    """Why nothing could be heard without asking, in a sentence; empty where nothing is known to hinder.

    Sends nothing; takes a second or two at the most. Not to be called from within an event loop.
    """
    if sys.platform == "win32":
        return "" if importlib.util.find_spec("bleak") is not None else NO_LIBRARY
    if not sys.platform.startswith("linux"):
        return ASKS_ALWAYS
    from roomcheck.net.air import bluez  # noqa: PLC0415  Linux alone has it

    try:
        run(asyncio.wait_for(bluez.look(), _QUICKLY))
    except Unheard as unheard:
        return unheard.why
    except TimeoutError:
        return SWITCHED_OFF
    return ""


async def hear(seconds: float, *, active: bool) -> Hearing:
    """What is advertised in that time. `active` transmits: it is to be set on consent alone. Never raises."""
    try:
        async with asyncio.timeout(seconds + _LIMIT):
            return Hearing(await (_asking(seconds, "active") if active else _listening(seconds)))
    except Unheard as unheard:
        return Hearing(None, unheard.why)
    except Exception:  # noqa: BLE001  a system's own errors, bleak's, and lookups of what an adapter does not tell
        return Hearing(None, FAILED)


async def _listening(seconds: float) -> tuple[Advertised, ...]:
    if sys.platform.startswith("linux"):
        from roomcheck.net.air import bluez  # noqa: PLC0415  Linux alone has it

        return await bluez.listen(seconds)
    if sys.platform != "win32":
        raise Unheard(ASKS_ALWAYS)
    return await _asking(seconds, "passive")


async def _asking(seconds: float, mode: Literal["active", "passive"]) -> tuple[Advertised, ...]:
    if importlib.util.find_spec("bleak") is None:
        raise Unheard(NO_LIBRARY)
    from bleak import BleakScanner  # noqa: PLC0415  an extra

    async with BleakScanner(scanning_mode=mode) as scanner:
        await asyncio.sleep(seconds)
        found = scanner.discovered_devices_and_advertisement_data
    return tuple(advertised(address, data) for address, (_, data) in list(found.items())[:MOST])


def advertised(address: str, data: Any) -> Advertised:
    """One device as bleak tells it (its `AdvertisementData`), made harmless."""
    return device_of(
        address, name=data.local_name, services=data.service_uuids or (), makers=data.manufacturer_data or {},
        rssi=data.rssi, random=_drawn(data),
    )


def _drawn(data: Any) -> bool:
    """Whether BlueZ or Windows says that the address is random; bleak hands both on as `platform_data`."""
    for part in getattr(data, "platform_data", None) or ():
        if isinstance(part, dict) and part.get("AddressType") == "random":
            return True
        kind = getattr(getattr(part, "adv", None), "bluetooth_address_type", None)
        if kind is not None and int(kind) == 1:
            return True
    return False
