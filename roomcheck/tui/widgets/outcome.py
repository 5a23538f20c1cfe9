"""The result of a room-reaction test in words, with what it would and would not have noticed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from textual.content import Content

from roomcheck.flows.cues import LEAST
from roomcheck.flows.reaction import HEARD, MOST, SHADOW
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
        "quarter more traffic of that station would have been noticed, for one kind of change."
    ),
    msg(
        "It listens on one channel. A camera on another channel, on a cable, too far away, or one that stores and does "
        "not send, was not tested. One whose pictures stay equally large whatever they show is noticed less often."
    ),
    msg(
        "What reacts for its own reasons passes as well: a call held in the room, a television, a vacuum or a doorbell "
        "with a lens. A device that hears could follow the sound of this terminal, and a sender that sees the changes "
        "could use another station's address."
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
        "{kind}: {what} was {ratio} times that at rest ({low} to {high}), with a delay of {delay}\u00a0s; "
        "p\u00a0=\u00a0{p}."
    ),
    "onset": msg(
        "{kind}: just after each change, {what} was {ratio} times that of the time after ({low} to {high}), with a "
        "delay of {delay}\u00a0s; p\u00a0=\u00a0{p}."
    ),
}
_POWER: Final = msg(
    "A quarter more traffic would have been noticed with a probability of {power}\u00a0%, for one kind of change."
)
_WITHHELD: Final = {
    "shadow": msg(
        "How well it was heard changed with the cues as well (by {percent}\u00a0%), as when somebody stands between: "
        "this does not count."
    ),
    "few": msg("There were fewer than {least} cues of an action: too few for anything to count."),
    "heard": msg("It was heard in {percent}\u00a0% of the time only: its silence says little."),
}
_ALONE: Final = {
    "movement": msg("reacted to movement; no reaction to the light was found"),
    "light": msg("reacted to the light; no reaction to movement was found"),
}
_UNTESTED: Final = {
    "movement": msg("reacted to movement; the light was not tested"),
    "light": msg("reacted to the light; movement was not tested"),
}
_ONLY: Final = {
    "movement": msg("Only movement was tested, not the light."),
    "light": msg("Only the light was tested, not movement."),
}


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
        line = say("{station}  {kind}; {verdict}", station=each.station, kind=kind, verdict=_verdict(each, saying))
        lines.append(Content(f"{'◐' if like else '–'} {line}"))
        lines += [Content(f"    {_effect(effect, reacted, saying)}") for effect in each.effects]
    lines += [Content(""), *(Content(each) for each in _limits(reacted, saying)), Content("")]
    tested = saying.many("{number} station was tested", "{number} stations were tested", len(outcome.reactions))
    how = say(
        "{tested} against {redraws} other schedules; {seed}.", tested=tested, redraws=outcome.redraws,
        seed=_seed(reacted, saying),
    )
    lines.append(Content(how))
    return Content("\n").join(lines)


def _limits(reacted: "Reacted", saying: Saying) -> Iterator[str]:
    untested = len(reacted.likes) - len(reacted.outcome.reactions)
    if untested > 0:
        number = saying.many(
            "{number} more station sent enough and was not tested.",
            "{number} more stations sent enough and were not tested.",
            untested,
        )
        most = saying.say(
            "At most {most} are tested together, those with traffic of a camera’s kind first.", most=MOST
        )
        yield f"{number} {most}"
    yield from map(saying.say, LIMITS)


def _seed(reacted: "Reacted", saying: Saying) -> str:
    seed = reacted.outcome.seed
    if seed is None:
        return saying.say("cues written by hand")
    if reacted.schedule.asked:
        return saying.say("cues of seed {seed}, which was chosen before the test", seed=seed)
    return saying.say("cues of seed {seed}, drawn by chance as the test began", seed=seed)


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
    tested = list(dict.fromkeys(effect.kind for each in reactions for effect in each.effects))
    less = _less(reactions, saying, alone=len(tested) == 1)
    return f"{less} {saying.say(_ONLY[tested[0]])}" if len(tested) == 1 else less


def _less(reactions: "tuple[Reaction, ...]", saying: Saying, *, alone: bool) -> str:
    """Where no station reacted to two kinds of change as one camera does. `alone`: one kind was tested."""
    if any(len(each.reacted) == 1 for each in reactions):
        if alone:
            return saying.say(
                "A station reacted to the one kind of change that was tested. That proves nothing by itself."
            )
        return saying.say(
            "A station reacted to one kind of change, and to the other no reaction was found. That proves nothing by "
            "itself; the test may be repeated."
        )
    if any(each.reacted for each in reactions):
        return saying.say(
            "A station reacted to movement and to the light, but at delays that do not fit together. That proves "
            "nothing; the test may be repeated."
        )
    if reactions:
        return saying.say(
            "No reaction was seen. That is no proof that nothing watches: read below what the test can notice."
        )
    return saying.say("No station sent enough to be tested. That says nothing about cameras.")


def _verdict(reaction: "Reaction", saying: Saying) -> str:
    if reaction.to_both:
        return saying.say("reacted to two kinds of change")
    if len(reaction.reacted) > 1:
        return saying.say("reacted to two kinds of change, at delays that do not fit together")
    if reaction.reacted:
        return saying.say((_ALONE if len(reaction.effects) > 1 else _UNTESTED)[reaction.reacted[0]])
    return saying.say("no reaction was seen")


def _effect(effect: "Effect", reacted: "Reacted", saying: Saying) -> str:
    figure = saying.words.figure
    line = saying.say(
        _CONTRASTS[effect.contrast], kind=saying.say(KINDS.get(effect.kind, effect.kind)),
        what=saying.say(_WHAT[effect.measure]), ratio=figure(f"{effect.ratio:.2f}"), low=figure(f"{effect.low:.2f}"),
        high=figure(f"{effect.high:.2f}"), delay=effect.delay, p=figure(f"{effect.p:.3g}"),
    )
    if effect.passed:
        return line
    said = list(_withheld(effect, reacted, saying))
    return " ".join((line, *(said or [saying.say(_POWER, power=f"{effect.power * 100:.0f}")])))


def _withheld(effect: "Effect", reacted: "Reacted", saying: Saying) -> Iterator[str]:
    """Why neither the effect nor its absence counts; nothing where both do."""
    if effect.unheard > SHADOW:
        yield saying.say(_WITHHELD["shadow"], percent=f"{effect.unheard * 100:.0f}")
    for part in reacted.schedule.parts:
        held = [block.action for block in part.blocks]
        if part.kind.name == effect.kind and min(map(held.count, (part.kind.change, part.kind.rest))) < LEAST:
            yield saying.say(_WITHHELD["few"], least=LEAST)
    if effect.heard < HEARD:
        yield saying.say(_WITHHELD["heard"], percent=f"{effect.heard * 100:.0f}")
