"""What is heard of the air, as the screens see it: listened to, read from captures, tested, followed. Knows no widget.

One thing at a time, in a thread of its own. It writes here, and the screens look a few times a second. A finished
check of the air, or test, becomes the session's: then the other parts of the application show, report and seal it.
"""

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from roomcheck.model.errors import RoomcheckError
from roomcheck.tui.session import About, Session, State

if TYPE_CHECKING:
    from roomcheck.app.air import AirPlan, Watch
    from roomcheck.app.ears import Ears
    from roomcheck.app.follow import Look
    from roomcheck.app.overheard import Overheard, Overhearing, Trace
    from roomcheck.app.react import Reacted
    from roomcheck.app.surroundings import Point
    from roomcheck.flows.cues import Schedule
    from roomcheck.flows.strength import Gauge, Strength
    from roomcheck.flows.table import Air
    from roomcheck.match.library import Library
    from roomcheck.model.assessment import Assessment

LOOKS: Final = 0.25
"""Seconds between two looks at what is heard."""
LISTENS: Final = 900.0
"""Seconds after which listening ends by itself."""
TRACES: Final = 3
"""Flows whose traffic is drawn during a test."""
POINTS: Final = 240
"""Points of a history of strength that are shown."""


class Doing(StrEnum):
    """What is going on."""

    NOTHING = "nothing"
    NOTING = "noting"
    LISTENING = "listening"
    READING = "reading"
    TESTING = "testing"
    FOLLOWING = "following"


