"""The room-reaction test: what was done, what came of it, what that means and does not, and how to repeat it."""

from collections.abc import Iterable, Iterator
from typing import Final

from roomcheck.flows.cues import LIGHT, MOVEMENT, Kind
from roomcheck.flows.reaction import ALPHA, DELAYS
from roomcheck.model.assessment import Assessment
from roomcheck.report.document import Block, Facts, Look, Paragraph, Role, Run, Runs, Section, Table
from roomcheck.report.parts.effect import effect_of, rule
from roomcheck.report.parts.findings import naming
from roomcheck.report.phrasing import Writer, joined, plain
from roomcheck.report.reaction_figure import reaction_figure
from roomcheck.report.reactions import Reaction, ReactionTest
from roomcheck.words import terms

DRAWN: Final = 6
"""Devices with a drawing of their own: those that reacted or are like a camera; the others have a line."""

def reactions(tests: Iterable[ReactionTest], shown: Assessment, writer: Writer) -> list[Section]:
    """The sections on each test, the outcome in one sentence first; none where no test was made."""
    return [section for test in tests for section in _sections(test, shown, writer)]


def lines(test: ReactionTest, writer: Writer) -> Iterator[str]:
    """A test on plain lines: the outcome, what was done, each device, and what silence does not mean."""
    yield _result(test, writer)
    for kind in test.kinds:
        yield plain(_counted(test, kind, writer))
    if test.cues:
        yield plain(_chosen(test, writer))
    for one in test.reactions:
        yield "  " + plain(writer.say("{device}: {sentence}", device=one.device, sentence=_verdict(one, writer)))
        for effect in one.effects:
            yield "      " + plain(effect_of(effect, test, writer))
    if test.reactions:
        yield plain(rule(writer))
    yield from (plain(block.runs) for block in _limits(test, writer))


def schedules(tests: Iterable[ReactionTest], writer: Writer) -> list[Section]:
    """An annex for each test: when the room was in which state."""
    with_cues = (test for test in tests if test.cues)
    return [writer.section("Schedule of the room-reaction test", _schedule(test, writer)) for test in with_cues]


def _sections(test: ReactionTest, shown: Assessment, writer: Writer) -> Iterator[Section]:
    yield writer.section(
        "Room-reaction test",
        [Paragraph(runs=(Run(_result(test, writer), Look.STRONG),)), *_limits(test, writer), *_done(test, writer)],
    )
    drawn = [one for one in test.reactions if one.camera_like or one.outcome != "none"][:DRAWN]
    names = {one.id: naming(one, writer) for one in shown.devices}
    for one in drawn:
        title = writer.listed((names.get(one.finding, writer.say("device")), writer.data(one.device)))
        yield Section(title=title, level=3, blocks=tuple(_device(one, test, writer)))
    lines = [_line(one, writer) for one in test.reactions if one not in drawn]
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
        again = writer.bullets(_again(test, writer))
        yield writer.section("How somebody else can repeat the test", [again], level=3)


def _result(test: ReactionTest, writer: Writer) -> str:
    """The outcome in one sentence."""
    say_many = writer.words.say_many
    both = [one for one in test.reactions if one.outcome == "two kinds"]
    like = sum(one.camera_like for one in both)
    one_kind = sum(one.outcome == "one kind" for one in test.reactions)
    if like:
        return say_many(
            "{number} device that sends traffic of a camera’s kind reacted to the room: its traffic changed with "
            "movement and with the light.",
            "{number} devices that send traffic of a camera’s kind reacted to the room: their traffic changed with "
            "movement and with the light.",
            like,
        )
    if both:
        return say_many(
            "{number} device reacted to movement and to the light, but its traffic is not of a camera’s kind.",
            "{number} devices reacted to movement and to the light, but their traffic is not of a camera’s kind.",
            len(both),
        )
    if one_kind:
        return say_many(
            "No device reacted to both movement and light. {number} device reacted to one of them, which alone proves "
            "nothing.",
            "No device reacted to both movement and light. {number} devices reacted to one of them, which alone proves "
            "nothing.",
            one_kind,
        )
    if test.reactions:
        return say_many(
            "No reaction to the room was seen in the traffic of {number} device.",
            "No reaction to the room was seen in the traffic of {number} devices.",
            len(test.reactions),
        )
    if test.omitted:
        return writer.words.say("The devices that were tested are neither cameras nor suspects, and are left out here.")
    return writer.words.say("The test was made, but no device sent enough to be tested.")


