"""What a recording says of when things were known: pure replay, entry by entry."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from roomcheck.assess.assessor import Assessor
from roomcheck.match.library import Library
from roomcheck.match.matcher import Matcher
from roomcheck.model.observation import Observation
from roomcheck.model.vocabulary import Verdict
from roomcheck.recording import chain

STEP = 0.02
"""Seconds between two looks at the verdicts."""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Times in seconds since `started`."""

    hosts: float
    """The last of the wanted addresses was seen; infinite where one never was."""
    first_camera: float
    final: float
    """After that no verdict changed."""
    end: float


def timeline(recording: Path, library: Library, *, started: float, wanted: frozenset[str]) -> Timeline:
    """`started` as `time.time()` gives it: when the command was given."""
    assessor = Assessor(library, Matcher(library))
    missing = set(wanted)
    hosts = first = float("inf")
    final = now = 0.0
    verdicts: dict[str, Verdict] = {}
    due = 0.0
    entries = chain.read(recording).entries
    for number, entry in enumerate(entries):
        now = datetime.fromisoformat(entry.at).timestamp() - started
        assessor.add(entry)
        if isinstance(entry.body, Observation):
            missing.discard(entry.body.source.ip or "")
            if not missing and hosts == float("inf"):
                hosts = now
        if now < due and number < len(entries) - 1:
            continue
        due = now + STEP
        current = {finding.id: finding.verdict for finding in assessor.assessment("").devices}
        if any(verdict is Verdict.CAMERA for verdict in current.values()):
            first = min(first, now)
        # A device that loses its name to another (its hardware address became known) keeps its verdict.
        if sorted(current.values()) != sorted(verdicts.values()):
            final = now
        verdicts = current
    return Timeline(hosts=hosts, first_camera=first, final=final, end=now)
