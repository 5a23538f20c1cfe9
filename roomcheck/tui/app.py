"""The application: its parts, its session, its language, its look."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, Final, cast

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from roomcheck.app.checks import new_folder
from roomcheck.app.paths import Paths
from roomcheck.model.network import Network
from roomcheck.tui.hearing import Hearing
from roomcheck.tui.loading import Loaded, networks
from roomcheck.tui.saying import Saying
from roomcheck.tui.screens.start import StartScreen
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import Changed, Session
from roomcheck.tui.themes import THEMES, TITLES
from roomcheck.tui.widgets.steps import STEPS, Chosen
from roomcheck.words import msg

LOOKS: Final = 4
"""How many times a second the screens look whether the session has something new, at the most."""

DEMONSTRATION_S: Final = 12.0


def _check() -> Screen[None]:
    from roomcheck.tui.screens.check import CheckScreen

    return CheckScreen()


def _walk() -> Screen[None]:
    from roomcheck.tui.screens.walk import WalkScreen

    return WalkScreen()


def _report() -> Screen[None]:
    from roomcheck.tui.screens.report import ReportScreen

    return ReportScreen()


def _air() -> Screen[None]:
    from roomcheck.tui.screens.air import AirScreen

    return AirScreen()


_PARTS: Final[dict[str, str | Callable[[], Screen[Any]]]] = {
    "start": StartScreen,
    "check": _check,
    "walk": _walk,
    "report": _report,
    "air": _air,
}
"""Each part of the application; all but the first are imported when they are first shown."""


def _own_actions(node: object) -> set[str]:
    """The actions that roomcheck itself binds in a node; those of the toolkit are not in anybody's language."""
    bindings = [
        binding
        for each in type(node).__mro__
        if each.__module__.startswith("roomcheck.")
        for binding in vars(each).get("BINDINGS", ())
    ]
    return {binding.action for binding in bindings if binding.description}


class RoomcheckApp(App[None]):
    """`look` finds the networks of this machine, `now` reads the clock, `hearing` hears. Tests have their own."""

    TITLE = "roomcheck"
    CSS_PATH = "app.tcss"
    MODES = _PARTS
    DEFAULT_MODE = "start"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"go('{step}')", title, show=False) for number, (step, title) in enumerate(STEPS, 1)),
        Binding("question_mark,f1", "help", msg("Help"), key_display="?"),
        Binding("ctrl+p", "command_palette", msg("Commands"), key_display="^p", show=False),
        Binding("ctrl+q", "quit", msg("Quit"), key_display="^q", priority=True),
    ]

    def __init__(
        self,
        paths: Paths,
        language: str,
        *,
        demonstration: bool = False,
        recording: Path | None = None,
        look: Callable[[], tuple[Network, ...]] = networks,
        now: Callable[[], dt.datetime] | None = None,
        hearing: Callable[[Session], Hearing] = Hearing,
        replay_s: float = DEMONSTRATION_S,
    ) -> None:
        super().__init__()
        self.loaded = Loaded(paths)
        self.session = Session(paths, self.loaded)
        self.hearing = hearing(self.session)
        self.saying = Saying(language)
        self.look = look
        self._now = now or (lambda: dt.datetime.now(dt.UTC))
        self._demonstration = demonstration
        self._recording = recording
        self._replay_s = replay_s
        self._seen = (-1, -1)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "plain" if self.no_color else THEMES[0].name

    def now(self) -> str:
        """RFC 3339, UTC, to the second."""
        return self._now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def on_mount(self) -> None:
        self.set_interval(1 / LOOKS, self._look_at_session)
        self.load()
        if self._demonstration:
            self.demonstrate()
        elif self._recording is not None:
            self.session.open(self._recording)
            self.go("check")

    @work(thread=True)
    def load(self) -> None:
        """Loads the signatures while the person reads."""
        self.saying.learn(self.loaded.library().vocabulary)
        self.session.version += 1

    def _look_at_session(self) -> None:
        for source in (self.session, self.hearing):
            if source.trouble is not None and isinstance(self.screen, View):
                self.screen.tell_trouble(source.trouble)
                source.trouble = None
        seen = (self.session.version, self.hearing.version)
        if seen == self._seen:
            return
        self._seen = seen
        for screen in self.screen_stack:
            if isinstance(screen, View):
                screen.post_message(Changed())

    def on_chosen(self, message: Chosen) -> None:
        message.stop()
        self.go(message.step)

    def go(self, step: str) -> None:
        """Shows one part of the application."""
        self.switch_mode(step)

    def action_go(self, step: str) -> None:
        if isinstance(self.screen, View):
            self.go(step)

    def demonstrate(self) -> None:
        """Plays the shipped recording; no network is needed and nothing is sent."""
        self.session.replay(new_folder(self.session.paths.demonstrations), self._replay_s)
        self.go("check")

    async def speak(self, language: str) -> None:
        """Changes the language of every screen."""
        self.saying = Saying(language)
        library = self.loaded.ready()
        if library is not None:
            self.saying.learn(library.vocabulary)
        for step, screen in _PARTS.items():
            if step != self.current_mode and step in self._screen_stacks:
                await self.remove_mode(step)
                self.add_mode(step, screen)
        await self.screen.recompose()
        self._seen = (-1, -1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Help exists where a screen has something to say of itself."""
        return isinstance(self.screen, View) if action == "help" else True

    def action_help(self) -> None:
        from roomcheck.tui.screens.help import HelpScreen

        screen = self.screen
        if not isinstance(screen, View):
            return
        keys: dict[str, tuple[str, str]] = {}
        for node, binding, enabled, _tooltip in screen.active_bindings.values():
            if enabled and binding.action in _own_actions(node):
                keys.setdefault(binding.action, (self.get_key_display(binding), binding.description))
        self.push_screen(HelpScreen(screen.ABOUT, tuple(keys.values())))

    def action_command_palette(self) -> None:
        if not CommandPalette.is_open(cast("App[object]", self)):
            self.push_screen(
                CommandPalette(placeholder=self.saying.say("Search for a command…"), id="--command-palette")
            )

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        say = self.saying.say
        for step, title in STEPS:
            yield SystemCommand(say(title), say("Go to this part"), lambda step=step: self.go(step))
        for theme in THEMES:
            name = theme.name
            yield SystemCommand(
                say("Look: {name}", name=say(TITLES[name])),
                say("Change the colours"),
                lambda name=name: setattr(self, "theme", name),
            )
        yield SystemCommand(say("Help"), say("What is shown here, and which keys there are"), self.action_help)
        yield SystemCommand(
            say("Demonstration"), say("Replay a check of a test network; nothing is sent"), self.demonstrate
        )
        yield SystemCommand(say("Quit"), say("What was recorded is kept"), self.action_quit)

    async def action_quit(self) -> None:
        self.session.stop()
        self.hearing.stop()
        self.exit()

    def on_unmount(self) -> None:
        self.hearing.close()
        self.session.close()
