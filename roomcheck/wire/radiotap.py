"""Radiotap: what the receiver tells of each 802.11 frame (https://www.radiotap.org/fields/defined).

A header begins with words that say which fields follow, so its layout is worked out once for every such combination
and then read with one unpacking: captures hold a handful of combinations and millions of frames.
"""

import struct
from functools import lru_cache
from operator import itemgetter
from typing import Final

import msgspec

LINK_TYPE: Final = 127
"""LINKTYPE_IEEE802_11_RADIOTAP"""

_MOST: Final = 4_096
"""Bytes of a header; one that claims more is not read."""
_WORDS: Final = 32
_LAYOUTS: Final = 1_024
"""Layouts that are remembered; a capture with more is not of this world, and is read all the same, slowly."""

_FCS, _BAD_FCS = 0x10, 0x40
_NAMESPACE, _VENDOR, _MORE = 29, 30, 31

# Alignment and size of each field, by its bit.
_FIELDS: Final = {
    0: (8, 8), 1: (1, 1), 2: (1, 1), 3: (2, 4), 4: (2, 2), 5: (1, 1), 6: (1, 1), 7: (2, 2), 8: (2, 2), 9: (2, 2),
    10: (1, 1), 11: (1, 1), 12: (1, 1), 13: (1, 1), 14: (2, 2), 15: (2, 2), 16: (1, 1), 17: (1, 1), 18: (4, 8),
    19: (1, 3), 20: (4, 8), 21: (2, 12), 22: (8, 12), 23: (2, 12), 24: (2, 12), 25: (2, 6), 26: (1, 1), 27: (2, 4),
}
_TAKEN: Final = {0: "Q", 1: "B", 2: "B", 3: "H2x", 5: "b", 18: "4xH2x", 19: "3s", 20: "I4x", 21: "12s", 23: "12s"}
"""How the fields that matter here are unpacked."""
_ORDER: Final = (0, 1, 2, 3, 5, 18, 19, 20, 21, 23)

_HT_BITS: Final = (26, 52, 78, 104, 156, 208, 234, 260)
"""Data bits of a symbol of one stream at 20 MHz, by index (IEEE 802.11-2016, 19.5)."""
_VHT_CODED: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 4.5, 5.0, 6.0, 20 / 3)
"""Data bits of a carrier of one stream, by index (21.5)."""
_VHT_CARRIERS: Final = {20: 52, 40: 108, 80: 234, 160: 468}


class Radio(msgspec.Struct, frozen=True, gc=False):
    """What matters of one header. `size` is its length: the 802.11 frame begins there."""

    size: int
    tsft: int | None = None
    """The receiver's microseconds; the frames of one aggregate may share them."""
    flags: int = 0
    signal: int | None = None
    """dBm, of all antennas or the first that is told."""
    frequency: int | None = None
    """MHz."""
    rate: float | None = None
    """Mb/s; None where the header does not tell it in a form that is read here (HE, S1G)."""
    aggregate: int | None = None
    """The number of the A-MPDU that the frame came in."""

    @property
    def fcs(self) -> int:
        """Bytes of the frame's check sequence that stand at its end."""
        return 4 if self.flags & _FCS else 0

    @property
    def damaged(self) -> bool:
        """Whether the receiver found the check sequence wrong: addresses may be false."""
        return bool(self.flags & _BAD_FCS)


class Layout:
    """Where the fields of one combination stand. `take` gives them in the order of `Radio`'s, rates still coded."""

    __slots__ = ("_pick", "_unpack", "size")

    def __init__(self, form: struct.Struct, places: tuple[int | None, ...], size: int) -> None:
        self._unpack, self.size = form.unpack_from, size
        self._pick = itemgetter(*(-1 if place is None else place for place in places))

    def take(self, data: bytes, at: int) -> tuple[int | bytes | None, ...]:
        """The values of `_ORDER`, None for those that are not there. `data` must hold the whole header."""
        found: tuple[int | bytes | None, ...] = self._pick((*self._unpack(data, at), None))
        return found


_known: dict[bytes, Layout | None] = {}


