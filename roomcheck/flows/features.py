"""What can be measured of a flow whose contents are encrypted, and which aggregation does not hide.

Video frames leave an encoder at a steady beat and reach the air as bursts with idle gaps between them; whether a burst
is one aggregate or twenty frames does not matter to its time and its bytes. Sub-frames inside an aggregate (A-MSDU)
are encrypted and are not told apart.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from operator import itemgetter
from typing import Final

import msgspec

GAP: Final = 8_000
"""Microseconds of silence that end a burst."""
LEAST: Final = 20
"""Frames sent by the station below which nothing is measured."""
_SMALL: Final = 150
_FULL: Final = 1_200
"""Bytes from which a frame may be a full packet."""
_NEAR: Final = 60
_PARTS: Final = (1, 2, 3, 1 / 2, 1 / 3)
"""Full packets that may share one frame (A-MSDU), whichever of their numbers is the commonest."""
_STEP: Final = 5_000
"""Microseconds: the grain at which a beat is looked for."""
_BEATS: Final = range(6, 51)
"""In steps: from 30 to 250 ms, 4 to 33 pictures a second."""
_BURSTS: Final = 900
"""Bursts among which a beat is looked for."""

_PACKET: Final = 900
"""Bytes from which the commonest length may be a full packet, of makers' protocols too."""
_OUTER: Final = 10
"""What one frame has more than what each packet in it has: its own head, less a sub-frame's."""
_LONGEST: Final = 1_600
_STRETCH: Final = 5_000_000
"""Microseconds of which the lengths of frames are compared."""
_ENDS: Final = 12
"""Frames that are not full, below which their lengths say nothing."""
_LARGE: Final = 2.5
"""Medians from which a burst may be a key picture."""
_TOGETHER: Final = 300_000
"""Microseconds within which large bursts are one picture in pieces."""
_KEYS: Final = 4


class Frames:
    """The frames of one window: times in microseconds, none before `begun`, and bytes, apart by direction."""

    def __init__(self, begun: int) -> None:
        self.begun = begun
        self.up_at, self.up_size = array("q"), array("L")
        self.down_at, self.down_size = array("q"), array("L")

    def __len__(self) -> int:
        return len(self.up_at) + len(self.down_at)

    @property
    def span(self) -> int:
        """Microseconds from `begun` to the last frame."""
        last = max(max(self.up_at, default=self.begun), max(self.down_at, default=self.begun))
        return last - self.begun

    def add(self, at: int, size: int, *, up: bool) -> None:
        if up:
            self.up_at.append(at)
            self.up_size.append(size)
        else:
            self.down_at.append(at)
            self.down_size.append(size)


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """One window of one flow. `up` is what the station sends."""

    seconds: float
    up_share: float
    """Of all bytes, those that went up."""
    up_kbit_s: float
    presence: float
    """Of all half seconds, those in which the station sent more than a few bytes."""
    evenness: float
    """Coefficient of variation of the bytes sent in two seconds; 0 is perfectly even."""
    full_share: float
    """Of all bytes sent, those in frames of nearly the flow's greatest length."""
    small_share: float
    """Of all frames sent, those that carry next to nothing."""
    answer: float
    """Bytes that came down for each frame that did: acknowledgements are small, a call is not."""
    down_per_up: float
    """Frames that came down for each that went up."""
    burst_ms: float
    """Median time from one burst to the next."""
    beat: float
    """How much more often than by chance a burst follows another after the same time, 0 to 1."""
    beat_ms: float
    """That time."""
    burst_bytes: float
    """Median bytes of a burst."""
    variety: float
    """How many different lengths its bursts have, for each burst: pictures differ, pieces of a file do not."""
    leftover: float
    """Of all bursts, those with a frame that is neither a full packet nor several in one: a picture ends where it
    ends, a piece of a file is as long as the last."""
    peak: float
    """The large bursts (one in fifty is larger) in medians: key pictures stand out."""
    alike: float
    """Of all frames that carry something and are not full, those of the three commonest lengths: pieces of a file and
    a sensor's readings end alike, pictures do not."""
    keys: float
    """How regularly the large bursts come, 0 to 1: an encoder sends a key picture every so many pictures."""
    keys_s: float
    """Seconds from one to the next, 0 where there are none."""
    sameness: float
    """`alike`, less where key pictures stand out: a still room's pictures are of few lengths too, but for those."""
    largest: float
    """Bytes of the fifth largest burst: a key picture, where there are any."""
    steady: float
    """Of all quarter seconds, those in which the station sent anything: four pictures a second leave none empty."""


