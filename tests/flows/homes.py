"""Simulated homes for the room-reaction test: `python -m tests.flows.homes [--homes N] [--seed S] [--plot FILE.svg]`.

What is real: the bytes of each picture, from real encoders before drawn rooms (`cameras.py`), and the bursts of other
programs (`corpus.py`: those that are recorded for half a minute are gone through again and again, from another
moment). What is simulated: everything else, and it is said here. A home has a camera facing the room or none,
neighbours' cameras (the same encoders before rooms with schedules of their own), and other flows. The air loses
frames, delays them, and, in a third of the homes, the person's body costs every flow some of its frames while the
person moves or reaches for the switch: up to one in twenty, and in homes of the kind `shadow`, all of them, up to half,
as where people stand between sender and listener. The statistics are the program's own, from bursts on.
"""

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from roomcheck.flows import contrasts, cues, randomisation
from roomcheck.flows.features import GAP
from roomcheck.flows.pulse import MEASURES, Sent, pulse_of
from roomcheck.flows.reaction import REDRAWS, SHADOW
from roomcheck.match.calibrate import upper
from roomcheck.wire.radio import APART
from tests.flows import corpus
from tests.flows.cameras import RATE

DATA = Path(__file__).parent / "data" / "cameras.npz"
FIRST = 99
"""Redraws after which a home that shows nothing is left; p is looked at for uniformity after these, in every home."""
PACKET = 1_400
OVERHEAD = 50
"""Bytes that 802.11 and IP add to each packet."""
KINDS = ("neighbours", "heavy")
SHADOWED = 0.5
"""The greatest share of frames that a body costs in homes of the kind `shadow`."""
REACH = 1.5
"""Seconds for which somebody moves who switches a light."""
LATE = (0.3, 1.0, 2.5, 6.0, 12.0)
"""Seconds that pass between the room and the air, as makers' relays have it."""
SOUND = (0, 0, 0, 16, 64)
"""Kilobits a second of sound beside the pictures."""


class Cameras:
    """What the encoders made of each session, by seed and encoder."""

    def __init__(self, place: Path = DATA) -> None:
        with np.load(place) as file:
            self.all = {tuple(name.split("|")): file[name].astype(float) for name in file.files}
        self.seeds = sorted({int(seed) for seed, _ in self.all})
        self.encoders = sorted({encoder for _, encoder in self.all})

    def kbit(self, encoder: str) -> float:
        """The mean rate of an encoder over the sessions."""
        return float(np.mean([each.mean() * 8 * RATE / 1000 for (_, name), each in self.all.items() if name == encoder]))


@cache
def cameras() -> Cameras:
    return Cameras()


@cache
def programs() -> "list[tuple[np.ndarray, np.ndarray, float]]":
    """Bursts of what other programs sent: when, bytes, and how long it was recorded."""
    found = []
    for session in corpus.sessions():
        sent = [(at, size) for at, size, up in session.packets if up]
        if session.what == "camera" or len(sent) < 2:
            continue
        at, size = (np.array(each, float) for each in zip(*sent, strict=True))
        begins = np.concatenate([[True], np.diff(at) > GAP])
        found.append((at[begins] / 1e6, np.add.reduceat(size + OVERHEAD, np.flatnonzero(begins)), float(at[-1]) / 1e6 + 0.1))
    return found


# ------------------------------------------------------------------ the air


@dataclass
class Body:
    """What the moving person's body costs: a share of all frames, in these spans of seconds."""

    cost: float
    spans: "tuple[tuple[float, float], ...]"

    def loss(self, at: np.ndarray) -> np.ndarray:
        found = np.zeros(len(at))
        for begin, end in self.spans:
            found[(at >= begin) & (at < end)] = self.cost
        return found


def heard(at: np.ndarray, size: np.ndarray, dice: np.random.Generator, body: Body) -> Sent:
    """Bursts as a listener has them: frames between the first and the last of a burst are filled in, as `Bursts` does."""
    at = np.sort(at + dice.exponential(float(dice.uniform(0.003, 0.03)), len(at)))
    loss = float(dice.uniform(0, 0.05)) + body.loss(at)
    packets = np.maximum(1, np.ceil(size / PACKET)).astype(int)
    first, last = dice.random(len(at)) < loss, dice.random(len(at)) < loss
    several = packets > 1
    left = size - (packets - 1) * PACKET
    size = size - np.where(first & several, PACKET, 0) - np.where(last & several, left, 0)
    size = size + np.where(several, packets, 1) * OVERHEAD
    gone = (~several & first) | (several & first & last & (packets == 2))
    inside = dice.binomial(np.maximum(packets - 2, 0), loss)
    missed = np.where(several, first.astype(int) + last + inside, first)
    kept = np.flatnonzero(~gone)
    # What was lost whole counts with the next burst that was heard.
    until = np.add.reduceat(missed, np.concatenate([[0], kept[:-1] + 1])) if len(kept) else missed[:0]
    return Sent(at[kept], np.maximum(size[kept], 60.0), (packets - missed)[kept].astype(float), until.astype(float))


