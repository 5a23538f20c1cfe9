"""Does a flow look like a camera's? Gates that every camera's flow passes, then a scorecard; each with its sentence.

The gates and the points stand in `scorecard.json`, to be read by anyone. A gate is a range that a live picture cannot
leave: it goes out, all the time, in many small bursts. The points were fitted by `python -m tests.flows.train`
(logistic regression on measures cut into ranges) on flows of real encoders and applications laid onto 802.11. A high
score says that the traffic is of a camera's kind. It is circumstance and nothing more: pictures that anything else
sends look the same.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.flows.features import Measures


class Card(msgspec.Struct, frozen=True):
    """The points of one measure: `points[i]` for values up to `edges[i]`, the last for all above."""

    measure: str
    says: str
    """What the measure is, in words, with a place for its value."""
    edges: tuple[float, ...]
    points: tuple[float, ...]

    def score(self, measures: Measures) -> float:
        return self.points[bisect_right(self.edges, value_of(measures, self.measure))]


class Gate(msgspec.Struct, frozen=True):
    """The range in which a measure of every camera's flow lies."""

    measure: str
    least: float
    most: float
    says: str
    """What is said of a flow that does not pass."""


class Scorecard(msgspec.Struct, frozen=True):
    """All gates and cards; a flow that passes every gate is called camera-like from `threshold` on."""

    about: str
    gates: tuple[Gate, ...]
    base: float
    threshold: float
    cards: tuple[Card, ...]


class Reason(msgspec.Struct, frozen=True):
    """One measure's part in a score."""

    says: str
    points: float
    template: str = ""
    """The sentence of the scorecard, its place for the value unfilled, for who says it in another language."""
    value: str = ""


class Likeness(msgspec.Struct, frozen=True):
    """How far a flow looks like a camera's."""

    score: float
    camera_like: bool
    reasons: tuple[Reason, ...]
    """All parts, the weightiest first."""


def value_of(measures: Measures, name: str) -> float:
    """A measure by its name; rates as logarithms, so that ranges are even."""
    value = float(getattr(measures, name))
    return math.log10(max(value, 0.1)) if name in LOGARITHMIC else value


LOGARITHMIC: Final = frozenset({"up_kbit_s", "burst_bytes", "answer", "peak", "down_per_up", "largest"})


@cache
def scorecard() -> Scorecard:
    """The shipped scorecard."""
    return msgspec.json.decode(Path(__file__).with_name("scorecard.json").read_bytes(), type=Scorecard)


def liken(measures: Measures, card: Scorecard | None = None) -> Likeness:
    """The likeness of one window."""
    chosen = card or scorecard()
    parts = [_reason(each.says, _told(measures, each.measure), round(each.score(measures), 2)) for each in chosen.cards]
    score = chosen.base + sum(part.points for part in parts)
    closed = [
        _reason(gate.says, _told(measures, gate.measure), CLOSED) for gate in chosen.gates
        if not gate.least <= getattr(measures, gate.measure) <= gate.most
    ]
    if closed:
        return Likeness(round(CLOSED * len(closed), 3), camera_like=False, reasons=(*closed,))
    return Likeness(
        round(score, 3), score >= chosen.threshold,
        tuple(sorted(parts, key=lambda part: (-abs(part.points), part.says))),
    )


def _reason(template: str, value: str, points: float) -> Reason:
    return Reason(template.format(value=value), points, template, value)


CLOSED: Final = -10.0
"""The score of a flow for each gate that it does not pass."""


def liken_all(windows: Sequence[Measures], card: Scorecard | None = None) -> Likeness | None:
    """The likeness of a flow: that of its middle window by score, so that one odd half minute decides nothing.

    Windows shorter than ten seconds count only where there is no other. None where nothing could be measured.
    """
    long = [window for window in windows if window.seconds >= _LONG] or list(windows)
    ranked = sorted((liken(window, card) for window in long), key=lambda likeness: likeness.score)
    return ranked[len(ranked) // 2] if ranked else None


_LONG: Final = 10.0


def _told(measures: Measures, name: str) -> str:
    value = float(getattr(measures, name))
    if name in _SHARES:
        return f"{value:.0%}"
    return f"{value:.0f}" if value >= 1_000 else f"{value:.3g}"


_SHARES: Final = frozenset({
    "up_share", "presence", "full_share", "small_share", "beat", "variety", "leftover", "alike", "keys", "sameness",
    "steady",
})
