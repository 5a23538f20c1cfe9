"""A live list. Rows differ by key and are replaced in place, never cleared; only lines in view are drawn.

Textual's own table draws every line in view anew whenever one cell changes, which costs a key press its 50 ms with 500
rows; here a line that did not change is not drawn again.
"""

from typing import ClassVar, Final, Generic, TypeVar

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from roomcheck.tui.saying import Saying, saying_of

R = TypeVar("R")
LEAST: Final = 2
"""Columns that stay, however narrow it gets."""


class Column(msgspec.Struct, frozen=True):
    """One column: the field of the row, its title, and its least and best width in cells."""

    key: str
    title: str
    least: int
    best: int


class Change(msgspec.Struct, frozen=True):
    """What was changed, by the keys of rows."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


class Listing(ScrollView, Generic[R], can_focus=True):
    """Rows of one kind. The cursor stays on its row whatever comes in.

    Columns at the end go where there is no room for their least width.
    """

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"listing--header", "listing--cursor"}
    DEFAULT_CSS = """
    Listing { height: 1fr; padding: 0; overflow-x: hidden; }
    Listing > .listing--header { background: $panel; text-style: bold; }
    Listing > .listing--cursor { background: $foreground 20%; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  the name that Textual gives it
        super().__init__(id=id)
        self.cursor_row = 0
        self._rows: dict[str, R] = {}
        self._order: list[str] = []
        self._speaks: Saying | None = None
        self._drawn: dict[str, tuple[R, int, Strip]] = {}
        self._colours: dict[str, Style] = {}

    # What a kind of list says of its rows.

    def cell(self, row: R, column: str) -> str:
        """The text of one cell, harmless already."""
        raise NotImplementedError

    def colour(self, row: R, column: str) -> str:  # noqa: ARG002
        """The variable of the theme that colours a cell, or nothing."""
        return ""

    def opened(self, key: str) -> None:
        """The person chose a row. A kind of list that opens its rows binds a key to `open`."""

    @property
    def row_count(self) -> int:
        return len(self._order)

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        return self._order[self.cursor_row] if self._order else None

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows in the order in which they stand."""
        return tuple(self._rows[key] for key in self._order)

    def speaks_anew(self) -> bool:
        """Whether the language changed since this was asked last; then nothing that was drawn holds."""
        saying = saying_of(self)
        if saying is self._speaks:
            return False
        self._speaks, self._drawn = saying, {}
        return True

    def put(self, rows: dict[str, R], order: list[str]) -> Change:
        """Brings the list to `rows`: what vanished goes, what is new comes, what differs is replaced."""
        change = Change(
            added=tuple(key for key in rows if key not in self._rows),
            removed=tuple(key for key in self._rows if key not in rows),
            replaced=tuple(key for key, row in rows.items() if key in self._rows and self._rows[key] != row),
        )
        at = self.key
        self._rows = rows
        for key in change.removed:
            self._drawn.pop(key, None)
        if order != self._order:
            self._order = order
            self.virtual_size = Size(self.size.width, len(order) + 1)
            self.cursor_row = order.index(at) if at in rows else max(min(self.cursor_row, len(order) - 1), 0)
            self._follow()
            self.refresh()
        else:
            for key in change.replaced:
                self._refresh_row(order.index(key))
        return change

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
            style = self.get_component_rich_style("listing--header")
            titles = [(saying.say(column.title), style, cells) for column, cells in self._fit(width)]
            return _strip(titles, style, width)
        row = y - 1 + int(self.scroll_y)
        if row >= len(self._order):
            return Strip.blank(width, self.rich_style)
        return self._draw(self._order[row], width, under_cursor=row == self.cursor_row)

    def _draw(self, key: str, width: int, *, under_cursor: bool) -> Strip:
        row, kept = self._rows[key], self._drawn.get(key)
        if kept is not None and kept[0] is row and kept[1] == width and not under_cursor:
            return kept[2]
        base = self.get_component_rich_style("listing--cursor") if under_cursor else self.rich_style
        cells = [
            (self.cell(row, column.key), base + self._coloured(self.colour(row, column.key)), room)
            for column, room in self._fit(width)
        ]
        strip = _strip(cells, base, width)
        if not under_cursor:
            self._drawn[key] = (row, width, strip)
        return strip

    def _coloured(self, variable: str) -> Style:
        if variable not in self._colours:
            colour = str(self.app.theme_variables.get(variable, "")) if variable else ""
            self._colours[variable] = Style(color=colour) if colour else Style()
        return self._colours[variable]

    def _fit(self, width: int) -> list[tuple[Column, int]]:
        """The columns that have room, each with its width; what is left is given from the left to the right."""
        columns = list(self.COLUMNS)
        while len(columns) > LEAST and sum(column.least + 1 for column in columns) > width:
            columns.pop()
        left = width - sum(column.least + 1 for column in columns)
        fitted = []
        for column in columns:
            more = max(min(column.best - column.least, left), 0)
            left -= more
            fitted.append((column, column.least + more))
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

    def moved(self) -> None:
        """The cursor stands on another row."""

    def _go(self, row: int) -> None:
        row = max(min(row, len(self._order) - 1), 0)
        if row != self.cursor_row:
            before, self.cursor_row = self.cursor_row, row
            self._refresh_row(before)
            self._refresh_row(row)
            self._follow()
            self.moved()

    def action_move(self, by: int) -> None:
        self._go(self.cursor_row + by)

    def action_page(self, by: int) -> None:
        self._go(self.cursor_row + by * max(self.size.height - 2, 1))

    def action_end(self, where: int) -> None:
        self._go(0 if where < 0 else len(self._order) - 1)

    def action_open(self) -> None:
        if self.key is not None:
            self.opened(self.key)

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
