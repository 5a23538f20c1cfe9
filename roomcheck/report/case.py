"""What a report is made from: an assessment, the recording's entries, and the vocabulary of the signatures."""

import msgspec

from roomcheck.match.signature import Vocabulary
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Closed, Entry, Opened


class Phase(msgspec.Struct, frozen=True):
    """One cue of a room-reaction test: what the person did, from when to when, in seconds of the test."""

    action: str
    start: float
    end: float


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a room-reaction test, ready to be drawn.

    `rates` are bytes a second, one for each of `seconds`; `words` says the result as the test's statistics do.
    """

    device: str
    seconds: tuple[float, ...]
    rates: tuple[float, ...]
    phases: tuple[Phase, ...]
    words: str
    seed: int | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    assessment: Assessment
    entries: tuple[Entry, ...] = ()
    vocabulary: Vocabulary
    missing: frozenset[str] = frozenset()
    """Names of files that the recording mentions and that are no longer beside it."""
    platform: str = "generic"
    """The platform of the booking: airbnb, vrbo, booking or generic."""
    reactions: tuple[Reaction, ...] = ()
    packets: str | None = None
    """Name of the capture file that goes with the recording."""

    @property
    def opened(self) -> Opened | None:
        """The context of the check, None where nothing states it."""
        return next((one.body for one in self.entries if isinstance(one.body, Opened)), None)

    @property
    def started_at(self) -> str:
        return self.assessment.recording.opened_at or (self.entries[0].at if self.entries else "")

    @property
    def ended_at(self) -> str:
        if self.assessment.recording.closed_at:
            return self.assessment.recording.closed_at
        closed = next((one.at for one in reversed(self.entries) if isinstance(one.body, Closed)), "")
        return closed or (self.entries[-1].at if self.entries else self.started_at)
