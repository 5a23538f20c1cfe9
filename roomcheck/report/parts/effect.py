"""What one kind of cue did to one device's traffic, in words that hold before an opposing expert."""

import math
from collections.abc import Iterator
from typing import Final

from roomcheck.flows.cues import KINDS, LEAST, LIGHT, MOVEMENT
from roomcheck.flows.reaction import ALPHA, HEARD, MATTERS, NOTICED, SHADOW
from roomcheck.report.document import Runs
from roomcheck.report.phrasing import Writer, joined
from roomcheck.report.reactions import ReactionTest, did_as_well
from roomcheck.wire.radio import APART, EffectSeen
from roomcheck.words import msg, terms

_LEVELS: Final = {
    (MOVEMENT.name, "rate"): msg(
        "Movement: while somebody moved, it sent {ratio} times as much as while they held still (95\u00a0% interval: "
        "{low} to {high}), {delay}\u00a0s later."
    ),
    (MOVEMENT.name, "peaks"): msg(
        "Movement: while somebody moved, its largest bursts stood out {ratio} times as far as while they held still "
        "(95\u00a0% interval: {low} to {high}), {delay}\u00a0s later."
    ),
    (MOVEMENT.name, "unrest"): msg(
        "Movement: while somebody moved, its bursts differed from one to the next {ratio} times as much as while they "
        "held still (95\u00a0% interval: {low} to {high}), {delay}\u00a0s later."
    ),
    (LIGHT.name, "rate"): msg(
        "Light: while it was off, the device sent {ratio} times as much as while it was on (95\u00a0% interval: {low} "
        "to {high}), {delay}\u00a0s later."
    ),
    (LIGHT.name, "peaks"): msg(
        "Light: while it was off, the largest bursts stood out {ratio} times as far as while it was on (95\u00a0% "
        "interval: {low} to {high}), {delay}\u00a0s later."
    ),
    (LIGHT.name, "unrest"): msg(
        "Light: while it was off, the bursts differed from one to the next {ratio} times as much as while it was on "
        "(95\u00a0% interval: {low} to {high}), {delay}\u00a0s later."
    ),
    (MOVEMENT.name, "surge"): msg(
        "Movement: while somebody moved, its largest burst besides the regular ones was {ratio} times as large as "
        "while they held still (95\u00a0% interval: {low} to {high}), {delay}\u00a0s later."
    ),
    (LIGHT.name, "surge"): msg(
        "Light: while it was off, the largest burst besides the regular ones was {ratio} times as large as while it "
        "was on (95\u00a0% interval: {low} to {high}), {delay}\u00a0s later."
    ),
}
"""Of the change against rest, by the kind of cue and the measure of the traffic."""
_ONSETS: Final = {
    "rate": msg(
        "Just after each cue of {kind}, it sent {ratio} times as much as later in the same block (95\u00a0% interval: "
        "{low} to {high}), {delay}\u00a0s after the cue."
    ),
    "peaks": msg(
        "Just after each cue of {kind}, its largest bursts stood out {ratio} times as far as later in the same block "
        "(95\u00a0% interval: {low} to {high}), {delay}\u00a0s after the cue."
    ),
    "unrest": msg(
        "Just after each cue of {kind}, its bursts differed from one to the next {ratio} times as much as later in the "
        "same block (95\u00a0% interval: {low} to {high}), {delay}\u00a0s after the cue."
    ),
    "surge": msg(
        "Just after each cue of {kind}, its largest burst besides the regular ones was {ratio} times as large as later "
        "in the same block (95\u00a0% interval: {low} to {high}), {delay}\u00a0s after the cue."
    ),
}
"""Of the moments after a cue against what follows, by the measure."""
_OTHER_EFFECT: Final = msg(
    "{kind}: the measure “{measure}” of its traffic was {ratio} times as high (95\u00a0% interval: {low} to {high}), "
    "{delay}\u00a0s later."
)


