"""The statistics of the room-reaction test: block means, the greatest t, and schedules drawn anew.

For each flow, measure and delay two contrasts are taken: `level`, the blocks of the change against those of rest
(Welch's t), and `onset`, the seconds just after each cue against the rest of its block, the two actions weighing alike.
The greatest t over the delays is divided by what chance gives that flow by that measure and contrast, so that unsteady
flows do not drown steady ones; what counts is the greatest quotient of a flow. Its p-value is the share of redrawn
schedules under which it or any flow that reacts less does as well (the step-down maximum of Westfall and Young,
Resampling-Based Multiple Testing, 1993): looking at many costs nothing in false alarms, and a camera does not hide a
second one.
"""

import math
import random
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from roomcheck.flows.cues import Block, Part, Schedule, redraw
from roomcheck.flows.pulse import CELL, MEASURES, Values, pack, pulse_of, unpack
from roomcheck.flows.reaction import (
    ALPHA,
    CONTRASTS,
    DELAYS,
    MATTERS,
    MOST,
    REDRAWS,
    Effect,
    Outcome,
    Reaction,
    Series,
    power,
)

_GUARD: Final = 1
"""Cells at both ends of a block that are left out of its level: the window and the person's reaction blur them."""
_ONSET: Final = 3
"""Cells after a cue that are its onset."""
_FLOOR: Final = 0.02
"""Added to every standard error: a flow without any noise of its own proves nothing by that."""
_T95: Final = 2.10
"""Student's t for 95 % and 18 degrees of freedom, those of the fewest blocks that a test should have."""
_USUAL: Final = 0.9
"""The quantile of what chance gives by which a t is divided."""
_LEAST: Final = 0.5
"""The least that it is divided by."""
_TOGETHER: Final = 111
"""Redrawn schedules that are computed at a time; bounds the memory."""

Floats = NDArray[np.float64]


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


def redrawn(part: Part, dice: random.Random, count: int, *, by_hand: bool) -> Drawn:
    """That many schedules that chance could have given instead."""
    return drawn([redraw(part, dice, by_hand=by_hand) for _ in range(count)], part.kind.change)


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


def run(series: Sequence[Series], schedule: Schedule, *, seed: int, redraws: int = REDRAWS) -> Outcome:
    """The test of `series` against `schedule`. `seed` draws the schedules it is compared with. Pure."""
    chosen = sorted(series, key=lambda each: (-sum(each.size), each.station, each.bssid))[:MOST]
    values = [values_of(each, schedule.seconds) for each in chosen]
    return _judge([(each.station, each.bssid) for each in chosen], values, schedule, seed, redraws)


def again(reactions: Sequence[Reaction], schedule: Schedule, *, seed: int, redraws: int) -> Outcome | None:
    """The same test from what was written down of it; None where a pulse is missing or another's."""
    values = [unpack(each.pulse) for each in reactions]
    there = [each for each in values if each is not None]
    if len(there) < len(values) or len({each.shape for each in there}) > 1:
        return None
    return _judge([(each.station, each.bssid) for each in reactions], there, schedule, seed, redraws)


def _judge(
    flows: Sequence[tuple[str, str]], pulses: Sequence[Values], schedule: Schedule, seed: int, redraws: int
) -> Outcome:
    values = np.array(pulses)
    effects: list[list[Effect]] = [[] for _ in flows]
    for number, part in enumerate(schedule.parts if flows else ()):
        dice = random.Random(f"{seed}:{number}")  # noqa: S311  recorded, to be drawn again
        chance = chances(values, part, dice, redraws, by_hand=schedule.seed is None)
        for found, effect in zip(effects, _effects(values, part, chance, dice.random()), strict=True):
            found.append(effect)
    return Outcome(
        reactions=tuple(
            Reaction(station=station, bssid=bssid, effects=tuple(found), pulse=pack(each))
            for (station, bssid), found, each in zip(flows, effects, pulses, strict=True)
        ),
        seed=schedule.seed, redraws=redraws, blocks=tuple(len(part.blocks) for part in schedule.parts),
    )


def values_of(series: Series, seconds: float) -> Values:
    """The pulse of a series in a test of that many seconds."""
    at = np.array(series.at, np.float64) / 1e6
    order = np.argsort(at, kind="stable")
    return pulse_of(at[order], np.array(series.size, np.float64)[order], seconds)


def chances(values: Floats, part: Part, dice: random.Random, redraws: int, *, by_hand: bool) -> Floats:
    """The greatest t under each redrawn schedule, (flows, measures, contrasts, redraws)."""
    steps = [min(_TOGETHER, redraws - begin) for begin in range(0, redraws, _TOGETHER)]
    found = [best(values, redrawn(part, dice, step, by_hand=by_hand)).t for step in steps]
    return np.concatenate([np.zeros((*values.shape[:2], len(CONTRASTS), 0)), *found], axis=3)


