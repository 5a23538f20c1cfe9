"""Start: which network this is, what will be checked and what cannot be, and one button. Nothing is sent before it."""

import datetime as dt
from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from roomcheck.app.checks import Earlier, End, earlier, new_folder, same_place
from roomcheck.app.plan import PROFILES
from roomcheck.model.errors import RoomcheckError
from roomcheck.model.network import Medium, Network
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Profile
from roomcheck.tui.saying import SCREEN_LANGUAGES, Saying
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import About, State
from roomcheck.tui.widgets.ask import Confirm
from roomcheck.words import LANGUAGES, msg

LARGE: Final = 1_022
"""Addresses of a /22; beyond, the person is asked again."""

CONDUCT: Final = msg(
    "The router and other guests' devices will see that this network is being looked at, and the host may notice. "
    "roomcheck never logs in, never looks through a camera, and sends nothing beyond this network."
)
CHECKED: Final = msg("Checked: every device that gives a sign of itself on this network, and what it says of itself.")
NOT_CHECKED: Final = msg(
    "Not checked: cameras that record to a card, use a mobile connection or another network, or are switched off. "
    "The walk through the room is for those."
)
_PROFILES: Final = {
    Profile.QUICK: msg("quick, at most {time}"),
    Profile.STANDARD: msg("standard, at most {time}"),
    Profile.THOROUGH: msg("thorough, at most {time}"),
}
_MEDIA: Final = {
    Medium.WIRED: msg("cable"),
    Medium.WIFI: msg("Wi-Fi"),
    Medium.VPN: msg("tunnel (VPN)"),
    Medium.LOOPBACK: msg("this computer alone"),
    Medium.UNKNOWN: msg("unknown kind"),
}
_ENDS: Final = {
    End.FINISHED: msg("finished"),
    End.INTERRUPTED: msg("interrupted"),
    End.LEFT_OFF: msg("left off"),
}


class Looked(Message):
    """What this machine is connected to, and which checks it holds."""

    def __init__(self, found: tuple[Network, ...], checks: tuple[Earlier, ...]) -> None:
        super().__init__()
        self.found, self.checks = found, checks


