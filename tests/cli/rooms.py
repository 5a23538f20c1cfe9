"""A capture of a room in which a camera reacts to what is done, and a neighbour's camera does not; and the cues."""

import random
from pathlib import Path

from roomcheck.flows import cues
from tests.air import writing

SCHEDULE = cues.draw(7)
CAMERA, NEIGHBOUR = "02:00:00:00:00:ca", "02:00:00:00:00:cb"
_NEIGHBOUR = bytes((2, 0, 0, 0, 0, 0xCB))
_BEGUN = 1_000_000_000
_PICTURES = 12
"""A second."""


def pictures(station: bytes, seed: int, change: float) -> list[tuple[int, bytes]]:
    """The frames of one camera; its pictures are `change` times as large where something moves or the light is off."""
    dice = random.Random(seed)
    sequence, frames = 0, []
    for number in range(int(SCHEDULE.seconds * _PICTURES)):
        second = number / _PICTURES
        size = 900 * dice.lognormvariate(0, 0.2) * (6 if number % 24 == 0 else 1)
        size *= change if SCHEDULE.action_at(second - 1.5) in {"move", "light off"} else 1
        at = _BEGUN + int(second * 1e6) + seed * 3_000
        while size > 0:
            sequence += 1
            frames.append((at, writing.data_frame(station, up=True, size=max(60, min(int(size), 1400)), sequence=sequence)))
            size -= 1400
            at += 300
        if number % 3 == 0:
            frames.append((at + 9_000, writing.data_frame(station, up=False, size=40, sequence=number)))
    return frames


def record(folder: Path) -> tuple[Path, Path]:
    """The capture and the file of cues."""
    beacons = [(_BEGUN + second * 1_000_000, writing.beacon("Villa", channel=6)) for second in range(int(SCHEDULE.seconds))]
    frames = pictures(writing.CAMERA, 1, 1.6) + pictures(_NEIGHBOUR, 2, 1.0) + beacons
    writing.write(folder / "air.pcap", sorted(frames), snap=120)
    lines = [f"{block.begin} {block.action}" for part in SCHEDULE.parts for block in part.blocks]
    (folder / "cues.txt").write_text("\n".join([*lines, f"{SCHEDULE.parts[-1].end} end"]))
    return folder / "air.pcap", folder / "cues.txt"
