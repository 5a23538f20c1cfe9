"""The room-reaction test: what was done, what came of it, what that means and does not, and how to repeat it."""

from collections.abc import Iterable, Iterator
from typing import Final

from roomcheck.flows.cues import MOVEMENT, Kind
from roomcheck.flows.reaction import ALPHA, DELAYS, MOST, SHADOW
from roomcheck.model.assessment import Assessment
from roomcheck.report.document import Block, Facts, Look, Paragraph, Role, Run, Runs, Section
from roomcheck.report.parts.effect import effect_of, rule, withheld
from roomcheck.report.parts.findings import naming
from roomcheck.report.parts.outcome import result, verdict
from roomcheck.report.parts.retest import schedule, ways
from roomcheck.report.phrasing import Writer, joined, plain
from roomcheck.report.reaction_figure import reaction_figure
from roomcheck.report.reactions import Reaction, ReactionTest
from roomcheck.wire.radio import ASKED
from roomcheck.words import terms

DRAWN: Final = 6
"""Devices with a drawing of their own: those that reacted or are like a camera; the others have a line."""


def reactions(tests: Iterable[ReactionTest], shown: Assessment, writer: Writer) -> list[Section]:
    """The sections on each test, the outcome in one sentence first; none where no test was made."""
    return [section for test in tests for section in _sections(test, shown, writer)]


def lines(test: ReactionTest, writer: Writer) -> Iterator[str]:
    """A test on plain lines: the outcome, what was done, each device, and what silence does not mean."""
    yield result(test, writer)
    for kind in test.kinds:
        yield plain(_counted(test, kind, writer))
    if test.cues:
        yield plain(_chosen(test, writer))
    for one in test.reactions:
        yield "  " + plain(writer.say("{device}: {sentence}", device=one.device, sentence=verdict(one, writer)))
        for effect in one.effects:
            yield "      " + plain(effect_of(effect, test, writer))
    if test.reactions:
        yield plain(rule(writer))
    yield from (plain(block.runs) for block in _limits(test, writer))


def schedules(tests: Iterable[ReactionTest], writer: Writer) -> list[Section]:
    """An annex for each test: when the room was in which state."""
    with_cues = (test for test in tests if test.cues)
    return [writer.section("Schedule of the room-reaction test", schedule(test, writer)) for test in with_cues]


def _sections(test: ReactionTest, shown: Assessment, writer: Writer) -> Iterator[Section]:
    yield writer.section(
        "Room-reaction test",
        [Paragraph(runs=(Run(result(test, writer), Look.STRONG),)), *_limits(test, writer), *_done(test, writer)],
    )
    drawn = [one for one in test.reactions if one.camera_like or one.outcome != "none"][:DRAWN]
    names = {one.id: naming(one, writer) for one in shown.devices}
    for one in drawn:
        title = writer.listed((names.get(one.finding, writer.say("device")), writer.data(one.device)))
        yield Section(title=title, level=3, blocks=tuple(_device(one, test, writer)))
    lines = [_line(one, test, writer) for one in test.reactions if one not in drawn]
    if test.omitted:
        lines.append(
            writer.many(
                "{number} more device was tested and is left out here.",
                "{number} more devices were tested and are left out here.",
                test.omitted,
            )
        )
    if lines:
        yield writer.section("Other devices that were tested", [writer.bullets(lines)], level=3)
    if any(one.passed for one in test.reactions):
        yield writer.section("What else reacts to a room", _innocent(writer), level=3)
    if test.cues:
        again = writer.bullets(ways(test, shown.engine, writer))
        yield writer.section("How somebody else can repeat the test", [again], level=3)


def _limits(test: ReactionTest, writer: Writer) -> Iterator[Paragraph]:
    if test.untested:
        number = writer.many(
            "{number} more device sent enough and was not tested.",
            "{number} more devices sent enough and were not tested.",
            test.untested,
        )
        most = writer.say(
            "At most {most} are tested together, those with traffic of a camera’s kind first.", most=str(MOST)
        )
        yield Paragraph(runs=joined((number, most), " "), role=Role.LIMIT)
    if any(one.passed for one in test.reactions):
        yield writer.paragraph(
            "That a device’s traffic follows what happens in a room does not show where the device stands, what its "
            "lens sees, that it records, or who sees the pictures. Other things react as well.",
            role=Role.LIMIT,
        )
    yield writer.paragraph(
        "Where no reaction was seen, there may still be a camera. One whose pictures stay equally large whatever they "
        "show is noticed less often; one that only stores its pictures, that uses a cable, or that sends on a channel "
        "that was not listened to is not noticed at all.",
        role=Role.LIMIT,
    )