class StartScreen(View):
    STEP = "start"
    AUTO_FOCUS = "#what"  # not the button: nothing is started by a key pressed too soon
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg("This page says which network you are on. Nothing is sent before you press the button."),
        msg(
            "Check that the name of the network is the one of your room. If it is not, join the room's Wi-Fi first, "
            "then press F5 to look again."
        ),
        msg(
            "Your name, the room and the listing are optional. They stand in the recording and in the reports, and "
            "never leave this computer by themselves."
        ),
        msg("Earlier checks stand below. One that was left off can go on, with everything that it holds."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "look_again", msg("Look again")),
        Binding("ctrl+s", "begin", msg("Start the check")),
        Binding("c", "continue", msg("Continue")),
        Binding("l", "language", msg("English / Français")),
    ]
    DEFAULT_CSS = """
    StartScreen #what { height: 1fr; padding: 0 1; }
    StartScreen #what > Static { margin-bottom: 1; }
    StartScreen #network { text-style: bold; }
    StartScreen .field { height: 1; }
    StartScreen .field Label { width: 16; color: $text-muted; }
    StartScreen .field Input, StartScreen .field Select { width: 1fr; max-width: 56; }
    StartScreen Input { height: 1; border: none; background: $panel; padding: 0 1; }
    StartScreen Input:focus { background: $primary 25%; text-style: bold; }
    StartScreen #earlier { height: auto; max-height: 8; border: none; padding: 0; }
    StartScreen .heading { margin-top: 1; text-style: bold; }
    StartScreen #go { height: 1; background: $surface; padding: 0 1; }
    StartScreen #go Button { margin-right: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Network, ...] | None = None
        self._checks: tuple[Earlier, ...] = ()
        self._offered: list[str] = []

    def body(self) -> ComposeResult:
        say = self.saying.say
        with VerticalScroll(id="what"):
            yield Static(id="network")
            yield Static(Content(say(CHECKED)))
            yield Static(Content(say(NOT_CHECKED)))
            yield Static(Content(say(CONDUCT)), id="conduct")
            yield from self._fields()
            yield Label(Content(say("Earlier checks")), classes="heading", id="earlier-title")
            yield OptionList(id="earlier", markup=False, compact=True)
        with Horizontal(id="go"):
            yield Button(say("Start the check"), variant="primary", id="begin", compact=True, disabled=True)
            yield Button(say("Continue the last check"), id="continue", compact=True)
            yield Button(say("Demonstration"), id="demonstrate", compact=True)

    def _fields(self) -> ComposeResult:
        say, about = self.saying.say, self.session.about
        profiles = [
            (say(label, time=_time(PROFILES[each].most, self.saying)), each.value) for each, label in _PROFILES.items()
        ]
        languages = [(LANGUAGES[code], code) for code in SCREEN_LANGUAGES]
        with Horizontal(classes="field", id="which"):
            yield Label(Content(say("Network")))
            yield Select[str]([("…", "")], allow_blank=False, id="interface", compact=True)
        with Horizontal(classes="field"):
            yield Label(Content(say("Length")))
            yield Select(profiles, value=Profile.STANDARD.value, allow_blank=False, id="profile", compact=True)
        with Horizontal(classes="field"):
            yield Label(Content(say("Room")))
            yield Input(about.room, placeholder=say("as you call it (optional)"), id="room", max_length=200)
        with Horizontal(classes="field"):
            yield Label(Content(say("Your name")))
            yield Input(about.person, placeholder=say("for the report (optional)"), id="person", max_length=200)
        with Horizontal(classes="field"):
            yield Label(Content(say("Listing")))
            yield Input(
                about.listing, placeholder=say("its address on the web (optional)"), id="listing", max_length=1_000
            )
        with Horizontal(classes="field"):
            yield Label(Content(say("Language")))
            yield Select(languages, value=self.saying.language, allow_blank=False, id="language", compact=True)

    def on_mount(self) -> None:
        self.look()

    def on_screen_resume(self) -> None:
        if self._found is not None:
            self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        """Reads what the machine knows of its networks and its checks; sends nothing."""
        self.post_message(Looked(self.home.look(), earlier(self.session.paths.checks)))

    def on_looked(self, message: Looked) -> None:
        self._found, self._checks = message.found, message.checks
        self.show()

    def show(self) -> None:
        if not self.is_mounted or self._found is None:
            return
        found = self._found
        busy = self.session.state is State.LOOKING
        self.query_one("#begin", Button).disabled = busy or not found
        self.query_one("#which").display = len(found) > 1
        chosen = self._chosen()
        if len(found) > 1:
            names = [
                (harmless(f"{each.interface.name} {each.interface.ssid or ''}", 60), each.interface.name)
                for each in found
            ]
            select = self.query_one("#interface", Select)
            if [name for _, name in names] != self._offered:
                self._offered = [name for _, name in names]
                select.set_options(names)
        self.query_one("#network", Static).update(Content(_described(chosen, self.saying)))
        self.query_one("#continue").display = not busy and self._left_off is not None
        self._list_checks()
        self.refresh_bindings()

    @property
    def _left_off(self) -> Earlier | None:
        """The newest check, where it has no end."""
        newest = next(iter(self._checks), None)
        return newest if newest is not None and newest.end is End.LEFT_OFF else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A check can be continued where the last one was left off."""
        return self._left_off is not None and self.session.state is not State.LOOKING if action == "continue" else True

    def _list_checks(self) -> None:
        options = self.query_one("#earlier", OptionList)
        lines = [_line(each, self.saying) for each in self._checks]
        self.query_one("#earlier-title").display = bool(lines)
        options.display = bool(lines)
        if lines != [str(option.prompt) for option in options.options]:
            options.clear_options()
            options.add_options([Option(line, id=str(number)) for number, line in enumerate(lines)])

    def _chosen(self) -> Network | None:
        if not self._found:
            return None
        value = self.query_one("#interface", Select).value
        return next((each for each in self._found if each.interface.name == value), self._found[0])

    @on(Select.Changed, "#interface")
    def _choose(self) -> None:
        self.query_one("#network", Static).update(Content(_described(self._chosen(), self.saying)))

    @on(Input.Changed)
    def _describe(self, event: Input.Changed) -> None:
        event.stop()
        self.session.about = About(
            **{name: self.query_one(f"#{name}", Input).value.strip() for name in About.__struct_fields__}
        )

    @on(Select.Changed, "#language")
    def _speak(self, event: Select.Changed) -> None:
        event.stop()
        if isinstance(event.value, str) and event.value != self.saying.language:
            self.run_worker(self.home.speak(event.value))

    def action_language(self) -> None:
        other = SCREEN_LANGUAGES[(SCREEN_LANGUAGES.index(self.saying.language) + 1) % len(SCREEN_LANGUAGES)]
        self.run_worker(self.home.speak(other))

    def action_look_again(self) -> None:
        self.look()

    @on(Button.Pressed, "#begin")
    def _pressed(self) -> None:
        self.action_begin()

    @on(Button.Pressed, "#continue")
    def action_continue(self) -> None:
        """Offers to go on with the check that was left off."""
        if self._left_off is not None:
            self._take_up(self._left_off)

    @on(Button.Pressed, "#demonstrate")
    def _demonstrate(self) -> None:
        self.home.demonstrate()

    def action_begin(self) -> None:
        """Starts the check; asks again where the network is larger than a room's should be."""
        network = self._chosen()
        if network is None or self.session.state is State.LOOKING:
            return
        if _size(network) <= LARGE:
            self._begin(network)
            return
        say = self.saying.say
        question = Confirm(
            say("A large network"),
            say(
                "This network has room for {count} devices; it may belong to a whole building. A check takes longer "
                "and more people may notice it.",
                count=_size(network),
            ),
            say("Check all of it"),
            say("Do not start"),
        )
        self.app.push_screen(question, partial(self._agreed, network))

    def _agreed(self, network: Network, agreed: bool | None) -> None:  # noqa: FBT001  Textual hands the answer over
        if agreed:
            self._begin(network)

    def _begin(self, network: Network, resume: Earlier | None = None) -> None:
        from roomcheck.net.lab import require_lab

        try:
            require_lab(network.interface.name)
        except RoomcheckError as trouble:
            self.tell_trouble(trouble)
            return
        self.session.begin(
            network,
            resume.folder if resume else new_folder(self.session.paths.checks),
            Profile(str(self.query_one("#profile", Select).value)),
            large=True,
            resume=resume is not None,
            language=self.saying.language,
        )
        self.home.go("check")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take_up(self._checks[int(event.option.id or 0)])

    def _take_up(self, check: Earlier) -> None:
        if self.session.state is State.LOOKING:
            return
        network = self._chosen()
        if check.may_go_on and network is not None and check.network is not None and same_place(check.network, network):
            say = self.saying.say
            question = Confirm(
                say("This check did not finish"),
                say(
                    "Everything that was recorded is there. You can look at it, or let the check go on "
                    "where it stopped; then it sends again."
                ),
                say("Go on with the check"),
                say("Only look at it"),
            )
            self.app.push_screen(question, partial(self._resumed, check, network))
            return
        self._open(check)

    def _resumed(self, check: Earlier, network: Network, agreed: bool | None) -> None:  # noqa: FBT001
        if agreed:
            self._begin(network, check)
        else:
            self._open(check)

    def _open(self, check: Earlier) -> None:
        self.session.open(check.folder)
        self.home.go("check")