def _limits(test: ReactionTest, writer: Writer) -> Iterator[Paragraph]:
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
    by_hand = test.seed is None
    whole = writer.say("{seconds}\u00a0s", seconds=f"{test.seconds:.0f}")
    rows = [
        writer.fact("Length of the test", whole),
        writer.fact("What the person did", joined((_counted(test, kind, writer) for kind in test.kinds), " ")),
        writer.fact(
            "Who chose the times",
            _chosen(test, writer),
        ),
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
        writer.fact(
            "What it was compared with",
            writer.say("{redraws} other schedules with the same lengths in another order", redraws=str(test.redraws))
            if by_hand
            else writer.say("{redraws} other schedules, drawn in the same way", redraws=str(test.redraws)),
        ),
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
    if by_hand:
        yield writer.paragraph(
            "To put the lengths in another order is a fair comparison only as far as their order was arbitrary.",
            role=Role.NOTE,
        )


def _chosen(test: ReactionTest, writer: Writer) -> Runs:
    if test.seed is None:
        return writer.say("Somebody wrote the times down in a file of cues; roomcheck did not draw them.")
    return writer.say(
        "roomcheck drew the times by chance from the seed {seed}. Who did not know it could not foresee them.",
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
    yield Paragraph(runs=_verdict(one, writer))
    if one.rates:
        yield reaction_figure(one, test, writer)
    yield writer.bullets(effect_of(effect, test, writer) for effect in one.effects)


def _verdict(one: Reaction, writer: Writer) -> Runs:
    if one.outcome == "two kinds" and one.camera_like:
        return writer.say("Its traffic is of a camera’s kind, and it changed with movement and with the light.")
    if one.outcome == "two kinds":
        return writer.say(
            "Its traffic changed with movement and with the light, but it is not of a camera’s kind: a presence "
            "sensor, a lamp or a vacuum would do the same."
        )
    if one.outcome == "one kind" and len(one.passed) > 1:
        return writer.say(
            "Its traffic changed with movement and with the light, but at delays that do not fit together: that proves "
            "nothing."
        )
    if one.outcome == "one kind":
        kind = one.passed[0].kind if one.passed else ""
        return (
            writer.say("Its traffic changed with the light and not with movement. That alone proves nothing.")
            if kind == LIGHT.name
            else writer.say("Its traffic changed with movement and not with the light. That alone proves nothing.")
        )
    if one.camera_like:
        return writer.say("Its traffic is of a camera’s kind. No reaction to the room was seen.")
    return writer.say("No reaction to the room was seen, and its traffic is not of a camera’s kind.")


def _line(one: Reaction, writer: Writer) -> Runs:
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
    said = writer.say("{device}: {sentence}", device=writer.data(one.device), sentence=_verdict(one, writer))
    return (*said, Run(" ("), *ps, Run(")")) if ps else said


def _innocent(writer: Writer) -> list[Block]:
    return [
        writer.bullets(
            (
                writer.say("A video call that somebody holds in the room, on a telephone, a computer or a television."),
                writer.say("A robot vacuum, a doorbell or a display with a lens of which the guests know."),
                writer.say(
                    "Presence sensors, lamps and switches: they react, but their traffic is not of a camera’s kind."
                ),
                writer.say("A device of the person who made the test, where it was not named with --mine."),
            )
        ),
        writer.paragraph(
            "Switch these off and repeat the test: what still reacts is something else. By pure chance some device "
            "passes for one kind of cue in at most {percent}\u00a0% of the tests.",
            percent=writer.decimal(f"{ALPHA * 100:g}"),
        ),
    ]


def _again(test: ReactionTest, writer: Writer) -> Iterator[Runs]:
    if test.seed is not None:
        yield writer.say(
            "In the same room, with a Wi-Fi adapter in monitor mode: {command} gives the same cues at the same times.",
            command=f"roomcheck react --seed {test.seed}",
        )
        yield writer.say(
            "With any program that records radio traffic: {command} prints the cues, to be followed by hand.",
            command=f"roomcheck react --seed {test.seed} --print-cues",
        )
        yield writer.say(
            "With other times, drawn anew: {command}. What senses the room reacts to them as well.",
            command="roomcheck react",
        )
    yield writer.say(
        "From a capture of the radio traffic that was made meanwhile: {command}. The file of cues has one line for "
        "each line of the schedule: when it begins, in seconds of the capture, and what the person does.",
        command="roomcheck react CAPTURE --cues FILE",
    )
    entries = ", ".join(map(str, sorted({one.entry for one in test.reactions if one.entry})))
    if entries and all(one.kept for one in test.reactions):
        yield writer.say(
            "From the recording alone: {command} computes all figures again. Entries {entries} hold them, the cues, "
            "and what the figures were computed from. The frames themselves are not kept.",
            command="roomcheck react RECORDING", entries=entries,
        )
    elif entries:
        yield writer.say(
            "Entries {entries} of the recording hold all figures, the cues and the bytes of each second. The frames "
            "themselves are not kept: only from a capture can the test be computed anew.",
            entries=entries,
        )
    if test.shown:
        yield writer.say(
            "Entries {first} to {last} of the recording say at which moment each cue was shown.",
            first=str(test.shown[0]), last=str(test.shown[-1]),
        )


def _schedule(test: ReactionTest, writer: Writer) -> list[Block]:
    words = writer.words
    table = Table(
        caption=words.say("What the person did, in seconds since the test began"),
        header=(words.say("Number"), words.say("From"), words.say("To"), words.say("State of the room")),
        rows=tuple(
            (
                writer.data(str(number)), writer.number(cue.begin, 1), writer.number(cue.end, 1),
                writer.word(terms.action(words, cue.action)),
            )
            for number, cue in enumerate(test.cues, 1)
        ),
        widths=(1, 2, 2, 5),
    )
    if test.seed is None:
        return [table]
    return [table, writer.paragraph("The seed {seed} gives this schedule.", seed=str(test.seed), role=Role.NOTE)]


