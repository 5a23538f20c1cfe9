"""Reads and writes pcapng as a stream (draft-ietf-opsawg-pcapng).

dpkt's own reader knows one interface only and trusts the lengths that a file states.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from roomcheck.wire.captured import PACKET, Captured, rfc3339

_SECTION, _INTERFACE, _SIMPLE, _ENHANCED, _OBSOLETE = 0x0A0D0D0A, 1, 3, 6, 2
_MAGIC: Final = 0x1A2B3C4D
_TSRESOL, _TSOFFSET = 9, 14
_BLOCK: Final = PACKET + 65_536
_INTERFACES: Final = 256
_SKIP: Final = 1 << 30


class _Interface(msgspec.Struct, frozen=True):
    link_type: int
    ticks: int = 1_000_000
    """In a second."""
    offset: int = 0


def read_pcapng(stream: BinaryIO) -> Iterator[Captured]:
    """The packets of a capture, of all its interfaces; of a cut or damaged one, those before the damage.

    A packet whose time no clock tells is kept, at the epoch: what a device said of itself holds without it.
    """
    interfaces: list[_Interface] = []
    for order, kind, body in _blocks(stream):
        if kind == _SECTION:
            interfaces = []
        elif kind == _INTERFACE and len(body) >= 8 and len(interfaces) < _INTERFACES:
            interfaces.append(_interface(body[:-4], order))
        elif packet := _packet(kind, body, order, interfaces):
            yield packet


def _blocks(stream: BinaryIO) -> Iterator[tuple[str, int, bytes]]:
    """Byte order, type and body of each block that matters here, with the length that ends it."""
    order = "<"
    while len(head := stream.read(8)) == 8:
        kind = struct.unpack(order + "I", head[:4])[0]
        over = 8
        if kind == _SECTION:
            magic = stream.read(4)
            order = "<" if magic == struct.pack("<I", _MAGIC) else ">"
            if magic != struct.pack(order + "I", _MAGIC):
                return
            over = 12
        size = struct.unpack(order + "I", head[4:])[0] - over
        matters = kind in {_INTERFACE, _ENHANCED, _SIMPLE, _OBSOLETE}
        if size < 4 or size > (_BLOCK if matters else _SKIP):
            return
        body = stream.read(size) if matters else b""
        if not matters and not _skip(stream, size):
            return
        yield order, kind, body
        if matters and len(body) < size:
            return


def _skip(stream: BinaryIO, size: int) -> bool:
    while size > 0:
        read = len(stream.read(min(size, 65_536)))
        if not read:
            return False
        size -= read
    return True


def _interface(body: bytes, order: str) -> _Interface:
    link_type = struct.unpack(order + "H", body[:2])[0]
    ticks, offset = 1_000_000, 0
    at = 8
    while at + 4 <= len(body):
        code, size = struct.unpack(order + "2H", body[at : at + 4])
        value = body[at + 4 : at + 4 + size]
        if code == 0:
            break
        if code == _TSRESOL and len(value) == 1:
            exponent = min(value[0] & 0x7F, 18 if value[0] < 0x80 else 62)
            ticks = (2 if value[0] & 0x80 else 10) ** exponent
        elif code == _TSOFFSET and len(value) == 8:
            offset = struct.unpack(order + "q", value)[0]
        at += 4 + (size + 3 & ~3)
    return _Interface(link_type, ticks, offset)


def _packet(kind: int, body: bytes, order: str, interfaces: list[_Interface]) -> Captured | None:
    if kind == _SIMPLE and len(body) >= 4 and interfaces:
        length = struct.unpack(order + "I", body[:4])[0]
        kept = min(length, max(len(body) - 8, 0))
        return Captured(body[4 : 4 + kept], rfc3339(0), length, interfaces[0].link_type)
    if kind not in {_ENHANCED, _OBSOLETE} or len(body) < 20:
        return None
    shape = "IIIII" if kind == _ENHANCED else "HHIIII"
    fields = struct.unpack(order + shape, body[:20])
    number, (high, low, kept, length) = fields[0], fields[-4:]
    if number >= len(interfaces):
        return None
    at = interfaces[number]
    ticks = high << 32 | low
    microseconds = at.offset * 1_000_000 + ticks * 1_000_000 // at.ticks
    data = body[20 : 20 + min(kept, PACKET)]
    return Captured(data, rfc3339(microseconds), max(length, len(data)), at.link_type)
