"""Does a flow react to the room? What is tested, what comes of it, and what a verdict asks for.

The statistics are in `randomisation.py`. A flow has reacted to a kind of cue where p is small and the interval of the
effect excludes what does not matter; a verdict needs two kinds of cues, with delays that one camera can have.
"""

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from roomcheck.wire.radio import outcome_of

DELAYS: Final = tuple(range(31))
"""Seconds by which a flow may lag behind the room."""
REDRAWS: Final = 999
ALPHA: Final = 0.01
"""The greatest p for one kind of cue; a verdict needs two kinds of the same flow."""
MATTERS: Final = math.log(1.05)
"""An effect smaller than 5 % is none, however certain."""
NOTICED: Final = math.log(1.25)
"""The effect for which the power is told: a quarter more traffic."""
MOST: Final = 12
"""Flows that are tested together."""
SHADOW: Final = 0.1
"""The change in the share of unheard frames above which an effect may come of that alone, and does not count."""
HEARD: Final = 0.8
"""The share of half seconds in which a flow must be heard, for its silence to say anything."""
CONTRASTS: Final = ("level", "onset")
"""`level`: as long as the change lasts, against rest. `onset`: just after each cue, against what follows."""


class Series(msgspec.Struct, frozen=True):
    """One flow: who sent, when each burst began in microseconds since the test did, and the bytes of each burst."""

    station: str
    bssid: str
    at: Sequence[int]
    size: Sequence[int]
    frames: Sequence[int] = ()
    """Of each burst those that were heard; one each, where it is not said."""
    missed: Sequence[int] = ()
    """Of each burst, and of the time before it, those that were not heard; none, where it is not said."""


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of cue did to one flow, by the measure and the contrast that show it most."""

    kind: str
    measure: str
    """One of `roomcheck.flows.pulse.MEASURES`."""
    contrast: str
    """One of `CONTRASTS`."""
    p: float
    delay: int
    """Seconds, where the effect was greatest."""
    t: float
    ratio: float
    """The measure in the change over the measure at rest, or at the onset over what follows."""
    low: float
    high: float
    """The interval of the ratio, 95 % at that delay; it does not allow for the choice of the delay."""
    heard: float
    """The share of half seconds in which anything of it was heard."""
    unheard: float
    """By how much the share of its frames that were not heard went with the cues, at any delay."""
    power: float
    """How probably a quarter more traffic would have been noticed in a flow as unsteady as this; 0 where it was heard
    too little, or heard worse with the cues."""
    passed: bool


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """One flow's effects, one for each kind of cue."""

    station: str
    bssid: str
    effects: tuple[Effect, ...]
    pulse: bytes = b""
    """What the effects were computed from, as `roomcheck.flows.pulse.pack` packs it."""

    @property
    def reacted(self) -> tuple[str, ...]:
        """The kinds of cues to which it reacted."""
        return tuple(effect.kind for effect in self.effects if effect.passed)

    @property
    def to_both(self) -> bool:
        """Whether it reacted to two kinds, with delays that fit together."""
        passed = ((effect.kind, effect.delay) for effect in self.effects if effect.passed)
        return outcome_of(passed) == "two kinds"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The whole test."""

    reactions: tuple[Reaction, ...]
    seed: int | None
    redraws: int
    blocks: tuple[int, ...]
    """Blocks of each kind."""
