"""Access points as the operating system lists them, out of its cache: reading them sends nothing.

NetworkManager over D-Bus, else `iw dev X scan dump` on Linux; `system_profiler` on macOS; `netsh` on Windows. A rescan
transmits, so it is a function of its own that wants the person's consent.
"""

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of
from roomcheck.model.text import decode, harmless

_MOST: Final = 1_024
_TEXT: Final = 2_000_000
_SECONDS: Final = 5.0
_NM: Final = "org.freedesktop.NetworkManager"
_WIFI_DEVICE: Final = 2
"""NM_DEVICE_TYPE_WIFI"""


class Listed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One access point. `ssid` is None where it is hidden; strength is in dBm or in the system's own per cent."""

    bssid: str
    ssid: str | None = None
    frequency: int | None = None
    """MHz."""
    channel: int | None = None
    signal_dbm: int | None = None
    quality: int | None = None
    via: str = ""
    hidden: bool = False


def listed(
    bssid: str, ssid: str | None, via: str, *, frequency: int | None = None, channel: int | None = None,
    signal_dbm: int | None = None, quality: int | None = None,
) -> Listed | None:
    """An access point from what a system says; None where its address is none."""
    mac = mac_of(bssid)
    if mac is None:
        return None
    name = (ssid or "").strip("\0")
    return Listed(
        bssid=mac, ssid=harmless(name) or None, frequency=frequency, channel=channel, signal_dbm=signal_dbm,
        quality=quality, via=via, hidden=not name,
    )


def access_points() -> tuple[Listed, ...]:
    """What this system knows of the access points around, each once, the strongest first; empty where it tells none.

    Blocks for a few seconds at the most. Sends nothing.
    """
    if sys.platform == "darwin":
        found = parse_system_profiler(_output("/usr/sbin/system_profiler", "SPAirPortDataType", seconds=20))
    elif sys.platform == "win32":
        found = parse_netsh(_output("netsh", "wlan", "show", "networks", "mode=bssid"))
    else:
        found = asyncio.run(_within(network_manager())) or _iw()
    return tuple(sorted(_once(found), key=lambda each: (-_strength(each), each.bssid)))[:_MOST]


async def _within(reading: "asyncio.Future[tuple[Listed, ...]] | object") -> tuple[Listed, ...]:
    try:
        async with asyncio.timeout(_SECONDS):
            return await reading  # type: ignore[misc, no-any-return]
    except TimeoutError:
        return ()


def _strength(each: Listed) -> int:
    return each.signal_dbm if each.signal_dbm is not None else (each.quality or 0) // 2 - 100


def _once(found: Iterable[Listed]) -> Iterable[Listed]:
    strongest: dict[str, Listed] = {}
    for each in found:
        before = strongest.get(each.bssid)
        if before is None or _strength(each) > _strength(before):
            strongest[each.bssid] = each
    return strongest.values()


def _output(*command: str, seconds: float = _SECONDS) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return decode(done.stdout[:_TEXT])


# ---------------------------------------------------------------- NetworkManager


async def network_manager(address: str | None = None) -> tuple[Listed, ...]:
    """NetworkManager's list, from its D-Bus interface (version 1.0 and newer); empty where it does not run.

    `address` is another bus than the system's, for tests.
    """
    from dbus_fast import BusType  # noqa: PLC0415  Linux alone has it
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    try:
        bus = await MessageBus(bus_address=address, bus_type=BusType.SYSTEM).connect()
    except (OSError, ValueError, EOFError):
        return ()
    try:
        return await _of_network_manager(Bus(bus))
    finally:
        bus.disconnect()


class Bus:
    """A D-Bus connection, as far as it is needed: calls, whose failures read as None."""

    def __init__(self, bus: object) -> None:
        self._bus = bus

    async def call(
        self, path: str, interface: str, member: str, signature: str = "", body: tuple[object, ...] = (),
        to: str = _NM,
    ) -> object:
        """The first value of the answer, None where there is none."""
        from dbus_fast import DBusError, Message, MessageType  # noqa: PLC0415

        message = Message(
            destination=to, path=path, interface=interface, member=member, signature=signature, body=list(body)
        )
        try:
            reply = await self._bus.call(message)  # type: ignore[attr-defined]
        except (DBusError, OSError, EOFError):
            return None
        if reply is None or reply.message_type is not MessageType.METHOD_RETURN or not reply.body:
            return None
        return reply.body[0]

    async def properties(self, path: str, interface: str, to: str = _NM) -> dict[str, object]:
        """All properties of an object's interface, without their variants."""
        found = await self.call(path, "org.freedesktop.DBus.Properties", "GetAll", "s", (interface,), to)
        if not isinstance(found, dict):
            return {}
        return {str(name): getattr(value, "value", value) for name, value in found.items()}


