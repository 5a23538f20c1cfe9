"""Simulated homes for the room-reaction test: `python -m tests.flows.homes [--homes N] [--seed S]`.

What is real: the bytes of each picture, from real encoders before drawn rooms (`cameras.py`). What is simulated:
everything else, and it is said here. A home has a camera facing the room or none, neighbours' cameras (the same
encoders before rooms with schedules of their own), and other flows: pages, television, calls, uploads, wandering
rates. The air loses frames, delays them, and, in a third of the homes, the moving person's body costs every flow some
of its frames, as it does where people walk between sender and listener. The statistics are those of
`roomcheck.flows.reaction`, computed with numpy; a test holds the two to the same figures.
"""

import argparse
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from roomcheck.flows import cues
from roomcheck.flows.reaction import ALPHA, APART, DELAYS, GUARD, MATTERS, REDRAWS
from tests.flows.cameras import RATE

DATA = Path(__file__).parent / "data" / "cameras.npz"
FLOOR = 0.02
T95 = 2.10
FIRST = 99
"""Redraws after which a home that shows nothing is left."""


def smooth(tenths: np.ndarray) -> np.ndarray:
    """As `reaction.smooth`, for several flows at once."""
    base = np.maximum(0.1 * tenths.mean(1, keepdims=True), 10.0)
    padded = np.pad(tenths, ((0, 0), (5, 4)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 10, axis=1)
    low = np.partition(windows, 7, axis=2)[:, :, :8].sum(2) / 8
    return np.log(base + low)


def prefix(values: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, 1)], 1)


def redraws(dice: np.random.Generator, count: int, blocks: int, begin: float, seconds: float) -> tuple[np.ndarray, np.ndarray]:
    """Edges of redrawn blocks in tenths (count, blocks + 1), and whether the change comes first."""
    drawn = dice.uniform(5.0, 12.0, (count, blocks))
    ends = np.round(np.cumsum(drawn, 1) / drawn.sum(1, keepdims=True) * seconds, 1)
    edges = np.concatenate([np.zeros((count, 1)), ends], 1) + begin
    return np.round(edges * 10).astype(np.int64), dice.random(count) < 0.5


def edges_of(part: cues.Part) -> tuple[np.ndarray, np.ndarray]:
    edges = [part.blocks[0].begin, *(block.end for block in part.blocks)]
    return np.round(np.array([edges]) * 10).astype(np.int64), np.array([part.blocks[0].action == part.kind.change])


