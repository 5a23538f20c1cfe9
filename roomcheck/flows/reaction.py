"""Does a flow react to the room? A randomisation test on block means, with the maximum over flows and delays.

For each flow the bytes that its station sends in each tenth of a second, heard once, are smoothed over a second without
its two largest tenths (a key picture is no reaction) and taken as logarithms. For each delay the mean of each block
is taken, and the blocks of the change are compared with those of rest by Welch's t. What counts is the greatest t over
the delays. The p-value of a flow is the share of redrawn schedules under which any flow at any delay does as well
(Westfall and Young's single-step maximum): so looking at many flows and delays costs nothing in false alarms.
A flow has reacted to a kind of cue where p is small and the interval of the effect excludes what does not matter.
"""

import math
import random
from collections.abc import Sequence
from typing import Final

import msgspec

from roomcheck.flows.cues import Block, Part, Schedule, redraw

TENTHS: Final = 10
"""Of a second."""
DELAYS: Final = tuple(range(26))
"""Seconds by which a flow may lag behind the room."""
REDRAWS: Final = 999
ALPHA: Final = 0.01
"""The greatest p for one kind of cue; a verdict needs two kinds of the same flow."""
MATTERS: Final = math.log(1.05)
"""An effect smaller than 5 % is none, however certain."""
NOTICED: Final = math.log(1.25)
"""The effect for which the power is told: a quarter more traffic."""
GUARD: Final = 5
"""Tenths at both ends of a block that are left out: smoothing and reaction time blur them."""
APART: Final = 4
"""Seconds by which the delays of the two kinds may differ: one camera has one delay."""
MOST: Final = 12
"""Flows that are tested, those that send most."""
_FLOOR: Final = 0.02
"""Added to every standard error: a flow without any noise of its own proves nothing by that."""
_T95: Final = 2.10
"""Student's t for 95 % and some 18 degrees of freedom."""