def camera(sizes: np.ndarray, seconds: float, dice: np.random.Generator, body: Body, late: float) -> Sent:
    at = np.arange(len(sizes)) / RATE + late
    sent = heard(at, sizes, dice, body)
    kbit = int(dice.choice(SOUND))
    if kbit:
        spoken = np.arange(0, seconds, 0.06) + dice.random() * 0.06
        sound = heard(spoken, np.full(len(spoken), kbit * 1000 / 8 * 0.06) * dice.uniform(0.9, 1.1, len(spoken)), dice, body)
        order = np.argsort(np.concatenate([sent.at, sound.at]), kind="stable")
        sent = merged(Sent(*(np.concatenate(each)[order] for each in zip(sent, sound, strict=True))))
    return sent


def merged(sent: Sent) -> Sent:
    """What follows within the gap belongs to the burst before."""
    begins = np.concatenate([[True], np.diff(sent.at) > GAP / 1e6])
    return Sent(sent.at[begins], *(np.add.reduceat(each, np.flatnonzero(begins)) for each in sent[1:]))


def program(seconds: float, dice: np.random.Generator, body: Body) -> Sent:
    """Another program, from any moment of what was recorded, at a level that wanders."""
    at, size, length = programs()[int(dice.integers(len(programs())))]
    rounds = int(seconds / length) + 2
    begin = float(dice.uniform(0, length))
    times = np.concatenate([at + turn * length for turn in range(rounds)]) - begin
    level = np.exp(np.clip(np.cumsum(dice.normal(0, 0.1, int(seconds) + 2)), -1, 1) * float(dice.choice([0.0, 0.5])))
    kept = (times >= 0) & (times < seconds)
    times, sizes = times[kept], np.tile(size, rounds)[kept]
    return heard(times, sizes * level[times.astype(int)], dice, body)


# ------------------------------------------------------------------ homes


@dataclass
class Found:
    """One kind of cue in one home: for each flow p, randomised p, delay, and whether it passed."""

    p: np.ndarray
    uniform: np.ndarray
    delay: np.ndarray
    passed: np.ndarray
    followed: np.ndarray
    """Whether it would have passed, had it not been looked at how well it was heard."""


def examine(values: np.ndarray, part: cues.Part, seed: str) -> Found:
    """As `randomisation.run` does it; a home that shows nothing after some of the redraws is left."""
    dice = random.Random(seed)
    schedule = contrasts.drawn([part.blocks], part.kind.change)
    shadowed = contrasts.shadow(values[:, len(MEASURES)], schedule) > SHADOW
    values = values[:, : len(MEASURES)]
    actual = contrasts.best(values, schedule)
    uniform = dice.random()
    chance = randomisation.chances(values, part, dice, FIRST, by_hand=False)
    first = told = randomisation.shares(actual, chance, uniform)
    if told.p.min() <= 0.05:
        chance = np.concatenate([chance, randomisation.chances(values, part, dice, REDRAWS - FIRST, by_hand=False)], axis=3)
        told = randomisation.shares(actual, chance, uniform)
    at = np.arange(len(values)), told.measure, told.contrast, 0
    return Found(told.p, first.uniform, actual.delay[at], told.passed & ~shadowed, told.passed)


def home(dice: np.random.Generator, kind: str, encoder: str = "") -> "list[Found]":
    """One home's test. With `true`, the first flow is the camera that faces the room."""
    seed = room_of(dice) if kind == "true" else int(dice.integers(1 << 31))
    schedule = cues.draw(seed)
    seconds = schedule.seconds
    moved = tuple((block.begin, block.end) for block in schedule.parts[0].blocks if block.action == "move")
    reached = tuple((block.begin, block.begin + REACH) for block in schedule.parts[1].blocks)
    cost = float(dice.uniform(0, 0.05)) if dice.random() < 1 / 3 else 0.0
    body = Body(float(dice.uniform(0.05, SHADOWED)) if kind == "shadow" else cost, moved + reached)
    flows = []
    if kind == "true":
        flows.append(camera(cameras().all[str(seed), encoder], seconds, dice, body, float(dice.choice(LATE))))
    for _ in range(int(dice.integers(1, 4)) if kind != "heavy" else 0):
        names = sorted(name for name in cameras().all if name[0] != str(seed))
        sizes = cameras().all[names[int(dice.integers(len(names)))]]
        flows.append(camera(np.roll(sizes, int(dice.integers(len(sizes)))), seconds, dice, body, 0.0))
    flows += [program(seconds, dice, body) for _ in range(int(dice.integers(1, 3)) if kind != "heavy" else 5)]
    values = np.array([pulse_of(sent, seconds) for sent in flows])
    name = int(dice.integers(1 << 31))
    return [examine(values, part, f"{name}:{number}") for number, part in enumerate(schedule.parts)]


