"""802.11 frames out of capture files, fast and with flat memory: large reads, and one walk through each.

Reads pcap and pcapng whose packets begin with radiotap, PPI or the bare frame. Of a cut or damaged file, what stands
before the damage is used. Nothing of a frame but its header and length leaves this module.

A frame whose time no clock tells (`captured.LATEST`) is left out, unlike a packet that says something: all that is
taken from a frame here is measured in time, and a time made up for it would be measured too.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from roomcheck.wire import ieee80211, ppi, radiotap
from roomcheck.wire.captured import LATEST, PACKET
from roomcheck.wire.ieee80211 import Beacon, Mac, parse_beacon, parse_mac
from roomcheck.wire.radiotap import Radio

LINK_TYPES: Final = frozenset({radiotap.LINK_TYPE, ppi.LINK_TYPE, ieee80211.LINK_TYPE})

_READ: Final = 1 << 20
_BLOCK: Final = PACKET + 65_536
_SKIP: Final = 1 << 30
_INTERFACES: Final = 256
_NETWORKS: Final = 4_096
_LONGEST: Final = 65_535
"""Bytes of a frame in the air, whatever a file claims. The longest there is has 11,454 (Linux, `ieee80211-vht.h`)."""
_OFTEN, _SELDOM = 4, 64
"""An access point names itself ten times a second: its first beacons are read, and one in so many later."""
_PCAP: Final = {
    b"\xd4\xc3\xb2\xa1": ("<", 1), b"\xa1\xb2\xc3\xd4": (">", 1),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000), b"\xa1\xb2\x3c\x4d": (">", 1_000),
}
_BARE: Final = Radio(0)


class Heard(msgspec.Struct, frozen=True, gc=False):
    """One frame as a receiver heard it."""

    at: int
    """Microseconds since 1970, before `captured.LATEST`."""
    radio: Radio
    mac: Mac
    length: int
    """Bytes of the frame in the air, without its check sequence."""

    @property
    def carried(self) -> int:
        """Bytes of the frame's body."""
        return max(self.length - self.mac.body, 0)


_Packet = tuple[bytes, int, int, int, int, int]
"""Buffer, where the packet begins in it, where it ends, its length in the air, microseconds, link type."""


def hear(data: bytes, at: int, link_type: int, length: int | None = None) -> Heard | None:
    """The frame in one captured packet taken `at` microseconds; None where it is damaged or none. Never raises."""
    if link_type == radiotap.LINK_TYPE:
        radio = radiotap.parse_radiotap(data)
    elif link_type == ppi.LINK_TYPE:
        radio = ppi.parse_ppi(data)
    else:
        radio = _BARE if link_type == ieee80211.LINK_TYPE else None
    if radio is None or radio.damaged:
        return None
    mac = parse_mac(data, radio.size)
    if mac is None:
        return None
    kept = len(data)
    whole = (length if length is not None and length > kept else kept) - radio.size - (4 if radio.flags & 0x10 else 0)
    return Heard(at, radio, mac, min(max(whole, 0), _LONGEST))


def named(data: bytes, link_type: int, heard: Heard) -> Beacon | None:
    """What an access point says in this packet, if it is a beacon or a probe response."""
    if heard.mac.control & 0xFC not in _NAMING or link_type not in LINK_TYPES:
        return None
    return parse_beacon(data[: len(data) - heard.radio.fcs], heard.radio.size)


_NAMING: Final = frozenset({0x80, 0x50})
"""Beacon and probe response, in the frame control field."""


def read_air(stream: BinaryIO) -> Iterator[tuple[Heard, Beacon | None]]:
    """The frames of a capture file, in its order, with what access points say of themselves. Never raises."""
    named_before: dict[bytes | None, int] = {}
    for buffer, begin, end, length, at, link_type in packets(stream):
        data = buffer[begin:end]
        heard = hear(data, at, link_type, length)
        if heard is None:
            continue
        beacon = None
        if heard.mac.control & 0xFC in _NAMING:
            count = named_before.get(heard.mac.third, 0)
            if count < _OFTEN or count % _SELDOM == 0:
                beacon = named(data, link_type, heard)
            if count or len(named_before) < _NETWORKS:
                named_before[heard.mac.third] = count + 1
        yield heard, beacon


