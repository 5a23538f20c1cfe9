"""When the person moves and holds still, when the light is on and off: drawn by chance, so that chance can be tested.

The lengths of the blocks cannot be foreseen; who knows the seed can draw the same schedule again. The test draws other
schedules in the same way, and asks how often one of those would have fitted as well as the actual one. So lengths are
as unequal as a person can follow: of schedules that are nearly regular, many fit whatever one of them fits.
"""

import datetime as dt
import math
import random
import re
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
TAIL: Final = 30.0
"""Seconds that are listened on after the last cue, for what is sent late."""
SHORTEST: Final = 3.0
"""Seconds that a block takes at least: somebody must hear the cue and follow it."""
MOST: Final = 400
"""Cues of one test that are read."""
LATEST: Final = 7_200.0
"""Seconds after which no cue is believed: no test takes two hours."""
_LINES: Final = 2_000
_GRAIN: Final = 3
"""Decimals of seconds to which cues of somebody are read and redrawn: equal schedules must be equal to the bit."""
_NEAR: Final = 0.05
"""Seconds by which cues that somebody followed may be written otherwise than they were drawn."""


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
    asked: bool = False
    """Whether the seed was known before: it was asked for, or stands in a file of cues."""

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

    Cues that roomcheck drew are drawn again. Of cues that somebody wrote down only the order of the lengths of each
    action is, which is right as far as that order was arbitrary; where all are equally long there is no other.
    """
    if not by_hand:
        first = dice.random() < 0.5
        spans = lengths(dice, len(part.blocks), part.end - part.begin)
        return blocks_of(spans, part.kind, part.begin, first=first)
    sides = [[block.end - block.begin for block in part.blocks[side::2]] for side in (0, 1)]
    for side in sides:
        dice.shuffle(side)
    blocks, at = [], part.begin
    for number, block in enumerate(part.blocks):
        end = round(at + sides[number % 2][number // 2], _GRAIN)
        blocks.append(Block(block.action, at, end))
        at = end
    return tuple(blocks)


def read_cues(data: bytes, name: str, begun: float) -> Schedule:
    """A cue file: one line for each change, `TIME ACTION`, and `TIME end` after the last of a kind.

    TIME is in seconds from the beginning of the capture, or an RFC 3339 time with its zone; ACTION is move, still,
    light on or light off. `begun` is the capture's beginning in seconds since 1970. A line `# seed N` says that these
    are the cues of that seed, which is believed where they are. Raises ImportFailed.
    """
    changes: list[tuple[float, str]] = []
    seed: int | None = None
    lines = decode(data).splitlines()
    for line in lines[:_LINES]:
        seed = seed if (found := _SEED.match(line)) is None else int(found[1])
        words = line.split("#")[0].replace(",", " ").split(maxsplit=1)
        if not words:
            continue
        at = _time(words[0], begun)
        action = words[1].strip().lower() if len(words) > 1 else ""
        if at is None or (action not in _ACTIONS and action != "end"):
            raise ImportFailed(
                f"The line {harmless(line, 60)!r} of {harmless(name)} is no cue.",
                "Write one change a line, such as: 12.5 move. The actions: move, still, light on, light off, end. "
                "A time is in seconds from the beginning of the capture, or as 2026-11-22T23:04:05+01:00.",
            )
        if changes and at <= changes[-1][0]:
            raise ImportFailed(
                f"The line {harmless(line, 60)!r} of {harmless(name)} is not later than the one before.",
                "Write the changes in the order in which they happened.",
            )
        changes.append((at, action))
    blocks = _blocks(changes)
    if not blocks:
        raise ImportFailed(
            f"{harmless(name)} holds no cues.", "Write one change a line, such as: 12.5 move, and at last: 180 end."
        )
    if len(lines) > _LINES or len(blocks) > MOST or tuple(blocks) != possible(blocks):
        raise ImportFailed(
            f"The cues of {harmless(name)} are too many, or lie outside the first two hours of the capture.",
            f"Give at most {MOST} cues, and times in seconds from the beginning of the capture.",
        )
    schedule = schedule_of(blocks, None)
    if schedule is None:
        raise ImportFailed(
            f"The cues of {harmless(name)} do not take turns: of each kind, one action must follow the other at once.",
            "Write all cues of movement first, move and still in turns, then an end, then light on and light off.",
        )
    if seed is not None and same_as_drawn(schedule, seed):
        return msgspec.structs.replace(schedule, seed=seed, asked=True)
    return schedule


def _blocks(changes: Sequence[tuple[float, str]]) -> list[Block]:
    """What lasts from one change to the next; the same action twice is one."""
    blocks: list[Block] = []
    for (at, action), (after, _) in pairwise(changes):
        if action == "end":
            continue
        if blocks and blocks[-1].action == action and blocks[-1].end == at:
            blocks[-1] = Block(action, blocks[-1].begin, after)
        else:
            blocks.append(Block(action, at, after))
    return blocks


def possible(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Of blocks that anybody may have written, those that can be: known, in order, of some length, within two hours."""
    found: list[Block] = []
    before = 0.0
    for block in blocks[:MOST]:
        if block.action in _ACTIONS and before <= block.begin < block.end <= LATEST:
            before = block.end
            found.append(block)
    return tuple(found)


def schedule_of(blocks: Sequence[Block], seed: int | None, *, asked: bool = False) -> Schedule | None:
    """Blocks in order as a schedule: those of each kind together.

    Kinds with a single block are left out; None where nothing is left, or where the actions of a kind do not follow
    each other in turns and without a gap.
    """
    parts = []
    for kind in KINDS:
        held = tuple(block for block in blocks if block.action in {kind.change, kind.rest})
        if len(held) < 2:
            continue
        if any(before.end != after.begin or before.action == after.action for before, after in pairwise(held)):
            return None
        parts.append(Part(kind, held))
    return Schedule(tuple(parts), seed, asked=asked) if parts else None


def same_as_drawn(schedule: Schedule, seed: int) -> bool:
    """Whether these are the cues of that seed, at the same distances from each other."""
    wanted, given = ([block for part in each.parts for block in part.blocks] for each in (draw(seed), schedule))
    if [block.action for block in wanted] != [block.action for block in given]:
        return False
    later = given[0].begin - wanted[0].begin
    return all(
        abs(one.begin + later - other.begin) <= _NEAR and abs(one.end + later - other.end) <= _NEAR
        for one, other in zip(wanted, given, strict=True)
    )


_ACTIONS: Final = frozenset({action for kind in KINDS for action in (kind.change, kind.rest)})


_SEED: Final = re.compile(r"#\s*seed\s+(\d{1,10})\s*$", re.ASCII)


def _time(word: str, begun: float) -> float | None:
    """Seconds from the beginning, None where it is no time; a time of day without its zone is none."""
    try:
        seconds = float(word)
    except ValueError:
        try:
            at = dt.datetime.fromisoformat(word)
            seconds = at.timestamp() - begun if at.tzinfo is not None else math.nan
        except (ValueError, OverflowError):
            return None
    return round(seconds, _GRAIN) if math.isfinite(seconds) else None