def both(found: "list[Found]") -> np.ndarray:
    """Which flows passed both kinds with delays that fit together."""
    return fit([each.passed for each in found], found)


def fit(passed: "list[np.ndarray]", found: "list[Found]") -> np.ndarray:
    return passed[0] & passed[1] & (np.abs(found[0].delay - found[1].delay) <= APART)


@dataclass
class Judged:
    """What came of one home."""

    kind: str
    found: bool
    """Whether the camera that faces the room reacted to both kinds."""
    false: bool
    """Whether any other flow did."""
    once: "tuple[bool, ...]"
    """Whether the first flow passed each kind."""
    followed: bool
    """Whether any that is none would have, had it not been looked at how well it was heard."""
    least: "tuple[float, ...]"
    """The randomised p of the best flow, by kind."""
    any_once: bool
    room: int
    """The session of the camera that faces the room, 0 where none does."""


def dice_of(task: "tuple[int, int, str, str]") -> np.random.Generator:
    seed, number, kind, encoder = task
    return np.random.default_rng((seed, number, *(ord(letter) for letter in kind + encoder)))


def room_of(dice: np.random.Generator) -> int:
    """The session before which a camera that faces the room stands: the first that a home draws."""
    return int(dice.choice(cameras().seeds))


def judge(task: "tuple[int, int, str, str]") -> Judged:
    """One home by the evaluation's seed, its number, its kind, and its encoder."""
    _, _, kind, encoder = task
    found = home(dice_of(task), kind, encoder)
    passed, followed = both(found), fit([each.followed for each in found], found)
    others = slice(int(kind == "true"), None)
    return Judged(
        kind, kind == "true" and bool(passed[0]), bool(passed[others].any()), tuple(bool(each.passed[0]) for each in found),
        bool(followed[others].any()), tuple(float(each.uniform.min()) for each in found), any(bool(each.passed.any()) for each in found),
        room_of(dice_of(task)) if kind == "true" else 0,
    )


# ------------------------------------------------------------------ tables


def kolmogorov(values: np.ndarray) -> float:
    """The p-value of the one-sample Kolmogorov-Smirnov test against the uniform (asymptotic)."""
    ranked = np.sort(values)
    count = len(ranked)
    d = max((np.arange(1, count + 1) / count - ranked).max(), (ranked - np.arange(count) / count).max())
    x = (math.sqrt(count) + 0.12 + 0.11 / math.sqrt(count)) * d
    return float(min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101)))))


def plot(p_values: "dict[str, np.ndarray]") -> str:
    """Sorted p-values against their ranks, as SVG: on the diagonal they are uniform."""
    side, edge = 300, 40
    lines = []
    for (name, values), colour in zip(p_values.items(), ("#1f6f8b", "#b3541e"), strict=False):
        ranked = np.sort(values)
        chosen = np.linspace(0, len(ranked) - 1, 200).astype(int)
        points = " ".join(f"{edge + side * place / max(len(ranked) - 1, 1):.1f},{edge + side * (1 - ranked[place]):.1f}" for place in chosen)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"><title>{name}</title></polyline>')
        lines.append(f'<text x="{edge + 8}" y="{edge + 14 * (len(lines) // 2) + 4}" fill="{colour}">{name}</text>')
    whole = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11">\n'
        f'<rect width="{whole}" height="{whole}" fill="white"/>\n'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#888"/>\n'
        f'<line x1="{edge}" y1="{edge + side}" x2="{edge + side}" y2="{edge}" stroke="#bbb" stroke-dasharray="4 4"/>\n'
        + "\n".join(lines)
        + f'\n<text x="{edge}" y="{whole - 16}">share of homes in which nothing reacts, 0 to 1</text>\n'
        f'<text x="{edge}" y="{edge - 12}">smallest p of the home, 0 to 1</text>\n</svg>\n'
    )


