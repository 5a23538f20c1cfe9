"""Coverage and limits: what was checked, what could not be, and why. It stands before every finding."""

from typing import Final

from roomcheck.model.assessment import Absence, Assessment, CoverageReport
from roomcheck.model.vocabulary import Reason
from roomcheck.report.document import Block, Facts, Look, Paragraph, Role, Run, Runs, Section, Table
from roomcheck.report.figures import AIR, asks, coverage_figure
from roomcheck.report.phrasing import Writer
from roomcheck.words import terms

SHOWN: Final = 40
"""Absences that are printed; the data hold all."""
SHOWN_SHORT: Final = 6
"""Absences on the guest's first page."""


def coverage(shown: Assessment, writer: Writer, *, full: bool) -> Section:
    """The level, the means with their answers, the absences with their reasons, and what may be done next."""
    report = shown.coverage
    blocks: list[Block] = [
        Facts(rows=(writer.fact("Coverage", writer.word(terms.level(writer.words, report.level), Look.STRONG)),)),
        Paragraph(runs=writer.statement(report.statement, report.sentence), role=Role.LIMIT),
    ]
    if full and any(asks(one) for one in report.checked):
        blocks += [coverage_figure(report, writer), _means(shown, writer)]
    elif report.checked:
        blocks.append(writer.paragraph("Means that were used: {means}.", means=_names(shown, writer)))
    blocks += _heard(report, writer, full=full)
    if report.not_examined:
        blocks.append(writer.paragraph("What could not be checked, and why:"))
        lines = _absences(report.not_examined, writer)
        most = SHOWN if full else SHOWN_SHORT
        blocks.append(writer.bullets(lines[:most]))
        if len(lines) > most:
            blocks.append(writer.paragraph("The JSON form of this report holds all of them.", role=Role.NOTE))
    blocks.append(
        writer.paragraph(
            "Listening to the air cannot find a camera that records to a card, that uses a cable or a mobile "
            "connection, or that is switched off. Looking at the room with a torch can.",
            role=Role.LIMIT,
        )
        if any(one.via in AIR for one in report.checked)
        else writer.paragraph(
            "A check of a network cannot find a camera that records to a card, one on another network or on a mobile "
            "connection, or one that is switched off. Looking at the room with a torch can.",
            role=Role.LIMIT,
        )
    )
    if report.next_steps and full:
        blocks.append(writer.paragraph("What would tell more:"))
        blocks.append(writer.bullets(writer.statement(one, one.key) for one in report.next_steps))
    return writer.section("What was checked, and what was not", blocks)


def _heard(report: CoverageReport, writer: Writer, *, full: bool) -> list[Block]:
    """On which radio channels something was heard, and how long."""
    channels = [(channel, one) for one in report.checked if (channel := terms.channel_of(one.via)) is not None]
    if not channels:
        return []
    most = sorted(channels, key=lambda pair: (-pair[1].seconds, pair[0]))
    said = writer.listed(
        (writer.say("{frequency} MHz ({seconds}\u00a0s)", frequency=str(channel), seconds=f"{one.seconds:.0f}"))
        for channel, one in most[:SHOWN_SHORT]
    )
    blocks: list[Block] = [
        writer.paragraph("Radio channels on which something was heard, and for how long: {channels}.", channels=said)
    ]
    if full and len(channels) > SHOWN_SHORT:
        words = writer.words
        table = Table(
            caption=words.say("Radio channels on which something was heard"),
            header=(words.say("Frequency"), words.say("Seconds"), words.say("Frames heard")),
            rows=tuple(
                (
                    writer.say("{frequency} MHz", frequency=str(channel)),
                    writer.data(f"{one.seconds:.0f}"),
                    writer.data(str(one.answered)),
                )
                for channel, one in sorted(channels, key=lambda pair: pair[0])
            ),
        )
        blocks.append(table)
    return blocks


def _names(shown: Assessment, writer: Writer) -> Runs:
    """Each means once, in the order of the check; the channels of the air stand by themselves."""
    used = (one.via for one in shown.coverage.checked if terms.channel_of(one.via) is None)
    names = dict.fromkeys(writer.via(via) for via in used)
    return writer.listed(writer.word(name) for name in names)


def _means(shown: Assessment, writer: Writer) -> Table:
    words = writer.words
    return Table(
        caption=words.say("The means that were used"),
        header=(words.say("Means"), words.say("Asked"), words.say("Answered"), words.say("Seconds")),
        rows=tuple(
            (
                writer.word(writer.via(one.via)),
                writer.data(str(one.asked)),
                writer.data(str(one.answered)),
                writer.data(f"{one.seconds:.1f}"),
            )
            for one in shown.coverage.checked
            if asks(one)
        ),
        widths=(5, 2, 2, 2),
    )


def _absences(absences: tuple[Absence, ...], writer: Writer) -> list[Runs]:
    """Absences alike in means and reason, once, with the number of their subjects."""
    groups: dict[tuple[str, str], list[Absence]] = {}
    for one in absences:
        groups.setdefault((one.via, one.reason), []).append(one)
    lines = []
    for (via, why), alike in groups.items():
        first = alike[0]
        if len(alike) > 1 and first.subject != "network":
            lines.append(
                writer.say(
                    "{means}: {reason} ({devices}).",
                    means=writer.via(via),
                    reason=_reason(why, writer),
                    devices=writer.many("{number} device", "{number} devices", len(alike)),
                )
            )
            continue
        said = writer.statement(first.statement, "")
        if said and why == Reason.OTHER_CHANNEL and first.detail:
            said = (*said, Run(" "), *writer.say("({channels})", channels=first.detail))
        lines.append(
            writer.say("{means}: {sentence}", means=writer.via(via), sentence=said)
            if said
            else writer.say("{means}: {reason}.", means=writer.via(via), reason=_reason(why, writer))
        )
    return lines


def _reason(value: str, writer: Writer) -> Runs:
    return writer.word(writer.clean(terms.reason(writer.words, value)))
