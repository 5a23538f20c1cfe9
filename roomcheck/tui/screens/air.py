"""Air: what is heard around this network, and whether anything of it follows what happens in this room."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TabbedContent, TabPane, Tabs

from roomcheck.app.checks import new_folder
from roomcheck.app.doctor import Ability, examine
from roomcheck.tui.hearing import LISTENS, Doing
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import State
from roomcheck.tui.widgets import equipment, outcome
from roomcheck.tui.widgets.around import Around
from roomcheck.tui.widgets.ask import Ask, Confirm
from roomcheck.tui.widgets.flows import Flows
from roomcheck.tui.widgets.overheard import Heard, sentence_of
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.tui.hearing import Hearing


class Examined(Message):
    """What this machine can hear with."""

    def __init__(self, abilities: tuple[Ability, ...], interfaces: tuple[str, ...], *, allowed: bool) -> None:
        super().__init__()
        self.abilities, self.interfaces, self.allowed = abilities, interfaces, allowed


class AirScreen(View):
    STEP = "air"
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg(
            "The air tells of cameras on other networks of the same place: a router of the host's that guests do not "
            "know of, or a camera with a network of its own."
        ),
        msg(
            "Around: the access points that the system heard by itself. Keep (k) makes a check of them, and of "
            "Bluetooth, without sending; asking anew (r) transmits, and asks you first."
        ),
        msg(
            "Traffic: listen (l) with an adapter in monitor mode, or read a capture (f). Each line is one station's "
            "encrypted traffic; below it stands why it is, or is not, like a camera's. Mark what is yours (m)."
        ),
        msg(
            "Room test (t): you move and hold still, and switch the light, at times drawn by chance; what follows "
            "that sees or feels this room."
        ),
        msg(
            "Hot or cold (h): how strongly the station under the cursor is heard as you walk. It gives no distance."
        ),
        msg(
            "What is listened to, read or tested is a check of its own, which the other parts then show, report and "
            "seal. An earlier check is opened again from the first part."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "keep", msg("Keep")),
        Binding("r", "rescan", msg("Ask anew")),
        Binding("l", "listen", msg("Listen")),
        Binding("x", "stop", msg("Stop")),
        Binding("f", "file", msg("Capture")),
        Binding("t", "test", msg("Room test")),
        Binding("c", "test_capture", msg("Test a capture"), show=False),
        Binding("h", "hot", msg("Hot or cold")),
        Binding("m", "mine", msg("Mine")),
        Binding("f5", "look_again", msg("Look again"), show=False),
    ]
    DEFAULT_CSS = """
    AirScreen TabbedContent { height: 1fr; }
    AirScreen TabPane { padding: 0; height: 1fr; }
    AirScreen #test-pane VerticalScroll { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._interfaces: tuple[str, ...] = ()
        self._allowed = False
        self._outcome: object = None
        self._looked = False
        self._possible: object = None

    @property
    def hearing(self) -> "Hearing":
        return self.home.hearing

    def body(self) -> ComposeResult:
        say = self.saying.say
        with TabbedContent(id="tabs"):
            with TabPane(Content(say("Around")), id="around-pane"):
                yield Around()
            with TabPane(Content(say("Traffic")), id="traffic-pane"):
                yield Heard()
            with TabPane(Content(say("Room test")), id="test-pane"), VerticalScroll():
                yield Static(id="outcome")

    def on_mount(self) -> None:
        self.action_look_again()
        self.query_one(Tabs).focus()

    # What this computer has for it.

    def action_look_again(self) -> None:
        self.examine()

    @work(thread=True, exclusive=True)
    def examine(self) -> None:
        from roomcheck.app.surroundings import points_around

        library, hearing = self.home.loaded.library(), self.hearing
        ears = hearing.ears
        self.post_message(Examined(examine(library), ears.interfaces(), allowed=ears.allowed()))
        hearing.points = points_around(library)
        self._looked = True
        hearing.version += 1

    def on_examined(self, message: Examined) -> None:
        message.stop()
        self._interfaces, self._allowed = message.interfaces, message.allowed
        told = equipment.told(message.abilities, message.interfaces, self.saying, allowed=message.allowed)
        self.query_one(Around).equip(told)
        self.show()

    def _missing(self) -> str:
        """What stands between this computer and listening."""
        return equipment.missing(self._interfaces, self.saying)

    # What is heard.

    def show(self) -> None:
        if not self.is_mounted:
            return
        hearing = self.hearing
        self.query_one(Around).show(hearing, looked=self._looked)
        self.query_one(Heard).show(hearing, "" if self._interfaces and self._allowed else self._missing())
        result = (hearing.reacted, hearing.left_off, hearing.overheard if self._reads_test() else None, self.saying)
        if result != self._outcome:
            self._outcome = result
            self.query_one("#outcome", Static).update(self._result())
        possible = (hearing.doing, self.query_one(Flows).row_count > 0, self.query_one(TabbedContent).active)
        if possible != self._possible:
            self._possible = possible
            self.refresh_bindings()

    def _reads_test(self) -> bool:
        return self.hearing.reads and self.hearing.doing is Doing.TESTING

    def _result(self) -> Content:
        hearing, say = self.hearing, self.saying.say
        if self._reads_test():
            reading = sentence_of(hearing, "", self.saying)
            return Content(f"{reading}\n\n{say('The test is being worked out; this takes a moment.')}")
        if hearing.reacted is not None:
            kept = say("This test is a check of its own: the report (4) and the list of devices (2) show it.")
            return outcome.told(hearing.reacted, self.saying) + Content(f"\n\n{kept}")
        before = outcome.explained(self.saying)
        if hearing.left_off:
            stopped = say("The test was stopped before its end. Nothing can be said from a part of it.")
            return Content.styled(stopped, "bold") + Content("\n\n") + before
        return before

    # What the person starts.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Stopping exists while something goes on; the rest where there is something to do it with."""
        doing = self.hearing.doing
        if action == "stop":
            return doing is Doing.LISTENING or self.hearing.reads
        if action in ("listen", "file", "test", "test_capture"):
            return doing is Doing.NOTHING
        tabs = self.query(TabbedContent)
        pane = tabs.first().active if tabs else ""
        if action in ("keep", "rescan"):
            return doing is Doing.NOTHING and pane == "around-pane"
        if action in ("hot", "mine"):
            return doing is not Doing.TESTING and pane == "traffic-pane" and self.query_one(Flows).line is not None
        return True

    @on(TabbedContent.TabActivated)
    def _turned(self) -> None:
        self.show()

    def _busy(self) -> bool:
        """Whether a check of the network runs, into whose place this one would step."""
        if self.session.state is not State.LOOKING:
            return False
        self.tell(self.saying.say("A check of the network is running. Wait for its end, or stop it first."))
        return True

    def _ears(self) -> bool:
        """Whether this computer can listen; says what is missing where it cannot."""
        ears = self.hearing.ears
        self._interfaces, self._allowed = ears.interfaces(), ears.allowed()
        if self._interfaces and self._allowed:
            return True
        self.tell(self._missing())
        return False

    def _on(self, pane: str) -> None:
        """Shows a pane; the focus leaves the one before, or it would come back."""
        self.set_focus(self.query_one(Tabs))
        self.query_one("#tabs", TabbedContent).active = pane

    def action_keep(self) -> None:
        """Makes a check of what the system tells, without sending anything."""
        if not self._busy():
            self._note(rescan=False)

    def action_rescan(self) -> None:
        """Has the system ask around anew, on consent: this transmits."""
        from roomcheck.net.air.airlist import RESCAN_TRANSMITS

        if self._busy():
            return
        say = self.saying.say
        question = Confirm(
            say("Ask the air anew?"),
            f"{say(RESCAN_TRANSMITS)} {say('Without it, the list is what the system heard by itself.')}",
            say("Ask anew"),
            say("Do not ask"),
        )
        self.app.push_screen(question, lambda agreed: self._note(rescan=True) if agreed else None)

    def _note(self, *, rescan: bool) -> None:
        self.hearing.note(self._folder(), self.session.about, self.saying.language, rescan=rescan)

    def action_listen(self) -> None:
        """Listens on the monitor interface; asks which, where there are several."""
        if not self._busy() and self._ears():
            self._choose(self._listen)

    def _listen(self, interface: str) -> None:
        self._on("traffic-pane")
        self.query_one(Flows).focus()
        self.hearing.listen(interface, self._folder(), self.session.about, self.saying.language)
        minutes = round(LISTENS / 60)
        self.tell(self.saying.say("Listening ends by itself after {minutes} minutes, or by x.", minutes=minutes))

    def action_file(self) -> None:
        """Asks for a capture, and reads it."""
        if self._busy():
            return
        say = self.saying.say
        question = Ask(
            say("Read a capture"),
            ((say("Its path on this computer"), ""),),
            say("A pcap or pcapng of 802.11 frames. No copy of it is kept, only its SHA-256 and what was measured."),
        )
        self.app.push_screen(question, self._read)

    def _read(self, answers: tuple[str, ...] | None) -> None:
        if answers and answers[0]:
            self._on("traffic-pane")
            self.query_one(Flows).focus()
            file = Path(answers[0]).expanduser()
            self.hearing.read(file, self._folder(), self.session.about, self.saying.language)

    def action_test(self) -> None:
        """Explains the test, and begins it on consent."""
        self._on("test-pane")
        if not self._busy() and self._ears():
            self._choose(self._consent)

    def _consent(self, interface: str) -> None:
        saying, at = self.saying, self._frequency()
        own = saying.many(
            "{number} station is marked as yours.", "{number} stations are marked as yours.", len(self.hearing.mine)
        )
        channel = (
            saying.say("It listens on the busiest channel.")
            if at is None
            else saying.say("It listens at {frequency} MHz, where the station under the cursor sends.", frequency=at)
        )
        question = Confirm(
            saying.say("Room test"),
            f"{saying.say(outcome.BEFORE[2])} {own}\n\n{saying.say(outcome.BEFORE[1])} {channel}",
            saying.say("Start the test"),
            saying.say("Do not start"),
        )
        self.app.push_screen(question, partial(self._test, interface))

    def _test(self, interface: str, agreed: bool | None) -> None:  # noqa: FBT001  Textual hands the answer over
        if agreed:
            from roomcheck.tui.screens.reaction import TestScreen

            about, language = self.session.about, self.saying.language
            self.hearing.test(interface, self._folder(), about, language, self._frequency())
            self.app.push_screen(TestScreen())

    def _frequency(self) -> int | None:
        """Where the station under the cursor was heard, on this computer's own adapter."""
        line = self.query_one(Flows).line
        return line.frequency if line is not None and not self.hearing.files else None

    def action_test_capture(self) -> None:
        """Asks for a capture and its cues, and makes the test on them."""
        self._on("test-pane")
        if self._busy():
            return
        say = self.saying.say
        question = Ask(
            say("Test a capture"),
            ((say("The capture: its path on this computer"), ""), (say("Its cues: their path on this computer"), "")),
            say(
                "A capture that was made while somebody moved and held still, and a file of the cues that were "
                "followed: a line `SECONDS ACTION` each. `roomcheck react --print-cues` writes one to follow."
            ),
        )
        self.app.push_screen(question, self._tested)

    def _tested(self, answers: tuple[str, ...] | None) -> None:
        if answers and all(answers):
            capture, cues = (Path(each).expanduser() for each in answers)
            self.hearing.read_test(capture, cues, self._folder(), self.session.about, self.saying.language)
            self.tell(self.saying.say("The test is being worked out; this takes a moment."))

    def action_hot(self) -> None:
        """Follows the station under the cursor; what is listened to ends, and is kept."""
        from roomcheck.tui.screens.strength import StrengthScreen

        line = self.query_one(Flows).line
        if line is not None:
            self.hearing.follow(line.station, line.frequency)
            self.app.push_screen(StrengthScreen())

    def action_mine(self) -> None:
        """Marks the station under the cursor as the person's own, or takes that back."""
        line = self.query_one(Flows).line
        if line is not None:
            self.hearing.own(line.station)

    def action_stop(self) -> None:
        """Ends what goes on. Of a capture that was read in part, no check is made."""
        say, listening = self.saying.say, self.hearing.doing is Doing.LISTENING
        self.hearing.stop()
        ends = say("Reading ends. Of a part, no check is made.")
        self.tell(say("Listening ends. What was heard is kept.") if listening else ends)

    def _choose(self, begin: "Callable[[str], None]") -> None:
        """Begins on the one interface, or on that which the person names."""
        if len(self._interfaces) == 1:
            begin(self._interfaces[0])
            return
        say = self.saying.say
        question = Ask(
            say("Which adapter?"),
            ((say("One of: {names}", names=", ".join(self._interfaces)), self._interfaces[0]),),
        )
        self.app.push_screen(question, lambda answers: begin(answers[0]) if answers and answers[0] else None)

    def _folder(self) -> Path:
        return new_folder(self.session.paths.checks)
