"""Findings: observed, what it supports, what else it could be, what it does not prove, how to repeat it."""

from itertools import islice
from typing import Final

from roomcheck.model.assessment import Assessment, Evidence, Finding, Why
from roomcheck.model.vocabulary import Basis, Verdict
from roomcheck.report.document import Block, Fact, Facts, Look, Paragraph, Role, Run, Runs, Section, Table
from roomcheck.report.parts.repeat import repeat
from roomcheck.report.phrasing import Writer, joined
from roomcheck.words import terms

FOUND: Final = (Verdict.CAMERA, Verdict.SUSPECT)

FINDINGS: Final = 40
"""Findings that are printed in full; the data hold all, as for what follows."""
EVIDENCE: Final = 24
NAMES: Final = 6
STEPS: Final = 80
"""Lines of a finding's tree of why."""
NUMBERS: Final = 12
"""Numbers of entries beside one piece of evidence."""
OTHERS: Final = 400


def found(shown: Assessment) -> tuple[Finding, ...]:
    """Cameras first, then suspects, the strongest first."""
    return tuple(
        sorted(
            (one for one in shown.devices if one.verdict in FOUND),
            key=lambda one: (FOUND.index(one.verdict), -one.log10_lr, one.id),
        )
    )


def findings(shown: Assessment, writer: Writer, *, expert: bool, packets: bool) -> list[Section]:
    """A section for each camera and suspect; for the expert with numbers and the tree of why."""
    devices = found(shown)
    if not devices:
        return [writer.section("Findings", [writer.paragraph(terms.EMPTY_RESULT, role=Role.LIMIT)])]
    sections = [
        writer.section(
            "Findings",
            [writer.paragraph("A finding reports what was observed. It accuses nobody; conclusions are for people.")],
        )
    ]
    sections.extend(
        _finding(number, one, writer, expert=expert, packets=packets)
        for number, one in enumerate(devices[:FINDINGS], 1)
    )
    if len(devices) > FINDINGS:
        sections.append(writer.section("Further findings", [_all_in_the_data(writer)], level=3))
    return sections


def _finding(number: int, device: Finding, writer: Writer, *, expert: bool, packets: bool) -> Section:
    evidence = tuple(sorted(device.evidence, key=lambda one: not one.counted))[:EVIDENCE]
    blocks: list[Block] = [
        Facts(rows=_facts(device, writer)),
        _observed(evidence, writer, expert=expert),
        *([_all_in_the_data(writer)] if len(device.evidence) > EVIDENCE else []),
        *_supports(device, writer, expert=expert),
        *_alternatives(device, writer),
        Paragraph(
            runs=(*writer.strong("What this does not prove."), Run(" "), *_limits(device, writer)), role=Role.LIMIT
        ),
        Paragraph(runs=writer.strong("How somebody else can repeat it:")),
        writer.bullets(repeat(device, writer, packets=packets)),
    ]
    if expert:
        blocks.append(Paragraph(runs=writer.strong("Why, step by step:")))
        lines = (line for one in evidence for line in _tree(one.why, writer, 0))
        blocks.append(writer.bullets(islice(lines, STEPS)))
    title = writer.say("Finding {number}: {device}", number=number, device=naming(device, writer))
    return Section(title=title, level=3, blocks=tuple(blocks))


def _all_in_the_data(writer: Writer) -> Paragraph:
    return writer.paragraph("The JSON form of this report holds all of them.", role=Role.NOTE)


def naming(device: Finding, writer: Writer) -> Runs:
    """The verdict and what the device probably is, each said once."""
    verdict, kind = terms.verdict(writer.words, device.verdict), writer.kind(device.kind)
    return (Run(verdict),) if verdict == kind else (Run(f"{verdict} ({kind})"),)


def address(device: Finding, writer: Writer, *, short: bool = False) -> Runs:
    """A device's addresses, or for a short line those of the local network alone."""
    own = device.addresses
    known = (*own.ipv4, own.mac or "", *(() if short else own.ipv6))
    return writer.listed(writer.data(one) for one in known if one) or writer.data(device.id)


