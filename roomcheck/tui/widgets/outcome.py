"""The result of a room-reaction test in words, with what it would and would not have noticed."""

from typing import TYPE_CHECKING, Final

from textual.content import Content

from roomcheck.tui.acts import KINDS
from roomcheck.tui.saying import Saying
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.app.react import Reacted
    from roomcheck.flows.reaction import Effect, Reaction

BEFORE: Final = (
    msg(
        "A camera that looks at you sends more, or otherwise, when something moves or the light changes; what a "
        "neighbour has does not. This test tells you when to move and when to hold still, at times drawn by "
        "chance, and looks afterwards whether anything in the air followed."
    ),
    msg("It takes six minutes. roomcheck only hears; it sends nothing, and reads nothing of what is said in the air."),
    msg(
        "Before you start: switch off your own telephones, tablets and cameras, or mark them as yours in the list of "
        "traffic. Stay alone in the room. End every call. Put this computer where you see its screen from everywhere, "
        "and let the switch of the light be within reach."
    ),
    msg("The words are large, and a sound tells of every change. The test can be stopped at any time."),
    msg("Start it with t. It can also be made from a capture and the cues that were followed then (c)."),
)
LIMITS: Final = (
    msg(
        "p says how often chance alone does as well; where nothing was seen, the line says with which probability a "
        "change by a quarter would have been noticed in the traffic of that station."
    ),
    msg(
        "It listens on one channel. A camera on another channel, on a cable, too far away, or one that stores and does "
        "not send, was not tested. One whose pictures stay equally large whatever they show is noticed less often."
    ),
    msg(
        "What reacts for its own reasons passes as well: a call held in the room, a television, a vacuum or a doorbell "
        "with a lens."
    ),
)
_WHAT: Final = {
    "rate": msg("what it sends"),
    "peaks": msg("how far its largest pictures stand out"),
    "unrest": msg("how much one picture differs from the next"),
    "surge": msg("its largest picture beside the regular ones"),
}
_CONTRASTS: Final = {
    "level": msg(
        "{kind}: {what} was {ratio} times that at rest ({low} to {high}), with a delay of {delay} s; p = {p}."
    ),
    "onset": msg(
        "{kind}: just after each change, {what} was {ratio} times that of the time after ({low} to {high}), with a "
        "delay of {delay} s; p = {p}."
    ),
}
_POWER: Final = msg("A change by a quarter would have been noticed with a probability of {power} %.")


def explained(saying: Saying) -> Content:
    """What the test is, before it begins."""
    return Content("\n\n").join(Content(saying.say(each)) for each in BEFORE)


def told(reacted: "Reacted", saying: Saying) -> Content:
    """The result: what may be said of the room, then of each station, then what was not tested."""
    say, outcome = saying.say, reacted.outcome
    lines = [Content.styled(_sentence(reacted, saying), "bold"), Content("")]
    for each in outcome.reactions:
        like = reacted.likes.get((each.station, each.bssid), False)
        kind = say("traffic of a camera's kind") if like else say("traffic that is not of a camera's kind")
        lines.append(Content(f"{'◐' if like else '–'} {each.station}  {kind}; {_verdict(each, saying)}"))
        lines += [Content(f"    {_effect(effect, saying)}") for effect in each.effects]
    lines += [Content(""), *(Content(say(each)) for each in LIMITS), Content("")]
    tested = saying.many("{number} station was tested", "{number} stations were tested", len(outcome.reactions))
    seed = say("cues written by hand") if outcome.seed is None else say("cues of seed {seed}", seed=outcome.seed)
    how = say("{tested} against {redraws} other schedules; {seed}.", tested=tested, redraws=outcome.redraws, seed=seed)
    lines.append(Content(how))
    return Content("\n").join(lines)


def _sentence(reacted: "Reacted", saying: Saying) -> str:
    reactions = reacted.outcome.reactions
    both = [each for each in reactions if each.to_both]
    if any(reacted.likes.get((each.station, each.bssid), False) for each in both):
        return saying.say(
            "A station with traffic of a camera's kind reacted to movement and to the light of this room. Look for it "
            "with the walk; then make the report."
        )
    if both:
        return saying.say(
            "A station reacted to movement and to the light, but its traffic is not of a camera's kind: a presence "
            "sensor, a lamp or a vacuum does the same."
        )
    if any(each.reacted for each in reactions):
        return saying.say(
            "A station reacted to one kind of change only. That proves nothing by itself; the test may be repeated."
        )
    if reactions:
        return saying.say(
            "No reaction was seen. That is no proof that nothing watches: read below what the test can notice."
        )
    return saying.say("No station sent enough to be tested. That says nothing about cameras.")


def _verdict(reaction: "Reaction", saying: Saying) -> str:
    if reaction.to_both:
        return saying.say("reacted to two kinds of change")
    if reaction.reacted:
        kinds = ", ".join(saying.say(KINDS.get(kind, kind)) for kind in reaction.reacted)
        return saying.say("reacted to {kinds} alone", kinds=kinds)
    return saying.say("no reaction was seen")


def _effect(effect: "Effect", saying: Saying) -> str:
    line = saying.say(
        _CONTRASTS[effect.contrast], kind=saying.say(KINDS.get(effect.kind, effect.kind)),
        what=saying.say(_WHAT[effect.measure]), ratio=f"{effect.ratio:.2f}", low=f"{effect.low:.2f}",
        high=f"{effect.high:.2f}", delay=effect.delay, p=f"{effect.p:.3g}",
    )
    if effect.passed:
        return line
    return f"{line} {saying.say(_POWER, power=f'{effect.power * 100:.0f}')}"
