"""Check: the live list of devices, what may be said of the room, and what the person knows of them."""

from functools import partial
from typing import ClassVar, Final

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Input

from roomcheck.model.assessment import Finding
from roomcheck.model.entry import Body, Mark, Note
from roomcheck.model.errors import RoomcheckError
from roomcheck.model.text import harmless
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import Kept, State
from roomcheck.tui.widgets.ask import Ask
from roomcheck.tui.widgets.devices import Devices, Opened
from roomcheck.tui.widgets.probes import Probes
from roomcheck.tui.widgets.rows import FILTERS, SORTS
from roomcheck.tui.widgets.state import RoomState, counts_of
from roomcheck.tui.widgets.told import Told
from roomcheck.words import msg

WIDE: Final = 110
"""Columns from which the probes stand beside the list by themselves."""


class CheckScreen(View):
    STEP = "check"
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg("Every device that gave a sign of itself on this network stands here, cameras first. Enter opens one."),
        msg(
            "● camera: it said so itself.  ◐ suspect: circumstances speak for it.  ? unresolved: too little to say.  "
            "○ cleared: it said that it is something else."
        ),
        msg(
            "On this network does not mean in this room: a device may stand with a neighbour, or outside. And what is "
            "not on this network is not in this list."
        ),
        msg(
            "Mark your own devices as known (k). Mark as disclosed (d) what the listing or the host told you of, and "
            "say who said so. Marks are kept for your next visit; they change no verdict."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "mark('known')", msg("Known")),
        Binding("d", "mark('disclosed')", msg("Disclosed")),
        Binding("n", "note", msg("Note")),
        Binding("slash", "search", msg("Search"), key_display="/"),
        Binding("f", "filter", msg("Filter")),
        Binding("o", "sort", msg("Order")),
        Binding("p", "probes", msg("Progress")),
        Binding("x", "stop", msg("Stop the check")),
        Binding("u", "mark('unmarked')", msg("Unmark"), show=False),
    ]
    DEFAULT_CSS = """
    CheckScreen #search { height: 1; border: none; background: $panel; padding: 0 1; display: none; }
    CheckScreen #search.-open { display: block; }
    CheckScreen #list-state { height: 1; padding: 0 1; color: $text-muted; }
    CheckScreen #list { height: 1fr; }
    CheckScreen Probes { display: none; }
    CheckScreen.-probes Probes { display: block; }
    CheckScreen.-probes.-narrow Devices { display: none; }
    CheckScreen.-probes.-narrow Probes { width: 1fr; border-left: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._wide: bool | None = None
        self._possible: tuple[State, bool] | None = None

    def body(self) -> ComposeResult:
        yield RoomState()
        yield Told(id="list-state", one_line=True)
        yield Input(placeholder=self.saying.say("Search by name, maker, address or kind"), id="search", max_length=100)
        with Horizontal(id="list"):
            yield Devices()
            yield Probes()

    def on_mount(self) -> None:
        self.query_one(Devices).focus()

    def on_resize(self, event: Resize) -> None:
        wide = event.size.width >= WIDE
        self.set_class(event.size.width < 90, "-narrow")
        if wide != self._wide:
            self._wide = wide
            self.set_class(wide, "-probes")
            self.call_after_refresh(self.show)

    def show(self) -> None:
        if not self.is_mounted:
            return
        session = self.session
        self.query_one(RoomState).show(session)
        self.query_one(Probes).show(session)
        assessment = session.assessment
        self.query_one(Devices).show(assessment.devices if assessment else ())
        self._tell_list()
        possible = (session.state, assessment is None)
        if possible != self._possible:
            self._possible = possible
            self.refresh_bindings()

    def _tell_list(self) -> None:
        session, view = self.session, self.query_one(Devices).view
        told = counts_of(session.assessment, self.saying) if session.assessment else ""
        only, sort = dict(FILTERS)[view.only], dict(SORTS)[view.sort]
        if view.only != "all":
            told += " · " + self.saying.say(only)
        if view.sort != "verdict":
            told += " · " + self.saying.say(sort)
        if session.demonstration:
            told = self.saying.say("Demonstration") + " · " + told
        self.query_one("#list-state", Told).tell(told)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Stopping exists while something runs; marking where there is a device."""
        if action == "stop":
            return self.session.state is State.LOOKING
        if action in ("mark", "note"):
            return self.session.assessment is not None
        return True

    def _finding(self) -> Finding | None:
        device = self.query_one(Devices).device
        return self.session.finding(device) if device else None

    def on_opened(self, message: Opened) -> None:
        from roomcheck.tui.screens.device import DeviceScreen

        message.stop()
        self.app.push_screen(DeviceScreen(message.device))

    def action_search(self) -> None:
        field = self.query_one("#search", Input)
        field.add_class("-open")
        field.focus()

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        self._look(search=event.value.strip())

    @on(Input.Submitted, "#search")
    def _searched(self) -> None:
        self.query_one(Devices).focus()

    def action_leave_field(self) -> None:
        field = self.query_one("#search", Input)
        if field.has_class("-open"):
            field.value = ""
            field.remove_class("-open")
        self.query_one(Devices).focus()

    def action_filter(self) -> None:
        names = [name for name, _ in FILTERS]
        self._look(only=names[(names.index(self.query_one(Devices).view.only) + 1) % len(names)])

    def action_sort(self) -> None:
        names = [name for name, _ in SORTS]
        self._look(sort=names[(names.index(self.query_one(Devices).view.sort) + 1) % len(names)])

    def _look(self, **changes: str) -> None:
        devices = self.query_one(Devices)
        assessment = self.session.assessment
        devices.look(msgspec.structs.replace(devices.view, **changes), assessment.devices if assessment else ())
        self._tell_list()

    def action_probes(self) -> None:
        self.toggle_class("-probes")
        self.call_after_refresh(self.show)

    def action_stop(self) -> None:
        self.session.stop()
        self.tell(self.saying.say("The check ends. What was recorded is kept."))

    def action_mark(self, mark: str) -> None:
        """Marks the device under the cursor, and asks who said so."""
        finding = self._finding()
        if finding is not None:
            ask_mark(self, finding, mark)

    def action_note(self) -> None:
        finding = self._finding()
        ask_note(self, finding.id if finding else None)

    def on_kept(self, message: Kept) -> None:
        message.stop()
        self.tell(self.saying.say("Kept in the recording."))
        self.show()


