"""The live list of devices. Rows differ by key and are replaced in place, never cleared; only lines in view are drawn.

Textual's own table draws every line in view anew whenever one cell changes, which costs a key press its 50 ms with 500
devices; here a line that did not change is not drawn again.
"""

from collections.abc import Iterable
from typing import ClassVar, Final

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from roomcheck.model.assessment import Finding
from roomcheck.model.vocabulary import Verdict
from roomcheck.tui.saying import Saying, saying_of
from roomcheck.tui.widgets.rows import Row, View, row_of
from roomcheck.words import msg

_COLUMNS: Final = (
    ("verdict", msg("Verdict"), 13, 13),
    ("address", msg("Address"), 15, 15),
    ("kind", msg("Kind"), 12, 17),
    ("maker", msg("Maker and model"), 14, 30),
    ("mark", msg("Marked"), 9, 10),
    ("name", msg("Name"), 14, 28),
)
"""Key, title, least and best width in cells. Columns at the end go where there is no room for their least."""


class Opened(Message):
    """The person wants to see one device."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self.device = device


class Change(msgspec.Struct, frozen=True):
    """What `Devices.show` changed, by the keys of rows."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


class Devices(ScrollView, can_focus=True):
    """Shows findings through a view; the cursor stays on its device whatever comes in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", msg("Open")),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"devices--header", "devices--cursor"}
    DEFAULT_CSS = """
    Devices { height: 1fr; padding: 0; overflow-x: hidden; }
    Devices > .devices--header { background: $panel; text-style: bold; }
    Devices > .devices--cursor { background: $foreground 20%; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.cursor_row = 0
        self._findings: dict[str, Finding] = {}
        self._rows: dict[str, Row] = {}
        self._order: list[str] = []
        self._speaks: Saying | None = None
        self._drawn: dict[str, tuple[Row, int, Strip]] = {}
        self._colours: dict[Verdict, Style] = {}

    @property
    def row_count(self) -> int:
        return len(self._order)

    @property
    def device(self) -> str | None:
        """The device under the cursor."""
        return self._order[self.cursor_row] if self._order else None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order in which they stand."""
        return tuple(self._rows[key] for key in self._order)

    def show(self, findings: Iterable[Finding]) -> Change:
        """Brings the rows to `findings`: what vanished goes, what is new comes, what differs is replaced."""
        saying = saying_of(self)
        if saying is not self._speaks:
            self._speaks, self._findings, self._drawn = saying, {}, {}
        shown = {each.id: each for each in findings if self.view.shows(each)}
        rows = {
            key: self._rows[key] if self._findings.get(key) is finding else row_of(finding, saying)
            for key, finding in shown.items()
        }
        change = Change(
            added=tuple(key for key in rows if key not in self._rows),
            removed=tuple(key for key in self._rows if key not in rows),
            replaced=tuple(key for key, row in rows.items() if key in self._rows and self._rows[key] != row),
        )
        self._findings, self._rows = shown, rows
        for key in change.removed:
            self._drawn.pop(key, None)
        self._settle(change)
        return change

    def look(self, view: View, findings: Iterable[Finding]) -> None:
        """Shows the findings through another view."""
        self.view = view
        self.show(findings)

    def _settle(self, change: Change) -> None:
        at = self.device
        order = sorted(self._rows, key=lambda key: self._rows[key].place(self.view.sort))
        if order != self._order:
            self._order = order
            self.virtual_size = Size(self.size.width, len(order) + 1)
            self.cursor_row = order.index(at) if at in self._rows else max(min(self.cursor_row, len(order) - 1), 0)
            self._follow()
            self.refresh()
            return
        for key in change.replaced:
            self._refresh_row(order.index(key))

    def _refresh_row(self, row: int) -> None:
        line = row + 1 - int(self.scroll_y)
        if 0 < line < self.size.height:
            self.refresh_line(line)

    # Drawing.

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._colours, self._drawn = {}, {}

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            saying = saying_of(self)
            style = self.get_component_rich_style("devices--header")
            titles = [(saying.say(title), style, cells) for (_, title, _, _), cells in self._fit(width)]
            return _strip(titles, style, width)
        row = y - 1 + int(self.scroll_y)
        if row >= len(self._order):
            return Strip.blank(width, self.rich_style)
        return self._draw(self._rows[self._order[row]], width, under_cursor=row == self.cursor_row)

    def _draw(self, row: Row, width: int, *, under_cursor: bool) -> Strip:
        kept = self._drawn.get(row.key)
        if kept is not None and kept[0] is row and kept[1] == width and not under_cursor:
            return kept[2]
        base = self.get_component_rich_style("devices--cursor") if under_cursor else self.rich_style
        cells = [
            (getattr(row, column[0]).text, base + self._colour(row.of) if column[0] == "verdict" else base, room)
            for column, room in self._fit(width)
        ]
        strip = _strip(cells, base, width)
        if not under_cursor:
            self._drawn[row.key] = (row, width, strip)
        return strip

    def _colour(self, verdict: Verdict) -> Style:
        if not self._colours:
            named = {each: str(self.app.theme_variables.get(f"verdict-{each.value}", "")) for each in Verdict}
            self._colours = {each: Style(color=colour) if colour else Style() for each, colour in named.items()}
        return self._colours[verdict]

    @staticmethod
    def _fit(width: int) -> list[tuple[tuple[str, str, int, int], int]]:
        """The columns that have room, each with its width; what is left is given from the left to the right."""
        columns = list(_COLUMNS)
        while len(columns) > 2 and sum(least + 1 for _, _, least, _ in columns) > width:
            columns.pop()
        left = width - sum(least + 1 for _, _, least, _ in columns)
        fitted = []
        for column in columns:
            more = max(min(column[3] - column[2], left), 0)
            left -= more
            fitted.append((column, column[2] + more))
        return fitted

    # Moving.

    def _follow(self) -> None:
        """Scrolls so that the cursor is in view, below the line of titles."""
        room = max(self.size.height - 1, 1)
        top = int(self.scroll_y)
        if self.cursor_row < top:
            self.scroll_to(y=self.cursor_row, animate=False, force=True)
        elif self.cursor_row >= top + room:
            self.scroll_to(y=self.cursor_row - room + 1, animate=False, force=True)

    def _go(self, row: int) -> None:
        row = max(min(row, len(self._order) - 1), 0)
        if row != self.cursor_row:
            before, self.cursor_row = self.cursor_row, row
            self._refresh_row(before)
            self._refresh_row(row)
            self._follow()

    def action_move(self, by: int) -> None:
        self._go(self.cursor_row + by)

    def action_page(self, by: int) -> None:
        self._go(self.cursor_row + by * max(self.size.height - 2, 1))

    def action_end(self, where: int) -> None:
        self._go(0 if where < 0 else len(self._order) - 1)

    def action_open(self) -> None:
        if self.device is not None:
            self.post_message(Opened(self.device))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._order) + 1)
        self._follow()

    def on_click(self, event: events.Click) -> None:
        row = event.y - 1 + int(self.scroll_y)
        if event.y > 0 and row < len(self._order):
            already = row == self.cursor_row
            self._go(row)
            if already or event.chain > 1:
                self.action_open()


def _strip(cells: list[tuple[str, Style, int]], base: Style, width: int) -> Strip:
    """Cells side by side, each cut or padded to its width, a space before each."""
    parts: list[Segment] = []
    for text, style, room in cells:
        line = Strip([Segment(text, style)])
        if line.cell_length > room:
            line = Strip([*line.crop(0, room - 1), Segment("…", style)])
        parts += [Segment(" ", base), *line.adjust_cell_length(room, style)]
    return Strip(parts).adjust_cell_length(width, base)
