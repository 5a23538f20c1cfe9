"""A flow's pulse: four measures of its bursts, every half second, that a moving picture changes and the air hardly.

Whoever moves before a camera makes its pictures larger, where the encoder may; where it must hold its rate, the key
pictures shrink beside the others; where each picture is packed by itself, they begin to differ from each other. Beside
the measures stands how well the flow was heard: where that went with the cues, the measures may only follow it.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

CELL: Final = 0.5
"""Seconds from one value to the next."""
MEASURES: Final = ("rate", "unrest", "peaks", "surge")
"""`rate`: what is sent, without key pictures; `unrest`: how much one picture differs from the next; `peaks`: how far
the largest picture stands out; `surge`: the largest picture that the rhythm of key pictures does not explain, as it is
sent when the whole picture changes. All are natural logarithms."""
ROWS: Final = (*MEASURES, "unheard", "heard")
"""The rows of a pulse. `unheard`: the share of frames that were sent and not heard, by their sequence numbers; `heard`:
1 where a burst was heard at all, else 0."""
_WINDOW: Final = 1.5
"""Seconds around a value that it tells of."""
_DROPPED: Final = 0.1
"""Of the bursts of a window, the largest tenth, and one at least, are taken for key pictures."""
_SMALL: Final = 0.25
"""Bursts below this share of the mean are sound or housekeeping."""
_LEAST: Final = 3
"""Bursts in a window below which only the rate is told."""
_MOST: Final = 400
"""Bursts of one window that are looked at."""
_LARGE: Final = 2.5
"""A picture of so many times the mean is large."""
_RHYTHM: Final = (0.4, 10.5)
"""Seconds from one key picture to the next, at least and at most."""
_STEP: Final = 0.05
_FINE: Final = 4
"""Times by which the spectrum is finer than the time calls for."""
_NEAR: Final = 0.1
"""Seconds by which a key picture may come early or late."""
_STEADY: Final = 0.001
"""Unrest below one in a thousand is none."""

_GRAIN: Final = 1_000
"""Values are whole thousandths: what is written down is what was computed with."""

Floats = NDArray[np.float64]
Values = Floats
"""Of one flow: a row for each of `ROWS`, a column a half second."""


class Sent(NamedTuple):
    """Bursts in order of time: when each began, in seconds, its bytes, and its frames that were heard and missed."""

    at: Floats
    size: Floats
    frames: Floats
    missed: Floats


def pulse_of(sent: Sent, seconds: float) -> Values:
    """The pulse of a flow for a test of that many seconds; what lies outside is left out.

    Where there are too few bursts to tell, the measure has its median.
    """
    within = (sent.at >= 0) & (sent.at < seconds)
    at, size, frames, missed = (each[within] for each in sent)
    cells = max(int(seconds / CELL), 1)
    middle = np.asarray((np.arange(cells) + 0.5) * CELL, np.float64)
    first = np.searchsorted(at, middle - _WINDOW / 2)
    count = np.minimum(np.searchsorted(at, middle + _WINDOW / 2) - first, _MOST)
    base = max(0.05 * float(size.sum()) / max(seconds, 1.0) * _WINDOW, 100.0)
    place = first[:, None] + np.arange(max(int(count.max(initial=0)), 1))[None]
    there = np.arange(place.shape[1])[None] < count[:, None]
    sizes = np.where(there, size[np.minimum(place, max(len(size) - 1, 0))] if len(size) else 0.0, 0.0)
    ranked = np.sort(np.where(there, sizes, np.inf), axis=1)
    dropped = np.maximum(1, np.ceil(count * _DROPPED)).astype(np.int64)
    kept = np.maximum(count - dropped, 0)
    rows = np.arange(cells)
    sums = np.concatenate([np.zeros((cells, 1)), np.cumsum(np.where(np.isfinite(ranked), ranked, 0.0), axis=1)], axis=1)
    low = sums[rows, kept]
    mean = low / np.maximum(kept, 1)
    told = count >= _LEAST
    top = np.where(told, ranked[rows, np.maximum(count - 1, 0)], 1.0)
    fence = np.where(told, ranked[rows, kept * told], np.inf)
    peaks = np.where(told, np.log(np.maximum(top, 1.0) / np.maximum(mean, 1.0)), np.nan)
    rate = np.log(base + np.where(told, low, sums[rows, count]))
    chosen = there & (sizes <= fence[:, None]) & (sizes >= _SMALL * mean[:, None])
    unrest = np.where(told, _unrest(sizes, chosen), np.nan)
    cell = np.minimum((at / CELL).astype(np.int64), cells - 1)
    explained = _keys(at, size, mean[cell] if len(at) else at)
    unexplained = np.where(explained[np.minimum(place, max(len(size) - 1, 0))], 0.0, sizes) if len(size) else sizes
    surge = np.where(told, np.log(0.05 * float(size.mean() if len(size) else 1.0) + unexplained.max(axis=1)), np.nan)
    unheard = _unheard(at, frames, missed, middle)
    whole: Values = np.stack([rate, _filled(unrest), _filled(peaks), _filled(surge), _filled(unheard), count > 0])
    return whole.round(3)


def pack(values: Values) -> bytes:
    """The values as 16-bit integers, the most significant byte first, measure after measure, in thousandths."""
    return np.rint(values * _GRAIN).astype(">i2").tobytes()


def unpack(data: bytes) -> Values | None:
    """What `pack` packed; None where it is something else."""
    if not data or len(data) % (2 * len(ROWS)):
        return None
    return np.frombuffer(data, ">i2").astype(np.float64).reshape(len(ROWS), -1) / _GRAIN


def _unheard(at: Floats, frames: Floats, missed: Floats, middle: Floats) -> Floats:
    """The share of missed frames in each window; those of a gap are spread over it. nan where there was no frame."""
    if not len(at):
        return np.full(len(middle), np.nan)
    begin, end = middle - _WINDOW / 2, middle + _WINDOW / 2
    lost = np.interp(end, at, np.cumsum(missed)) - np.interp(begin, at, np.cumsum(missed))
    upto = np.concatenate([[0.0], np.cumsum(frames)])
    heard = upto[np.searchsorted(at, end)] - upto[np.searchsorted(at, begin)]
    return np.where(lost + heard > 0, lost / np.maximum(lost + heard, _STEADY), np.nan)


def _unrest(sizes: Values, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The logarithm of the lower quartile of the steps from one chosen size to the next; nan with fewer than four.

    Sound that goes out with a picture, and a frame that was not heard, spoil some of the steps, but not all.
    """
    count = chosen.sum(axis=1)
    order = np.argsort(~chosen, axis=1, kind="stable")
    logs = np.log(np.maximum(np.take_along_axis(sizes, order, axis=1), 1.0))
    steps = np.abs(np.diff(logs, axis=1))
    if steps.shape[1] == 0:
        return np.full(len(sizes), np.nan)
    inside = np.arange(steps.shape[1])[None] < (count - 1)[:, None]
    ranked = np.sort(np.where(inside, steps, np.inf), axis=1)
    quartile = ranked[np.arange(len(sizes)), np.maximum(count - 2, 0) // 4 * (count > _LEAST)]
    return np.where(count > _LEAST, np.log(_STEADY + np.where(np.isfinite(quartile), quartile, 0.0)), np.nan)


def _keys(at: NDArray[np.float64], size: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which bursts are key pictures: large ones that keep the rhythm of the large ones."""
    large = size > _LARGE * mean
    times, weight = at[large], np.log(np.maximum(size[large], 1.0) / np.maximum(mean[large], 1.0))
    if len(times) < _LEAST or times[-1] - times[0] < _RHYTHM[1]:
        return np.zeros(len(at), np.bool_)
    rhythm = _rhythm(times, weight)
    turn = np.exp(2j * np.pi * rhythm * times)
    # Key pictures meet at one place of the turn; what follows them for other reasons is all over it.
    around = np.histogram(np.angle(turn), bins=120, range=(-np.pi, np.pi), weights=weight)[0]
    support = around + np.roll(around, 1) + np.roll(around, -1)
    place = -np.pi + (int(support.argmax()) + 0.5) * 2 * np.pi / 120
    off = np.angle(turn * np.exp(-1j * place)) / (2 * np.pi * rhythm)
    found = large.copy()
    found[large] = np.abs(off) <= _NEAR
    return found


def _rhythm(times: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """How often a second the large pictures come: the slowest beat that half of the strongest one's power has."""
    shortest, longest = _RHYTHM
    begin, end = float(times[0]), float(times[-1])
    steps = 1 << math.ceil(math.log2((end - begin) / _STEP * _FINE))
    grid = np.histogram(times, np.arange(begin, end + 2 * _STEP, _STEP), weights=weight)[0]
    power = np.abs(np.fft.rfft(grid - grid.mean(), steps))
    beats = np.arange(len(power)) / (steps * _STEP)
    power[(beats < 1 / longest) | (beats > 1 / shortest)] = 0.0
    slowest = float(beats[np.flatnonzero(power >= 0.5 * power.max())[0]])
    near = slowest + np.linspace(-1, 1, 41) / (end - begin)
    exact = np.abs((weight * np.exp(2j * np.pi * near[:, None] * times[None])).sum(axis=1))
    return float(near[int(exact.argmax())])


def _filled(row: NDArray[np.float64]) -> NDArray[np.float64]:
    missing = np.isnan(row)
    if missing.all():
        return np.zeros_like(row)
    return np.where(missing, np.nanmedian(row), row)