def ask_mark(view: View, finding: Finding, mark: str) -> None:
    """Asks who said so, then marks the device."""
    say = view.saying.say
    address = harmless((*finding.addresses.ipv4, finding.id)[0], 64)
    if mark == "unmarked":
        _keep(view, Mark(device=finding.id, mark=mark), finding)
        return
    title = (
        say("{device} is known to me", device=address)
        if mark == "known"
        else say("{device} was disclosed", device=address)
    )
    who = say("Who says so?")
    where = say("Where, or in which words? (optional)")
    said_by = "" if mark == "disclosed" else say("me")
    view.app.push_screen(Ask(title, ((who, said_by), (where, ""))), partial(_marked, view, finding, mark))


def ask_note(view: View, device: str | None) -> None:
    """Asks for a note, on one device or on the check."""
    say = view.saying.say
    title = say("Note on {device}", device=device) if device else say("Note")
    view.app.push_screen(Ask(title, ((say("Your note"), ""),)), partial(_noted, view, device))


def _marked(view: View, finding: Finding, mark: str, answers: tuple[str, ...] | None) -> None:
    if answers is not None:
        _keep(view, Mark(device=finding.id, mark=mark, said_by=answers[0], text=answers[1]), finding)


def _noted(view: View, device: str | None, answers: tuple[str, ...] | None) -> None:
    if answers and answers[0]:
        _keep(view, Note(text=answers[0], device=device))


def _keep(view: View, body: Body, finding: Finding | None = None) -> None:
    view.run_worker(partial(_put, view, body, finding), thread=True, exit_on_error=False)


def _put(view: View, body: Body, finding: Finding | None) -> None:
    try:
        if isinstance(body, Mark) and finding is not None:
            view.session.mark(finding, body, view.home.now())
        else:
            view.session.say(body)
    except RoomcheckError as trouble:
        view.app.call_from_thread(view.tell_trouble, trouble)
    else:
        view.post_message(Kept(body))
