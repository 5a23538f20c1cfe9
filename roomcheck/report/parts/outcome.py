"""What a room-reaction test came to, and what it says of one device, in a sentence or two."""

from collections.abc import Iterator
from typing import Final

from roomcheck.flows.cues import LIGHT, MOVEMENT
from roomcheck.report.document import Runs
from roomcheck.report.phrasing import Writer, joined
from roomcheck.report.reactions import Reaction, ReactionTest
from roomcheck.words import msg

_ONLY: Final = {
    MOVEMENT.name: msg("Only movement was tested, not the light."),
    LIGHT.name: msg("Only the light was tested, not movement."),
}
_ONE_KIND: Final = {
    MOVEMENT.name: msg(
        "Its traffic changed with movement; no reaction to the light was found. That alone proves nothing."
    ),
    LIGHT.name: msg(
        "Its traffic changed with the light; no reaction to movement was found. That alone proves nothing."
    ),
}
_ONE_TESTED: Final = {
    MOVEMENT.name: msg("Its traffic changed with movement; the light was not tested. That alone proves nothing."),
    LIGHT.name: msg("Its traffic changed with the light; movement was not tested. That alone proves nothing."),
}


def result(test: ReactionTest, writer: Writer) -> str:
    """What came of a test, and of which kinds of cue it was one."""
    return " ".join(_result(test, writer))


def _result(test: ReactionTest, writer: Writer) -> Iterator[str]:
    say, say_many = writer.words.say, writer.words.say_many
    both = [one for one in test.reactions if one.outcome == "two kinds"]
    like = sum(one.camera_like for one in both)
    if like:
        yield say_many(
            "{number} device that sends traffic of a camera’s kind reacted to the room: its traffic changed with "
            "movement and with the light.",
            "{number} devices that send traffic of a camera’s kind reacted to the room: their traffic changed with "
            "movement and with the light.",
            like,
        )
    elif both:
        yield say_many(
            "{number} device reacted to movement and to the light, but its traffic is not of a camera’s kind.",
            "{number} devices reacted to movement and to the light, but their traffic is not of a camera’s kind.",
            len(both),
        )
    elif any(one.outcome == "one kind" for one in test.reactions):
        yield from _one_kind(test, writer)
    elif test.reactions:
        yield say_many(
            "No reaction to the room was seen in the traffic of {number} device.",
            "No reaction to the room was seen in the traffic of {number} devices.",
            len(test.reactions),
        )
        yield from _only(test, writer)
    elif test.omitted:
        yield say("The devices that were tested are neither cameras nor suspects, and are left out here.")
    else:
        yield say("The test was made, but no device sent enough to be tested.")


def _one_kind(test: ReactionTest, writer: Writer) -> Iterator[str]:
    say, say_many = writer.words.say, writer.words.say_many
    single = sum(len(one.passed) == 1 for one in test.reactions)
    apart = sum(len(one.passed) > 1 for one in test.reactions)
    if len(test.tested) < 2:
        yield from _only(test, writer)
        yield say_many(
            "{number} device reacted to it, which alone proves nothing.",
            "{number} devices reacted to it, which alone proves nothing.",
            single,
        )
        return
    yield say("No device reacted to both movement and light, at delays that one camera can have.")
    if single:
        yield say_many(
            "{number} device reacted to one of them, which alone proves nothing.",
            "{number} devices reacted to one of them, which alone proves nothing.",
            single,
        )
    if apart:
        yield say_many(
            "{number} device reacted to each of them, but at delays that do not fit together, which proves nothing.",
            "{number} devices reacted to each of them, but at delays that do not fit together, which proves nothing.",
            apart,
        )


def _only(test: ReactionTest, writer: Writer) -> Iterator[str]:
    if len(test.tested) == 1:
        yield writer.words.say(_ONLY[test.tested[0].name])


def verdict(one: Reaction, writer: Writer) -> Runs:
    """What the test says of a device, and how much of it was not heard."""
    missed = writer.decimal(f"{one.missed * 100:.1f}")
    heard = writer.say("{percent}\u00a0% of its frames were not heard.", percent=missed)
    return joined((_verdict(one, writer), heard), " ")


def _verdict(one: Reaction, writer: Writer) -> Runs:
    if one.outcome == "two kinds" and one.camera_like:
        return writer.say("Its traffic is of a camera’s kind, and it changed with movement and with the light.")
    if one.outcome == "two kinds":
        return writer.say(
            "Its traffic changed with movement and with the light, but it is not of a camera’s kind: a presence "
            "sensor, a lamp or a vacuum would do the same."
        )
    if len(one.passed) > 1:
        return writer.say(
            "Its traffic changed with movement and with the light, but at delays that do not fit together: that proves "
            "nothing."
        )
    if one.passed:
        return writer.say((_ONE_KIND if len(one.tested) > 1 else _ONE_TESTED)[one.passed[0].kind])
    if one.camera_like:
        return writer.say("Its traffic is of a camera’s kind. No reaction to the room was seen.")
    return writer.say("No reaction to the room was seen, and its traffic is not of a camera’s kind.")
