"""Walk: a guided look at the room itself, place by place. What it finds, and what was left out, is recorded."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from roomcheck.model.entry import Walk
from roomcheck.model.errors import RoomcheckError
from roomcheck.tui.places import INFRARED, LIMITS, PLACES, TORCH, UNTOUCHED, Place
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import Kept, State
from roomcheck.tui.widgets.ask import Ask
from roomcheck.tui.widgets.walk import OUTCOMES, Places
from roomcheck.words import msg


class WalkScreen(View):
    STEP = "walk"
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg("A guided look at the room. Choose a place, read how to look, and say what came of it."),
        TORCH,
        INFRARED,
        UNTOUCHED,
        msg(
            "A photograph is attached by its path and kept byte for byte beside the recording. Take it with the "
            "telephone and copy it to this computer first."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,enter", "say('done')", msg("Done"), key_display="d"),
        Binding("s", "say('skipped')", msg("Skip")),
        Binding("u", "say('suspicious')", msg("Suspicious")),
        Binding("h", "photo", msg("Photograph")),
    ]
    DEFAULT_CSS = """
    WalkScreen #limits { padding: 0 1; background: $surface; }
    WalkScreen Places { width: 45%; max-width: 54; }
    WalkScreen #how { width: 1fr; padding: 0 1; border-left: solid $panel; }
    WalkScreen #how Static { margin-bottom: 1; }
    WalkScreen.-narrow #pair { layout: vertical; }
    WalkScreen.-narrow Places { width: 1fr; height: 6; }
    WalkScreen.-narrow #how { border-left: none; border-top: solid $panel; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal")]  # noqa: RUF012  as Textual declares it

    def body(self) -> ComposeResult:
        say = self.saying.say
        yield Static(Content(say(LIMITS)), id="limits")
        with Horizontal(id="pair"):
            yield Places()
            with VerticalScroll(id="how"):
                yield Static(id="place")
                yield Static(Content(say(TORCH)))
                yield Static(Content(say(INFRARED)))
                yield Static(Content(say(UNTOUCHED)))

    def on_mount(self) -> None:
        self.query_one(Places).focus()

    def show(self) -> None:
        if self.is_mounted:
            self.query_one(Places).show(self.session.walked())
            self._explain(self.query_one(Places).place)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explain(self.query_one(Places).place)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_say("done")

    def _explain(self, place: Place) -> None:
        say = self.saying.say
        told = [Content.styled(say(place.title), "bold"), Content(say(place.look))]
        walk = self.session.walked().get(place.key)
        if walk is not None:
            told.append(
                Content(
                    say(
                        "You said: {outcome}. {text}",
                        outcome=say(OUTCOMES.get(walk.outcome, walk.outcome)),
                        text=walk.text,
                    )
                )
            )
            if walk.photo:
                told.append(Content(say("Photograph: {file}", file=walk.photo)))
        self.query_one("#place", Static).update(Content("\n").join(told))

    def action_say(self, outcome: str) -> None:
        """Records what came of the place under the cursor; what is suspicious is asked for in words."""
        if self._nothing_to_write_to():
            return
        place = self.query_one(Places).place
        if outcome == "suspicious":
            self._ask(place, outcome)
        else:
            self._keep(place, outcome, "", None)

    def action_photo(self) -> None:
        """A photograph of the place under the cursor, whatever was said of it."""
        if self._nothing_to_write_to():
            return
        place = self.query_one(Places).place
        walk = self.session.walked().get(place.key)
        self._ask(place, walk.outcome if walk else "done", walk.text if walk else "")

    def _nothing_to_write_to(self) -> bool:
        if self.session.state is not State.EMPTY:
            return False
        self.tell(self.saying.say("Start or open a check first: what you find is kept in its recording."))
        return True

    def _ask(self, place: Place, outcome: str, text: str = "") -> None:
        say = self.saying.say
        question = Ask(
            say(place.title),
            (
                (say("What do you see, and where exactly?"), text),
                (say("Photograph: its path on this computer (optional)"), ""),
            ),
            say(UNTOUCHED),
        )
        self.app.push_screen(question, partial(self._answered, place, outcome))

    def _answered(self, place: Place, outcome: str, answers: tuple[str, ...] | None) -> None:
        if answers is not None:
            file = Path(answers[1]).expanduser() if answers[1] else None
            self._keep(place, outcome, answers[0], file)

    def _keep(self, place: Place, outcome: str, text: str, file: Path | None) -> None:
        self.run_worker(partial(self._put, place, outcome, text, file), thread=True, exit_on_error=False)
        if self.query_one(Places).place == place and PLACES[-1] != place:
            self.query_one(Places).forward()

    def _put(self, place: Place, outcome: str, text: str, file: Path | None) -> None:
        try:
            photo = self.session.attach(file, place.key) if file is not None else None
            body = Walk(place=place.key, outcome=outcome, text=text, photo=photo)
            self.session.say(body)
        except RoomcheckError as trouble:
            self.app.call_from_thread(self.tell_trouble, trouble)
        else:
            self.post_message(Kept(body))

    def on_kept(self, message: Kept) -> None:
        message.stop()
        self.show()
