"""Lays packets that two namespaces exchanged onto 802.11: a simulator, and stated as such.

What it does: 802.11 and CCMP overhead, one medium that is busy with others' traffic for a drawn share of the time,
rates that change with a drawn walk of the signal, retries (heard twice now and then), frames that the listener misses,
aggregation (frames that wait together go in one exchange and carry one A-MPDU number; some adapters put several packets
into one A-MSDU, whose inner lengths nobody sees), and an access point that holds traffic for sleeping stations until
its next beacon. What it does not: hidden stations, several antennas, rate control as a certain driver has it,
multi-link operation, and captures by a certain adapter.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from roomcheck.flows.features import Frames

HEADER = 26 + 8 + 8 + 8
"""QoS header, LLC/SNAP, CCMP's two parts; the check sequence is not counted."""


@dataclass(frozen=True)
class Conditions:
    """One place's air."""

    loss: float = 0.02
    """Frames that the listener does not hear."""
    retry: float = 0.08
    busy: float = 0.2
    """The share of the time in which the medium is others'."""
    aggregate: int = 16
    """Frames that may go in one A-MPDU; 1: none."""
    amsdu: int = 1
    """Packets that may share one frame."""
    sleeps: bool = False
    rate: float = 65.0


def draw(dice: np.random.Generator, *, loss: float | None = None, aggregate: int | None = None) -> Conditions:
    """A place by chance; `loss` and `aggregate` where a test fixes them."""
    return Conditions(
        loss=float(dice.choice([0.0, 0.01, 0.03])) if loss is None else loss,
        retry=float(dice.uniform(0.02, 0.2)), busy=float(dice.uniform(0.05, 0.5)),
        aggregate=int(dice.choice([1, 8, 32])) if aggregate is None else aggregate,
        amsdu=int(dice.choice([1, 1, 3])) if aggregate is None or aggregate > 1 else 1,
        sleeps=bool(dice.random() < 0.3), rate=float(dice.choice([24, 54, 65, 130, 300])),
    )


class Chance:
    """Numbers by chance, drawn a few thousand at a time: one draw for each frame would take most of the time."""

    def __init__(self, dice: np.random.Generator) -> None:
        self.dice = dice
        self.evens: list[float] = []
        self.bells: list[float] = []

    def even(self) -> float:
        """0 to 1."""
        if not self.evens:
            self.evens = self.dice.random(4096).tolist()
        return self.evens.pop()

    def bell(self) -> float:
        if not self.bells:
            self.bells = self.dice.standard_normal(4096).tolist()
        return self.bells.pop()

    def waiting(self, mean: float) -> float:
        return -mean * log(1.0 - self.even())


BEACON = 102_400


def lay(packets: "list[tuple[int, int, bool]]", air: Conditions, dice: np.random.Generator) -> "list[tuple[int, int, bool, int, bool]]":  # noqa: C901, PLR0915  one medium, one walk
    """Frames as (microseconds, body bytes, from the station, A-MPDU number, repetition), in order, as heard."""
    chance = Chance(dice)
    even = chance.even
    never = 1 << 62
    times = [[at for at, _, up in packets if up is way] + [never] for way in (False, True)]
    lengths = [[size for _, size, up in packets if up is way] for way in (False, True)]
    heard: list[tuple[int, int, bool, int, bool]] = []
    number = 0
    medium = drift = 0.0
    places = [0, 0]
    while True:
        up_at, down_at = times[1][places[1]], times[0][places[0]]
        if air.sleeps and medium < down_at < never:
            down_at = -(-down_at // BEACON) * BEACON
        first = min(up_at, down_at)
        if first == never:
            break
        both = up_at <= medium and down_at <= medium
        way = int(even() < 0.5) if both else int(up_at <= down_at)
        medium = max(medium, first)
        if even() < air.busy:
            medium += chance.waiting(600 + 2500 * air.busy)
        medium += 34 + 9 * int(even() * 16)
        drift = 0.98 * drift + 0.05 * chance.bell()
        rate = air.rate * exp(min(max(drift, -1.2), 0.3))
        together: list[int] = []
        number += 1
        queue, sizes, place = times[way], lengths[way], places[way]
        while len(together) < air.aggregate and queue[place] <= medium:
            body = sizes[place]
            place += 1
            for _ in range(air.amsdu - 1):
                if queue[place] > medium or body + sizes[place] > 3800:
                    break
                body += sizes[place] + 14
                place += 1
            together.append(body + 24)
        if not together:
            together.append(sizes[place] + 24)
            place += 1
        places[way] = place
        begin = int(medium)
        medium += 130 + (sum(together) + 34 * len(together)) * 8 / rate
        spoiled = [body for body in together if even() < air.retry]
        mark = number if len(together) > 1 else 0
        heard += [(begin, body, way == 1, mark, False) for body in together if even() >= air.loss]
        if spoiled:
            number += 1
            again = int(medium + 90 + chance.waiting(200))
            for body in spoiled:
                if even() < 0.5:
                    heard.append((again, body, way == 1, number, True))
                medium += 20 + body * 8 / rate
            medium += 120
    heard.sort()
    return heard


def opening(heard: "list[tuple[int, int, bool, int, bool]]", seconds: int = 30) -> "Frames | None":
    """The frames of that many seconds from the station's first on, without repetitions. None where the station was not heard."""
    first = next((at for at, _, up, _, _ in heard if up), None)
    if first is None:
        return None
    frames = Frames(first)
    for at, size, up, _, again in heard:
        if first <= at < first + seconds * 1_000_000 and not again:
            frames.add(at, size, up=up)
    return frames