def rule(writer: Writer) -> Runs:
    """What counts as a reaction, and what makes a verdict."""
    return writer.say(
        "The rule of the test, for one kind of cue: p of at most {alpha}, an interval that leaves out every change by "
        "less than {percent}\u00a0%, at least {least} cues of each action, and a share of unheard frames that did not "
        "go with the cues by more than {shadow}\u00a0%. For the verdict “camera”: that for movement and for light, "
        "with delays that differ by at most {apart} seconds, traffic of a camera’s kind, and times that roomcheck "
        "drew.",
        alpha=writer.decimal(f"{ALPHA:g}"), percent=_percent(MATTERS), least=str(LEAST), shadow=_share(SHADOW),
        apart=str(APART),
    )


def _percent(logarithm: float) -> str:
    return f"{(math.exp(logarithm) - 1) * 100:.0f}"


def _share(share: float) -> str:
    return f"{share * 100:.0f}"


def _changed(effect: EffectSeen, writer: Writer) -> Runs:
    kind = writer.word(terms.cue_kind(writer.words, effect.kind))
    ratio, low, high = (writer.number(value, 2) for value in (effect.ratio, effect.low, effect.high))
    delay = str(effect.delay_s)
    if effect.contrast == "onset" and effect.measure in _ONSETS:
        return writer.say(_ONSETS[effect.measure], kind=kind, ratio=ratio, low=low, high=high, delay=delay)
    if (effect.kind, effect.measure) in _LEVELS:
        return writer.say(_LEVELS[effect.kind, effect.measure], ratio=ratio, low=low, high=high, delay=delay)
    return writer.say(
        _OTHER_EFFECT, kind=kind, measure=effect.measure, ratio=ratio, low=low, high=high, delay=delay
    )


def effect_of(effect: EffectSeen, test: ReactionTest, writer: Writer) -> Runs:
    """The effect with its interval, its p, whether it counts, and what its absence says."""
    said = [_changed(effect, writer), _chance(effect, test, writer)]
    if effect.passed:
        said.append(writer.say("By the rule of the test this is a reaction."))
    else:
        said.append(writer.say("By the rule of the test this is no reaction."))
        said += list(withheld(effect, test, writer)) or [_noticed(effect, writer)]
    return joined(said, " ")


def withheld(effect: EffectSeen, test: ReactionTest, writer: Writer) -> Iterator[Runs]:
    """Why neither the effect nor its absence counts; nothing where both do."""
    if effect.unheard > SHADOW:
        yield writer.say(
            "How well it was heard changed with the cues as well (by {percent}\u00a0%), as when somebody stands "
            "between: this does not count.",
            percent=_share(effect.unheard),
        )
    if any(kind.name == effect.kind and test.fewest(kind) < LEAST for kind in KINDS):
        yield writer.say(
            "There were fewer than {least} cues of an action: too few for anything to count.", least=str(LEAST)
        )
    if effect.heard < HEARD:
        yield writer.say(
            "It was heard in {percent}\u00a0% of the time only: its silence says little.", percent=_share(effect.heard)
        )


def _noticed(effect: EffectSeen, writer: Writer) -> Runs:
    return writer.say(
        "{percent}\u00a0% more traffic would have been noticed in this device with a probability of {power}\u00a0%, "
        "for one kind of cue.",
        percent=_percent(NOTICED), power=_share(effect.power),
    )


def _chance(effect: EffectSeen, test: ReactionTest, writer: Writer) -> Runs:
    p = writer.decimal(f"{effect.p:.3g}")
    count = did_as_well(effect, test.redraws)
    if not test.redraws:
        return writer.say("p\u00a0=\u00a0{p}.", p=p)
    if not count:
        return writer.say(
            "Of {redraws} other schedules none fitted as well, for this device or any that reacted less, whichever "
            "delay and measure is taken: p\u00a0=\u00a0{p}.",
            redraws=str(test.redraws), p=p,
        )
    return writer.say(
        "Of {redraws} other schedules, at most {count} fitted as well, for this device or any that reacted less, "
        "whichever delay and measure is taken: p\u00a0=\u00a0{p}.",
        redraws=str(test.redraws), count=str(count), p=p,
    )
