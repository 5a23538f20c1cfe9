"""What the country and the platform say: facts with their sources, and whether a source confirms them."""

from collections.abc import Iterable
from typing import Final

from roomcheck.report.countries import Country, Known, Platform
from roomcheck.report.document import Block, Paragraph, Role, Run, Runs, Section
from roomcheck.report.phrasing import Writer
from roomcheck.words import msg

_HEADS: Final = {
    "device": msg("A device in a room:"),
    "content": msg("Footage or links online:"),
    "required": msg("What they require:"),
    "law": msg("What the law says:"),
    "avoid": msg("What to avoid:"),
    "rule": msg("The rule of the platform:"),
    "disclose": msg("What hosts must disclose:"),
    "report": msg("How to report it:"),
}


def country_section(country: Country, writer: Writer) -> Section:
    """Who takes a report in the country, what they require, the law, and what to avoid."""
    blocks: list[Block] = []
    if not country.fact:
        blocks.append(
            writer.paragraph(
                "No country was named for this report. Make it again with the country to see whom to call, who takes a "
                "report and what the law says."
            )
        )
    for about in ("emergency", "device", "content", "required", "law", "avoid"):
        blocks.extend(facts_about(country.fact, (about,), writer))
    blocks.append(
        writer.paragraph(
            "These are facts for orientation, not legal advice. Laws change: ask the police or a lawyer.",
            role=Role.NOTE,
        )
    )
    title = writer.say("In this country: {name}", name=writer.sentence(country.name))
    return Section(title=title, blocks=(*blocks, *_sources(country.fact, writer)))


def platform_section(platform: Platform, writer: Writer) -> Section:
    """The platform's own rule, with its source."""
    blocks: list[Block] = []
    for about in ("rule", "disclose", "report"):
        blocks.extend(facts_about(platform.fact, (about,), writer))
    title = writer.say("The platform: {name}", name=writer.sentence(platform.name))
    return Section(title=title, blocks=(*blocks, *_sources(platform.fact, writer)))


def facts_about(facts: tuple[Known, ...], about: Iterable[str], writer: Writer) -> list[Block]:
    """The facts of these kinds under their heads, unconfirmed ones marked."""
    blocks: list[Block] = []
    for kind in about:
        known = [fact for fact in facts if fact.about == kind]
        if not known:
            continue
        if kind in _HEADS:
            blocks.append(Paragraph(runs=writer.strong(_HEADS[kind])))
        blocks.append(writer.bullets(_line(fact, writer) for fact in known))
    return blocks


def _line(fact: Known, writer: Writer) -> Runs:
    runs = writer.sentence(fact.text)
    if fact.verified:
        return runs
    return (*runs, Run(" "), *writer.strong("[not confirmed]"))


def _sources(facts: tuple[Known, ...], writer: Writer) -> list[Block]:
    seen = {(source.ref, source.date.isoformat()): None for fact in facts for source in fact.sources}
    if not seen:
        return []
    lines = [writer.say("{source}, read {date}", source=ref, date=date) for ref, date in seen]
    return [Paragraph(runs=writer.say("Sources:"), role=Role.NOTE), writer.bullets(lines)]
