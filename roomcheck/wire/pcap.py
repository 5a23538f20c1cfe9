"""Reads pcap files as a stream (draft-ietf-opsawg-pcap).

dpkt's own reader trusts the lengths that a file states, and would read a hostile file into memory at once.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from roomcheck.wire.captured import PACKET, Captured, rfc3339

_MAGICS: Final = {
    b"\xd4\xc3\xb2\xa1": ("<", 1), b"\xa1\xb2\xc3\xd4": (">", 1),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000), b"\xa1\xb2\x3c\x4d": (">", 1_000),
}
"""Byte order, and ticks in a microsecond."""


def is_pcap(start: bytes) -> bool:
    return start[:4] in _MAGICS


def read_pcap(stream: BinaryIO) -> Iterator[Captured]:
    """The packets of a capture; of a cut or damaged one, those before the damage.

    Its seconds have 32 bits, so that every time is one that a clock tells.
    """
    header = stream.read(24)
    if len(header) < 24 or header[:4] not in _MAGICS:
        return
    order, ticks = _MAGICS[header[:4]]
    link_type = struct.unpack(order + "I", header[20:24])[0] & 0x0FFFFFFF
    record = struct.Struct(order + "4I")
    while len(head := stream.read(16)) == 16:
        seconds, fraction, kept, length = record.unpack(head)
        if kept > PACKET:
            return
        data = stream.read(kept)
        yield Captured(data, rfc3339(seconds * 1_000_000 + fraction // ticks), max(length, kept), link_type)
        if len(data) < kept:
            return