def measure(frames: Frames, microseconds: int) -> Measures | None:
    """The measures of a window of that length, None where the station sent too little.

    Memory and time grow with `microseconds` too: it is a window's, never what a capture claims.
    """
    count = len(frames.up_at)
    if count < LEAST:
        return None
    frames = _in_order(frames)
    seconds = max(microseconds, 1_000_000) / 1e6
    up_bytes, down_bytes = sum(frames.up_size), sum(frames.down_size)
    starts, sizes = _bursts(frames)
    gaps = sorted(after - before for before, after in pairwise(starts))
    ranked = sorted(sizes)
    median = ranked[len(ranked) // 2]
    beat, beat_ms = _beat(starts)
    keys, keys_s = _keys(starts, sizes, median)
    alike = _alike(frames)
    full = 0.9 * max(frames.up_size)
    down = len(frames.down_at)
    return Measures(
        seconds=round(seconds, 3),
        up_share=round(up_bytes / max(up_bytes + down_bytes, 1), 4),
        up_kbit_s=round(up_bytes * 8 / 1000 / seconds, 2),
        presence=round(_presence(frames, seconds), 4),
        evenness=round(_evenness(frames, seconds), 4),
        full_share=round(sum(size for size in frames.up_size if size >= full) / max(up_bytes, 1), 4),
        small_share=round(sum(size < _SMALL for size in frames.up_size) / count, 4),
        answer=round(down_bytes / down, 1) if down else 0.0,
        down_per_up=round(down / count, 4),
        burst_ms=round(gaps[len(gaps) // 2] / 1000, 2) if gaps else 0.0,
        beat=round(beat, 4), beat_ms=beat_ms,
        burst_bytes=float(median),
        variety=round(len(set(sizes)) / len(sizes), 4),
        leftover=round(_leftover(frames), 4),
        peak=round(ranked[min(len(ranked) * 49 // 50, len(ranked) - 1)] / max(median, 1), 3),
        alike=round(alike, 4),
        keys=round(keys, 4), keys_s=round(keys_s, 2),
        sameness=round(alike * (1 - keys), 4),
        largest=float(ranked[-min(5, len(ranked))]),
        steady=round(_steady(frames, seconds), 4),
    )


def _in_order(frames: Frames) -> Frames:
    """The same frames by their times: captures that were put together need not have them so."""
    at = frames.up_at.tolist()
    if sorted(at) == at:
        return frames
    ordered = Frames(frames.begun)
    for each, size in sorted(zip(at, frames.up_size, strict=True), key=itemgetter(0)):
        ordered.add(each, size, up=True)
    ordered.down_at, ordered.down_size = frames.down_at, frames.down_size
    return ordered


def _bursts(frames: Frames) -> tuple[list[int], list[int]]:
    """When each burst began and the bytes in it."""
    starts: list[int] = []
    sizes: list[int] = []
    before = -1 << 62
    for at, size in zip(frames.up_at, frames.up_size, strict=True):
        if at - before > GAP:
            starts.append(at)
            sizes.append(size)
        else:
            sizes[-1] += size
        before = at
    return starts, sizes


def _leftover(frames: Frames) -> float:
    full = Counter(size for size in frames.up_size if size >= _FULL).most_common(1)
    unit = full[0][0] if full else 1 << 30
    bursts = odd = 0
    before, counted = -1 << 62, False
    for at, size in zip(frames.up_at, frames.up_size, strict=True):
        if at - before > GAP:
            bursts += 1
            counted = False
        if not counted and not any(abs(size - unit * part) < _NEAR for part in _PARTS):
            odd += 1
            counted = True
        before = at
    return odd / bursts


def _alike(frames: Frames) -> float:
    """The middle one of stretches of a few seconds, so that how a session begins does not hide what it goes on with.

    Where several packets share one frame (A-MSDU), the lengths are those of their last, less what is full.
    """
    full = Counter(size for size in frames.up_size if size >= _PACKET).most_common(1)
    unit = full[0][0] - _OUTER if full else 1 << 30
    # No packet is longer than 1,500 bytes: a longer unit is several.
    base = unit // -(-unit // _LONGEST) if full else unit
    stretches: dict[int, Counter[int]] = {}
    for at, size in zip(frames.up_at, frames.up_size, strict=True):
        rest = (size - _OUTER) % base
        if size >= _SMALL and _SMALL <= rest < base - _NEAR:
            stretches.setdefault((at - frames.begun) // _STRETCH, Counter())[rest] += 1
    shares = sorted(
        sum(times for _, times in ends.most_common(3)) / ends.total()
        for ends in stretches.values() if ends.total() >= _ENDS
    )
    return shares[len(shares) // 2] if shares else 0.0


def _keys(starts: list[int], sizes: list[int], median: int) -> tuple[float, float]:
    """The regularity of large bursts: one less the scatter of the times between them, in their middle time."""
    large = [at for at, size in zip(starts, sizes, strict=True) if size > _LARGE * median]
    apart = [at for place, at in enumerate(large) if not place or at - large[place - 1] > _TOGETHER]
    steps = sorted(after - before for before, after in pairwise(apart))
    if len(steps) < _KEYS:
        return 0.0, 0.0
    middle = steps[len(steps) // 2]
    off = sorted(abs(step - middle) for step in steps)[len(steps) // 2]
    return max(0.0, 1 - 4 * off / middle), middle / 1e6


def _steady(frames: Frames, seconds: float) -> float:
    slots = max(1, int(seconds * 4))
    return len({slot for at in frames.up_at if 0 <= (slot := (at - frames.begun) // 250_000) < slots}) / slots


def _counts(frames: Frames, width: int, number: int) -> list[int]:
    bins = [0] * max(number, 1)
    for at, size in zip(frames.up_at, frames.up_size, strict=True):
        place = (at - frames.begun) // width
        if 0 <= place < len(bins):
            bins[place] += size
    return bins


def _presence(frames: Frames, seconds: float) -> float:
    bins = _counts(frames, 500_000, int(seconds * 2))
    return sum(size > 4 * _SMALL for size in bins) / len(bins)


def _evenness(frames: Frames, seconds: float) -> float:
    bins = _counts(frames, 2_000_000, int(seconds / 2))
    mean = sum(bins) / len(bins)
    return float((sum((size - mean) ** 2 for size in bins) / len(bins)) ** 0.5 / mean) if mean else 9.0


def _beat(starts: list[int]) -> tuple[float, float]:
    """The strongest beat: the share of bursts that another follows after it, less what chance gives."""
    chosen = starts[:_BURSTS]
    if len(chosen) < LEAST or chosen[-1] <= chosen[0]:
        return 0.0, 0.0
    chance = 1 - (1 - min(1.0, len(chosen) * _STEP / (chosen[-1] - chosen[0]))) ** 3
    best, lag = 0.0, 0
    for beat in _BEATS:
        after = beat * _STEP
        followed = sum(_near(chosen, at + after) for at in chosen)
        share = followed / len(chosen)
        if share > best:
            best, lag = share, beat
    return max(0.0, (best - chance) / (1 - chance)) if chance < 1 else 0.0, lag * _STEP / 1000


def _near(starts: list[int], at: int) -> bool:
    place = bisect_left(starts, at - _STEP * 3 // 2)
    return place < len(starts) and starts[place] < at + _STEP * 3 // 2
