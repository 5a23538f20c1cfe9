"""The places of the physical check as a list, each with what was said of it."""

from typing import Final

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from roomcheck.model.entry import Walk
from roomcheck.tui.places import PLACES, Place
from roomcheck.tui.saying import Saying, saying_of
from roomcheck.words import msg

OUTCOMES: Final = {"done": msg("done"), "skipped": msg("skipped"), "suspicious": msg("suspicious")}
_SYMBOLS: Final = {"done": "✓", "skipped": "–", "suspicious": "!"}


class Places(OptionList):
    DEFAULT_CSS = """
    Places { height: 1fr; border: none; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self._told: list[str] = []

    @property
    def place(self) -> Place:
        return PLACES[self.highlighted or 0]

    def show(self, walked: dict[str, Walk]) -> None:
        """Brings each line to what was last said of its place."""
        saying = saying_of(self)
        lines = [_line(place, walked.get(place.key), saying) for place in PLACES]
        if not self._told:
            self.add_options([Option(Content(line), id=place.key) for line, place in zip(lines, PLACES, strict=True)])
            self.highlighted = 0
        else:
            for at, (old, new) in enumerate(zip(self._told, lines, strict=True)):
                if old != new:
                    self.replace_option_prompt_at_index(at, Content(new))
        self._told = lines

    def forward(self) -> None:
        """To the next place."""
        self.action_cursor_down()


def _line(place: Place, walk: Walk | None, saying: Saying) -> str:
    symbol = _SYMBOLS.get(walk.outcome, "·") if walk else "·"
    outcome = f" ({saying.say(OUTCOMES[walk.outcome])})" if walk and walk.outcome in OUTCOMES else ""
    return f"{symbol} {saying.say(place.title)}{outcome}"
