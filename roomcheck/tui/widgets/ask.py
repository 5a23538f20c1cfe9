"""Small questions over a screen: a line of text, or yes and no. Escape always means no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from roomcheck.tui.saying import saying_of
from roomcheck.words import msg

_CSS = """
Ask, Confirm { align: center middle; background: $background 60%; }
.dialog {
    width: 90%; max-width: 72; height: auto; max-height: 90%; border: round $primary; background: $surface;
    padding: 0 1;
}
.dialog Label { margin-top: 1; }
.dialog Input { height: 1; border: none; background: $panel; padding: 0 1; }
.dialog Input:focus { background: $primary 25%; text-style: bold; }
.dialog Horizontal { height: auto; margin-top: 1; }
"""


class Ask(ModalScreen[tuple[str, ...] | None]):
    """Asks for some lines of text; gives them in the order of the questions, or None."""

    DEFAULT_CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", msg("Cancel"))]

    def __init__(self, title: str, questions: tuple[tuple[str, str], ...], explained: str = "") -> None:
        super().__init__()
        self._title, self._questions, self._explained = title, questions, explained

    def compose(self) -> ComposeResult:
        saying = saying_of(self)
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = Content(self._title)
            if self._explained:
                yield Static(Content(self._explained))
            for number, (question, value) in enumerate(self._questions):
                yield Label(Content(question))
                yield Input(value, id=f"answer-{number}", max_length=4_000)
            with Horizontal():
                yield Button(saying.say("Keep"), variant="primary", id="keep", compact=True)
                yield Button(saying.say("Cancel"), id="leave", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        last = f"answer-{len(self._questions) - 1}"
        if event.input.id == last:
            self._keep()
        else:
            self.focus_next(Input)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "keep":
            self._keep()
        else:
            self.dismiss(None)

    def _keep(self) -> None:
        self.dismiss(tuple(field.value.strip() for field in self.query(Input)))

    def action_leave(self) -> None:
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """One question with two answers; the safe one has the focus."""

    DEFAULT_CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", msg("Cancel"))]

    def __init__(self, title: str, explained: str, yes: str, no: str) -> None:
        super().__init__()
        self._told = (title, explained, yes, no)

    def compose(self) -> ComposeResult:
        title, explained, yes, no = self._told
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = Content(title)
            yield Static(Content(explained))
            with Horizontal():
                yield Button(Content(no), variant="primary", id="no", compact=True)
                yield Button(Content(yes), id="yes", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_leave(self) -> None:
        self.dismiss(result=False)
