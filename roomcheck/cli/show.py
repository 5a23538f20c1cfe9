"""An assessment as plain lines: complete, and readable aloud."""

import os
import sys
from collections.abc import Iterator
from typing import Final, TextIO

from roomcheck.match.signature import Vocabulary
from roomcheck.model.assessment import Absence, Assessment, Evidence, Finding, Statement
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict
from roomcheck.words import Words, terms

SYMBOLS: Final = {Verdict.CAMERA: "●", Verdict.SUSPECT: "◐", Verdict.UNRESOLVED: "?", Verdict.CLEARED: "○"}
_COLOURS: Final = {Verdict.CAMERA: "1;31", Verdict.SUSPECT: "1;33", Verdict.UNRESOLVED: "36", Verdict.CLEARED: "32"}


class Lines:
    """Says an assessment in one language, a line at a time."""

    def __init__(self, words: Words, vocabulary: Vocabulary, *, coloured: bool = False) -> None:
        from roomcheck.report.phrasing import Writer

        self._words = words
        self._writer = Writer(words, vocabulary, "UTC", lambda text: text)
        self._coloured = coloured

    def statement(self, statement: Statement, english: str = "") -> str:
        from roomcheck.report.phrasing import plain

        return plain(self._writer.statement(statement, english or statement.key.format(**statement.params)))

    def assessment(self, assessment: Assessment) -> Iterator[str]:
        """The sentence, the coverage, each device with its evidence, and the head hash."""
        say, coverage = self._words.say, assessment.coverage
        yield self.statement(assessment.summary_statement, assessment.summary)
        yield say(terms.NOT_THE_ROOM)
        level = terms.level(self._words, coverage.level)
        yield say("Coverage: {level}.", level=level) + " " + self.statement(coverage.statement, coverage.sentence)
        for absence in coverage.not_examined:
            yield "  " + self._absence(absence)
        for step in coverage.next_steps:
            yield "  " + say("Next:") + " " + self.statement(step)
        yield ""
        for finding in assessment.devices:
            yield from self.finding(finding)
        yield ""
        counts = assessment.counts
        yield ", ".join(f"{counts[each.value]} {terms.verdict(self._words, each)}" for each in Verdict) + "."
        yield say("Head hash of the recording: {head}", head=assessment.recording.head)

    def headline(self, finding: Finding) -> str:
        """One device in one line: verdict as symbol and word, address, what it is."""
        say = self._words.say
        word = f"{SYMBOLS[finding.verdict]} {terms.verdict(self._words, finding.verdict):10}"
        if self._coloured:
            word = f"\x1b[{_COLOURS[finding.verdict]}m{word}\x1b[0m"
        address = (*finding.addresses.ipv4, *finding.addresses.ipv6, finding.id)[0]
        what = " ".join(part for part in (finding.maker or finding.vendor, finding.model) if part)
        kind = self._writer.kind(finding.kind.value) if finding.kind else say("unknown")
        name = f' "{harmless(finding.names[0], 40)}"' if finding.names else ""
        gateway = " " + say("(the gateway)") if finding.gateway else ""
        return f"{word} {harmless(address, 64):16} {kind}{gateway}: {harmless(what, 80) or say('maker unknown')}{name}"

    def finding(self, finding: Finding) -> Iterator[str]:
        """One device with why its verdict is this one."""
        say = self._words.say
        yield self.headline(finding)
        if finding.addresses.mac:
            private = " " + say("(private address)") if finding.private_address else ""
            yield f"    {finding.addresses.mac}{private}"
        for reason in finding.reasons:
            yield f"    {self.statement(reason)}"
        if finding.verdict in (Verdict.CAMERA, Verdict.SUSPECT):
            support = terms.grade(self._words, finding.support)
            figure = f"{finding.log10_lr:g}"
            yield "    " + say("Support: {support} (log10 LR {figure})", support=support, figure=figure)
            for piece in finding.evidence:
                if piece.counted:
                    yield "    - " + self._evidence(piece)
            for alternative in finding.alternatives:
                yield "    " + say("or:") + " " + self.statement(alternative.statement, alternative.why)
        if finding.disclosed is not None:
            yield "    " + (
                say("Disclosed by the listing.") if finding.disclosed else say("Not disclosed by the listing.")
            )

    def _evidence(self, piece: Evidence) -> str:
        means = self.statement(piece.statement, piece.means)
        grade = terms.grade(self._words, piece.strength)
        via = terms.means(self._words, piece.via)
        return f"{means} [{grade}; {via}; {harmless(piece.saw, 120)}]"

    def _absence(self, absence: Absence) -> str:
        detail = f" ({harmless(absence.detail)})" if absence.detail else ""
        means = terms.means(self._words, absence.via)
        return self._words.say("Not examined: {means}", means=means) + detail + ". " + self.statement(absence.statement)


def print_assessment(
    assessment: Assessment, words: Words, vocabulary: Vocabulary, to: TextIO | None = None
) -> None:
    """Prints the whole assessment; coloured only on a terminal, and not with NO_COLOR."""
    out = to or sys.stdout
    coloured = out.isatty() and "NO_COLOR" not in os.environ
    for line in Lines(words, vocabulary, coloured=coloured).assessment(assessment):
        print(line, file=out)
