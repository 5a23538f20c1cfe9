"""The recorded sessions, and their windows under drawn conditions of the air.

`python -m tests.flows.corpus FOLDER` adds those of a folder, which `tests.flows.studio` recorded, to the shipped ones. Which sessions
train and which test is fixed by their numbers, before anything was measured: see `trains`.
"""

import lzma
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import msgspec
import numpy as np

from roomcheck.flows.features import Measures, measure
from tests.flows import airlay
from tests.flows.session import Session

SHIPPED = Path(__file__).parent / "data" / "sessions.jsonl.xz"
LOOK_ALIKES = frozenset({"uplink call", "screen sharing"})
"""An uplink alone looks the same: these are told in rows of their own, and not trained on."""
APART = LOOK_ALIKES | {"video call"}
"""Not counted among the others."""
SILENT = 60
"""Packets below which a program did not run as it should."""


class Window(msgspec.Struct, frozen=True):
    what: str
    by: str
    how: str
    session: int
    measures: Measures | None
    """None where the station sent too little to be measured: never flagged."""
    trains: bool


def trains(session: Session) -> bool:
    """Of the first recording all sessions train, of the second every third; the rest, and all of the third, tests. Cameras'
    numbers are their scenes': no scene is on both sides."""
    return session.take == 0 or (session.take == 1 and session.number % 3 == 0)


GRAIN = 100
"""Microseconds to which the times of the shipped sessions are rounded."""
LENGTH = 31_000_000
"""Microseconds that are shipped of each, from the station's first packet on."""


class Packed(msgspec.Struct, frozen=True):
    """A session as it is shipped: steps of time in grains, and lengths, those that came down negative."""

    what: str
    by: str
    how: str
    seed: int
    take: int
    number: int
    dt: tuple[int, ...]
    size: tuple[int, ...]

    def unpacked(self) -> Session:
        packets, at = [], 0
        for step, size in zip(self.dt, self.size, strict=True):
            at += step
            packets.append((at * GRAIN, abs(size), size > 0))
        return Session(self.what, self.by, self.how, self.seed, tuple(packets), self.take, self.number)


def pack(session: Session) -> Packed:
    """What is shipped of a session: from the station's first packet on, a little longer than what is measured."""
    first = next((at for at, _, up in session.packets if up), session.packets[0][0])
    kept = [((at - first) // GRAIN, size if up else -size) for at, size, up in session.packets if first <= at <= first + LENGTH]
    steps = tuple(after - before for (before, _), (after, _) in zip([(0, 0), *kept], kept, strict=False))
    return Packed(
        session.what, session.by, session.how, session.seed, session.take, session.number, steps,
        tuple(size for _, size in kept),
    )


def sessions(place: Path = SHIPPED) -> "list[Session]":
    """The shipped sessions, or those that `tests.flows.studio` recorded in a folder. Programs that said nothing are left out."""
    if place.suffix == ".xz":
        with lzma.open(place) as file:
            return [msgspec.json.decode(line, type=Packed).unpacked() for line in file]
    with (place / "sessions.jsonl").open("rb") as file:
        return [session for line in file if len((session := msgspec.json.decode(line, type=Session)).packets) >= SILENT]


def ship(place: Path) -> None:
    """Packs the shipped sessions with those of a folder into the shipped file."""
    lines = b"\n".join(msgspec.json.encode(pack(session)) for session in [*sessions(), *sessions(place)])
    SHIPPED.write_bytes(lzma.compress(lines, preset=9 | lzma.PRESET_EXTREME))


def window(session: Session, number: int, *, draw: int = 0, seed: int = 0, loss: float | None = None, aggregate: int | None = None) -> "Window | None":
    """A session's first half minute on one drawn air, also where it ended sooner; None where the station was not heard."""
    dice = np.random.default_rng((seed, number, draw))
    air = airlay.draw(dice, loss=loss, aggregate=aggregate)
    frames = airlay.opening(airlay.lay(list(session.packets), air, dice))
    if frames is None:
        return None
    return Window(session.what, session.by, session.how, number, measure(frames, 30_000_000), trains(session))


def windows(all_sessions: "Iterable[Session]", *, draws: int, seed: int = 0, loss: float | None = None, aggregate: int | None = None) -> "Iterator[Window]":
    """Every session laid onto `draws` airs; its first half minute."""
    for number, session in enumerate(all_sessions):
        for draw in range(draws):
            found = window(session, number, draw=draw, seed=seed, loss=loss, aggregate=aggregate)
            if found is not None:
                yield found


_held: "list[Session]" = []


def many(all_sessions: "list[Session]", airs: "list[dict[str, float | int]]") -> "list[list[Window]]":
    """The windows of all sessions on each of these airs (arguments of `window`), by two processes."""
    _held[:] = all_sessions
    with get_context("fork").Pool(2) as pool:
        told = pool.map(partial(_each, airs=airs), range(len(all_sessions)), chunksize=4)
    return [[found[place] for found in told if found[place] is not None] for place in range(len(airs))]


def _each(number: int, airs: "list[dict[str, float | int]]") -> "list[Window | None]":
    return [window(_held[number], number, **air) for air in airs]  # type: ignore[arg-type]


if __name__ == "__main__":
    ship(Path(sys.argv[1]))