def best(sums: np.ndarray, edges: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each flow and schedule: the greatest t, its delay, the difference there and its standard error."""
    begin, end = edges[:, :-1] + GUARD, edges[:, 1:] - GUARD
    length = (end - begin).astype(float)
    sign = np.where(first, 1.0, -1.0)
    shape = (len(sums), len(edges))
    top, where, gap, wide = np.zeros(shape), np.zeros(shape, int), np.zeros(shape), np.ones(shape)
    for delay in DELAYS:
        lag = delay * 10
        means = (sums[:, end + lag] - sums[:, begin + lag]) / length
        one, other = means[:, :, 0::2], means[:, :, 1::2]
        difference = (one.mean(2) - other.mean(2)) * sign
        error = np.sqrt(one.var(2, ddof=1) / one.shape[2] + other.var(2, ddof=1) / other.shape[2]) + FLOOR
        t = np.abs(difference) / error
        better = t > top
        top, where = np.where(better, t, top), np.where(better, delay, where)
        gap, wide = np.where(better, difference, gap), np.where(better, error, wide)
    return top, where, gap, wide


@dataclass
class Found:
    """One kind of cue in one home: for each flow p, randomised p, delay, and whether it passed."""

    p: np.ndarray
    uniform: np.ndarray
    delay: np.ndarray
    passed: np.ndarray


def examine(sums: np.ndarray, part: cues.Part, dice: np.random.Generator, *, whole: bool) -> Found:
    edges, first = edges_of(part)
    t, delay, gap, wide = (each[:, 0] for each in best(sums, edges, first))
    count = len(part.blocks)
    drawn = redraws(dice, REDRAWS if whole else FIRST, count, part.begin, part.end - part.begin)
    maxima = best(sums, *drawn)[0].max(0)
    if not whole and ((1 + (maxima[None] >= t[:, None]).sum(1)) / (len(maxima) + 1)).min() <= 0.05:
        more = redraws(dice, REDRAWS - FIRST, count, part.begin, part.end - part.begin)
        maxima = np.concatenate([maxima, best(sums, *more)[0].max(0)])
    above, ties = (maxima[None] > t[:, None]).sum(1), (maxima[None] == t[:, None]).sum(1)
    p = (1 + above + ties) / (len(maxima) + 1)
    uniform = (above + dice.random(len(t)) * (ties + 1)) / (len(maxima) + 1)
    matters = (gap - T95 * wide > MATTERS) | (gap + T95 * wide < -MATTERS)
    return Found(p, uniform, delay, (p <= ALPHA) & matters)


# ------------------------------------------------------------------ homes


def on_air(sizes: np.ndarray, length: int, dice: np.random.Generator, body: np.ndarray, *, late: float, audio: float) -> np.ndarray:
    """A camera's pictures as tenths of a second, after delay, jitter and loss; `body` is the loss by the person's body."""
    at = np.arange(len(sizes)) / RATE + late + dice.exponential(float(dice.uniform(0.003, 0.03)), len(sizes))
    place = (at * 10).astype(int)
    kept = place < length
    frames = np.maximum(1, np.round(sizes / 1400)).astype(int)
    share = dice.binomial(frames, 1 - float(dice.uniform(0, 0.05))) / frames
    tenths = np.bincount(place[kept], (sizes * share)[kept], length)[:length]
    return (tenths + audio * 12.5) * (1 - body) * dice.uniform(0.98, 1.02, length)


def other(kind: str, length: int, dice: np.random.Generator) -> np.ndarray:
    """Flows that are no cameras, as uplink bytes of each tenth."""
    tenths = np.zeros(length)
    if kind == "pages":
        at = 0.0
        while (at := at + dice.exponential(80) + 5) < length:
            span = int(min(dice.pareto(1.3) * 5 + 2, 200))
            tenths[int(at) : int(at) + span] += dice.lognormal(6.5, 1)
    elif kind == "television":
        period, span = int(dice.choice([20, 40, 60, 100])), int(dice.uniform(5, 15))
        for begin in range(int(dice.integers(period)), length, period):
            tenths[begin : begin + span] += dice.lognormal(7.5, 0.3)
    elif kind == "call":
        level = np.exp(np.cumsum(dice.normal(0, 0.02, length)) * 0.5)
        tenths += dice.uniform(4000, 18000) * level * dice.lognormal(0, 0.3, length)
    elif kind == "upload":
        at = 0
        while at < length:
            span = int(dice.exponential(150) + 10)
            tenths[at : at + span] = dice.uniform(0, 80_000) * float(dice.random() < 0.6)
            at += span
    else:
        level = np.zeros(length)
        for number in range(1, length):
            level[number] = 0.995 * level[number - 1] + dice.normal(0, 0.08)
        tenths += dice.uniform(500, 30_000) * np.exp(level)
    return tenths * dice.uniform(0.9, 1.1, length)


KINDS = ("pages", "television", "call", "upload", "wandering")


class Cameras:
    """The recorded pictures' bytes by session and encoder."""

    def __init__(self, place: Path = DATA) -> None:
        data = np.load(place)
        self.all = {tuple(name.split("|")): data[name].astype(float) for name in data.files}
        self.seeds = sorted({int(seed) for seed, _ in self.all})
        self.encoders = sorted({encoder for _, encoder in self.all})

    def neighbour(self, dice: np.random.Generator) -> np.ndarray:
        """A camera before another room: its pictures, begun at another moment."""
        names = sorted(self.all)
        sizes = self.all[names[int(dice.integers(len(names)))]]
        return np.roll(sizes, int(dice.integers(len(sizes))))


def home(cameras: Cameras, dice: np.random.Generator, kind: str, encoder: str = "") -> tuple[list[Found], cues.Schedule]:
    """One home's test. With `true`, the first flow is the camera that faces the room."""
    seed = int(dice.choice(cameras.seeds)) if kind == "true" else int(dice.integers(1 << 31))
    schedule = cues.draw(seed)
    length = int(schedule.seconds * 10)
    body = np.zeros(length)
    if dice.random() < 1 / 3:
        cost = float(dice.uniform(0, 0.05))
        for block in schedule.parts[0].blocks:
            if block.action == "move":
                body[int(block.begin * 10) : int(block.end * 10)] = cost
    flows = []
    if kind == "true":
        late = float(dice.choice([0.3, 1.0, 2.5, 6.0, 12.0]))
        flows.append(on_air(cameras.all[str(seed), encoder], length, dice, body, late=late, audio=float(dice.choice([0, 0, 16, 64]))))
    flows += [
        on_air(cameras.neighbour(dice), length, dice, body, late=0.0, audio=float(dice.choice([0, 16])))
        for _ in range(int(dice.integers(1, 4)) if kind != "heavy" else 0)
    ]
    flows += [
        other(KINDS[int(dice.integers(len(KINDS)))], length, dice) * (1 - body)
        for _ in range(int(dice.integers(1, 3)) if kind != "heavy" else 5)
    ]
    sums = prefix(smooth(np.array(flows)))
    found = [examine(sums, part, dice, whole=False) for part in schedule.parts]
    return found, schedule


def both(found: list[Found]) -> np.ndarray:
    """Which flows passed both kinds with delays that fit together."""
    return found[0].passed & found[1].passed & (np.abs(found[0].delay - found[1].delay) <= APART)


def kolmogorov(values: np.ndarray) -> float:
    """The p-value of the one-sample Kolmogorov-Smirnov test against the uniform (asymptotic)."""
    ranked = np.sort(values)
    count = len(ranked)
    d = max((np.arange(1, count + 1) / count - ranked).max(), (ranked - np.arange(count) / count).max())
    x = (math.sqrt(count) + 0.12 + 0.11 / math.sqrt(count)) * d
    return float(min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101)))))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    cameras = Cameras()
    print(f"cameras: {len(cameras.seeds)} sessions, {len(cameras.encoders)} encoder settings; schedules of {cues.draw(1).seconds:.0f} s, p at most {ALPHA} for each kind")
    true = told.homes // 10
    false = {"neighbours": 0, "heavy": 0}
    least: list[float] = []
    once = 0
    for number in range(told.homes - true):
        dice = np.random.default_rng((told.seed, 1, number))
        kind = "neighbours" if number % 2 else "heavy"
        found, _ = home(cameras, dice, kind)
        false[kind] += bool(both(found).any())
        once += any(bool(each.passed.any()) for each in found)
        least.append(float(found[0].uniform.min()))
        if (number + 1) % 500 == 0:
            print(f"  {number + 1} homes without a camera facing the room: {sum(false.values())} false", file=sys.stderr, flush=True)
    print(f"homes without a camera facing the room: {told.homes - true}; reacted to two kinds: {sum(false.values())} ({false}); to one kind: {once}")
    # The home's p is that of its best flow: the maximum over flows and delays is in the reference already.
    print(f"calibration (movement, best flow): KS p = {kolmogorov(np.array(least)):.3f}; deciles {[round(float(v), 3) for v in np.quantile(least, np.linspace(0.1, 0.9, 9))]}")
    print(f"power within {cues.draw(1).seconds:.0f} s ({true} homes with a camera facing the room):")
    for place, encoder in enumerate(cameras.encoders):
        hits = [0, 0, 0]
        count = true // len(cameras.encoders)
        for number in range(count):
            dice = np.random.default_rng((told.seed, 2 + place, number))
            found, _ = home(cameras, dice, "true", encoder)
            hits[0] += bool(both(found)[0])
            hits[1] += bool(found[0].passed[0])
            hits[2] += bool(found[1].passed[0])
        rates = [float(sizes.sum() * 8 / 1000 / (len(sizes) / RATE)) for (_, name), sizes in cameras.all.items() if name == encoder]
        print(f"  {encoder:28} {np.mean(rates):6.0f} kbit/s  both {hits[0] / count:6.1%}  movement {hits[1] / count:6.1%}  light {hits[2] / count:6.1%}  ({count} homes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
