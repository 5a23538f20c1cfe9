"""Hot or cold: how strongly one device is heard as the person walks. A tendency, never a distance."""

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from roomcheck.tui.hearing import Doing, Followed
from roomcheck.tui.saying import saying_of
from roomcheck.tui.widgets.keys import Keys
from roomcheck.tui.widgets.letters import Letters
from roomcheck.tui.widgets.strength import bar_of, history_of
from roomcheck.tui.widgets.told import Told
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.tui.app import RoomcheckApp

LOOKS: Final = 4
ROWS: Final = 5
SILENT: Final = 5.0
"""Seconds after which it is said that nothing was heard."""
_TRENDS: Final = {"warmer": msg("WARMER"), "colder": msg("COLDER")}


class StrengthScreen(Screen[None]):
    """Follows until the person leaves; of a capture it shows the end."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,x", "leave", msg("Back"), key_display="esc")]
    DEFAULT_CSS = """
    StrengthScreen #whom { padding: 0 1; background: $surface; text-style: bold; }
    StrengthScreen Letters { margin: 1 1; text-style: bold; }
    StrengthScreen #figure, StrengthScreen #bar, StrengthScreen #since { padding: 0 1; text-align: center; }
    StrengthScreen #history { padding: 0 1; color: $primary; height: 5; margin-top: 1; }
    StrengthScreen #limits { padding: 0 1; color: $text-muted; }
    """

    def compose(self) -> ComposeResult:
        say = saying_of(self).say
        yield Told(id="whom", one_line=True)
        yield Letters(id="trend")
        yield Told(id="figure", one_line=True)
        yield Told(id="bar", one_line=True)
        yield Told(id="since", one_line=True)
        yield Told(id="history", one_line=True)
        limits = Told(id="limits")
        limits.tell(
            say(
                "Walk slowly, and turn. Walls, bodies and the device's own power change this figure: it is a tendency, "
                "never a distance."
            )
        )
        yield limits
        yield Keys()

    def on_mount(self) -> None:
        self.show()
        self.set_interval(1 / LOOKS, self.show)

    def show(self) -> None:
        """Brings the screen to the moment."""
        hearing = cast("RoomcheckApp", self.app).hearing
        followed = hearing.followed
        if followed is None:
            return
        say = saying_of(self).say
        self.query_one("#whom", Told).tell(say("Hot or cold: {station}", station=followed.station))
        live = hearing.doing is Doing.FOLLOWING and not hearing.files
        if followed.now is None:
            self.query_one("#figure", Told).tell(say("Not heard yet.") if live else say("It was not heard."))
            return
        silent = live and followed.since > SILENT
        self._draw(followed)
        self.query_one("#since", Told).tell(
            say("Not heard for {seconds} s.", seconds=round(followed.since)) if silent else ""
        )

    def _draw(self, followed: Followed) -> None:
        say, now = saying_of(self).say, followed.now
        assert now is not None
        width = max(self.size.width - 2, 1)
        self.query_one(Letters).tell(say(_TRENDS.get(followed.trend, msg("UNCLEAR"))))
        figure = say("{dbm} dBm, give or take {margin}", dbm=f"{now.dbm:.0f}", margin=f"{now.margin:.0f}")
        self.query_one("#figure", Told).tell(figure)
        self.query_one("#bar", Told).tell(bar_of(now, width))
        self.query_one("#history", Told).tell("\n".join(history_of(followed.history, width, ROWS)))

    def action_leave(self) -> None:
        cast("RoomcheckApp", self.app).hearing.stop()
        self.dismiss(None)