def _facts(device: Finding, writer: Writer) -> tuple[Fact, ...]:
    rows = [
        writer.fact(
            "Verdict",
            (
                Run(terms.verdict(writer.words, device.verdict), Look.STRONG),
                Run(". "),
                Run(terms.meaning(writer.words, device.verdict)),
            ),
        ),
        writer.fact("Probably", (Run(writer.kind(device.kind)),)),
    ]
    if device.maker or device.model:
        rows.append(
            writer.fact(
                "It names as maker and model",
                writer.listed(writer.data(one or "") for one in (device.maker, device.model)),
            )
        )
    rows.append(writer.fact("Addresses", address(device, writer)))
    if device.names:
        rows.append(writer.fact("Names it gives", writer.listed(writer.data(one) for one in device.names[:NAMES])))
    if device.vendor:
        rows.append(
            writer.fact(
                "Holder of the address prefix", writer.say("{holder}; not always the maker", holder=device.vendor)
            )
        )
    if device.first_seen:
        rows.append(
            writer.fact(
                "First and last seen", joined((writer.when(device.first_seen), writer.when(device.last_seen)), " – ")
            )
        )
    rows.append(writer.fact("In the listing", disclosed(device, writer)))
    return tuple(rows)


def disclosed(device: Finding, writer: Writer) -> Runs:
    """Whether the listing discloses the device."""
    if device.disclosed is None:
        return writer.say("not compared with the listing")
    return writer.say("disclosed") if device.disclosed else writer.say("not disclosed")


def _observed(evidence: tuple[Evidence, ...], writer: Writer, *, expert: bool) -> Table:
    words = writer.words
    header = [words.say("When"), words.say("By which means"), words.say("What was observed"), words.say("Strength")]
    widths = [3, 3, 7, 3]
    if expert:
        header.append(words.say("Entries"))
        widths.append(2)
    return Table(
        caption=words.say("What was observed"),
        header=tuple(header),
        widths=tuple(widths),
        rows=tuple(_evidence(one, writer, expert=expert) for one in evidence),
    )


def _evidence(one: Evidence, writer: Writer, *, expert: bool) -> tuple[Runs, ...]:
    said = list(writer.statement(one.statement, one.means))
    if one.saw:
        said += [*writer.say(" It sent: "), *writer.data(one.saw)]
    strength = list(writer.word(terms.grade(writer.words, one.strength)))
    if not one.counted:
        strength += writer.say(" (not counted again)")
    if one.unconfirmed:
        strength += writer.say(" (not confirmed by others)")
    cells = [writer.when(one.at), writer.word(writer.via(one.via)), tuple(said), tuple(strength)]
    if expert:
        cells.append(writer.data(", ".join(map(str, one.observations[:NUMBERS]))))
    return tuple(cells)


def _supports(device: Finding, writer: Writer, *, expert: bool) -> list[Block]:
    runs = (
        writer.say("Taken together, the observations are too weak for any word of the scale.")
        if device.support == "none"
        else writer.say(
            "Taken together, the observations give {grade} support to this being a camera, or a device made to watch, "
            "rather than anything else.",
            grade=writer.word(terms.grade(writer.words, device.support)),
        )
    )
    blocks: list[Block] = [Paragraph(runs=(*writer.strong("What it supports."), Run(" "), *runs))]
    if expert:
        blocks.append(
            writer.paragraph(
                "The logarithm of the likelihood ratio, to base 10, is {number}.", number=f"{device.log10_lr:.2f}"
            )
        )
    if device.reasons:
        blocks.append(writer.bullets(writer.statement(one, one.key) for one in device.reasons))
    return blocks


