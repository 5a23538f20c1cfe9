"""A recorded session, and what has to run for one."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

WORLD = "10.77.255.1"
"""The one machine that all stations speak with."""
HERE = Path(__file__).parent
FFMPEG = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error"]


class Session(msgspec.Struct, frozen=True):
    """One station's traffic. `packets` are (microseconds since its first, IP length, sent by the station)."""

    what: str
    """camera, or what else."""
    by: str
    """Encoder or application: what is left out of training together."""
    how: str
    seed: int
    packets: tuple[tuple[int, int, bool], ...]
    take: int = 0
    """The recording that it is of: 0 the first, in which encoders ran beside the sending; 1 the second; 2 the third, which
    was not looked at before gates and points were fixed."""
    number: int = 0
    """Its place among those of its kind."""


@dataclass
class Act:
    """What runs on the station and in the world for one session."""

    what: str
    by: str
    how: str
    station: list[list[str]]
    world: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """Where one session plays."""

    station: str
    """The station's address."""
    port: int
    """The first of sixteen ports that are this session's alone."""
    pictures: Path
    web: Path
    home: Path
    """A folder of its own."""
    rtc: str
    """A Python that has aiortc and kcp.py."""
    dice: random.Random
    number: int
    seed: int

    def python(self, script: str, *told: object) -> list[str]:
        """One of our own programs, by the system's Python, which has GStreamer's bindings."""
        return ["/usr/bin/python3", str(HERE / script), *map(str, told)]

    def rtc_python(self, script: str, *told: object) -> list[str]:
        return [self.rtc, str(HERE / script), *map(str, told)]
