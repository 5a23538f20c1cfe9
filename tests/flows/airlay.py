"""Lays packets that two namespaces exchanged onto 802.11: a simulator, and stated as such.

What it does: 802.11 and CCMP overhead, one medium that is busy with others' traffic for a drawn share of the time,
rates that change with a drawn walk of the signal, retries (heard twice now and then), frames that the listener misses,
aggregation (frames that wait together go in one exchange and carry one A-MPDU number; some adapters put several packets
into one A-MSDU, whose inner lengths nobody sees), and an access point that holds traffic for sleeping stations until
its next beacon. What it does not: hidden stations, several antennas, rate control as a certain driver has it,
multi-link operation, and captures by a certain adapter.
"""

from dataclasses import dataclass

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


def lay(packets: "list[tuple[int, int, bool]]", air: Conditions, dice: np.random.Generator) -> "list[tuple[int, int, bool, int, bool]]":  # noqa: C901, PLR0912  one medium, one walk
    """Frames as (microseconds, body bytes, from the station, A-MPDU number, repetition), in order, as heard."""
    queues = {True: [p for p in packets if p[2]], False: [p for p in packets if not p[2]]}
    heard: list[tuple[int, int, bool, int, bool]] = []
    number = 0
    medium = 0.0
    places = {True: 0, False: 0}
    drift = 0.0
    while True:
        ready = {way: queues[way][places[way]][0] if places[way] < len(queues[way]) else None for way in (True, False)}
        if air.sleeps and ready[False] is not None:
            ready[False] = max(ready[False], int(-(-ready[False] // 102_400) * 102_400)) if ready[False] > medium else ready[False]
        open_ways = [(at, way) for way, at in ready.items() if at is not None]
        if not open_ways:
            break
        late = [way for at, way in open_ways if at <= medium]
        way = late[int(dice.integers(len(late)))] if late else min(open_ways)[1]
        medium = max(medium, ready[way] or 0)
        if dice.random() < air.busy:
            medium += dice.exponential(600 + 2500 * air.busy)
        medium += 34 + 9 * dice.integers(0, 16)
        drift = 0.98 * drift + dice.normal(0, 0.05)
        rate = air.rate * float(np.exp(min(max(drift, -1.2), 0.3)))
        together: list[int] = []
        number += 1
        while len(together) < air.aggregate and places[way] < len(queues[way]) and queues[way][places[way]][0] <= medium:
            body = 0
            for _ in range(air.amsdu):
                if places[way] >= len(queues[way]) or queues[way][places[way]][0] > medium or body + queues[way][places[way]][1] > 3800:
                    break
                body += queues[way][places[way]][1] + (14 if body else 0)
                places[way] += 1
            if body:
                together.append(body + 24)
        if not together:
            together, places[way] = [queues[way][places[way]][1] + 24], places[way] + 1
        begin = medium
        medium += 60 + sum(each + 34 for each in together) * 8 / rate + 70
        spoiled = [dice.random() < air.retry for _ in together]
        mark = number if len(together) > 1 else 0
        heard += [(int(begin), body, way, mark, False) for body in together if dice.random() >= air.loss]
        if any(spoiled):
            number += 1
            again = medium + 90 + dice.exponential(200)
            for body, wrong in zip(together, spoiled, strict=True):
                if wrong:
                    if dice.random() < 0.5:
                        heard.append((int(again), body, way, number, True))
                    medium += 20 + body * 8 / rate
            medium += 120
    heard.sort()
    return heard


def windows(heard: "list[tuple[int, int, bool, int, bool]]", seconds: int = 30) -> "list[Frames]":
    """Whole windows of frames without repetitions, from the first frame of the station on."""
    first = next((at for at, _, up, _, _ in heard if up), None)
    if first is None:
        return []
    found: list[Frames] = []
    last = heard[-1][0]
    begin = first
    while begin + seconds * 1_000_000 <= last + 1_500_000:
        frames = Frames(begin)
        for at, size, up, _, again in heard:
            if begin <= at < begin + seconds * 1_000_000 and not again:
                frames.add(at, size, up=up)
        found.append(frames)
        begin += seconds * 1_000_000
    return found