class Cued(msgspec.Struct, frozen=True):
    """What the person shall do now (None: wait), until which moment of `time.monotonic`."""

    action: str | None
    until: float


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A reaction test under way. `begun` is a moment of `time.monotonic`, None while a channel is looked for."""

    schedule: "Schedule"
    begun: float | None = None
    cued: Cued | None = None
    traces: "tuple[Trace, ...]" = ()


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """How strongly one device is heard; `now` is None while it was not heard."""

    station: str
    now: "Strength | None" = None
    trend: str = "unclear"
    history: "tuple[Strength, ...]" = ()
    since: float = 0.0
    """Seconds since it was last heard."""


class Hearing:
    """What the screens show of the air. Fields are replaced whole, so that any thread may read them."""

    def __init__(
        self, session: Session, ears: "Ears | None" = None, draw: "Callable[[], Schedule] | None" = None,
        redraws: int | None = None,
    ) -> None:
        """`ears`, `draw` and `redraws` are other ears, cues and numbers of redrawn schedules, for tests."""
        self.session = session
        self.doing = Doing.NOTHING
        self.source = ""
        """The interface, or the names of the files, that are or were heard."""
        self.files: tuple[Path, ...] = ()
        self.mine: frozenset[str] = frozenset()
        """The person's own devices, by their addresses."""
        self.points: tuple[Point, ...] = ()
        """The access points that the system told of last."""
        self.unheard: tuple[str, ...] = ()
        """Why it did not tell more, in sentences of the catalogues."""
        self.overheard: Overheard | None = None
        self.trial: Trial | None = None
        self.reacted: Reacted | None = None
        self.left_off = False
        """Whether the last test was stopped before its end."""
        self.followed: Followed | None = None
        self.folder: Path | None = None
        """Of the last finished check of the air, or test."""
        self.trouble: RoomcheckError | None = None
        self.version = 0
        """Grows whenever anything above changes."""
        self._ears, self._draw, self._redraws = ears, draw, redraws
        self._stop = self._stop_next = threading.Event()
        self._thread: threading.Thread | None = None
        self._looked = 0.0

    @property
    def ears(self) -> "Ears":
        """With what this computer hears."""
        if self._ears is None:
            from roomcheck.app.ears import Ears

            self._ears = Ears()
        return self._ears

    # What the person starts. Each ends what was going on.

    def note(self, folder: Path, about: About, language: str, *, rescan: bool) -> None:
        """Checks what the system tells of access points and Bluetooth; `rescan` transmits, and needs consent."""

        def work(library: "Library") -> None:
            from roomcheck.app.listed import check_listed
            from roomcheck.app.surroundings import points_of

            around = check_listed(self._plan(folder, about, rescan=rescan), library, _quiet)
            self.points = points_of(around.points, library)
            self.unheard = around.missing
            if around.assessment is not None:
                self._keep(folder, around.assessment, library, language)

        self._start(Doing.NOTING, work)

    def listen(self, interface: str, folder: Path, about: About, language: str) -> None:
        """Checks the air on a monitor interface until `stop`. Only hears."""

        def work(library: "Library") -> None:
            from roomcheck.app.air import check_live

            self.source, self.files, self.overheard = interface, (), None
            overhearing = self._overhearing(library)
            with self.ears.open(interface) as monitor:
                plan = self._plan(folder, about)
                air, assessment = check_live(monitor, plan, library, _quiet, self._watch(overhearing))
            self.overheard = overhearing.look(air, over=True)
            self._keep(folder, assessment, library, language)

        self._start(Doing.LISTENING, work)

    def read(self, file: Path, folder: Path, about: About, language: str) -> None:
        """Checks the air of a capture."""

        def work(library: "Library") -> None:
            from roomcheck.app.air import check_captures

            self.source, self.files, self.overheard = file.name, (file,), None
            overhearing, plan = self._overhearing(library), self._plan(folder, about)
            air, assessment = check_captures([file], plan, library, _quiet, self._watch(overhearing))
            self.overheard = overhearing.look(air, over=True)
            self._keep(folder, assessment, library, language)

        self._start(Doing.READING, work)

    def test(
        self, interface: str, folder: Path, about: About, language: str, frequency: int | None = None
    ) -> None:
        """The room-reaction test on a monitor interface; on the busiest channel where no other is asked for."""
        schedule, redraws = self._schedule(), self._redraws

        def work(library: "Library") -> None:
            from roomcheck.app import react

            self.source, self.files, self.overheard = interface, (), None
            plan = self._plan(folder, about, frequency)
            conductor = react.Conductor(self._told, self._ticked(self._overhearing(library)))
            with self.ears.open(interface) as monitor:
                run = react.live if redraws is None else partial(react.live, redraws=redraws)
                reacted = run(monitor, plan, library, conductor, _quiet, schedule=schedule)
            self._keep(folder, reacted.assessment, library, language)
            self.reacted = reacted

        self.trial, self.reacted, self.left_off = Trial(schedule=schedule), None, False
        self._start(Doing.TESTING, work)

    def read_test(self, capture: Path, cues: Path, folder: Path, about: About, language: str) -> None:
        """The test on a capture, with the cues that somebody followed while it was made."""
        redraws = self._redraws

        def work(library: "Library") -> None:
            from roomcheck.app import react

            self.source, self.files, self.overheard = capture.name, (capture,), None
            overhearing, plan = self._overhearing(library), self._plan(folder, about)
            run = react.from_capture if redraws is None else partial(react.from_capture, redraws=redraws)
            reacted = run(capture, cues, plan, library, _quiet, self._watch(overhearing))
            self.overheard = overhearing.look(reacted.air, over=True)
            self._keep(folder, reacted.assessment, library, language)
            self.reacted = reacted

        self.trial, self.reacted, self.left_off = None, None, False
        self._start(Doing.TESTING, work)

    def follow(self, station: str, frequency: int | None = None) -> None:
        """Hot or cold: the strength of one station, on the interface or in the capture that was heard last."""

        def work(_: "Library") -> None:
            from roomcheck.app.follow import follow_captures, follow_live

            look = self._gauge(station)
            if self.files:
                follow_captures(self.files, station, look)
            else:
                with self.ears.open(self.source) as monitor:
                    follow_live(monitor, station, frequency, look)

        self.followed = Followed(station=station)
        self._start(Doing.FOLLOWING, work)

    @property
    def reads(self) -> bool:
        """Whether a capture is being read, also for a test."""
        return self.doing is Doing.READING or (self.doing is Doing.TESTING and bool(self.files))

    def own(self, station: str) -> None:
        """Says that a station is the person's own device, or takes that back."""
        self.mine = self.mine ^ {station}
        if self.overheard is not None:
            lines = (msgspec.structs.replace(each, mine=each.station in self.mine) for each in self.overheard.lines)
            self.overheard = msgspec.structs.replace(self.overheard, lines=tuple(lines))
        self.version += 1

    def stop(self) -> None:
        """Ends what is going on, soon. What was listened to is kept; a test is left off."""
        self._stop.set()
        self._stop_next.set()

    def close(self, seconds: float = 5.0) -> None:
        """Ends what is going on, and waits for its last entry."""
        self.stop()
        if self._thread is not None:
            self._thread.join(seconds)

    # Within; all of it in the thread of what is going on.

    def _start(self, doing: Doing, work: "Callable[[Library], None]") -> None:
        before, stop = self._thread, threading.Event()
        self.stop()
        self._stop_next = stop
        self.trouble = None

        def run() -> None:
            if before is not None:
                before.join()
            self._stop, self.doing = stop, doing
            self.version += 1
            self._attempt(work)
            self.doing = Doing.NOTHING
            self.version += 1

        self.doing = doing
        self.version += 1
        self._thread = threading.Thread(target=run, name="hearing", daemon=True)
        self._thread.start()

    def _attempt(self, work: "Callable[[Library], None]") -> None:
        from roomcheck.app.air import Enough

        try:
            work(self.session.loaded.library())
        except Enough:
            self.left_off = self.doing is Doing.TESTING
        except RoomcheckError as trouble:
            self.trouble = trouble
        except Exception as error:  # noqa: BLE001  whatever happens, what was recorded stays, and so do the screens
            self.trouble = RoomcheckError(
                f"Listening ended unexpectedly ({type(error).__name__}).", "What was recorded so far is kept."
            )

    def _mind(self) -> None:
        """Leaves where the person asked for it."""
        if self._stop.is_set():
            from roomcheck.app.air import Enough

            raise Enough

    def _due(self) -> bool:
        now = time.monotonic()
        if now - self._looked < LOOKS:
            return False
        self._looked = now
        return True

    def _schedule(self) -> "Schedule":
        from roomcheck.app.react import new_seed
        from roomcheck.flows import cues

        return self._draw() if self._draw is not None else cues.draw(new_seed())

    def _plan(
        self, folder: Path, about: About, frequency: int | None = None, *, rescan: bool = False
    ) -> "AirPlan":
        from roomcheck.app.air import AirPlan

        return AirPlan(
            folder=folder, mine=self.mine, seconds=LISTENS, frequency=frequency, rescan=rescan,
            listing=about.listing or None, room=about.room or None, person=about.person or None,
        )

    def _overhearing(self, library: "Library") -> "Overhearing":
        from roomcheck.app.overheard import Overhearing

        return Overhearing(library)

    def _look(self, overhearing: "Overhearing", air: "Air") -> None:
        overhearing.mine = self.mine
        self.overheard = overhearing.look(air)
        self.version += 1

    def _watch(self, overhearing: "Overhearing") -> "Watch":
        def watch(air: "Air") -> None:
            self._mind()
            if self._due():
                self._look(overhearing, air)

        return watch

    def _told(self, action: str | None, seconds: float) -> None:
        assert self.trial is not None
        now = time.monotonic()
        begun = self.trial.begun if self.trial.begun is not None else now
        self.trial = msgspec.structs.replace(self.trial, begun=begun, cued=Cued(action, now + seconds))
        self.version += 1

    def _ticked(self, overhearing: "Overhearing") -> "Callable[[float, Air], None]":
        def tick(_: float, air: "Air") -> None:
            self._mind()
            if self._due():
                assert self.trial is not None
                self._look(overhearing, air)
                traces = overhearing.traces(air, TRACES, int(self.trial.schedule.seconds) + 1)
                self.trial = msgspec.structs.replace(self.trial, traces=traces)

        return tick

    def _gauge(self, station: str) -> "Look":
        def look(gauge: "Gauge", at: float) -> None:
            self._mind()
            if not self._due() and not self.files:
                return
            history = gauge.history
            step = max(len(history) // POINTS, 1)
            self.followed = Followed(
                station=station, now=gauge.now(at), trend=gauge.trend(), history=tuple(history[::-step][::-1]),
                since=max(at - history[-1].at, 0.0) if history else 0.0,
            )
            self.version += 1

        return look

    def _keep(self, folder: Path, assessment: "Assessment", library: "Library", language: str) -> None:
        """Leaves the findings beside the recording, and hands it to the other parts, unless they are at work."""
        from roomcheck.app.findings import write_findings

        write_findings(folder, assessment, library, language)
        self.folder = folder
        if self.session.state is not State.LOOKING:
            self.session.open(folder)


def _quiet(_: str) -> None:
    """What the use cases tell on the way is told by the screens themselves, in the person's language."""
