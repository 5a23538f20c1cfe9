"""Air: what is heard around this network. It says what is missing where the equipment is."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from roomcheck.app.doctor import Ability, examine
from roomcheck.tui.screens.view import View
from roomcheck.words import msg

EQUIPMENT: Final = ("Wi-Fi adapter", "Bluetooth", "captures")
"""The abilities of `roomcheck doctor` that this part rests on, by their names there."""

PANES: Final[list[Callable[[], Widget]]] = []
"""What the part shows below the equipment: widgets that read the session and start use cases themselves."""

_NAMES: Final = {
    "Wi-Fi adapter": msg("Wi-Fi adapter"),
    "Bluetooth": msg("Bluetooth"),
    "captures": msg("Captures of others"),
}
_GIVES: Final = {
    "Wi-Fi adapter": msg("shows the access points around, from what the system knows of them"),
    "Bluetooth": msg("hears advertisements of devices nearby"),
    "captures": msg("`roomcheck air FILE` reads captures that other tools and telephones made"),
}
_HOW: Final = {
    "Wi-Fi adapter": msg("Use a computer with Wi-Fi."),
    "Bluetooth": msg("Install `roomcheck[bluetooth]`."),
    "captures": "",
}


class Examined(Message):
    """What this machine can hear with."""

    def __init__(self, abilities: tuple[Ability, ...]) -> None:
        super().__init__()
        self.abilities = abilities


class AirScreen(View):
    STEP = "air"
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg(
            "The air tells of cameras on other networks of the same place: a router of the host's that guests do not "
            "know of, or a camera with a network of its own."
        ),
        msg("This part says which equipment this computer has for it, and what is missing."),
    )
    DEFAULT_CSS = """
    AirScreen VerticalScroll { padding: 0 1; }
    AirScreen Static { margin-bottom: 1; }
    """

    def body(self) -> ComposeResult:
        say = self.saying.say
        with VerticalScroll():
            yield Static(
                Content(
                    say(
                        "A camera on another network of this place cannot be seen from this one. What it sends through "
                        "the air can be, with the right equipment, without reading any of its content."
                    )
                )
            )
            yield Static(id="equipment")
            for pane in PANES:
                yield pane()

    def on_mount(self) -> None:
        self.examine()

    @work(thread=True, exclusive=True)
    def examine(self) -> None:
        self.post_message(Examined(examine(self.home.loaded.library())))

    def on_examined(self, message: Examined) -> None:
        message.stop()
        say = self.saying.say
        lines: list[str] = []
        for ability in message.abilities:
            if ability.name in EQUIPMENT:
                there = say("there") if ability.there else say("missing")
                lines.append(f"{'●' if ability.there else '○'} {say(_NAMES[ability.name])}: {there}")
                lines.append(f"   {say(_GIVES[ability.name])}")
                if not ability.there and _HOW[ability.name]:
                    lines.append(f"   {say(_HOW[ability.name])}")
        self.query_one("#equipment", Static).update(Content("\n".join(lines)))