def _done(test: ReactionTest, writer: Writer) -> Iterator[Block]:
    if not test.cues:
        return
    whole = writer.say("{seconds}\u00a0s", seconds=f"{test.seconds:.0f}")
    rows = [
        writer.fact("Length of the test", whole),
        writer.fact("What the person did", joined((_counted(test, kind, writer) for kind in test.kinds), " ")),
        writer.fact("Who chose the times", _chosen(test, writer)),
    ]
    if test.begun:
        rows.append(writer.fact("First cue", writer.when(test.begun)))
    rows += [
        writer.fact(
            "Devices tested together",
            writer.say(
                "{number}; each at every delay from {first} to {last} seconds",
                number=str(test.flows), first=str(DELAYS[0]), last=str(DELAYS[-1]),
            ),
        ),
        writer.fact("What it was compared with", _compared(test, writer)),
        writer.fact("What counts as a reaction", rule(writer)),
    ]
    yield Facts(rows=tuple(rows))
    yield writer.paragraph(
        "Looked at were how much a device sends, how far its largest bursts (the key pictures of a video) stand out, "
        "how large its largest burst besides the regular ones is, and how much one burst differs from the next; each "
        "during the change and just after the cue. p is the share of the schedules, the actual one counted, with which "
        "this device, or any that reacted less, fits as well, at any delay and by any measure, as this device does "
        "with the actual times. So p already allows for having looked at many. The interval holds at the delay that is "
        "named; it does not allow for the choice of that delay.",
        role=Role.NOTE,
    )
    yield writer.paragraph(
        "What is compared is t, the change divided by its standard error. Each t is divided by what chance gives that "
        "device by that measure: the value that nine tenths of the other schedules do not exceed. So an unsteady "
        "device does not hide a steady one.",
        role=Role.NOTE,
    )
    yield writer.paragraph(
        "Frames are known to be missing by their numbers. The bytes of those that were not heard inside a burst are "
        "estimated: each counts as long as the longest of that burst until then.",
        role=Role.NOTE,
    )
    if test.seed is None:
        yield writer.paragraph(
            "To put the lengths in another order is a fair comparison only as far as their order was arbitrary.",
            role=Role.NOTE,
        )


def _compared(test: ReactionTest, writer: Writer) -> Runs:
    redraws = str(test.redraws)
    if test.named is not None:
        return writer.say("{redraws} other schedules; how they were drawn cannot be told", redraws=redraws)
    if test.seed is None:
        return writer.say("{redraws} other schedules with the same lengths in another order", redraws=redraws)
    return writer.say("{redraws} other schedules, drawn in the same way", redraws=redraws)


def _chosen(test: ReactionTest, writer: Writer) -> Runs:
    if test.named is not None:
        return writer.say(
            "The recording names the seed {seed}, but these are not its times as this version of roomcheck draws "
            "them. They count as times that somebody wrote down.",
            seed=str(test.named),
        )
    if test.seed is None:
        return writer.say("Somebody wrote the times down in a file of cues; roomcheck did not draw them.")
    if test.chosen == ASKED:
        return writer.say(
            "The seed {seed} was chosen before the test; roomcheck drew the times from it.", seed=str(test.seed)
        )
    return writer.say(
        "roomcheck drew the times by chance from the seed {seed}, as the test began. Who did not know it could not "
        "foresee them.",
        seed=str(test.seed),
    )


def _counted(test: ReactionTest, kind: Kind, writer: Writer) -> Runs:
    part = test.part(kind)
    changes = sum(cue.action == kind.change for cue in part)
    rests = len(part) - changes
    seconds = f"{part[-1].end - part[0].begin:.0f}"
    if kind == MOVEMENT:
        return writer.say(
            "Moved about {changes} times and held still {rests} times, within {seconds} seconds.",
            changes=str(changes), rests=str(rests), seconds=seconds,
        )
    return writer.say(
        "Had the light off {changes} times and on {rests} times, holding still, within {seconds} seconds.",
        changes=str(changes), rests=str(rests), seconds=seconds,
    )


def _device(one: Reaction, test: ReactionTest, writer: Writer) -> Iterator[Block]:
    yield Paragraph(runs=verdict(one, writer))
    if one.rates:
        yield reaction_figure(one, test, writer)
    yield writer.bullets(effect_of(effect, test, writer) for effect in one.effects)


def _line(one: Reaction, test: ReactionTest, writer: Writer) -> Runs:
    ps = writer.listed(
        (
            writer.say(
                "{kind}: p\u00a0=\u00a0{p}",
                kind=writer.word(terms.cue_kind(writer.words, effect.kind)), p=writer.decimal(f"{effect.p:.3g}"),
            )
            for effect in one.effects
        ),
        ";",
    )
    said = writer.say("{device}: {sentence}", device=writer.data(one.device), sentence=verdict(one, writer))
    reasons = (
        writer.say("{kind}: {sentence}", kind=_capital(terms.cue_kind(writer.words, effect.kind)), sentence=reason)
        for effect in one.effects if not effect.passed for reason in withheld(effect, test, writer)
    )
    return joined(((*said, Run(" ("), *ps, Run(")")) if ps else said, *reasons), " ")


def _capital(word: str) -> Runs:
    return (Run(word[:1].upper() + word[1:]),)


def _innocent(writer: Writer) -> list[Block]:
    return [
        writer.bullets(
            (
                writer.say("A video call that somebody holds in the room, on a telephone, a computer or a television."),
                writer.say("A robot vacuum, a doorbell or a display with a lens of which the guests know."),
                writer.say(
                    "Presence sensors, lamps and switches: they react, but their traffic is not of a camera’s kind."
                ),
                writer.say(
                    "Somebody between the device and this computer, who makes it harder to hear. roomcheck looks at "
                    "how well each device was heard, and does not count an effect where that went with the cues by "
                    "more than {percent}\u00a0%.",
                    percent=f"{SHADOW * 100:.0f}",
                ),
                writer.say(
                    "A device that hears, such as a loudspeaker with a microphone: it can follow the sound that the "
                    "terminal makes at each cue."
                ),
                writer.say(
                    "A sender that sees or hears the cues as well and uses the address of another device: radio "
                    "traffic does not prove who sent it."
                ),
                writer.say("A device of the person who made the test, where it was not named with --mine."),
            )
        ),
        writer.paragraph(
            "Switch off those that can be switched off, and the sound of the terminal, and repeat the test: what still "
            "reacts is none of those. By pure chance some device passes in at most {percent}\u00a0% of the tests for "
            "each kind of cue, and so for one or the other of two in at most twice as many.",
            percent=writer.decimal(f"{ALPHA * 100:g}"),
        ),
    ]