def packets(stream: BinaryIO) -> Iterator[_Packet]:
    """The packets of a pcap or pcapng file whose link type is of the air, and whose time a clock could tell."""
    start = stream.read(24)
    if start[:4] in _PCAP and len(start) == 24:
        yield from _pcap(stream, start)
    elif start[:4] == b"\x0a\x0d\x0d\x0a":
        yield from _pcapng(stream, start)


def _pcap(stream: BinaryIO, header: bytes) -> Iterator[_Packet]:
    order, ticks = _PCAP[header[:4]]
    link_type = struct.unpack(order + "I", header[20:24])[0] & 0x0FFFFFFF
    if link_type not in LINK_TYPES:
        return
    record = struct.Struct(order + "4I").unpack_from
    buffer = b""
    while more := stream.read(_READ):
        buffer += more
        at, end = 0, len(buffer)
        while at + 16 <= end:
            seconds, fraction, kept, length = record(buffer, at)
            if kept > PACKET:
                return
            after = at + 16 + kept
            if after > end:
                break
            yield buffer, at + 16, after, length, seconds * 1_000_000 + fraction // ticks, link_type
            at = after
        buffer = buffer[at:]


class _Interface(msgspec.Struct, frozen=True):
    link_type: int
    ticks: int = 1_000_000
    offset: int = 0


def _pcapng(stream: BinaryIO, start: bytes) -> Iterator[_Packet]:  # noqa: C901  one walk, for speed
    order = "<"
    interfaces: list[_Interface] = []
    buffer = start
    skip = 0
    while more := stream.read(_READ):
        if skip:
            skip, more = max(skip - len(more), 0), more[skip:]
        buffer += more
        at, end = 0, len(buffer)
        while at + 12 <= end:
            if buffer[at : at + 4] == b"\x0a\x0d\x0d\x0a":
                order = "<" if buffer[at + 8 : at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
                interfaces = []
            kind, size = struct.unpack_from(order + "2I", buffer, at)
            matters = kind in _MATTER
            if size < 12 or size > (_BLOCK if matters else _SKIP):
                return
            if at + size > end:
                if not matters:
                    skip, at = at + size - end, end
                break
            if kind == _INTERFACE and len(interfaces) < _INTERFACES and size >= 20:
                interfaces.append(_interface(buffer[at + 8 : at + size - 4], order))
            elif kind in {_ENHANCED, _OBSOLETE} and size >= 32:
                packet = _enhanced(buffer, at, size, kind, order, interfaces)
                if packet is not None:
                    yield packet
            at += size
        buffer = buffer[at:]


_INTERFACE, _OBSOLETE, _SIMPLE, _ENHANCED = 1, 2, 3, 6
_MATTER: Final = frozenset({_INTERFACE, _OBSOLETE, _SIMPLE, _ENHANCED, 0x0A0D0D0A})


def _enhanced(
    buffer: bytes, at: int, size: int, kind: int, order: str, interfaces: list[_Interface]
) -> _Packet | None:
    shape = "5I" if kind == _ENHANCED else "HH4I"
    fields = struct.unpack_from(order + shape, buffer, at + 8)
    number, (high, low, kept, length) = fields[0], fields[-4:]
    if number >= len(interfaces) or kept > size - 32:
        return None
    interface = interfaces[number]
    if interface.link_type not in LINK_TYPES:
        return None
    ticks = high << 32 | low
    microseconds = interface.offset * 1_000_000 + ticks * 1_000_000 // interface.ticks
    if not 0 <= microseconds < LATEST:
        return None
    return buffer, at + 28, at + 28 + kept, length, microseconds, interface.link_type


def _interface(body: bytes, order: str) -> _Interface:
    link_type = struct.unpack_from(order + "H", body)[0]
    ticks, offset, at = 1_000_000, 0, 8
    while at + 4 <= len(body):
        code, size = struct.unpack_from(order + "2H", body, at)
        value = body[at + 4 : at + 4 + size]
        if code == 9 and len(value) == 1:
            ticks = (2 if value[0] & 0x80 else 10) ** min(value[0] & 0x7F, 18 if value[0] < 0x80 else 62)
        elif code == 14 and len(value) == 8:
            offset = struct.unpack(order + "q", value)[0]
        elif code == 0:
            break
        at += 4 + (size + 3 & ~3)
    return _Interface(link_type, ticks, offset)
