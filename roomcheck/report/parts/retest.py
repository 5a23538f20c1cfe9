"""How somebody else can repeat a room-reaction test, or compute it again, and the schedule that they need for it."""

from collections.abc import Iterator

from roomcheck.report.document import Block, Role, Runs, Table
from roomcheck.report.phrasing import Writer
from roomcheck.report.reactions import ReactionTest
from roomcheck.words import terms


def ways(test: ReactionTest, engine: str, writer: Writer) -> Iterator[Runs]:
    """With the same cues, by hand, with others, from a capture, from the recording. `engine`: roomcheck's version."""
    if test.seed is not None:
        yield writer.say(
            "In the same room, with a Wi-Fi adapter in monitor mode: {command} gives the same cues at the same times, "
            "in roomcheck {version}; another version may draw others.",
            command=f"roomcheck react --seed {test.seed}", version=engine,
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


def schedule(test: ReactionTest, writer: Writer) -> list[Block]:
    """When the room was in which state."""
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
    note = writer.paragraph(
        "In this version of roomcheck the seed {seed} gives this schedule.", seed=str(test.seed), role=Role.NOTE
    )
    return [table, note]