def _described(network: Network | None, saying: Saying) -> str:
    """Which network this is, in a line or two."""
    if network is None:
        return saying.say("This computer is not connected to any network. Join the Wi-Fi of the room, then press F5.")
    interface = network.interface
    named = f" “{harmless(interface.ssid, 64)}”" if interface.ssid else ""
    where = ", ".join(str(subnet) for subnet in network.subnets4) or "IPv6"
    told = saying.say(
        "Network: {medium}{name} on {interface}, {where}, gateway {gateway}.",
        medium=saying.say(_MEDIA[interface.medium]),
        name=named,
        interface=interface.name,
        where=where,
        gateway=network.gateway4 or network.gateway6 or saying.say("not known"),
    )
    size = _size(network)
    return (
        told + " " + saying.many("Room for {number} address.", "Room for {number} addresses.", size) if size else told
    )


def _size(network: Network) -> int:
    return sum(max(subnet.num_addresses - 2, 1) for subnet in network.subnets4)


def _time(seconds: float, saying: Saying) -> str:
    if seconds < 60:
        return saying.many("{number} second", "{number} seconds", int(seconds))
    return saying.many("{number} minute", "{number} minutes", int(seconds // 60))


def _line(check: Earlier, saying: Saying) -> str:
    """One earlier check in one line, in the time of this computer."""
    try:
        when = dt.datetime.fromisoformat(check.at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        when = harmless(check.at, 20)
    network = check.network
    where = network.interface.ssid or ", ".join(map(str, network.subnets4)) if network else ""
    parts = (when, saying.say(_ENDS[check.end]), harmless(check.room or "", 40), harmless(where or "", 40))
    return " · ".join(part for part in parts if part)
