"""The room-reaction test on the whole screen: what to do now, in letters to be read across the room."""

import time
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import ProgressBar

from roomcheck.tui.acts import Act, act_of
from roomcheck.tui.hearing import TRACES, Cued, Doing, Trial
from roomcheck.tui.saying import saying_of
from roomcheck.tui.widgets.keys import Keys
from roomcheck.tui.widgets.letters import Letters
from roomcheck.tui.widgets.told import Told
from roomcheck.tui.widgets.traffic import Traffic
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.tui.app import RoomcheckApp

LOOKS: Final = 5
"""How many times a second the countdown is looked at."""
LOW: Final = 30
"""Rows below which the plot gives way to the letters."""
_OVER: Final = Act(msg("DONE"), msg("You may move again. The result is being worked out; this takes a moment."))
_READY: Final = msg("Looking for the busiest channel. Hold still until the first word.")


class TestScreen(Screen[None]):
    """Leaves by itself when the test is over.

    The colours never change with the cue: a screen that lights the room up would be a cue of its own.
    """

    __test__ = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x,escape", "stop", msg("Stop the test"), key_display="x")]
    DEFAULT_CSS = """
    TestScreen #far { padding: 0 1; background: $surface; }
    TestScreen ProgressBar { height: 1; width: 100%; padding: 0 1; }
    TestScreen ProgressBar Bar { width: 1fr; }
    TestScreen Horizontal { height: 1fr; }
    TestScreen #left { width: 20%; min-width: 12; max-height: 14; color: $text-muted; }
    TestScreen #how { text-align: center; text-style: bold; padding: 0 1; }
    TestScreen Traffic { height: 7; padding: 0 1; }
    TestScreen.-low Traffic { height: 4; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._cued: Cued | None = None

    def compose(self) -> ComposeResult:
        yield Told(id="far", one_line=True)
        yield ProgressBar(show_eta=False, show_percentage=False, total=100.0)
        with Horizontal():
            yield Letters(id="cue")
            yield Letters(id="left")
        yield Told(id="how", one_line=True)
        yield Traffic(TRACES)
        yield Keys()

    def on_mount(self) -> None:
        self.show()
        self.set_interval(1 / LOOKS, self.show)

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.height < LOW, "-low")

    def show(self) -> None:
        """Brings the screen to the moment; rings where the cue changed."""
        hearing = cast("RoomcheckApp", self.app).hearing
        trial = hearing.trial
        if hearing.doing is not Doing.TESTING or trial is None:
            if self.is_current:
                self.dismiss(None)
            return
        say, now = saying_of(self).say, time.monotonic()
        begun = trial.begun
        second = now - begun if begun is not None else 0.0
        over = second >= trial.schedule.seconds
        act = _OVER if over else act_of(trial.cued.action if trial.cued else None)
        self.query_one("#cue", Letters).tell(say(act.cue))
        self.query_one("#how", Told).tell(say(act.how) if begun is not None else say(_READY))
        left = trial.cued.until - now if trial.cued and not over else 0.0
        self.query_one("#left", Letters).tell(f"{left:2.0f}" if left > 0 else "")
        self._progress(trial, min(second, trial.schedule.seconds))
        if trial.cued != self._cued:
            if self._cued is not None:
                self.app.bell()
            self._cued = trial.cued

    def _progress(self, trial: Trial, second: float) -> None:
        say, whole = saying_of(self).say, trial.schedule.seconds
        done, seed = f"{_clock(second)} / {_clock(whole)}", _seed(trial)
        self.query_one("#far", Told).tell(say("Room test: {done}, cues of seed {seed}", done=done, seed=seed))
        self.query_one(ProgressBar).update(progress=100.0 * second / whole)
        self.query_one(Traffic).show(trial.schedule, trial.traces, second)

    def action_stop(self) -> None:
        """Leaves the test off; nothing is said of the room then."""
        cast("RoomcheckApp", self.app).hearing.stop()


def _seed(trial: Trial) -> str:
    return "–" if trial.schedule.seed is None else str(trial.schedule.seed)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
