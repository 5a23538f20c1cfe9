"""Kismet's devices, from its JSON export and from its `.kismet` log: access points with their names.

The export is a list of objects whose keys are paths such as `kismet.device.base.macaddr`; a log keeps the same
objects in an SQLite table (kismetwireless/kismet-docs: devices, `.kismet` log format).
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from roomcheck.model.addresses import mac_of
from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.model.text import harmless

VIA: Final = "import"
_NEVER: Final = "1970-01-01T00:00:00.000000Z"
_FILE: Final = 64 * 1024 * 1024
_DEVICES: Final = 10_000
_SSIDS: Final = 16
_NESTED: Final = 12


def read_kismet_json(stream: BinaryIO, path: Path) -> Iterator[Observation]:
    """The access points of a device export, one JSON document or one object a line."""
    data = stream.read(_FILE + 1)
    if len(data) > _FILE:
        raise ImportFailed(
            f"{harmless(path.name)} is larger than {_FILE // 1024 // 1024} MB.", "Export fewer devices from Kismet."
        )
    devices = _documents(data)
    if not devices or not any(isinstance(each, dict) and _mac(each) for each in devices):
        raise ImportFailed(
            f"{harmless(path.name)} holds no device of Kismet.",
            "Export the devices with kismetdb_dump_devices, or save Kismet's device list as JSON.",
        )
    for device in devices[:_DEVICES]:
        yield from _device(device)


def read_kismet_log(path: Path) -> Iterator[Observation]:
    """The access points of a `.kismet` log, opened for reading only."""
    try:
        log = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise _unreadable(path, error) from None
    try:
        for (data,) in log.execute("SELECT device FROM devices LIMIT ?", (_DEVICES,)):
            for device in _documents(bytes(data) if isinstance(data, bytes) else str(data).encode()):
                yield from _device(device)
    except sqlite3.Error as error:
        raise _unreadable(path, error) from None
    finally:
        log.close()


def _unreadable(path: Path, error: sqlite3.Error) -> ImportFailed:
    return ImportFailed(
        f"{harmless(path.name)} is not a log of Kismet that can be read ({harmless(str(error), 80)}).",
        "Close Kismet first, or export its devices as JSON and import that.",
    )


def _documents(data: bytes) -> list[Any]:
    try:
        whole = msgspec.json.decode(data)
        return whole if isinstance(whole, list) else [whole]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    found: list[Any] = []
    for line in data.splitlines()[:_DEVICES]:
        try:
            found.append(msgspec.json.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return found


def _mac(device: dict[Any, Any]) -> str | None:
    found = device.get("kismet.device.base.macaddr") or device.get("kismet_device_base_macaddr")
    return mac_of(found) if isinstance(found, str) else None


def _device(device: Any) -> Iterator[Observation]:
    mac = _mac(device) if isinstance(device, dict) else None
    if mac is None:
        return
    names = dict.fromkeys(_names(device, 0))
    kind = device.get("kismet.device.base.type") or device.get("kismet_device_base_type")
    if not names and kind != "Wi-Fi AP":
        return
    source = Source(mac=mac)
    yield observe("wifi.bssid", mac.encode(), at=_NEVER, via=VIA, source=source)
    for name in list(names)[:_SSIDS]:
        yield observe("wifi.ssid", name.encode("utf-8", "replace"), at=_NEVER, via=VIA, source=source)


def _names(value: Any, depth: int) -> Iterator[str]:
    """The SSIDs that a device advertises; those that it merely probes for are another's."""
    if depth > _NESTED:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            path = str(key).replace("_", ".")
            if "probed" in path:
                continue
            if path.endswith("advertisedssid.ssid") and isinstance(inner, str) and inner:
                yield inner
            else:
                yield from _names(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner, depth + 1)
