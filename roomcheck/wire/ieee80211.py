"""Headers of 802.11 frames (IEEE 802.11-2020, 9.2 and 9.3). What the frames carry is never looked at or kept.

The one exception are the frames by which an access point names itself to all: beacons and probe responses, of which
the name and the channel are read.
"""

import struct
from enum import IntEnum
from typing import Final

import msgspec

from roomcheck.model.text import decode

LINK_TYPE: Final = 105
"""LINKTYPE_IEEE802_11: no header of the receiver before the frame."""

_ELEMENTS: Final = 256
_BEACON_FIXED: Final = 12
"""Timestamp, interval and capabilities before the elements."""


class Type(IntEnum):
    MANAGEMENT = 0
    CONTROL = 1
    DATA = 2
    EXTENSION = 3


class Mac(msgspec.Struct, frozen=True, gc=False):
    """The header of one frame. Addresses are six bytes, None where the frame has none."""

    control: int
    """The frame control field."""
    receiver: bytes | None
    transmitter: bytes | None
    third: bytes | None
    sequence: int | None
    """The sequence number, 0 to 4095."""
    fragment: int = 0
    tid: int | None = None
    """The traffic identifier of QoS data: sequence numbers count for each of them apart."""
    body: int = 0
    """Bytes of the header: where the frame's body begins in it."""

    @property
    def type(self) -> Type:
        return Type(self.control >> 2 & 3)

    @property
    def subtype(self) -> int:
        return self.control >> 4 & 15

    @property
    def retry(self) -> bool:
        return bool(self.control & 0x0800)


class Beacon(msgspec.Struct, frozen=True):
    """What an access point says of itself. `ssid` is None where it is hidden."""

    bssid: bytes
    ssid: str | None
    channel: int | None
    multi_link: bool = False
    """Whether it says that it may use several links at once (802.11be): a station's frames may then be elsewhere."""


def parse_mac(data: bytes, at: int = 0) -> Mac | None:
    """The header at `at`; None where it is cut or of a version that is not known. Never raises."""
    left = len(data) - at
    if left < 24:
        return _short(data, at)
    control, first, second, third, counted = _LONG(data, at)
    kind = control & 0x0F
    if kind == _DATA:
        body, tid = 24, None
        if control & 0x0300 == 0x0300:
            body = 30
        if control & 0x80:
            if left < body + 2:
                return None
            tid = data[at + body] & 15
            body += 6 if control & 0x8000 else 2
        return Mac(control, first, second, third, counted >> 4, counted & 15, tid, body)
    if kind == _MANAGEMENT:
        return Mac(control, first, second, third, counted >> 4, counted & 15, None, 28 if control & 0x8000 else 24)
    return _short(data, at)


def _short(data: bytes, at: int) -> Mac | None:
    """Control frames, which may have but one address."""
    left = len(data) - at
    if left < 10:
        return None
    control, first = struct.unpack_from("<H2x6s", data, at)
    if control & 0x0F != _CONTROL:
        return None
    two = (control >> 4 & 15) in _TWO_ADDRESSES and left >= 16
    return Mac(control, first, data[at + 10 : at + 16] if two else None, None, None, body=16 if two else 10)


_LONG: Final = struct.Struct("<H2x6s6s6sH").unpack_from
_MANAGEMENT, _CONTROL, _DATA = 0x00, 0x04, 0x08
"""The type and the protocol version, which is 0, in the frame control field."""


_TWO_ADDRESSES: Final = frozenset({8, 9, 10, 11, 14, 15})
"""Control frames that name their sender: block acknowledgements, PS-Poll, RTS, CF-End."""


def parse_beacon(data: bytes, at: int = 0) -> Beacon | None:
    """A beacon or probe response at `at`; None for any other frame. Never raises."""
    mac = parse_mac(data, at)
    if mac is None or mac.type is not Type.MANAGEMENT or mac.subtype not in {5, 8} or mac.third is None:
        return None
    ssid: str | None = None
    channel: int | None = None
    multi_link = False
    place = at + mac.body + _BEACON_FIXED
    for _ in range(_ELEMENTS):
        if place + 2 > len(data):
            break
        number, length = data[place], data[place + 1]
        value = data[place + 2 : place + 2 + length]
        if len(value) < length:
            break
        if number == 0 and length <= 32:
            ssid = decode(value) if value.strip(b"\0") else None
        elif number == 3 and length == 1:
            channel = value[0]
        elif number == 255 and value[:1] == b"\x6b":
            multi_link = True
        place += 2 + length
    return Beacon(mac.third, ssid, channel, multi_link)