class Shares(NamedTuple):
    """Of each flow: p, p with ties broken by chance (uniform where nothing reacts), and where it reacts most."""

    p: Floats
    uniform: Floats
    measure: NDArray[np.int64]
    contrast: NDArray[np.int64]
    passed: NDArray[np.bool_]
    critical: Floats
    """The t that its rate's level had to pass."""


def shares(found: Best, chance: Floats, uniform: float) -> Shares:
    """Step-down p-values of the actual schedule, the only one of `found`, against what redrawn ones gave.

    Where an effect that matters passes, it is told; else the one that stands out most.
    """
    t, effects = found.t[..., 0], matters(found.difference[..., 0], found.error[..., 0])
    flows, redraws = len(t), chance.shape[3]
    # The actual schedule is one of those that chance could have drawn: with it among them the test is exact.
    usual = np.maximum(np.quantile(np.concatenate([chance, t[..., None]], axis=3), _USUAL, axis=3), _LEAST)
    quotients = (t / usual).reshape(flows, -1)
    told, most = quotients.argmax(axis=1), quotients.max(axis=1)
    weighty = np.where(effects.reshape(flows, -1), quotients, 0.0)
    p, p_uniform, passed, critical = np.ones(flows), np.ones(flows), np.zeros(flows, np.bool_), np.full(flows, math.inf)
    order = np.argsort(-most, kind="stable") if redraws else np.zeros(0, np.int64)
    # From the flow that reacts least upwards: the greatest by chance among it and those below it.
    by_chance = (chance / usual[..., None]).max(axis=(1, 2), initial=0.0)
    maxima = np.maximum.accumulate(by_chance[order][::-1], axis=0)[::-1]
    before = before_uniform = 0.0
    for rank, flow in enumerate(order):
        above, ties = int((maxima[rank] > most[flow]).sum()), int((maxima[rank] == most[flow]).sum())
        before = max(before, (1 + above + ties) / (redraws + 1))
        before_uniform = max(before_uniform, (above + uniform * (ties + 1)) / (redraws + 1))
        p[flow], p_uniform[flow] = before, before_uniform
        of_weighty = max(before, (1 + int((maxima[rank] >= weighty[flow].max()).sum())) / (redraws + 1))
        if of_weighty <= ALPHA:
            p[flow], passed[flow], told[flow] = of_weighty, True, int(weighty[flow].argmax())
        highest = np.sort(maxima[rank])[min(redraws - 1, int((1 - ALPHA) * (redraws + 1)))]
        critical[flow] = highest * usual[flow, 0, 0]
    measure, contrast = np.unravel_index(told, t.shape[1:])
    return Shares(p, p_uniform, measure, contrast, passed, critical)


def _effects(values: Floats, part: Part, chance: Floats, uniform: float) -> Iterator[Effect]:
    actual = drawn([part.blocks], part.kind.change)
    found = best(values, actual)
    told = shares(found, chance, uniform)
    noise = _noise(values, actual)
    for flow in range(len(values)):
        at = flow, told.measure[flow], told.contrast[flow], 0
        difference = float(found.difference[at])
        low, high = (float(each) for each in interval(found.difference[at], found.error[at]))
        yield Effect(
            kind=part.kind.name, measure=MEASURES[told.measure[flow]], contrast=CONTRASTS[told.contrast[flow]],
            p=round(float(told.p[flow]), 6), p_randomised=round(float(told.uniform[flow]), 6),
            delay=int(found.delay[at]), t=round(float(found.t[at]), 3),
            ratio=_ratio(difference), low=_ratio(low), high=_ratio(high),
            power=round(power(noise[flow], float(told.critical[flow])), 3),
            passed=bool(told.passed[flow]),
        )


def interval(difference: Floats, error: Floats) -> tuple[Floats, Floats]:
    """95 %, of logarithms."""
    return difference - _T95 * error, difference + _T95 * error


def matters(difference: Floats, error: Floats) -> NDArray[np.bool_]:
    """Whether the interval excludes effects that are none."""
    low, high = interval(difference, error)
    return (low > MATTERS) | (high < -MATTERS)


def _noise(values: Floats, actual: Drawn) -> tuple[float, ...]:
    """The standard error of the rate's level in each flow, the middle one over the delays."""
    sums = _sums(values[:, :1])
    errors = [next(_contrasts(sums, actual, round(delay / CELL)))[1][:, 0] for delay in DELAYS]
    return tuple(float(each) for each in np.median(np.array(errors), axis=0))


def _ratio(logarithm: float) -> float:
    return round(math.exp(max(min(logarithm, 20.0), -20.0)), 3)
