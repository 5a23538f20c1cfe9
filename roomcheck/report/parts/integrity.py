"""Integrity: the head hash, what it proves, and what it does not."""

from roomcheck.model.assessment import Assessment
from roomcheck.report.case import Case
from roomcheck.report.document import Block, Facts, Role, Runs, Section
from roomcheck.report.phrasing import Writer


def integrity(case: Case, shown: Assessment, writer: Writer) -> Section:
    """The recording, the signatures and the engine by their hashes and versions."""
    record = shown.recording
    rows = [
        writer.fact("Head hash of the recording", writer.data(record.head)),
        writer.fact("Entries", writer.data(str(record.entries))),
        writer.fact("How the check ended", _ending(record.closed, writer)),
        writer.fact("Signatures", writer.data(f"{shown.signatures.version} {shown.signatures.sha256}")),
        writer.fact("Registry of address prefixes", writer.data(shown.signatures.registry)),
        writer.fact("Program", writer.data(f"roomcheck {shown.engine}")),
    ]
    if case.packets:
        rows.append(writer.fact("Packets", writer.data(case.packets)))
    blocks: list[Block] = [
        Facts(rows=tuple(rows)),
        writer.paragraph(
            "The head hash stands for every entry before it. Whoever knows it can show that nothing in the recording "
            "was changed, added or removed since the moment the hash was known: written down, photographed, sent, or "
            "stamped with the time by an authority."
        ),
        writer.paragraph(
            "It does not show that the recording was true when it was made, nor who made it, nor when, unless "
            "somebody independent received the hash at that time.",
            role=Role.LIMIT,
        ),
        writer.paragraph(
            "The assessment follows from the recording, the signatures and the program alone: “roomcheck verify” and "
            "“roomcheck assess” compute it again, byte for byte, without a network."
        ),
    ]
    return writer.section("Integrity", blocks)


def _ending(closed: str | None, writer: Writer) -> Runs:
    if closed == "finished":
        return writer.say("finished")
    if closed == "interrupted":
        return writer.say("interrupted; what was recorded until then is complete")
    return writer.say("the recording has no end")