async def _of_network_manager(bus: Bus) -> tuple[Listed, ...]:
    devices = await bus.call("/org/freedesktop/NetworkManager", _NM, "GetDevices")
    found: list[Listed] = []
    for device in devices if isinstance(devices, list) else ():
        about = await bus.properties(str(device), f"{_NM}.Device")
        if about.get("DeviceType") != _WIFI_DEVICE:
            continue
        points = await bus.call(str(device), f"{_NM}.Device.Wireless", "GetAllAccessPoints")
        if not isinstance(points, list):
            points = (await bus.properties(str(device), f"{_NM}.Device.Wireless")).get("AccessPoints")
        for point in points[:_MOST] if isinstance(points, list) else ():
            told = await bus.properties(str(point), f"{_NM}.AccessPoint")
            one = listed(
                str(told.get("HwAddress", "")), _name(told.get("Ssid")), "NetworkManager",
                frequency=_number(told.get("Frequency")), quality=_number(told.get("Strength")),
            )
            if one is not None:
                found.append(one)
    return tuple(found)


def _name(value: object) -> str:
    return decode(bytes(value)) if isinstance(value, bytes | bytearray | list) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


async def rescan(*, consented: bool, address: str | None = None) -> bool:
    """Asks NetworkManager to look again, which transmits. False without consent, or where it refused."""
    if not consented:
        return False
    from dbus_fast import BusType  # noqa: PLC0415
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    try:
        connected = await MessageBus(bus_address=address, bus_type=BusType.SYSTEM).connect()
    except (OSError, ValueError, EOFError):
        return False
    try:
        bus = Bus(connected)
        devices = await bus.call("/org/freedesktop/NetworkManager", _NM, "GetDevices")
        asked = False
        for device in devices if isinstance(devices, list) else ():
            if (await bus.properties(str(device), f"{_NM}.Device")).get("DeviceType") == _WIFI_DEVICE:
                await bus.call(str(device), f"{_NM}.Device.Wireless", "RequestScan", "a{sv}", ({},))
                asked = True
        return asked
    finally:
        connected.disconnect()


# ---------------------------------------------------------------- the outputs of tools


def _iw() -> tuple[Listed, ...]:
    tool = shutil.which("iw", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return ()
    names = re.findall(r"(?m)^\s*Interface (\S{1,15})$", _output(tool, "dev"))
    return tuple(each for name in names for each in parse_iw(_output(tool, "dev", name, "scan", "dump")))


def parse_iw(text: str) -> tuple[Listed, ...]:
    """`iw dev X scan dump`: what the kernel remembers of its last scan (iw's scan.c)."""
    found = []
    for part in re.split(r"(?m)^BSS (?=[0-9a-fA-F:]{17})", text[:_TEXT])[1 : _MOST + 1]:
        ssid = re.search(r"(?m)^\tSSID: ?(.*)$", part)
        frequency = re.search(r"(?m)^\tfreq: (\d{4,5})", part)
        signal = re.search(r"(?m)^\tsignal: (-?\d{1,3})(?:\.\d+)? dBm", part)
        name = ssid[1] if ssid else ""
        one = listed(
            part[:17], "" if re.fullmatch(r"(\\x00)+", name) else _unescaped(name), "iw",
            frequency=int(frequency[1]) if frequency else None, signal_dbm=int(signal[1]) if signal else None,
        )
        if one is not None:
            found.append(one)
    return tuple(found)


def _unescaped(name: str) -> str:
    r"""What iw wrote as \xNN, since it is not printable ASCII."""
    raw = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda found: bytes.fromhex(found[1].decode()), name.encode())
    return decode(raw)


def parse_netsh(text: str) -> tuple[Listed, ...]:
    """`netsh wlan show networks mode=bssid`, in any language: only the shape of its lines is relied on."""
    found: list[Listed] = []
    name, bssid, quality = "", "", None
    for line in text[:_TEXT].splitlines():
        key, colon, value = line.partition(" : ")
        if not colon:
            key, colon, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if re.match(r"^SSID \d+$", key):
            name = value
        elif re.match(r"^BSSID \d+$", key):
            bssid, quality = value, None
            if (one := listed(bssid, name, "netsh")) is not None:
                found.append(one)
        elif found and bssid and (percent := re.fullmatch(r"(\d{1,3})\s?%", value)):
            quality = int(percent[1])
            found[-1] = msgspec.structs.replace(found[-1], quality=quality)
        elif found and bssid and quality is not None and found[-1].channel is None and value.isdecimal():
            found[-1] = msgspec.structs.replace(found[-1], channel=int(value))
    return tuple(found[:_MOST])


def parse_system_profiler(text: str) -> tuple[Listed, ...]:
    """`system_profiler SPAirPortDataType`: since macOS 14.4 it withholds names and addresses from programs.

    Only networks whose BSSID it shows are listed (macOS 13 and older): without one, they cannot be told apart.
    """
    found: list[Listed] = []
    name, shown = "", False
    for line in text[:_TEXT].splitlines():
        stripped = line.strip()
        if stripped.endswith(":"):
            name, shown = stripped[:-1], False
            continue
        key, _, value = stripped.partition(": ")
        if key == "BSSID" and (one := listed(value, name, "system_profiler")) is not None:
            found.append(one)
            shown = True
        elif shown and key == "Channel" and (number := re.match(r"\d{1,3}", value)):
            found[-1] = msgspec.structs.replace(found[-1], channel=int(number[0]))
        elif shown and key == "Signal / Noise" and (signal := re.match(r"-?\d{1,3}", value)):
            found[-1] = msgspec.structs.replace(found[-1], signal_dbm=int(signal[0]))
    return tuple(found[:_MOST])
