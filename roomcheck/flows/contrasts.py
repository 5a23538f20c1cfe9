"""Contrasts of a flow's pulse at a schedule: how far apart the blocks are, and how certain that is.

Two are taken of each measure: `level`, the blocks of the change against those of rest (Welch's t), and `onset`, the
seconds just after each cue against the rest of its block, the two actions weighing alike.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from roomcheck.flows.cues import Block
from roomcheck.flows.pulse import CELL, Floats
from roomcheck.flows.reaction import CONTRASTS, DELAYS, MATTERS

_GUARD: Final = 1
"""Cells at both ends of a block that are left out of its level: the window and the person's reaction blur them."""
_ONSET: Final = 3
"""Cells after a cue that are its onset."""
_FLOOR: Final = 0.02
"""Added to every standard error: a flow without any noise of its own proves nothing by that."""
_T95: Final = 2.10
"""Student's t for 95 % and 18 degrees of freedom, those of the fewest blocks with which a kind may pass."""


class Drawn(NamedTuple):
    """Schedules of one kind of cue, (schedules, blocks): the cells in which each block lies, and whether it changes."""

    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    change: NDArray[np.bool_]


class Best(NamedTuple):
    """The greatest t over the delays, (flows, measures, contrasts, schedules) each, and where it was found."""

    t: Floats
    delay: NDArray[np.int64]
    difference: Floats
    error: Floats


def drawn(schedules: Sequence[Sequence[Block]], change: str) -> Drawn:
    """Schedules of the same number of blocks."""
    edges = np.array([[(block.begin, block.end) for block in blocks] for blocks in schedules])
    cells = np.rint(edges / CELL).astype(np.int64)
    return Drawn(
        cells[:, :, 0], cells[:, :, 1], np.array([[block.action == change for block in each] for each in schedules])
    )


def best(values: Floats, schedules: Drawn) -> Best:
    """For `values` (flows, measures, cells). A contrast with fewer than two blocks on a side is none."""
    flows, measures, _ = values.shape
    shape = (flows * measures, len(CONTRASTS), len(schedules.begin))
    found = Best(np.zeros(shape), np.zeros(shape, np.int64), np.zeros(shape), np.ones(shape))
    sums = _sums(values)
    for delay in DELAYS:
        for contrast, (difference, error) in enumerate(_contrasts(sums, schedules, round(delay / CELL))):
            t = np.abs(difference) / error
            better = t > found.t[:, contrast]
            found.delay[:, contrast][better] = delay
            for kept, new in ((found.t, t), (found.difference, difference), (found.error, error)):
                np.copyto(kept[:, contrast], new, where=better)
    whole = (flows, measures, *shape[1:])
    return Best(
        found.t.reshape(whole), found.delay.reshape(whole), found.difference.reshape(whole), found.error.reshape(whole)
    )


def _sums(values: Floats) -> Floats:
    """Running sums, a row for each flow and measure."""
    rows = values.reshape(-1, values.shape[2])
    return np.concatenate([np.zeros((len(rows), 1)), np.cumsum(rows, axis=1)], axis=1)


def _contrasts(sums: Floats, schedules: Drawn, lag: int) -> Iterator[tuple[Floats, Floats]]:
    """The differences and their standard errors, (rows, schedules) each: level, then onset."""
    begin, end = schedules.begin + lag, schedules.end + lag - _GUARD
    whole = end < sums.shape[1]
    upto = _at(sums, end)
    there = whole & (end > begin + _GUARD)
    level = (upto - _at(sums, begin + _GUARD)) / np.maximum(end - begin - _GUARD, 1)
    change, rest = there & schedules.change, there & ~schedules.change
    (one, spread), (other, wide) = _mean(level, change), _mean(level, rest)
    few = (change.sum(axis=1) < 2) | (rest.sum(axis=1) < 2)
    yield np.where(few, 0.0, one - other), np.where(few, 1.0, np.sqrt(spread + wide) + _FLOOR)
    late = begin + _ONSET + _GUARD
    there = whole & (end > late)
    after = (upto - _at(sums, late)) / np.maximum(end - late, 1)
    step = (_at(sums, begin + _ONSET) - _at(sums, begin)) / _ONSET - after
    change, rest = there & schedules.change, there & ~schedules.change
    (one, spread), (other, wide) = _mean(step, change), _mean(step, rest)
    few = (change.sum(axis=1) < 2) | (rest.sum(axis=1) < 2)
    yield np.where(few, 0.0, (one + other) / 2), np.where(few, 1.0, np.sqrt(spread + wide) / 2 + _FLOOR)


def _at(sums: Floats, place: NDArray[np.int64]) -> Floats:
    """(rows, schedules, blocks)"""
    return sums.take(place, axis=1, mode="clip")


def _mean(values: Floats, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The mean over the chosen blocks, and its squared standard error."""
    weight = chosen / np.maximum(chosen.sum(axis=1, keepdims=True), 1)
    mean = np.einsum("rsb,sb->rs", values, weight)
    squares = np.einsum("rsb,rsb,sb->rs", values, values, weight) - mean**2
    return mean, np.maximum(squares, 0.0) / np.maximum(chosen.sum(axis=1) - 1, 1)


def injected(rates: Floats, actual: Drawn, effect: float) -> Floats:
    """The rates (flows, cells) as they would be if each flow sent more by `effect` while the change lasts."""
    more = np.zeros(rates.shape[1])
    for begin, end, change in zip(actual.begin[0], actual.end[0], actual.change[0], strict=True):
        more[begin:end] += effect * change
    return rates + more


def shadow(unheard: Floats, actual: Drawn) -> Floats:
    """Of each flow (flows, cells): by how much the share of unheard frames went with the cues, at most, as a contrast.

    At any delay, and no less than what its own scatter explains.
    """
    sums = _sums(unheard[:, None])
    greatest = np.zeros(len(unheard))
    for delay in DELAYS:
        for difference, error in _contrasts(sums, actual, round(delay / CELL)):
            certain = np.abs(difference[:, 0]) > _T95 * error[:, 0]
            greatest = np.maximum(greatest, np.where(certain, np.abs(difference[:, 0]), 0.0))
    return greatest


def interval(difference: Floats, error: Floats) -> tuple[Floats, Floats]:
    """95 %, of logarithms."""
    return difference - _T95 * error, difference + _T95 * error


def matters(difference: Floats, error: Floats) -> NDArray[np.bool_]:
    """Whether the interval excludes effects that are none."""
    low, high = interval(difference, error)
    return (low > MATTERS) | (high < -MATTERS)


def surpasses(error: float, critical: float, effect: float) -> float:
    """How probably an effect of that size is found: its t above `critical`, and its interval with what matters in it.

    0 where there is no critical t (normal approximation).
    """
    if not math.isfinite(critical):
        return 0.0
    needed = max(critical * error, MATTERS + _T95 * error)
    return 0.5 * math.erfc((needed - effect) / error / math.sqrt(2))


def noise(rates: Floats, actual: Drawn) -> Floats:
    """The standard error of the level in each flow (flows, cells), the middle one over the delays."""
    sums = _sums(rates[:, None])
    errors = [next(_contrasts(sums, actual, round(delay / CELL)))[1][:, 0] for delay in DELAYS]
    middle: Floats = np.median(np.array(errors), axis=0)
    return middle