def layout_of(data: bytes, at: int = 0) -> Layout | None:
    """The layout of the header at `at`; None where there is none, or a damaged one. Never raises."""
    if len(data) - at < 8 or data[at] != 0:
        return None
    size = data[at + 2] | data[at + 3] << 8
    if size < 8 or size > _MOST or len(data) - at < size:
        return None
    end = at + 8
    found = _known.get(data[at + 2 : end], ...)
    if found is not ...:
        return found
    while data[end - 1] & 0x80:
        end += 4
        if end > at + size or end - at > 4 * _WORDS:
            return None
    key = data[at + 2 : end]
    found = _known.get(key, ...)
    if found is not ...:
        return found
    words = struct.unpack_from(f"<{(end - at - 4) // 4}I", data, at + 4)
    layout = _lay_out(words, size, data[at : at + size])
    if len(_known) < _LAYOUTS and not any(word >> _VENDOR & 1 for word in words):
        _known[key] = layout
    return layout


def _lay_out(words: tuple[int, ...], size: int, header: bytes) -> Layout | None:
    """Walks the fields in their order; stops, keeping those before, at the first whose size is not known."""
    offsets: dict[int, int] = {}
    offset = 4 + 4 * len(words)
    base, vendor = 0, 0
    for word in words:
        if vendor:
            offset = vendor
            vendor = 0
        else:
            for bit in range(29):
                if not word >> bit & 1:
                    continue
                shape = _FIELDS.get(base + bit)
                if shape is None:
                    return _compile(offsets, size)
                offset = (offset + shape[0] - 1) // shape[0] * shape[0]
                if offset + shape[1] > size:
                    return _compile(offsets, size) if offsets else None
                offsets.setdefault(base + bit, offset)
                offset += shape[1]
        base = 0 if word >> _NAMESPACE & 1 else base + 32
        if word >> _VENDOR & 1:
            offset = (offset + 1) // 2 * 2
            if offset + 6 > size:
                return _compile(offsets, size)
            vendor = offset + 6 + int.from_bytes(header[offset + 4 : offset + 6], "little")
            if vendor > size:
                return _compile(offsets, size)
    return _compile(offsets, size)


def _compile(offsets: dict[int, int], size: int) -> Layout:
    form, at = "<", 0
    order = sorted((offset, bit) for bit, offset in offsets.items() if bit in _TAKEN)
    for offset, bit in order:
        form += f"{offset - at}x{_TAKEN[bit]}"
        at = offset + struct.calcsize("<" + _TAKEN[bit])
    found = [bit for _, bit in order]
    places = tuple(found.index(bit) if bit in found else None for bit in _ORDER)
    return Layout(struct.Struct(form + f"{size - at}x"), places, size)


def parse_radiotap(data: bytes, at: int = 0) -> Radio | None:
    """The header at `at`; None where there is none. Never raises."""
    layout = layout_of(data, at)
    if layout is None:
        return None
    tsft, flags, rate, channel, signal, extended, mcs, aggregate, vht, he = layout.take(data, at)
    return Radio(
        layout.size, tsft, flags or 0, signal, (channel or extended) or None,  # type: ignore[arg-type]
        rate_of(rate, mcs, vht) if he is None else None, aggregate,  # type: ignore[arg-type]
    )


@lru_cache(maxsize=4_096)
def rate_of(rate: int | None, mcs: bytes | None, vht: bytes | None) -> float | None:
    """Mb/s from the fields Rate, MCS and VHT; None where none of them tells it."""
    if vht is not None:
        return _vht(vht)
    if mcs is not None:
        return _ht(mcs)
    return rate / 2 if rate else None


def _ht(field: bytes) -> float | None:
    known, flags, index = field
    if not known & 2 or index > 31:
        return None
    wide = bool(known & 1) and flags & 3 == 1
    short = bool(known & 4) and bool(flags & 4)
    streams, step = index // 8 + 1, index % 8
    bits = _HT_BITS[step] * (108 / 52 if wide else 1) * streams
    return round(bits / (3.6 if short else 4.0), 1)


def _vht(field: bytes) -> float | None:
    known = field[0] | field[1] << 8
    flags, bandwidth, user = field[2], field[3] & 0x1F, field[4]
    streams, index = user & 0x0F, user >> 4
    if not streams or index > 9:
        return None
    width = 20
    if known & 0x40:
        width = 20 if bandwidth == 0 else 40 if bandwidth <= 3 else 80 if bandwidth <= 10 else 160
    short = bool(known & 4) and bool(flags & 4)
    return round(_VHT_CARRIERS[width] * _VHT_CODED[index] * streams / (3.6 if short else 4.0), 1)