def rooms(judged: "list[Judged]") -> "list[float]":
    """The share of homes in which the camera was found, of each room: homes before the same room are alike."""
    seen = sorted({each.room for each in judged})
    return [float(np.mean([each.found for each in judged if each.room == room])) for room in seen]


def tasks(homes: int, facing: int, shadowed: int, seed: int) -> "Iterator[tuple[int, int, str, str]]":
    yield from ((seed, number, KINDS[number % 2], "") for number in range(homes - facing - shadowed))
    yield from ((seed, number, "shadow", "") for number in range(shadowed))
    names = cameras().encoders
    yield from ((seed, number, "true", names[number % len(names)]) for number in range(facing))


def tell(wanted: "list[tuple[int, int, str, str]]", judged: "list[Judged]", drawing: "Path | None") -> bool:
    innocent = [each for each in judged if each.kind in KINDS]
    shadowed = [each for each in judged if each.kind == "shadow"]
    false = Counter(each.kind for each in judged if each.false)
    once = sum(each.any_once for each in innocent)
    print(f"cameras: {len(cameras().seeds)} sessions, {len(cameras().encoders)} encoder settings; {len(programs())} recordings of other programs")
    print(f"homes: {len(judged)}, {len(innocent) + len(shadowed)} of them without a camera facing the room; a flow that is none reacted to two kinds in {sum(false.values())} (of all homes at most {upper(sum(false.values()), len(judged)):.3%})")
    print(f"  in {once} of the {len(innocent)} a flow reacted to one kind, which proves nothing")
    if shadowed:
        without, once = (sum(getattr(each, name) for each in shadowed) for name in ("followed", "any_once"))
        print(f"  where a body costs 5 to {SHADOWED:.0%} of the frames, in {without} of {len(shadowed)} a flow followed both kinds; by how well it was heard, one kind is left in {once}, both in {false['shadow']}")
    p_values = {kind.name: np.array([each.least[number] for each in innocent]) for number, kind in enumerate(cues.KINDS) if innocent}
    for name, values in p_values.items():
        counts = np.histogram(values, 10, (0, 1))[0]
        print(f"  p where nothing reacts, {name}: KS p = {kolmogorov(values):.3f}; by tenths {' '.join(f'{count / len(values):.3f}' for count in counts)}")
    print(f"power within {cues.draw(1).seconds:.0f} s, in homes with a camera facing the room:")
    good = sum(false.values()) <= 4
    hits_all = count_all = 0
    for encoder in cameras().encoders:
        mine = [each for each, (_, _, kind, name) in zip(judged, wanted, strict=True) if kind == "true" and name == encoder]
        if not mine:
            continue
        hits, count = sum(each.found for each in mine), len(mine)
        hits_all, count_all = hits_all + hits, count_all + count
        movement, light = (sum(each.once[number] for each in mine) / max(count, 1) for number in range(2))
        good &= hits >= 0.95 * count
        print(f"  {encoder:36} {cameras().kbit(encoder):5.0f} kbit/s  both {hits / max(count, 1):6.1%} (at least {1 - upper(count - hits, count):6.1%})  movement {movement:6.1%}  light {light:6.1%}  {count} homes, at worst {min(rooms(mine)):.0%} of a room's")
    print(f"  all {hits_all / max(count_all, 1):.1%} of {count_all} homes" if count_all else "  no such home was gone through")
    good &= count_all > 0
    if drawing is not None:
        drawing.write_text(plot(p_values))
    for (_, number, kind, name), each in zip(wanted, judged, strict=True):
        if each.false:
            print(f"  false: home {number}, {kind} {name}")
    # Two values of p and a thousand homes: a fair test falls below one in a thousand by chance one time in five hundred.
    good &= all(kolmogorov(values) > 0.001 for values in p_values.values())
    print("reaction: all goals are met" if good else "reaction: a goal is missed")
    return good


def main(arguments: "list[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=10_000)
    parser.add_argument("--facing", type=int, default=1_000, help="homes of these with a camera that faces the room")
    parser.add_argument("--shadowed", type=int, default=1_000, help="homes of these in which a body costs many frames")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    told = parser.parse_args(arguments)
    wanted = list(tasks(told.homes, told.facing, told.shadowed, told.seed))
    judged: list[Judged] = []
    with ProcessPoolExecutor(told.processes) as pool:
        for each in pool.map(judge, wanted, chunksize=20):
            judged.append(each)
            if len(judged) % 1000 == 0:
                print(f"  {len(judged)} homes", file=sys.stderr, flush=True)
    return 0 if tell(wanted, judged, told.plot) else 1


if __name__ == "__main__":
    sys.exit(main())
