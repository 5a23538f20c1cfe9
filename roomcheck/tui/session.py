"""One check as the screens see it: live, opened, or replayed. Holds what is known; knows no widget.

A check runs in a thread of its own, so that a key is answered while it works. That thread writes into the session,
and the application looks a few times a second whether anything is new: a flood costs the screens no more than that.
"""

import contextlib
import threading
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec
from textual.message import Message

from roomcheck.app import known
from roomcheck.app.paths import Paths
from roomcheck.model.assessment import Assessment, Finding
from roomcheck.model.entry import Body, Entry, Mark, Observation, Photo, Walk
from roomcheck.model.errors import RoomcheckError
from roomcheck.model.network import Network
from roomcheck.model.vocabulary import Profile
from roomcheck.tui.loading import Loaded


class State(StrEnum):
    EMPTY = "empty"
    LOOKING = "looking"
    """Entries are coming in."""
    OVER = "over"
    """The recording may be added to, and reported."""


class About(msgspec.Struct, frozen=True):
    """What the person says of the check that they are about to make; all of it may be empty."""

    room: str = ""
    person: str = ""
    listing: str = ""


class Kept(Message):
    """Something was put into the recording."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body


class Changed(Message):
    """The session has something new; screens read it from there."""


class Steps(Protocol):
    """How far a check is, as `roomcheck.app.check.Progress` tells it."""

    @property
    def seconds(self) -> float: ...
    @property
    def most(self) -> float: ...
    @property
    def done(self) -> int: ...
    @property
    def open(self) -> int: ...
    @property
    def probes(self) -> tuple[tuple[str, int, int], ...]: ...


class Runner(Protocol):
    """What fills a session in a thread of its own."""

    def stop(self) -> None: ...


class Session:
    """What the screens show. Fields are replaced whole, so that any thread may read them."""

    def __init__(self, paths: Paths, loaded: Loaded) -> None:
        self.paths = paths
        self.loaded = loaded
        self.state = State.EMPTY
        self.folder: Path | None = None
        self.network: Network | None = None
        self.demonstration = False
        self.entries: list[Entry] = []
        self.assessment: Assessment | None = None
        self.progress: Steps | None = None
        self.trouble: RoomcheckError | None = None
        self.about = About()
        self.version = 0
        """Grows whenever anything above changes."""
        self._runner: Runner | None = None
        self._thread: threading.Thread | None = None
        self._said: Callable[[Body], None] | None = None
        self._pending: list[Body] = []
        self._recalled: set[str] = set()
        self._lock = threading.Lock()

    # What a check tells: `roomcheck.app.check.Watcher`.

    def wrote(self, entry: Entry) -> None:
        self.entries.append(entry)
        with self._lock, contextlib.suppress(ValueError):
            self._pending.remove(entry.body)

    def judged(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.version += 1
        self._recall(assessment)

    def progressed(self, progress: Steps) -> None:
        self.progress = progress
        self.version += 1

    # What the person starts.

    def begin(
        self,
        network: Network,
        folder: Path,
        profile: Profile,
        *,
        large: bool = False,
        resume: bool = False,
        language: str = "en",
    ) -> None:
        """Starts a check of the real network, in a thread of its own."""
        self._fresh(folder, network)
        about = self.about

        def work() -> Assessment:
            from roomcheck.app.live import Live
            from roomcheck.app.plan import Plan
            from roomcheck.net.loop import run

            plan = Plan(
                folder=folder,
                resume=resume,
                profile=profile,
                large=large,
                listing=about.listing or None,
                room=about.room or None,
                person=about.person or None,
            )
            live = Live(plan, network, self.loaded.library(), self, language)
            self._runner, self._said = live, live.say
            return run(live.run())

        self._start(work)

    def open(self, folder: Path) -> None:
        """Opens the recording of an earlier check."""
        self._fresh(folder, None)

        def work() -> Assessment:
            from roomcheck.app.again import assess_again
            from roomcheck.net.clock import SystemClock
            from roomcheck.recording import journal

            with contextlib.suppress(RoomcheckError), journal.reopen(folder, SystemClock().now):
                pass
            recording, assessment = assess_again(folder, self.loaded.library())
            self.entries = list(recording.entries)
            return assessment

        self._start(work)

    def replay(self, folder: Path, seconds: float) -> None:
        """Plays the shipped recording, from a copy of it in `folder`."""
        self._fresh(folder, None)
        self.demonstration = True

        def work() -> Assessment:
            from roomcheck.app.demo import Replay, unpack

            recording = unpack(folder)
            replay = Replay(recording, self.loaded.library(), self, seconds)
            self._runner = replay
            replay.run()
            return self._again(folder)

        self._start(work)

    def stop(self) -> None:
        """Ends what runs, soon; what was recorded is kept."""
        if self._runner is not None:
            self._runner.stop()

    def close(self, seconds: float = 5.0) -> None:
        """Ends what runs, and waits for it to put its last entry down."""
        self.stop()
        if self._thread is not None:
            self._thread.join(seconds)

    def say(self, body: Body) -> None:
        """Puts what the person adds into the recording, now or as soon as the running check lets it. Blocks.

        Raises RecordingError where it cannot be written.
        """
        if self.folder is None:
            return
        if self.state is State.LOOKING:
            with self._lock:
                self._pending.append(body)
            if self._said is not None:
                self._said(body)
            return
        self._put([body])

    def mark(self, finding: Finding, mark: Mark, at: str) -> None:
        """Marks a device, here and for the next visit. Blocks. Raises RecordingError."""
        self.say(mark)
        if self.assessment is not None and not self.demonstration:
            known.keep(self.paths.known, self.assessment, finding, mark, at)

    def again(self) -> None:
        """Reads the recording anew, after something else wrote to it. Blocks."""
        if self.folder is not None:
            self.assessment = self._again(self.folder)
            self.version += 1

    def attach(self, file: Path, place: str | None = None) -> str:
        """Keeps a file beside the recording, byte for byte; its name there. Blocks. Raises RecordingError."""
        from roomcheck.recording import attachment

        assert self.folder is not None
        kept = attachment.keep(file, self.folder)
        self.say(Photo(file=kept.file, sha256=kept.sha256, size=kept.size, caption=file.name[:80], place=place))
        return kept.file

    # What the screens ask.

    def finding(self, device: str) -> Finding | None:
        found = self.assessment.devices if self.assessment else ()
        return next((each for each in found if each.id == device), None)

    def observations(self, finding: Finding) -> list[tuple[int, Observation]]:
        """What was observed of one device, with the numbers of the entries."""
        own = {finding.id, finding.addresses.mac, *finding.addresses.ipv4, *finding.addresses.ipv6} - {None}
        return [
            (entry.seq, entry.body)
            for entry in tuple(self.entries)
            if isinstance(entry.body, Observation)
            and ({entry.body.source.mac, entry.body.source.ip, entry.body.source.name} & own)
        ]

    def walked(self) -> dict[str, Walk]:
        """The places of the physical check with the last word on each."""
        entries = (entry.body for entry in tuple(self.entries))
        said = [body for body in (*entries, *self._pending) if isinstance(body, Walk)]
        return {each.place: each for each in said}

    # Within.

    def _fresh(self, folder: Path, network: Network | None) -> None:
        self.close()
        self.state, self.folder, self.network = State.LOOKING, folder, network
        self.demonstration = False
        self.entries, self.assessment, self.progress, self.trouble = [], None, None, None
        self._runner, self._said, self._pending, self._recalled = None, None, [], set()
        self.version += 1

    def _start(self, work: Callable[[], Assessment]) -> None:
        def run() -> None:
            try:
                self.assessment = work()
            except RoomcheckError as trouble:
                self.trouble = trouble
            except Exception as error:  # noqa: BLE001  whatever happens, what was recorded stays open to the person
                self.trouble = RoomcheckError(
                    f"The check ended unexpectedly ({type(error).__name__}).", "What was recorded so far is kept."
                )
            self.state = State.OVER if self.assessment is not None else State.EMPTY
            self._put_left()
            self.version += 1

        self._thread = threading.Thread(target=run, name="check", daemon=True)
        self._thread.start()

    def _put_left(self) -> None:
        """Puts down what was said while the check was just ending."""
        with self._lock:
            left, self._pending = self._pending, []
        try:
            if left:
                self._put(left)
        except RoomcheckError as trouble:
            self.trouble = trouble

    def _put(self, bodies: Iterable[Body]) -> None:
        from roomcheck.app import add

        assert self.folder is not None
        for body in bodies:
            add.add(self.folder, body)
        self.assessment = self._again(self.folder)
        self.version += 1

    def _again(self, folder: Path) -> Assessment:
        from roomcheck.app.again import assess_again

        recording, assessment = assess_again(folder, self.loaded.library())
        self.entries = list(recording.entries)
        return assessment

    def _recall(self, assessment: Assessment) -> None:
        """Says again what the person said of these devices on an earlier visit."""
        if self._said is None or self.demonstration:
            return
        for mark in known.recall(assessment, self.loaded.known()):
            if mark.device not in self._recalled:
                self._recalled.add(mark.device)
                self._said(mark)
