"""Does a flow look like a camera's? A scorecard: points for each measure, added up, each with its sentence.

The points were fitted by `python -m tests.flows.train` (logistic regression on measures cut into ranges) on flows of
real encoders and applications laid onto 802.11; they stand in `scorecard.json`, to be read by anyone. A high score
says that the traffic is of a camera's kind. It is circumstance and nothing more: an upload of pictures by anything
else looks the same.
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


class Scorecard(msgspec.Struct, frozen=True):
    """All cards; from `threshold` on a flow is called camera-like."""

    about: str
    base: float
    threshold: float
    cards: tuple[Card, ...]


class Reason(msgspec.Struct, frozen=True):
    """One measure's part in a score."""

    says: str
    points: float


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


LOGARITHMIC: Final = frozenset({"up_kbit_s", "burst_bytes", "answer", "peak", "down_per_up"})


@cache
def scorecard() -> Scorecard:
    """The shipped scorecard."""
    return msgspec.json.decode(Path(__file__).with_name("scorecard.json").read_bytes(), type=Scorecard)


def liken(measures: Measures, card: Scorecard | None = None) -> Likeness:
    """The likeness of one window."""
    chosen = card or scorecard()
    parts = [
        Reason(each.says.format(value=_told(measures, each.measure)), round(each.score(measures), 2))
        for each in chosen.cards
    ]
    score = chosen.base + sum(part.points for part in parts)
    return Likeness(
        round(score, 3), score >= chosen.threshold,
        tuple(sorted(parts, key=lambda part: (-abs(part.points), part.says))),
    )


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
    return f"{value:.0%}" if name in _SHARES else f"{value:.3g}"


_SHARES: Final = frozenset({"up_share", "presence", "full_share", "small_share", "beat"})