def _alternatives(device: Finding, writer: Writer) -> list[Block]:
    lead = Paragraph(runs=writer.strong("What else it could be:"))
    if not device.alternatives:
        return [lead, writer.paragraph("The signatures name no innocent explanation. There may still be one.")]
    return [lead, writer.bullets(writer.statement(one.statement, one.why) for one in device.alternatives)]


def _limits(device: Finding, writer: Writer) -> Runs:
    runs = list(
        writer.say(
            "It does not prove that the device is in this room, what its lens can see, that it was recording, who put "
            "it there, or who can see its pictures."
        )
    )
    if device.verdict is Verdict.SUSPECT:
        runs += [Run(" "), *writer.say("It does not prove that the device is a camera.")]
    if any(one.basis is Basis.VIDEO for one in device.evidence):
        runs += [Run(" "), *writer.say("Televisions, tuners and speakers use the same way of sending video and sound.")]
    return tuple(runs)


def _tree(why: Why, writer: Writer, depth: int) -> list[Runs]:
    mark = "[+]" if why.holds else "[–]"
    line: list[Run] = [Run("· " * depth + mark + " "), *writer.data(why.what)]
    if why.saw:
        line += [Run(" — "), *writer.data(why.saw)]
    if why.observation is not None:
        line += writer.say(" (entry {number})", number=why.observation)
    return [tuple(line), *(below for one in why.because for below in _tree(one, writer, depth + 1))]


def others(shown: Assessment, writer: Writer) -> Section:
    """The devices that are neither cameras nor suspects, unresolved ones first."""
    words = writer.words
    order = (Verdict.UNRESOLVED, Verdict.CLEARED)
    devices = sorted(
        (one for one in shown.devices if one.verdict in order), key=lambda one: (order.index(one.verdict), one.id)
    )
    blocks: list[Block] = []
    if not devices:
        blocks.append(writer.paragraph("No other device was seen."))
    else:
        blocks.append(
            Table(
                caption=words.say("All other devices that were seen"),
                header=(words.say("Verdict"), words.say("Probably"), words.say("Addresses"), words.say("Why")),
                widths=(2, 3, 4, 6),
                rows=tuple(_row(one, writer) for one in devices[:OTHERS]),
            )
        )
        if len(devices) > OTHERS:
            blocks.append(_all_in_the_data(writer))
    return writer.section("Other devices", blocks)


def _row(device: Finding, writer: Writer) -> tuple[Runs, ...]:
    why = joined((writer.statement(one, one.key) for one in device.reasons), " ")
    if device.gateway:
        why = joined((writer.say("The gateway of the network."), why), " ")
    if device.carries_camera:
        why = joined((why, writer.say("Some models of this kind carry a camera.")), " ")
    if device.marked_by:
        why = joined((why, writer.say("Marked as known by {person}.", person=writer.data(device.marked_by))), " ")
    name = writer.listed(writer.data(one) for one in device.names[:1])
    kind = (Run(writer.kind(device.kind)),)
    return (
        (Run(terms.verdict(writer.words, device.verdict)),),
        writer.listed((kind, writer.data(" ".join(filter(None, (device.maker, device.model)))), name), ";"),
        address(device, writer),
        why,
    )


def tally(shown: Assessment, writer: Writer) -> Runs:
    """How many devices of each verdict, also of those that are not told."""
    counts = shown.counts
    return writer.listed(
        (
            *writer.say("{verdict}:", verdict=(Run(terms.verdict(writer.words, one)),)),
            Run(" "),
            *writer.data(str(counts.get(one.value, 0))),
        )
        for one in Verdict
    )


def scale(writer: Writer) -> Table:
    """The verbal scale, so that a reader sees what a word stands for."""
    words = writer.words
    return Table(
        caption=words.say("The words for the strength of evidence"),
        header=(words.say("Word"), words.say("At least so many times more probable if it is a camera than if not")),
        rows=tuple(
            (writer.word(terms.grade(words, one.value)), writer.data(floor)) for one, floor in terms.FLOORS.items()
        ),
        widths=(3, 7),
    )
