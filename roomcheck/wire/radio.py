"""What an operating system tells of access points and Bluetooth advertisements, as roomcheck writes it down in JSON."""

import msgspec


class AccessPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of a `wifi.ap` observation; fields that it may have beside these are ignored here."""

    ssid: str | None = None
    bssid: str | None = None


class Advertisement(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of a `ble.advertisement` observation; fields that it may have beside these are ignored here."""

    name: str | None = None
    services: tuple[str, ...] = ()
    """Service UUIDs, in full or as four hexadecimal digits."""
    maker_ids: tuple[int, ...] = ()
    """Company identifiers of the Bluetooth SIG."""


def parse_access_point(data: bytes) -> AccessPoint:
    """The empty record where the bytes are none."""
    try:
        return msgspec.json.decode(data, type=AccessPoint)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return AccessPoint()


def parse_advertisement(data: bytes) -> Advertisement:
    """The empty record where the bytes are none."""
    try:
        return msgspec.json.decode(data, type=Advertisement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Advertisement()
