"""Hot or cold in characters: a bar with what is not known of it, and how it went so far."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roomcheck.tui.widgets.traffic import BARS

if TYPE_CHECKING:
    from roomcheck.flows.strength import Strength


def bar_of(now: "Strength", width: int) -> str:
    """The strength as a bar: certain, then as far as it may reach, then the rest."""
    low, high = (_place(now.dbm + way * now.margin, width) for way in (-1, 1))
    return "█" * low + "▒" * (high - low) + "·" * (width - high)


def _place(dbm: float, width: int) -> int:
    """Where a strength lies between -95 and -25 dBm, as `Strength.bar` has it."""
    return round(min(max((dbm + 95) / 70, 0.0), 1.0) * width)


def history_of(history: "Sequence[Strength]", width: int, rows: int) -> list[str]:
    """The strengths over time, the latest at the right; a column is the mean of its time."""
    if not history or width < 1:
        return [" " * max(width, 0)] * rows
    first, last = history[0].at, history[-1].at
    span = max(last - first, 0.001)
    sums, counts = [0.0] * width, [0] * width
    for each in history:
        column = min(int((each.at - first) / span * width), width - 1)
        sums[column] += each.bar
        counts[column] += 1
    before, heights = history[0].bar, []
    for total, count in zip(sums, counts, strict=True):
        before = total / count if count else before
        heights.append(max(round(before * rows * 8), 1))
    return ["".join(BARS[max(0, min(8, height - row * 8))] for height in heights) for row in reversed(range(rows))]
