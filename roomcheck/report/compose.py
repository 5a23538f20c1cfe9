"""From a case to the document of one recipient: the same assessment, another order, another disclosure."""

import msgspec

from roomcheck.model.assessment import Assessment, to_json
from roomcheck.report.case import Case
from roomcheck.report.countries import Country, Platform, country_of, platform_of
from roomcheck.report.document import Block, Document, Paragraph, Role, Run, Runs, Section
from roomcheck.report.figures import asks, coverage_figure, network_figure, timeline_figure
from roomcheck.report.letters import host_letter, platform_opening, platform_requests, police_opening
from roomcheck.report.masking import mask
from roomcheck.report.parts.annexes import annexes, exhibits
from roomcheck.report.parts.coverage import coverage
from roomcheck.report.parts.findings import address, findings, found, naming, others, scale, tally
from roomcheck.report.parts.integrity import integrity
from roomcheck.report.parts.law import country_section, platform_section
from roomcheck.report.parts.place import not_the_room, place
from roomcheck.report.parts.reaction import reactions, schedules
from roomcheck.report.parts.steps import next_section, unsaid
from roomcheck.report.phrasing import Writer
from roomcheck.report.reactions import ReactionTest, masked_tests
from roomcheck.report.recipient import MASKING, Recipient
from roomcheck.words import Words, msg, terms

_TITLES = {
    Recipient.GUEST: msg("What was checked in this accommodation, and what was found"),
    Recipient.HOST: msg("A question about the accommodation"),
    Recipient.PLATFORM: msg("Report to the booking platform"),
    Recipient.POLICE: msg("Report of observations for the police or the prosecutor"),
    Recipient.INVESTIGATOR: msg("Full report of a network check"),
}


SHORT = 8
"""Findings on the guest's first page."""


class _Draft(msgspec.Struct, frozen=True):
    """All that the parts of one report share."""

    case: Case
    shown: Assessment
    writer: Writer
    country: Country
    platform: Platform
    tests: tuple[ReactionTest, ...]


def compose(case: Case, *, recipient: Recipient, language: str, country: str) -> Document:
    """The report of a case as pure data, masked for its recipient.

    The same case gives the same document. UsageError for an unknown language, country or platform.
    """
    words = Words(language)
    masking = MASKING[recipient]
    masked = mask(case.assessment, masking)
    zone = case.opened.zone if case.opened else "UTC"
    writer = Writer(words, case.vocabulary, zone, masked.text)
    tests = masked_tests(case.reactions, case.assessment.devices, masked)
    draft = _Draft(case, masked.assessment, writer, country_of(country), platform_of(case.platform), tests)
    opening, sections = _CONTENTS[recipient](draft)
    discloses = recipient is not Recipient.HOST
    return Document(
        language=language,
        direction=words.direction,
        recipient=recipient.value,
        country=draft.country.code,
        title=words.say(_TITLES[recipient]),
        subtitle=_subtitle(draft) if discloses else (),
        made_at=case.ended_at,
        engine=case.assessment.engine,
        opening=tuple(opening),
        sections=(*sections, *([_masked_section(masking.sentences, writer)] if discloses else [])),
        masked=tuple(words.say(one) for one in masking.sentences),
        page_of=words.template(msg("{page} of {pages}")),
        footer=f"roomcheck · {case.assessment.recording.head[:16]}" if discloses else "",
        attachment=words.say("The data of this report, masked for its recipient, as JSON"),
        exhibits=exhibits(case, writer) if discloses else (),
        reactions=tests if discloses else (),
        assessment=msgspec.Raw(to_json(masked.assessment)) if discloses else msgspec.Raw(b"null"),
    )


def _subtitle(draft: _Draft) -> Runs:
    opened, writer = draft.case.opened, draft.writer
    listing = writer.data(opened.listing or "") if opened else ()
    when = writer.when(draft.case.started_at)
    return (*listing, *((Run(" · "),) if listing and when else ()), *when)


def _masked_section(sentences: tuple[str, ...], writer: Writer) -> Section:
    return writer.section("What is masked in this report", [writer.bullets(writer.say(one) for one in sentences)])


def _summary(draft: _Draft) -> list[Block]:
    """The one honest sentence, and what must stand beside it."""
    shown, writer = draft.shown, draft.writer
    blocks: list[Block] = [
        Paragraph(runs=writer.statement(shown.summary_statement, shown.summary), role=Role.LEAD),
        not_the_room(writer),
    ]
    said = shown.summary_statement.key == terms.EMPTY_RESULT
    if not found(shown) and not said and shown.coverage.level in {"good", "partial", "not stated"}:
        blocks.append(writer.paragraph(terms.EMPTY_RESULT, role=Role.LIMIT))
    return blocks


