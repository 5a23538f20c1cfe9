"""What a report is made from: an assessment, the recording's entries, and the vocabulary of the signatures."""

import msgspec

from roomcheck.match.signature import Vocabulary
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Closed, Entry, Opened
from roomcheck.report.reactions import ReactionTest


class Case(msgspec.Struct, frozen=True, kw_only=True):
    assessment: Assessment
    entries: tuple[Entry, ...] = ()
    vocabulary: Vocabulary
    missing: frozenset[str] = frozenset()
    """Names of files that the recording mentions and that are no longer beside it."""
    platform: str = "generic"
    """The platform of the booking: airbnb, vrbo, booking or generic."""
    reactions: tuple[ReactionTest, ...] = ()
    """The room-reaction tests that the recording holds."""
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
