"""Help over any screen: what is shown here, and every key that does something."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from roomcheck.tui.saying import saying_of
from roomcheck.words import msg


class HelpScreen(ModalScreen[None]):
    """`paragraphs` are sentences of the catalogue; `keys` pairs of a key and what it does."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll {
        width: 94%; max-width: 78; height: auto; max-height: 94%; border: round $primary; background: $surface;
        padding: 0 1;
    }
    HelpScreen Static { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter", "leave", msg("Close")),
    ]

    def __init__(self, paragraphs: tuple[str, ...], keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._paragraphs, self._keys = paragraphs, keys

    def compose(self) -> ComposeResult:
        saying = saying_of(self)
        with VerticalScroll() as box:
            box.border_title = Content(saying.say("Help"))
            box.border_subtitle = Content(saying.say("Escape closes"))
            for paragraph in self._paragraphs:
                yield Static(Content(saying.say(paragraph)))
            lines = [f"{key:>12}  {saying.say(what)}" for key, what in self._keys if what]
            yield Static(Content("\n".join(lines)))

    def action_leave(self) -> None:
        self.dismiss(None)
