"""What is said to each recipient before, or instead of, the findings."""

from roomcheck.model.assessment import Assessment
from roomcheck.report.case import Case
from roomcheck.report.countries import Country, Platform
from roomcheck.report.document import Block, Facts, Paragraph, Role, Section
from roomcheck.report.parts.findings import found
from roomcheck.report.parts.law import facts_about
from roomcheck.report.phrasing import Writer, plain


def host_letter(case: Case, platform: Platform, writer: Writer) -> list[Block]:
    """A calm letter that asks and says nothing of any check or result."""
    opened = case.opened
    person = writer.data(opened.person or "") if opened else ()
    listing = writer.data(opened.listing or "") if opened else ()
    room = writer.data(opened.room or "") if opened else ()
    day = writer.data(plain(writer.when(case.ended_at))[:10])
    return [
        Facts(
            rows=tuple(
                fact
                for fact, value in (
                    (writer.fact("Listing", listing), listing),
                    (writer.fact("Room", room), room),
                    (writer.fact("Date", day), day),
                )
                if value
            )
        ),
        writer.paragraph("Dear host,"),
        writer.paragraph(
            "I am staying, or have stayed, at this accommodation and I have a question that I ask at every "
            "place where I sleep."
        ),
        writer.paragraph("Please tell me in writing, for the inside and the outside of the accommodation:"),
        writer.bullets(
            (
                writer.say("which devices can record or transmit pictures or sound, also where they are switched off;"),
                writer.say("where each of them is, and which space it covers;"),
                writer.say("since when it has been there, and where the listing mentions it;"),
                writer.say("who can see or hear what it records, where that is kept, and for how long."),
            ),
            numbered=True,
        ),
        writer.paragraph("If there is none, one sentence that says so is enough."),
        *_host_rule(platform, writer),
        writer.paragraph("Thank you for your answer."),
        Paragraph(runs=person or writer.say("The guest"), role=Role.ADDRESS),
    ]


def _host_rule(platform: Platform, writer: Writer) -> list[Block]:
    rules = tuple(fact for fact in platform.fact if fact.about == "rule" and fact.verified)
    if not rules:
        return []
    return [
        writer.paragraph("For reference, the public rule of {platform}:", platform=writer.sentence(platform.name)),
        *facts_about(rules, ("rule",), writer)[1:],
    ]


def platform_opening(platform: Platform, writer: Writer) -> list[Block]:
    return [
        writer.paragraph(
            "To: {platform}, trust and safety", platform=writer.sentence(platform.name), role=Role.ADDRESS
        ),
        writer.paragraph(
            "This report compares what the listing discloses with what was observed on the network of the "
            "accommodation. It states observations and their limits, and asks for the steps named below."
        ),
    ]


def platform_requests(writer: Writer) -> Section:
    """What the guest asks of the platform."""
    return writer.section(
        "What the guest asks for",
        [
            writer.bullets(
                (
                    writer.say("Keep the listing as it was, its history, the booking and all messages, unchanged."),
                    writer.say("Do not announce any visit or inspection, and do not pass this report on to the host."),
                    writer.say(
                        "Do not ask the host to remove devices before the police have had the occasion to see them."
                    ),
                    writer.say("Offer another place to stay, or end the stay without cost."),
                    writer.say("Name a person and a reference number for this report, and answer in writing."),
                    writer.say("Give the police what they ask for, and say to which service they should write."),
                ),
                numbered=True,
            )
        ],
    )


def police_opening(case: Case, shown: Assessment, country: Country, writer: Writer) -> list[Block]:
    """Who reports what, and against whom."""
    opened = case.opened
    blocks: list[Block] = []
    if opened and opened.person:
        blocks.append(writer.paragraph("Reported by: {person}", person=writer.data(opened.person), role=Role.ADDRESS))
    blocks.append(
        writer.paragraph(
            "This report states facts that were observed on the network of an accommodation, how they were observed, "
            "and how they can be checked. It names no offender and calls no offence proven."
        )
    )
    if country.against_unknown and found(shown):
        blocks.append(
            writer.paragraph(
                "It may be joined to a complaint against a person unknown, which the person signs and files."
            )
        )
    blocks.append(
        writer.paragraph(
            "The recording, the packets, photographs and the signed manifest are in the sealed file that "
            "goes with this report."
        )
    )
    return blocks
