"""The surroundings: with what this computer hears, and the access points that its system knows of."""

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from roomcheck.tui.hearing import Doing, Hearing
from roomcheck.tui.saying import saying_of
from roomcheck.tui.widgets.points import Points
from roomcheck.tui.widgets.told import Told
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.app.surroundings import Point

_STANDS_OUT: Final = msg(
    "A network that is named as cameras name their own often waits to be set up; it may also be a neighbour's."
)


class Around(Vertical):
    DEFAULT_CSS = """
    Around { height: 1fr; }
    Around #has { height: auto; max-height: 45%; padding: 0 1; border-bottom: solid $panel; }
    Around Points { min-height: 4; }
    Around #stands-out { padding: 0 1; color: $text-muted; height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Point, ...] | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="has"):
            yield Static(id="equipment")
        yield Points(id="points")
        yield Told(id="stands-out")

    def equip(self, told: Content) -> None:
        """Shows what this computer has."""
        self.query_one("#equipment", Static).update(told)

    def show(self, hearing: Hearing, *, looked: bool) -> None:
        """Brings the list to what was told; `looked`: the system was asked already."""
        say = saying_of(self).say
        if hearing.points is not self._shown:
            self._shown = hearing.points
            self.query_one(Points).show(hearing.points)
        if hearing.doing is Doing.NOTING:
            told = [say("Listening for some seconds …")]
        elif hearing.points:
            told = [say(_STANDS_OUT)]
        else:
            told = [say("The system tells of no access point.")] if looked else []
        self.query_one("#stands-out", Told).tell(" ".join([*told, *map(say, hearing.unheard)]))
