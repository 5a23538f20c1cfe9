"""What the person does in a room-reaction test, as data: each action in one word to be read across the room."""

from typing import Final

import msgspec

from roomcheck.words import msg


class Act(msgspec.Struct, frozen=True):
    """One action. `cue` is drawn large, `how` stands below it."""

    cue: str
    how: str
    changes: bool = False
    """Whether it should raise, or change, what a camera sends."""


WAIT: Final = Act(msg("WAIT"), msg("Hold still, and leave the light as it is."))
ACTS: Final = {
    "move": Act(msg("MOVE"), msg("Walk about and wave your arms, in view of the whole room."), changes=True),
    "still": Act(msg("HOLD STILL"), msg("Stay where you are, as still as you can.")),
    "light on": Act(msg("LIGHT ON"), msg("Switch the light on, then hold still.")),
    "light off": Act(msg("LIGHT OFF"), msg("Switch the light off, then hold still."), changes=True),
}
"""By the names of `roomcheck.flows.cues`."""

KINDS: Final = {"movement": msg("movement"), "light": msg("the light")}


def act_of(action: str | None) -> Act:
    """The act of a cue; rest where there is none."""
    return ACTS.get(action or "", WAIT)
