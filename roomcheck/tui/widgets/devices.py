"""The live list of devices."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from roomcheck.model.assessment import Finding
from roomcheck.tui.saying import saying_of
from roomcheck.tui.widgets.listing import Change, Column, Listing
from roomcheck.tui.widgets.rows import Cell, Row, View, row_of
from roomcheck.words import msg


class Opened(Message):
    """The person wants to see one device."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self.device = device


class Devices(Listing[Row]):
    """Shows findings through a view."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", msg("Open"))]
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("verdict", msg("Verdict"), 13, 13),
        Column("address", msg("Address"), 15, 15),
        Column("kind", msg("Kind"), 12, 17),
        Column("maker", msg("Maker and model"), 14, 30),
        Column("mark", msg("Marked"), 9, 10),
        Column("name", msg("Name"), 14, 28),
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._findings: dict[str, Finding] = {}

    @property
    def device(self) -> str | None:
        """The device under the cursor."""
        return self.key

    def show(self, findings: Iterable[Finding]) -> Change:
        """Brings the rows to `findings`."""
        if self.speaks_anew():
            self._findings = {}
        saying = saying_of(self)
        shown = {each.id: each for each in findings if self.view.shows(each)}
        rows = {
            key: self._rows[key] if self._findings.get(key) is finding else row_of(finding, saying)
            for key, finding in shown.items()
        }
        self._findings = shown
        return self.put(rows, sorted(rows, key=lambda key: rows[key].place(self.view.sort)))

    def look(self, view: View, findings: Iterable[Finding]) -> None:
        """Shows the findings through another view."""
        self.view = view
        self.show(findings)

    def cell(self, row: Row, column: str) -> str:
        cell: Cell = getattr(row, column)
        return cell.text

    def colour(self, row: Row, column: str) -> str:
        return f"verdict-{row.of.value}" if column == "verdict" else ""

    def opened(self, key: str) -> None:
        self.post_message(Opened(key))


__all__ = ["Change", "Devices", "Opened"]
