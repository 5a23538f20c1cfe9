"""When the person moves and holds still, when the light is on and off: drawn by chance, so that chance can be tested.

The lengths of the blocks cannot be foreseen; who knows the seed can draw the same schedule again. The test draws other
schedules in the same way, and asks how often one of those would have fitted as well as the actual one. So lengths are
as unequal as a person can follow: of schedules that are nearly regular, many fit whatever one of them fits.
"""

import datetime as dt
import math
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from roomcheck.model.errors import ImportFailed
from roomcheck.model.text import decode, harmless

LEAST: Final = 10
"""Blocks of each action below which cues that somebody wrote down prove little."""
LEAD: Final = 5.0
"""Seconds of stillness before the first cue of a kind."""
TAIL: Final = 25.0
"""Seconds that are listened on after the last cue, for what is sent late."""
SHORTEST: Final = 3.0
"""Seconds that a block takes at least: somebody must hear the cue and follow it."""
MOST: Final = 400
"""Cues of one test that are read."""
_LATEST: Final = 86_400.0
"""Seconds after which no cue is believed."""


class Kind(msgspec.Struct, frozen=True):
    """One kind of change in the room: its name, the action that should raise traffic, and its opposite."""

    name: str
    change: str
    rest: str
    blocks: int
    """Blocks of each action that are drawn."""
    seconds: float
    """How long the drawn blocks take together."""


# Light shows in a camera's traffic for a moment after each switch, movement as long as it lasts: light needs more cues.
MOVEMENT: Final = Kind("movement", "move", "still", 13, 140.0)
LIGHT: Final = Kind("light", "light off", "light on", 17, 180.0)
KINDS: Final = (MOVEMENT, LIGHT)


class Block(msgspec.Struct, frozen=True):
    """From `begin` to `end`, in seconds, the room is in the state of `action`."""

    action: str
    begin: float
    end: float


class Part(msgspec.Struct, frozen=True):
    """All blocks of one kind, one after another without a gap."""

    kind: Kind
    blocks: tuple[Block, ...]

    @property
    def begin(self) -> float:
        return self.blocks[0].begin

    @property
    def end(self) -> float:
        return self.blocks[-1].end


class Schedule(msgspec.Struct, frozen=True):
    """The cues of one test. `seed` is None for cues that somebody wrote down."""

    parts: tuple[Part, ...]
    seed: int | None = None

    @property
    def seconds(self) -> float:
        return max(part.end for part in self.parts) + TAIL

    def action_at(self, second: float) -> str | None:
        """What the room should be like; None between the kinds and after the last."""
        return next(
            (block.action for part in self.parts for block in part.blocks if block.begin <= second < block.end), None
        )


def draw(seed: int, kinds: tuple[Kind, ...] = KINDS) -> Schedule:
    """The schedule of a seed: the same one each time."""
    dice = random.Random(seed)  # noqa: S311  a seed that is recorded and drawn again
    begin, parts = LEAD, []
    for kind in kinds:
        spans = lengths(dice, 2 * kind.blocks, kind.seconds)
        parts.append(Part(kind, blocks_of(spans, kind, begin, first=dice.random() < 0.5)))
        begin = parts[-1].end + LEAD
    return Schedule(tuple(parts), seed)


def lengths(dice: random.Random, count: int, seconds: float) -> tuple[float, ...]:
    """Lengths that add up to `seconds`, in tenths: `SHORTEST` each, and exponential shares of what is left."""
    shares = [-math.log(1.0 - dice.random()) for _ in range(count)]
    least = min(SHORTEST, seconds / count)
    more = (seconds - least * count) / (sum(shares) or 1.0)
    ends, at = [0.0], 0.0
    for share in shares:
        at += least + share * more
        ends.append(round(at, 1))
    return tuple(round(after - before, 1) for before, after in pairwise(ends))


def blocks_of(spans: tuple[float, ...], kind: Kind, begin: float, *, first: bool) -> tuple[Block, ...]:
    """Blocks of these lengths whose actions take turns; `first`: the change comes first."""
    blocks, at = [], begin
    for number, span in enumerate(spans):
        action = kind.change if (number % 2 == 0) == first else kind.rest
        blocks.append(Block(action, round(at, 1), round(at + span, 1)))
        at += span
    return tuple(blocks)


def redraw(part: Part, dice: random.Random, *, by_hand: bool) -> tuple[Block, ...]:
    """Another schedule that chance could have given instead of this one.

    Cues that roomcheck drew are drawn again; of cues that somebody wrote down only the order of the lengths is, which
    is right as far as that order was arbitrary.
    """
    first = dice.random() < 0.5
    if by_hand:
        spans = [round(block.end - block.begin, 1) for block in part.blocks]
        dice.shuffle(spans)
        drawn = tuple(spans)
    else:
        drawn = lengths(dice, len(part.blocks), part.end - part.begin)
    return blocks_of(drawn, part.kind, part.begin, first=first)


def read_cues(data: bytes, name: str, begun: float) -> Schedule:
    """A cue file: one line for each change, `TIME ACTION`, the last line `TIME end`.

    TIME is in seconds from the beginning of the capture, or an RFC 3339 time; ACTION is move, still, light on or
    light off. `begun` is the capture's beginning in seconds since 1970. Raises ImportFailed.
    """
    changes: list[tuple[float, str]] = []
    for line in decode(data).splitlines()[:MOST]:
        words = line.split("#")[0].replace(",", " ").split(maxsplit=1)
        if not words:
            continue
        at = _time(words[0], begun)
        action = words[1].strip().lower() if len(words) > 1 else ""
        if at is None or (action not in _ACTIONS and action != "end"):
            raise ImportFailed(
                f"The line {harmless(line, 60)!r} of {harmless(name)} is no cue.",
                "Write one change a line, such as: 12.5 move. The actions: move, still, light on, light off, end.",
            )
        changes.append((at, action))
    schedule = schedule_of(
        [Block(action, at, after) for (at, action), (after, _) in pairwise(changes) if after > at], None
    )
    if not schedule.parts:
        raise ImportFailed(
            f"{harmless(name)} holds no cues.", "Write one change a line, such as: 12.5 move, and at last: 180 end."
        )
    return schedule


def possible(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Of blocks that anybody may have written, those that can be: known, in order, of some length, within a day."""
    found: list[Block] = []
    before = 0.0
    for block in blocks[:MOST]:
        if block.action in _ACTIONS and before <= block.begin < block.end <= _LATEST:
            before = block.end
            found.append(block)
    return tuple(found)


def schedule_of(blocks: Sequence[Block], seed: int | None) -> Schedule:
    """Blocks in order as a schedule: those of each kind together, kinds with a single block left out."""
    parts = [
        Part(kind, tuple(block for block in blocks if block.action in {kind.change, kind.rest})) for kind in KINDS
    ]
    return Schedule(tuple(part for part in parts if len(part.blocks) > 1), seed)


_ACTIONS: Final = frozenset({action for kind in KINDS for action in (kind.change, kind.rest)})


def _time(word: str, begun: float) -> float | None:
    try:
        return float(word)
    except ValueError:
        pass
    try:
        return dt.datetime.fromisoformat(word).timestamp() - begun
    except (ValueError, OverflowError):
        return None
