"""The recorded sessions (`python -m tests.flows.corpus FOLDER` ships those of a folder), and their windows under drawn conditions of the air."""

import lzma
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np

from roomcheck.flows.features import Measures, measure
from tests.flows import airlay
from tests.flows.studio import Session

SHIPPED = Path(__file__).parent / "data" / "sessions.jsonl.xz"
LOOK_ALIKES = frozenset({"uplink call", "screen sharing"})
"""An uplink alone looks the same: these are told in rows of their own, and not trained on."""
SILENT = 60
"""Packets below which a program did not run as it should."""


class Window(msgspec.Struct, frozen=True):
    what: str
    by: str
    how: str
    session: int
    measures: Measures | None
    """None where the station sent too little to be measured: never flagged."""


GRAIN = 50
"""Microseconds to which the times of the shipped sessions are rounded."""
LENGTH = 33_000_000
"""Microseconds that are shipped of each, from the station's first packet on."""


class Packed(msgspec.Struct, frozen=True):
    """A session as it is shipped: steps of time in grains, and lengths, those that came down negative."""

    what: str
    by: str
    how: str
    seed: int
    dt: tuple[int, ...]
    size: tuple[int, ...]

    def unpacked(self) -> Session:
        packets, at = [], 0
        for step, size in zip(self.dt, self.size, strict=True):
            at += step
            packets.append((at * GRAIN, abs(size), size > 0))
        return Session(self.what, self.by, self.how, self.seed, tuple(packets))


def pack(session: Session) -> Packed:
    begin = session.packets[0][0]
    first = next((at for at, _, up in session.packets if up), begin)
    kept = [(at // GRAIN - begin // GRAIN, size if up else -size) for at, size, up in session.packets if at <= first + LENGTH]
    steps = tuple(after - before for (before, _), after in zip([(0, 0), *kept], (at for at, _ in kept), strict=False))
    return Packed(session.what, session.by, session.how, session.seed, steps, tuple(size for _, size in kept))


def sessions(place: Path = SHIPPED) -> "list[Session]":
    """The shipped sessions, or those that `tests.flows.studio` recorded in a folder. Programs that said nothing are left out."""
    if place.suffix == ".xz":
        with lzma.open(place) as file:
            return [msgspec.json.decode(line, type=Packed).unpacked() for line in file]
    with (place / "sessions.jsonl").open("rb") as file:
        return [session for line in file if len((session := msgspec.json.decode(line, type=Session)).packets) >= SILENT]


def ship(place: Path) -> None:
    """Packs the sessions of a folder into the shipped file."""
    lines = b"\n".join(msgspec.json.encode(pack(session)) for session in sessions(place))
    SHIPPED.write_bytes(lzma.compress(lines))


def windows(all_sessions: "Iterable[Session]", *, draws: int, seed: int = 0, loss: float | None = None, aggregate: int | None = None) -> "Iterator[Window]":
    """Every session laid onto `draws` airs; its whole half minutes."""
    for number, session in enumerate(all_sessions):
        for draw in range(draws):
            dice = np.random.default_rng((seed, number, draw))
            air = airlay.draw(dice, loss=loss, aggregate=aggregate)
            heard = airlay.lay(list(session.packets), air, dice)
            for frames in airlay.windows(heard)[:1]:
                yield Window(session.what, session.by, session.how, number, measure(frames, 30_000_000))


if __name__ == "__main__":
    ship(Path(sys.argv[1]))
