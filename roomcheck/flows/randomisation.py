"""The statistics of the room-reaction test: what is found is compared with schedules drawn anew.

The greatest t over the delays is divided by what chance gives that flow by that measure and contrast (`contrasts.py`),
so that unsteady flows do not drown steady ones; what counts is the greatest quotient of a flow. Its p-value is the
share of redrawn schedules under which it or any flow that reacts less does as well (the step-down maximum of Westfall
and Young, Resampling-Based Multiple Testing, 1993): looking at many costs nothing in false alarms, and a camera does
not hide a second one.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from roomcheck.flows.contrasts import Best, Drawn, best, drawn, injected, interval, matters, noise, shadow, surpasses
from roomcheck.flows.cues import LEAST, Part, Schedule, redraw
from roomcheck.flows.pulse import MEASURES, ROWS, Floats, Sent, Values, pack, pulse_of, unpack
from roomcheck.flows.reaction import (
    ALPHA,
    CONTRASTS,
    HEARD,
    NOTICED,
    REDRAWS,
    SHADOW,
    Effect,
    Outcome,
    Reaction,
    Series,
)

_USUAL: Final = 0.9
"""The quantile of what chance gives by which a t is divided."""
_LEAST: Final = 0.5
"""The least that it is divided by."""
_TOGETHER: Final = 111
"""Redrawn schedules that are computed at a time; bounds the memory."""
_FOR_POWER: Final = 199
"""Redrawn schedules with which the power is estimated."""
_RATE, _UNHEARD, _HEARD = ROWS.index("rate"), ROWS.index("unheard"), ROWS.index("heard")


def redrawn(part: Part, dice: random.Random, count: int, *, by_hand: bool) -> Drawn:
    """That many schedules that chance could have given instead."""
    return drawn([redraw(part, dice, by_hand=by_hand) for _ in range(count)], part.kind.change)


def run(series: Sequence[Series], schedule: Schedule, *, seed: int, redraws: int = REDRAWS) -> Outcome:
    """The test of `series` against `schedule`. `seed` draws the schedules it is compared with. Pure.

    p allows for all of `series`; the more they are, the less each is noticed.
    """
    values = [values_of(each, schedule.seconds) for each in series]
    return _judge([(each.station, each.bssid) for each in series], values, schedule, seed, redraws)


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
        told = _effects(values, part, dice, redraws, by_hand=schedule.seed is None)
        for found, effect in zip(effects, told, strict=True):
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
    frames = series.frames or np.ones(len(at))
    missed = series.missed or np.zeros(len(at))
    columns = (np.array(each, np.float64)[order] for each in (series.size, frames, missed))
    return pulse_of(Sent(at[order], *columns), seconds)


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
    rivals: Floats
    """The greatest quotient by chance of it and those that react less, (flows, redraws)."""


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
    p, p_uniform, passed = np.ones(flows), np.ones(flows), np.zeros(flows, np.bool_)
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
    rivals = np.zeros((flows, redraws))
    rivals[order] = maxima
    measure, contrast = np.unravel_index(told, t.shape[1:])
    return Shares(p, p_uniform, measure, contrast, passed, rivals)


def _effects(values: Values, part: Part, dice: random.Random, redraws: int, *, by_hand: bool) -> Iterator[Effect]:
    measured = values[:, : len(MEASURES)]
    actual = drawn([part.blocks], part.kind.change)
    chance = chances(measured, part, dice, redraws, by_hand=by_hand)
    found = best(measured, actual)
    told = shares(found, chance, dice.random())
    shadows = shadow(values[:, _UNHEARD], actual)
    during = values[:, _HEARD, int(actual.begin[0, 0]) : int(actual.end[0, -1])]
    heard = during.sum(axis=1) / max(during.shape[1], 1)
    powers = _powers(values[:, _RATE], part, actual, told.rivals, dice, by_hand=by_hand)
    enough = min(Counter(block.action for block in part.blocks).values()) >= LEAST
    for flow in range(len(values)):
        at = flow, told.measure[flow], told.contrast[flow], 0
        difference = float(found.difference[at])
        low, high = (float(each) for each in interval(found.difference[at], found.error[at]))
        shadowed = bool(shadows[flow] > SHADOW)
        yield Effect(
            kind=part.kind.name, measure=MEASURES[told.measure[flow]], contrast=CONTRASTS[told.contrast[flow]],
            p=round(float(told.p[flow]), 6), delay=int(found.delay[at]), t=round(float(found.t[at]), 3),
            ratio=_ratio(difference), low=_ratio(low), high=_ratio(high),
            heard=round(float(heard[flow]), 3), unheard=round(float(shadows[flow]), 3),
            power=round(powers[flow], 3) if heard[flow] >= HEARD and enough and not shadowed else 0.0,
            passed=bool(told.passed[flow]) and enough and not shadowed,
        )


def _powers(
    rates: Floats, part: Part, actual: Drawn, rivals: Floats, dice: random.Random, *, by_hand: bool
) -> list[float]:
    """How probably each flow would have passed, had it sent a quarter more while the change lasted.

    A flow that reacts does better with redrawn schedules too, at some delay; so they meet it as it would be.
    """
    count = min(_FOR_POWER, rivals.shape[1])
    if not count:
        return [0.0] * len(rates)
    reacting = injected(rates, actual, NOTICED)[:, None]
    t = chances(reacting, part, dice, count, by_hand=by_hand)[:, 0]
    usual = np.maximum(np.quantile(t, _USUAL, axis=2), _LEAST)
    highest = np.maximum((t / usual[..., None]).max(axis=1), rivals[:, :count])
    critical = np.sort(highest, axis=1)[:, min(count - 1, int((1 - ALPHA) * (count + 1)))] * usual[:, 0]
    errors = noise(rates, actual)
    return [surpasses(float(error), float(each), NOTICED) for error, each in zip(errors, critical, strict=True)]


def _ratio(logarithm: float) -> float:
    return round(math.exp(max(min(logarithm, 20.0), -20.0)), 3)