def _pictures(draft: _Draft, *, with_coverage: bool = False) -> list[Section]:
    blocks: list[Block] = []
    if with_coverage and any(asks(one) for one in draft.shown.coverage.checked):
        blocks.append(coverage_figure(draft.shown.coverage, draft.writer))
    if draft.shown.devices:
        blocks.append(network_figure(draft.shown, draft.writer))
    timeline = timeline_figure(draft.case, draft.writer)
    if timeline:
        blocks.append(timeline)
    return [draft.writer.section("The check in pictures", blocks)] if blocks else []


def _short_findings(draft: _Draft) -> Section:
    shown, writer = draft.shown, draft.writer
    blocks: list[Block] = [Paragraph(runs=tally(shown, writer))]
    lines = [
        writer.say(
            "{device}, {address} (support: {grade})",
            device=naming(one, writer),
            address=address(one, writer, short=True),
            grade=(Run(terms.grade(writer.words, one.support)),),
        )
        for one in found(shown)
    ]
    if lines:
        blocks.append(writer.bullets(lines[:SHORT]))
    if len(lines) > SHORT:
        blocks.append(writer.paragraph("More of them stand below."))
    return writer.section("What was found", blocks)


def _guest(draft: _Draft) -> tuple[list[Block], list[Section]]:
    case, shown, writer = draft.case, draft.shown, draft.writer
    details = place(case, shown, writer)
    return (
        [*_summary(draft), Paragraph(runs=unsaid(writer), role=Role.NOTE)],
        [
            next_section(draft.country, shown, writer),
            coverage(shown, writer, full=False),
            _short_findings(draft),
            msgspec.structs.replace(details, fresh_page=True),
            *findings(shown, writer, expert=False, packets=bool(case.packets)),
            others(shown, writer),
            *_pictures(draft, with_coverage=True),
            *reactions(draft.tests, shown, writer),
            *annexes(case, writer, notes=True),
            *schedules(draft.tests, writer),
            integrity(case, shown, writer),
            writer.section("The words in this report", [scale(writer)]),
            country_section(draft.country, writer),
            platform_section(draft.platform, writer),
        ],
    )


def _investigator(draft: _Draft) -> tuple[list[Block], list[Section]]:
    case, shown, writer = draft.case, draft.shown, draft.writer
    return (
        _summary(draft),
        [
            place(case, shown, writer),
            coverage(shown, writer, full=True),
            *findings(shown, writer, expert=True, packets=bool(case.packets)),
            others(shown, writer),
            *_pictures(draft),
            *reactions(draft.tests, shown, writer),
            *annexes(case, writer, notes=True),
            *schedules(draft.tests, writer),
            integrity(case, shown, writer),
            writer.section("The words in this report", [scale(writer)]),
            country_section(draft.country, writer),
            platform_section(draft.platform, writer),
        ],
    )


def _police(draft: _Draft) -> tuple[list[Block], list[Section]]:
    case, shown, writer = draft.case, draft.shown, draft.writer
    return (
        [*police_opening(case, shown, draft.country, writer), *_summary(draft)],
        [
            place(case, shown, writer),
            coverage(shown, writer, full=True),
            *findings(shown, writer, expert=False, packets=bool(case.packets)),
            others(shown, writer),
            *_pictures(draft),
            *reactions(draft.tests, shown, writer),
            integrity(case, shown, writer),
            *annexes(case, writer, notes=True),
            *schedules(draft.tests, writer),
            writer.section("The words in this report", [scale(writer)]),
            country_section(draft.country, writer),
        ],
    )


def _platform(draft: _Draft) -> tuple[list[Block], list[Section]]:
    case, shown, writer = draft.case, draft.shown, draft.writer
    return (
        [*platform_opening(draft.platform, writer), *_summary(draft)],
        [
            platform_section(draft.platform, writer),
            platform_requests(writer),
            place(case, shown, writer),
            coverage(shown, writer, full=True),
            writer.section("Number of devices", [Paragraph(runs=tally(shown, writer))]),
            *findings(shown, writer, expert=False, packets=bool(case.packets)),
            *reactions(draft.tests, shown, writer),
            *annexes(case, writer, notes=False),
            integrity(case, shown, writer),
            writer.section("The words in this report", [scale(writer)]),
        ],
    )


def _host(draft: _Draft) -> tuple[list[Block], list[Section]]:
    return host_letter(draft.case, draft.platform, draft.writer), []


_CONTENTS = {
    Recipient.GUEST: _guest,
    Recipient.HOST: _host,
    Recipient.PLATFORM: _platform,
    Recipient.POLICE: _police,
    Recipient.INVESTIGATOR: _investigator,
}
