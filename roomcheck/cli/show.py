"""An assessment as plain lines: complete, and readable aloud."""

import os
import sys
from collections.abc import Iterator
from typing import Final, TextIO

from roomcheck.assess.sentences import NOT_IN_THIS_ROOM
from roomcheck.model.assessment import Assessment, Finding
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict

SYMBOLS: Final = {Verdict.CAMERA: "●", Verdict.SUSPECT: "◐", Verdict.UNRESOLVED: "?", Verdict.CLEARED: "○"}
_COLOURS: Final = {Verdict.CAMERA: "1;31", Verdict.SUSPECT: "1;33", Verdict.UNRESOLVED: "36", Verdict.CLEARED: "32"}


def print_assessment(assessment: Assessment, to: TextIO | None = None) -> None:
    """Prints the whole assessment: the sentence, coverage, then each device with its evidence."""
    out = to or sys.stdout
    coloured = out.isatty() and "NO_COLOR" not in os.environ
    for line in lines_of(assessment, coloured=coloured):
        print(line, file=out)


def lines_of(assessment: Assessment, *, coloured: bool = False) -> Iterator[str]:
    """The assessment, a line at a time."""
    yield assessment.summary
    yield NOT_IN_THIS_ROOM
    yield f"Coverage: {assessment.coverage.level}. {assessment.coverage.sentence}"
    for absence in assessment.coverage.not_examined:
        detail = f" ({harmless(absence.detail)})" if absence.detail else ""
        yield f"  not examined: {absence.via}{detail}. {absence.statement.key}"
    for step in assessment.coverage.next_steps:
        yield f"  next: {step.key}"
    yield ""
    for finding in assessment.devices:
        yield from finding_lines(finding, coloured=coloured)
    counts = assessment.counts
    yield ""
    yield ", ".join(f"{counts[verdict.value]} {verdict.value}" for verdict in Verdict) + "."
    yield f"Head hash of the recording: {assessment.recording.head}"


def headline(finding: Finding, *, coloured: bool = False) -> str:
    """One device in one line: verdict as word and symbol, address, what it is."""
    word = f"{SYMBOLS[finding.verdict]} {finding.verdict.value:10}"
    if coloured:
        word = f"\x1b[{_COLOURS[finding.verdict]}m{word}\x1b[0m"
    address = (*finding.addresses.ipv4, *finding.addresses.ipv6, finding.id)[0]
    what = " ".join(part for part in (finding.maker or finding.vendor, finding.model) if part)
    kind = finding.kind.value if finding.kind else "unknown"
    name = f' "{harmless(finding.names[0], 40)}"' if finding.names else ""
    gateway = ", the gateway" if finding.gateway else ""
    return f"{word} {harmless(address, 64):16} {kind}{gateway}: {harmless(what, 80) or 'maker unknown'}{name}"


def finding_lines(finding: Finding, *, coloured: bool = False) -> Iterator[str]:
    yield headline(finding, coloured=coloured)
    if finding.addresses.mac:
        yield f"    address {finding.addresses.mac}{', private' if finding.private_address else ''}"
    for reason in finding.reasons:
        yield f"    {reason.key.format(**reason.params)}"
    if finding.verdict in (Verdict.CAMERA, Verdict.SUSPECT):
        yield f"    Support: {finding.support} (log10 LR {finding.log10_lr:g})"
        for piece in finding.evidence:
            if piece.counted:
                yield f"    - {piece.means} [{piece.strength}; {piece.via}; saw {harmless(piece.saw, 120)}]"
        for alternative in finding.alternatives:
            yield f"    or: {alternative.why}"
    if finding.disclosed is not None:
        yield "    disclosed by the listing" if finding.disclosed else "    not disclosed by the listing"
