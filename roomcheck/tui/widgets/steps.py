"""The line on top: the parts of the application, in the order in which most people need them."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from roomcheck.tui.saying import saying_of
from roomcheck.words import msg

STEPS: Final = (
    ("start", msg("Start")),
    ("check", msg("Check")),
    ("walk", msg("Walk")),
    ("report", msg("Report")),
    ("air", msg("Air")),
)


class Chosen(Message):
    """The person chose a part."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step


class Step(Static):
    def __init__(self, step: str, label: str, *, here: bool) -> None:
        super().__init__(Content(label), classes="-here" if here else "")
        self._step = step

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(Chosen(self._step))


class Steps(Horizontal):
    """`here` is the part that is shown."""

    DEFAULT_CSS = """
    Steps { height: 1; dock: top; background: $panel; }
    Steps Step { width: auto; padding: 0 1; color: $foreground; }
    Steps Step.-here { text-style: bold reverse; }
    """

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        saying = saying_of(self)
        for number, (step, title) in enumerate(STEPS, 1):
            yield Step(step, f"{number} {saying.say(title)}", here=step == self._here)
