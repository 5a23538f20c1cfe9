"""The live list of devices: rows differ by key and are updated in place, never cleared."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import ClassVar, Final

import msgspec
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DataTable

from roomcheck.model.assessment import Finding
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict
from roomcheck.tui.saying import SYMBOLS, Saying, saying_of
from roomcheck.words import msg

Place = tuple[float | str, ...]
_ORDER: Final = {Verdict.CAMERA: 0, Verdict.SUSPECT: 1, Verdict.UNRESOLVED: 2, Verdict.CLEARED: 3}
_COLUMNS: Final = (
    ("verdict", msg("Verdict"), 13), ("address", msg("Address"), 15), ("kind", msg("Kind"), 16),
    ("maker", msg("Maker and model"), 26), ("name", msg("Name"), 22), ("mark", msg("Marked"), 10),
)
"""Key, title and width in cells; the width is fixed so that nothing jumps while devices come in."""

SORTS: Final = (("verdict", msg("by verdict")), ("address", msg("by address")), ("maker", msg("by maker")))
FILTERS: Final = (
    ("all", msg("all devices")), ("found", msg("cameras and suspects")), ("unresolved", msg("unresolved")),
    ("cleared", msg("cleared")),
)
_OF_FILTER: Final = {
    "found": (Verdict.CAMERA, Verdict.SUSPECT), "unresolved": (Verdict.UNRESOLVED,), "cleared": (Verdict.CLEARED,),
}


class Cell(msgspec.Struct, frozen=True):
    """What is shown, and by what it is sorted."""

    text: str
    place: Place
    verdict: str = ""
    colour: str = ""

    def __rich__(self) -> Text:
        return Text(self.text, style=self.colour, no_wrap=True, overflow="ellipsis")


class View(msgspec.Struct, frozen=True):
    """What the person wants to see of the list."""

    sort: str = "verdict"
    only: str = "all"
    search: str = ""


class Opened(Message):
    """The person wants to see one device."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self.device = device


class Devices(DataTable[Cell]):
    """Shows findings through a view; the row under the cursor stays the same device whatever comes in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", msg("Open")),
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]
    DEFAULT_CSS = """
    Devices { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(cursor_type="row", cursor_foreground_priority="renderable")
        self.view = View()
        self._rows: dict[str, tuple[Cell, ...]] = {}

    def on_mount(self) -> None:
        saying = saying_of(self)
        for key, title, width in _COLUMNS:
            self.add_column(Text(saying.say(title)), key=key, width=width)

    @property
    def device(self) -> str | None:
        """The device under the cursor."""
        if not self.row_count:
            return None
        key = self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value
        return key

    def show(self, findings: Iterable[Finding]) -> None:
        """Brings the rows to `findings`: what vanished goes, what is new comes, what differs is replaced."""
        saying = saying_of(self)
        colours = {verdict: self._colour(verdict) for verdict in Verdict}
        wanted = {
            each.id: cells_of(each, saying, colours[each.verdict]) for each in findings if _shown(each, self.view)
        }
        at = self.device
        moved = False
        for gone in [key for key in self._rows if key not in wanted]:
            self.remove_row(gone)
            moved = True
        for key, cells in wanted.items():
            before = self._rows.get(key)
            if before is None:
                self.add_row(*cells, key=key)
                moved = True
            elif before != cells:
                for (column, _, _), old, new in zip(_COLUMNS, before, cells, strict=True):
                    if old != new:
                        self.update_cell(key, column, new)
                moved = moved or _place(before, self.view) != _place(cells, self.view)
        self._rows = wanted
        if moved:
            self._settle(at)

    def look(self, view: View, findings: Iterable[Finding]) -> None:
        """Shows the findings through another view."""
        self.view = view
        self.show(findings)
        self._settle(self.device)

    def _settle(self, at: str | None) -> None:
        self.sort(key=lambda cells: _place(cells, self.view))
        if at is not None and at in self._rows:
            row = self.get_row_index(at)
            if row != self.cursor_row:
                self.move_cursor(row=row, animate=False)

    def _colour(self, verdict: Verdict) -> str:
        return str(self.app.theme_variables.get(f"verdict-{verdict.value}", ""))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if event.row_key.value is not None:
            self.post_message(Opened(event.row_key.value))


def cells_of(finding: Finding, saying: Saying, colour: str = "") -> tuple[Cell, ...]:
    """The row of one finding."""
    verdict = f"{SYMBOLS[finding.verdict]} {saying.verdict(finding.verdict)}"
    address = (*finding.addresses.ipv4, *finding.addresses.ipv6, finding.addresses.mac or finding.id)[0]
    maker = maker_of(finding)
    kind = saying.kind(finding.kind) if finding.kind else ""
    name = harmless(finding.names[0], 80) if finding.names else ""
    if finding.gateway:
        kind = saying.say("{kind} (gateway)", kind=kind) if kind else saying.say("gateway")
    return (
        Cell(verdict, (_ORDER[finding.verdict], -abs(finding.log10_lr), finding.id), finding.verdict.value, colour),
        Cell(harmless(address, 64), _address_place(address)),
        Cell(kind, (kind,)),
        Cell(harmless(maker, 80), (not maker, maker.casefold()), ),
        Cell(name, (name.casefold(),)),
        Cell(mark_of(finding, saying), (finding.known,)),
    )


def maker_of(finding: Finding) -> str:
    """Maker and model as one name; the registrant of the address where no maker is known."""
    maker, model = finding.maker or finding.vendor or "", finding.model or ""
    return model if model.casefold().startswith(maker.casefold()) and model else f"{maker} {model}".strip()


def mark_of(finding: Finding, saying: Saying) -> str:
    """How the person marked a device, in a word."""
    if finding.disclosed:
        return saying.say("disclosed")
    return saying.say("known") if finding.known else ""


def _shown(finding: Finding, view: View) -> bool:
    if finding.verdict not in _OF_FILTER.get(view.only, tuple(Verdict)):
        return False
    if not view.search:
        return True
    told = (
        finding.id, finding.addresses.mac, *finding.addresses.ipv4, *finding.addresses.ipv6, finding.maker,
        finding.vendor, finding.model, finding.kind, *finding.names,
    )
    return view.search.casefold() in " ".join(str(each) for each in told if each).casefold()


def _place(cells: tuple[Cell, ...], view: View) -> tuple[Place, Place]:
    column: Callable[[str], Cell] = dict(zip((key for key, _, _ in _COLUMNS), cells, strict=True)).__getitem__
    return column(view.sort).place, column("verdict").place


def _address_place(address: str) -> Place:
    try:
        parsed = ip_address(address)
    except ValueError:
        return (9, address)
    return (parsed.version, f"{int(parsed):040d}")