class Series(msgspec.Struct, frozen=True):
    """One flow: who sent, and the bytes sent in each tenth of a second since the test began."""

    station: str
    bssid: str
    tenths: tuple[int, ...]


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of cue did to one flow."""

    kind: str
    p: float
    p_randomised: float
    """Uniform where nothing reacts, also between the steps of p."""
    delay: int
    """Seconds, where the effect was greatest."""
    t: float
    ratio: float
    """Traffic in the change over traffic at rest."""
    low: float
    high: float
    """The interval of the ratio, 95 % at that delay; it does not allow for the choice of the delay."""
    power: float
    """How probably a quarter more traffic would have been noticed in a flow as unsteady as this."""
    passed: bool


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """One flow's effects, one for each kind of cue."""

    station: str
    bssid: str
    effects: tuple[Effect, ...]

    @property
    def reacted(self) -> tuple[str, ...]:
        """The kinds of cues to which it reacted."""
        return tuple(effect.kind for effect in self.effects if effect.passed)

    @property
    def to_both(self) -> bool:
        """Whether it reacted to two kinds, with delays that fit together."""
        delays = [effect.delay for effect in self.effects if effect.passed]
        return len(delays) > 1 and max(delays) - min(delays) <= APART


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The whole test."""

    reactions: tuple[Reaction, ...]
    seed: int | None
    redraws: int
    blocks: tuple[int, ...]
    """Blocks of each kind."""


def smooth(tenths: Sequence[int]) -> list[float]:
    """The logarithm of each tenth's second around it, without that second's two largest tenths."""
    mean = sum(tenths) / max(len(tenths), 1)
    base = max(0.1 * mean, 10.0)
    padded = [0] * 5 + list(tenths) + [0] * 5
    return [math.log(base + sum(sorted(padded[at : at + 10])[:8]) / 8) for at in range(len(tenths))]


def run(series: Sequence[Series], schedule: Schedule, *, seed: int, redraws: int = REDRAWS) -> Outcome:
    """The test of `series` against `schedule`. `seed` draws the schedules it is compared with. Pure."""
    chosen = sorted(series, key=lambda each: (-sum(each.tenths), each.station, each.bssid))[:MOST]
    sums = [_prefix(smooth(each.tenths)) for each in chosen]
    effects: list[list[Effect]] = [[] for _ in chosen]
    for number, part in enumerate(schedule.parts):
        dice = random.Random(f"{seed}:{number}")  # noqa: S311  recorded, to be drawn again
        for found, effect in zip(effects, _test(part, sums, dice, redraws, by_hand=schedule.seed is None), strict=True):
            found.append(effect)
    return Outcome(
        reactions=tuple(
            Reaction(station=each.station, bssid=each.bssid, effects=tuple(found))
            for each, found in zip(chosen, effects, strict=True)
        ),
        seed=schedule.seed, redraws=redraws, blocks=tuple(len(part.blocks) for part in schedule.parts),
    )


def _test(
    part: Part, sums: list[list[float]], dice: random.Random, redraws: int, *, by_hand: bool
) -> list[Effect]:
    if not sums:
        return []
    actual = spans_of(part.blocks, part.kind.change)
    found = [_best(prefix, actual) for prefix in sums]
    maxima = sorted(
        max(_best(prefix, spans)[0] for prefix in sums)
        for spans in (
            spans_of(redraw(part, dice, by_hand=by_hand), part.kind.change) for _ in range(redraws)
        )
    )
    critical = maxima[min(len(maxima) - 1, int((1 - ALPHA) * (len(maxima) + 1)))] if maxima else math.inf
    return [_effect(part, best, maxima, critical, dice.random()) for best in found]


Spans = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
"""The blocks of change and those of rest, in tenths, without their guards."""


def spans_of(blocks: Sequence[Block], change: str) -> Spans:
    """Where the blocks of each action begin and end."""
    changed: list[tuple[int, int]] = []
    rest: list[tuple[int, int]] = []
    for block in blocks:
        begin, end = round(block.begin * TENTHS) + GUARD, round(block.end * TENTHS) - GUARD
        if end > begin:
            (changed if block.action == change else rest).append((begin, end))
    return tuple(changed), tuple(rest)


def _prefix(values: Sequence[float]) -> list[float]:
    sums, whole = [0.0], 0.0
    for value in values:
        whole += value
        sums.append(whole)
    return sums


_Best = tuple[float, int, float, float]
"""The greatest t in size, its delay, the difference of the logarithms there, and its standard error."""


def _best(prefix: list[float], spans: Spans) -> _Best:
    best: _Best = (0.0, 0, 0.0, 1.0)
    for delay in DELAYS:
        found = welch(prefix, spans, delay * TENTHS)
        if found is not None and abs(found[0]) / found[1] > best[0]:
            best = (abs(found[0]) / found[1], delay, *found)
    return best


def welch(prefix: list[float], spans: Spans, lag: int) -> tuple[float, float] | None:
    """The difference of the block means at a lag in tenths, and its standard error; None with too few whole blocks."""
    last = len(prefix) - 1
    sides = []
    for blocks in spans:
        means = [
            (prefix[end + lag] - prefix[begin + lag]) / (end - begin) for begin, end in blocks if end + lag <= last
        ]
        count = len(means)
        if count < 2:
            return None
        mean = sum(means) / count
        sides.append((mean, sum((each - mean) ** 2 for each in means) / (count - 1) / count))
    (one, spread), (other, wide) = sides
    return one - other, math.sqrt(spread + wide) + _FLOOR


def _effect(part: Part, best: _Best, maxima: list[float], critical: float, uniform: float) -> Effect:
    t, delay, difference, error = best
    above = sum(each > t for each in maxima)
    ties = sum(each == t for each in maxima)
    p = (1 + above + ties) / (len(maxima) + 1)
    low, high = difference - _T95 * error, difference + _T95 * error
    matters = low > MATTERS or high < -MATTERS
    return Effect(
        kind=part.kind.name, p=round(p, 6), p_randomised=round((above + uniform * (ties + 1)) / (len(maxima) + 1), 6),
        delay=delay, t=round(t, 3), ratio=_ratio(difference), low=_ratio(low), high=_ratio(high),
        power=round(power(error, critical), 3), passed=p <= ALPHA and matters,
    )


def _ratio(logarithm: float) -> float:
    return round(math.exp(max(min(logarithm, 20.0), -20.0)), 3)


def power(error: float, critical: float, effect: float = NOTICED) -> float:
    """How probably an effect passes the critical t where its standard error is `error` (normal approximation)."""
    if not math.isfinite(critical):
        return 0.0
    return 0.5 * math.erfc((critical - effect / error) / math.sqrt(2))
