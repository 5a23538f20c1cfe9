"""Per-Packet Information, the older way in which a receiver tells of each 802.11 frame (CACE Technologies, PPI 1.0.7).

Only the fields of 802.11-Common and 802.11n are read; all else is stepped over.
"""

import struct
from typing import Final

from roomcheck.wire.radiotap import Radio

LINK_TYPE: Final = 192
"""LINKTYPE_PPI"""
IEEE80211: Final = 105

_COMMON, _HT_MAC, _HT_MAC_PHY = 2, 3, 4
_FIELDS: Final = 64
_FCS_VALID, _FCS_BAD = 0x0001, 0x0004
_AGGREGATE: Final = 0x0010


def parse_ppi(data: bytes, at: int = 0) -> Radio | None:
    """The header at `at`; None where there is none, or where what follows is not 802.11. Never raises."""
    if len(data) - at < 8:
        return None
    version, _, size, link_type = struct.unpack_from("<BBHI", data, at)
    if version != 0 or link_type != IEEE80211 or size < 8 or len(data) - at < size:
        return None
    tsft, flags, signal, frequency, rate, aggregate = None, 0, None, None, None, None
    place, end = at + 8, at + size
    for _ in range(_FIELDS):
        if place + 4 > end:
            break
        kind, length = struct.unpack_from("<HH", data, place)
        body = place + 4
        if body + length > end:
            break
        if kind == _COMMON and length >= 20:
            tsft, told, speed, channel, _, _, _, dbm, _ = struct.unpack_from("<QHHHHBBbb", data, body)
            flags = (0x10 if told & _FCS_VALID else 0) | (0x40 if told & _FCS_BAD else 0)
            frequency, rate = channel or None, speed / 2 if speed else None
            signal = dbm if dbm not in {0, -128} else None
        elif kind in {_HT_MAC, _HT_MAC_PHY} and length >= 12:
            ht_flags, number = struct.unpack_from("<II", data, body)
            aggregate = number if ht_flags & _AGGREGATE else None
        place = body + length
    return Radio(size, tsft, flags, signal, frequency, rate, aggregate)
