"""Device: what we saw, what it means, what else it may be, what to do next; and on which bytes all of that rests."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static, TabbedContent, TabPane, Tabs, Tree

from roomcheck.assess import sentences
from roomcheck.model.assessment import Finding
from roomcheck.model.observation import Observation
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict
from roomcheck.tui.saying import SYMBOLS, Saying
from roomcheck.tui.screens.check import ask_mark, ask_note
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import Kept
from roomcheck.tui.widgets.raw import dump, escaped
from roomcheck.tui.widgets.rows import maker_of, mark_of
from roomcheck.tui.widgets.why import WhyTree
from roomcheck.words import msg, terms

MOST: Final = 500
"""Observations of one device that are listed; the first ones."""

_NEXT: Final = {
    Verdict.CAMERA: (
        msg("Look for it in the room, with the walk. It may also stand outside, or with a neighbour."),
        msg("If the listing or the host told you of it, mark it as disclosed (d)."),
        msg("Do not touch or unplug it. Photograph it as it stands, then go on to the report."),
    ),
    Verdict.SUSPECT: (
        msg("Look for it in the room, with the walk: the maker and the kind say what to look for."),
        msg("If you know the device, mark it as known (k)."),
    ),
    Verdict.UNRESOLVED: (
        msg("It may be a telephone of another guest as well as a camera. If it is yours, mark it as known (k)."),
        msg("Run the check again at another time, or with the thorough profile."),
    ),
    Verdict.CLEARED: (msg("Nothing needs to be done about this device."),),
}


class DeviceScreen(View):
    STEP = "check"
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg("Summary: what was seen of this device, what it means, what else it may be, and what to do next."),
        msg(
            "Why: every piece of evidence with what was required and what was seen. Numbers are entries "
            "of the recording."
        ),
        msg("Timeline: every observation of it. Enter on a line shows its bytes."),
        msg(
            "Bytes: what the device sent, as hexadecimal and as text, with everything that is no plain letter escaped."
        ),
        msg("Left and right change the tab, Escape goes back to the list."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", msg("Back")),
        Binding("k", "mark('known')", msg("Known")),
        Binding("d", "mark('disclosed')", msg("Disclosed")),
        Binding("u", "mark('unmarked')", msg("Unmark"), show=False),
        Binding("n", "note", msg("Note")),
    ]
    DEFAULT_CSS = """
    DeviceScreen #who { padding: 0 1; background: $surface; text-style: bold; }
    DeviceScreen TabbedContent { height: 1fr; }
    DeviceScreen TabPane { padding: 0; height: 1fr; }
    DeviceScreen VerticalScroll { padding: 0 1; }
    DeviceScreen #timeline { height: 1fr; }
    """

    def __init__(self, device: str) -> None:
        super().__init__()
        self._device = device
        self._shown: Finding | None = None
        self._observed: dict[int, Observation] = {}

    def body(self) -> ComposeResult:
        say = self.saying.say
        yield Static(id="who")
        with TabbedContent(id="tabs"):
            with TabPane(Content(say("Summary")), id="summary-pane"), VerticalScroll():
                yield Static(id="summary")
            with TabPane(Content(say("Why")), id="why-pane"):
                yield WhyTree()
            with TabPane(Content(say("Timeline")), id="timeline-pane"):
                yield DataTable[Text](cursor_type="row", id="timeline")
            with TabPane(Content(say("Bytes")), id="bytes-pane"), VerticalScroll():
                yield Static(id="bytes")

    def on_mount(self) -> None:
        say = self.saying.say
        table = self.query_one("#timeline", DataTable)
        for key, title, width in (
            ("at", say("Time"), 12),
            ("kind", say("What"), 18),
            ("via", say("How"), 22),
            ("saw", say("Saw"), 60),
        ):
            table.add_column(Text(title), key=key, width=width)
        self.query_one("#bytes", Static).update(Content(say("Choose a line of the timeline to see its bytes.")))
        self.query_one(Tabs).focus()

    def show(self) -> None:
        finding = self.session.finding(self._device)
        if not self.is_mounted or finding is None:
            return
        self._list_observations(finding)
        if finding is self._shown:
            return
        saying = self.saying
        colour = str(self.app.theme_variables.get(f"verdict-{finding.verdict.value}", ""))
        verdict = Content.styled(f"{SYMBOLS[finding.verdict]} {saying.verdict(finding.verdict)}", colour)
        self.query_one("#who", Static).update(verdict + Content("  " + headline(finding, saying)))
        self.query_one("#summary", Static).update(Content("\n").join(summary(finding, saying)))
        if self._shown is None or self._shown.evidence != finding.evidence:
            self.query_one(WhyTree).show(finding.evidence)
        self._shown = finding

    def _list_observations(self, finding: Finding) -> None:
        table = self.query_one("#timeline", DataTable)
        observed = self.session.observations(finding)
        for seq, observation in sorted(observed, key=lambda each: each[1].at)[:MOST]:
            if seq not in self._observed:
                self._observed[seq] = observation
                cells = _line(observation, self.saying)
                table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in cells), key=str(seq))

    @on(DataTable.RowSelected, "#timeline")
    def _selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if event.row_key.value is not None:
            self._show_bytes(int(event.row_key.value))

    @on(Tree.NodeSelected)
    def _why(self, event: Tree.NodeSelected[int | None]) -> None:
        event.stop()
        if event.node.data is not None and event.node.data in self._observed:
            self._show_bytes(event.node.data)

    def _show_bytes(self, seq: int) -> None:
        say, observation = self.saying.say, self._observed[seq]
        data = observation.data
        title = say(
            "Entry {number}: {kind}, {size} bytes, by {via}",
            number=seq,
            kind=observation.kind,
            size=observation.length or len(data),
            via=self.saying.via(observation.via),
        )
        lines = [
            title,
            "",
            *dump(data, 16 if self.size.width >= 78 else 8),
            "",
            say("As text, escaped:"),
            *escaped(data),
        ]
        self.query_one("#bytes", Static).update(Content("\n".join(lines)))
        self.query_one("#tabs", TabbedContent).active = "bytes-pane"

    def action_back(self) -> None:
        self.app.pop_screen()

    def action_mark(self, mark: str) -> None:
        finding = self.session.finding(self._device)
        if finding is not None:
            ask_mark(self, finding, mark)

    def action_note(self) -> None:
        ask_note(self, self._device)

    def on_kept(self, message: Kept) -> None:
        message.stop()
        self.tell(self.saying.say("Kept in the recording."))
        self.show()


def headline(finding: Finding, saying: Saying) -> str:
    """A device in one line."""
    address = (*finding.addresses.ipv4, *finding.addresses.ipv6, finding.id)[0]
    parts = (harmless(address, 64), saying.kind(finding.kind) if finding.kind else "", harmless(maker_of(finding), 80))
    return " · ".join(part for part in parts if part)


def summary(finding: Finding, saying: Saying) -> Iterator[Content]:
    """What was seen, what it means, what else it may be, what to do next."""
    say = saying.say
    reasons = [saying.statement(each) for each in finding.reasons] or [terms.meaning(saying.words, finding.verdict)]
    yield from (Content.styled(reason, "bold") for reason in reasons)
    yield Content(say(sentences.NOT_IN_THIS_ROOM))
    if marked := mark_of(finding, saying):
        yield Content(
            say("Marked as {mark}, said by {who}.", mark=marked, who=finding.marked_by or say("nobody named"))
        )
    yield from (Content(say("Note: {text}", text=note)) for note in finding.notes)
    yield from _heading(say("What was seen"))
    yield from _seen(finding, saying)
    counted = [piece for piece in finding.evidence if piece.counted]
    yield from (
        Content("· " + say("“{saw}”, by {via}", saw=harmless(piece.saw, 200), via=saying.via(piece.via)))
        for piece in counted
    )
    if counted:
        yield from _heading(say("What it means"))
        for piece in counted:
            grade = terms.grade(saying.words, piece.strength)
            yield Content(f"· {harmless(saying.statement(piece.statement, piece.means), 400)} [{grade}]")
        if finding.support != "none":
            yield Content(say("Together: {grade} support.", grade=terms.grade(saying.words, finding.support)))
    if finding.alternatives:
        yield from _heading(say("What else it may be"))
        yield from (Content("· " + saying.statement(each.statement, each.why)) for each in finding.alternatives)
    if finding.not_examined:
        yield from _heading(say("What was not examined"))
        yield from (
            Content(f"· {saying.via(each.via)}: {saying.statement(each.statement)}") for each in finding.not_examined
        )
    yield from _heading(say("What to do next"))
    yield from (Content("· " + say(each)) for each in _NEXT[finding.verdict])


def _seen(finding: Finding, saying: Saying) -> Iterator[Content]:
    say = saying.say
    addresses = finding.addresses
    if addresses.mac:
        private = " " + say("(private: it hides the maker)") if finding.private_address else ""
        yield Content("· " + say("Hardware address {mac}", mac=addresses.mac) + private)
    if finding.vendor:
        yield Content("· " + say("The address is registered to {vendor}", vendor=finding.vendor))
    if len(addresses.ipv4) + len(addresses.ipv6) > 1:
        yield Content("· " + say("Addresses: {addresses}", addresses=", ".join((*addresses.ipv4, *addresses.ipv6))))
    if finding.names:
        yield Content("· " + say("Names: {names}", names=", ".join(harmless(name, 80) for name in finding.names)))
    if finding.open_ports:
        yield Content("· " + say("Open ports: {ports}", ports=", ".join(map(str, finding.open_ports))))


def _heading(text: str) -> Iterator[Content]:
    yield Content("")
    yield Content.styled(text, "bold underline")


def _line(observation: Observation, saying: Saying) -> tuple[str, str, str, str]:
    try:
        at = dt.datetime.fromisoformat(observation.at).strftime("%H:%M:%S.%f")[:-3]
    except ValueError:
        at = harmless(observation.at, 12)
    port = f" {observation.port}" if observation.port else ""
    saw = observation.raw if observation.raw is not None else (observation.raw_hex or "")
    return at, observation.kind + port, saying.via(observation.via), harmless(saw, 120)
