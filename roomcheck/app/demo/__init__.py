"""The demonstration: a check of the test network, replayed entry by entry. It needs no network and sends nothing."""

import bisect
import datetime as dt
import lzma
import threading
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Final

from roomcheck.app.check import Progress, Watcher
from roomcheck.app.plan import PROFILES
from roomcheck.assess.assessor import Assessor
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Checked, Custody, Entry, Observation, Opened, Sent
from roomcheck.model.errors import RecordingError
from roomcheck.model.recording import Recording
from roomcheck.model.vocabulary import Profile
from roomcheck.net.clock import SystemClock
from roomcheck.recording import chain, journal

SHIPPED: Final = "recording.jsonl.xz"
STEP: Final = 0.25
"""Seconds between two interim assessments."""
SECONDS: Final = 12.0
"""How long a replay takes by default."""
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of the shipped recording, unpacked."""


def unpack(folder: Path) -> Recording:
    """A copy of the shipped recording in `folder`, with an entry that says what it is. Raises RecordingError."""
    packed = resources.files(__name__).joinpath(SHIPPED).read_bytes()
    data = lzma.LZMADecompressor().decompress(packed, LARGEST)
    try:
        folder.mkdir(parents=True, mode=0o700)
        (folder / chain.FILE).write_bytes(data)
    except OSError as error:
        raise RecordingError(
            f"The demonstration cannot be laid out at {folder} ({(error.strerror or str(error)).lower()}).",
            "Choose a folder that does not exist yet, on a disk with room.",
        ) from error
    with journal.reopen(folder, SystemClock().now) as opened:
        opened.append(
            Custody(
                action="copied",
                by="roomcheck demo",
                detail="A demonstration: every device of this recording stood in the test network, in no real place.",
            )
        )
    return chain.read(folder)


class Replay:
    """Feeds a recording to a watcher as if it happened now, in `seconds` in all."""

    def __init__(self, recording: Recording, library: Library, watcher: Watcher, seconds: float = SECONDS) -> None:
        self._recording = recording
        self._watcher = watcher
        self._assessor = Assessor(library)
        self._stopped = threading.Event()
        self._seconds = max(seconds, 0.01)

    def stop(self) -> None:
        """Shows the rest at once."""
        self._stopped.set()

    def run(self, wait: Callable[[float], object] | None = None) -> Assessment:
        """Blocks until all entries were shown; gives the assessment of the whole recording."""
        entries = self._recording.entries
        moments = _moments(entries)
        longest = max(moments[-1], 0.001)
        wait = wait or self._stopped.wait
        steps = max(int(self._seconds / STEP), 1)
        shown = 0
        for step in range(1, steps + 1):
            if not self._stopped.is_set():
                wait(STEP)
            until = len(entries) if step == steps else bisect.bisect_right(moments, longest * step / steps)
            for entry in entries[shown:until]:
                self._assessor.add(entry)
                self._watcher.wrote(entry)
            if until > shown:
                shown = until
                self._watcher.judged(self._assessor.assessment(entries[shown - 1].prev))
                self._watcher.progressed(_progress(entries[:shown], moments[shown - 1]))
        return self._assessor.assessment(self._recording.head)


def _moments(entries: tuple[Entry, ...]) -> list[float]:
    """Seconds from the first entry to each, never going back; what was added after the end counts as its end."""
    started = dt.datetime.fromisoformat(entries[0].at)
    moments: list[float] = []
    last = 0.0
    for entry in entries:
        if not isinstance(entry.body, Custody):
            last = max(last, (dt.datetime.fromisoformat(entry.at) - started).total_seconds())
        moments.append(last)
    return moments


def _progress(entries: tuple[Entry, ...], seconds: float) -> Progress:
    """How far the check was, counted from what was sent and what was answered."""
    asked: dict[str, set[str]] = {}
    answered: dict[str, set[str]] = {}
    done = 0
    profile = Profile.STANDARD
    for entry in entries:
        match entry.body:
            case Opened() as opened:
                profile = opened.profile or profile
            case Sent() as sent:
                asked.setdefault(sent.via, set()).add(f"{sent.to} {sent.port}")
            case Observation() as observation:
                answered.setdefault(observation.via, set()).add(f"{observation.source.ip} {observation.port}")
            case Checked() as checked:
                done += checked.asked
    probes = tuple((via, len(whom), len(answered.get(via, ()))) for via, whom in sorted(asked.items()))
    return Progress(
        seconds=seconds,
        most=PROFILES[profile].most,
        done=done or sum(each[1] for each in probes),
        open=0,
        probes=probes,
    )
