"""The traffic of a few stations over a test, drawn as it comes, shaded where the room was to change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from roomcheck.tui.acts import act_of
from roomcheck.tui.saying import saying_of

if TYPE_CHECKING:
    from roomcheck.app.overheard import Trace
    from roomcheck.flows.cues import Schedule

BARS: Final = " ▁▂▃▄▅▆▇█"
LABEL: Final = 19
"""Cells before each line of the plot: the station, and that it is like a camera."""


class Traffic(Widget):
    """A band of bars for each of so many stations, over the whole time of the test; the last line shows the cues.

    A bar is the mean of what was sent in its time, against the largest of its station. The cues' changes are shaded
    behind the bars, and marked with a symbol below, so that it can be read without colour.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"traffic--change", "traffic--like", "traffic--label"}
    DEFAULT_CSS = """
    Traffic { height: 7; width: 1fr; }
    Traffic > .traffic--change { background: $foreground 18%; }
    Traffic > .traffic--like { color: $verdict-suspect; }
    Traffic > .traffic--label { color: $text-muted; }
    """

    def __init__(self, stations: int) -> None:
        super().__init__()
        self._stations = stations
        self._schedule: Schedule | None = None
        self._traces: tuple[Trace, ...] = ()
        self._second = 0.0

    def show(self, schedule: "Schedule", traces: "tuple[Trace, ...]", second: float) -> None:
        """Draws what was heard until `second` of the test."""
        if traces is not self._traces or self._column(second) != self._column(self._second) or not self._schedule:
            self._schedule, self._traces, self._second = schedule, traces, second
            self.refresh()

    def _column(self, second: float) -> int:
        return int(second / self._schedule.seconds * self._wide) if self._schedule else 0

    @property
    def _wide(self) -> int:
        return max(self.size.width - LABEL, 1)

    def render_line(self, y: int) -> Strip:
        width, schedule = self.size.width, self._schedule
        if schedule is None or width <= LABEL:
            return Strip.blank(width, self.rich_style)
        base, label = self.rich_style, self.get_component_rich_style("traffic--label")
        rows = max((self.size.height - 1) // self._stations, 1)
        number, row = divmod(y, rows)
        if number >= self._stations:
            cues = "".join("▀" if change else "·" for change in self._changes(schedule))
            return _line(saying_of(self).say("cues"), cues, [base] * len(cues), label, width)
        if number >= len(self._traces):
            return Strip.blank(width, base)
        trace = self._traces[number]
        shown = heights(trace.rates, schedule.seconds, self._wide, rows * 8)
        below = (rows - 1 - row) * 8
        bars = "".join(BARS[max(0, min(8, height - below))] for height in shown)
        like = self.get_component_rich_style("traffic--like") if trace.like else base
        shade = like + Style(bgcolor=self.get_component_rich_style("traffic--change").bgcolor)
        styles = [shade if change else like for change in self._changes(schedule)]
        text = (f"{'◐' if trace.like else ' '}{trace.station}") if row == rows - 1 else ""
        return _line(text, bars, styles, label, width)

    def _changes(self, schedule: "Schedule") -> list[bool]:
        step = schedule.seconds / self._wide
        return [act_of(schedule.action_at((column + 0.5) * step)).changes for column in range(self._wide)]


def heights(rates: Sequence[int], seconds: float, columns: int, most: int) -> list[int]:
    """For each column the mean rate in its time, of `most` eighths of a cell; what is still to come is 0."""
    largest, means = 0.0, []
    for column in range(columns):
        first = int(column * seconds / columns)
        last = max(int((column + 1) * seconds / columns), first + 1)
        part = rates[first:last]
        mean = sum(part) / len(part) if part else 0.0
        means.append(mean)
        largest = max(largest, mean)
    return [round(mean / largest * most) if largest else 0 for mean in means]


def _line(label: str, text: str, styles: list[Style], muted: Style, width: int) -> Strip:
    parts = [Segment(label[: LABEL - 1].ljust(LABEL), muted)]
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or styles[at] is not styles[start]:
            parts.append(Segment(text[start:at], styles[start]))
            start = at
    return Strip(parts).adjust_cell_length(width)
