"""Real encoders before a room in which somebody follows the cues: `python -m tests.flows.cameras OUT.npz FIRST LAST`.

Each session is a room and a schedule of its own, six minutes at fifteen pictures a second, seen by all encoders at
once; what is kept is the bytes of each picture. The encoders are real; the rooms are drawn (`scenes.py`), and so are
the person, who needs a moment to obey and does not stand like a statue, the lamp, and the camera's sensor with the
noise reduction that every camera's image processor has, and, in half of the sessions, infrared light in the dark.

Pictures are small, so that there is time for many sessions. Rates are chosen by bits per pixel: the rate of a setting
is what its name says of 1080p at fifteen pictures, divided by sixteen. The quantiser has the floors that makers of
camera chips use by default: 16 at a constant rate (HiSilicon, in tipoman9/gkrcparams), 24 at a variable one (hiascend.com,
`hi_venc_h264_vbr_param`); Sophgo recommends 12 to 20. One setting has no floor.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from roomcheck.flows.cues import Schedule, draw
from tests.flows import scenes

RATE = 15
WIDTH, HEIGHT = 480, 270
PIXELS = WIDTH * HEIGHT
SHRUNK = 1920 * 1080 // PIXELS
GROUPS = (1, 2, 4)
"""Seconds from one key picture to the next; each session draws one."""


def h264(megabit: float, *quality: str) -> list[str]:
    kbit = megabit * 1000 / SHRUNK
    return [
        "-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", "-threads", "1", "-sc_threshold", "0",
        "-maxrate", f"{kbit}k", "-bufsize", f"{2 * kbit}k", *quality,
    ]


def h264_constant(megabit: float, floor: int = 16) -> list[str]:
    return h264(megabit, "-b:v", f"{megabit * 1000 / SHRUNK}k", "-qmin", str(floor))


def h264_variable(megabit: float) -> list[str]:
    return h264(megabit, "-crf", "25", "-qmin", "24")


def h265(megabit: float, quality: str, floor: int) -> list[str]:
    kbit = round(megabit * 1000 / SHRUNK)
    held = f"log-level=none:pools=1:frame-threads=1:scenecut=0:vbv-maxrate={kbit}:vbv-bufsize={2 * kbit}:qpmin={floor}:{quality}"
    return ["-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency", "-x265-params", held]


ENCODERS = {
    "H.264 variable, 1 Mbit/s": h264_variable(1),
    "H.264 variable, 2 Mbit/s": h264_variable(2),
    "H.264 constant, 1 Mbit/s": h264_constant(1),
    "H.264 constant, 2 Mbit/s": h264_constant(2),
    "H.264 constant, 4 Mbit/s": h264_constant(4),
    "H.264 constant, 2 Mbit/s, no floor": h264_constant(2, floor=1),
    "H.265 variable, 1 Mbit/s": h265(1, "crf=27", 24),
    "H.265 constant, 1 Mbit/s": h265(1, f"bitrate={1000 // SHRUNK}", 16),
    "H.265 constant, 2 Mbit/s": h265(2, f"bitrate={2000 // SHRUNK}", 16),
    "MJPEG": ["-c:v", "mjpeg", "-q:v", "8", "-pix_fmt", "yuvj420p"],
}
OPENH264 = "OpenH264 constant, 2 Mbit/s"
"""Encoded by GStreamer, beside those of ffmpeg."""


class Sensor:
    """A sensor's pictures after noise reduction over time, which lets go where something moves."""

    def __init__(self, dice: np.random.Generator) -> None:
        self.share = float(dice.uniform(0.1, 0.5))
        self.infrared = bool(dice.random() < 0.5)
        self.wait = float(dice.uniform(1, 3))
        spot = np.linspace(-1, 1, WIDTH)[None] ** 2 + np.linspace(-1, 1, HEIGHT)[:, None] ** 2
        self.spot = np.exp(-spot)
        self.dark_for = 0.0
        self.before: np.ndarray | None = None

    def light_of(self, lamp: float, *, dark: bool) -> float:
        """The light that it sees: its own in the dark, once it has noticed."""
        self.dark_for = self.dark_for + 1 / RATE if dark else 0.0
        return 0.8 if self.night else lamp

    @property
    def night(self) -> bool:
        return self.infrared and self.dark_for > self.wait

    def look(self, picture: bytes) -> bytes:
        luma = np.frombuffer(picture, np.uint8)[:PIXELS].reshape(HEIGHT, WIDTH).astype(np.float32)
        if self.night:
            luma = luma * self.spot
        before = luma if self.before is None else self.before
        change = luma - before
        self.before = before + np.where(np.abs(change) > 12, 1.0, self.share) * change
        return self.before.astype(np.uint8).tobytes() + picture[PIXELS:]


class Room:
    """A room in which somebody follows a schedule, picture by picture."""

    def __init__(self, seed: int, schedule: Schedule) -> None:
        scenes.RATE = RATE
        self.dice = np.random.default_rng((seed, 1))
        self.schedule = schedule
        self.drawn = scenes.Room(seed, WIDTH, HEIGHT)
        self.sensor = Sensor(self.dice)
        begins = [block.begin for part in schedule.parts for block in part.blocks]
        self.obeyed = [(begin + float(self.dice.uniform(0.4, 1.3)), begin) for begin in begins]
        self.lamp = 1.0

    def picture(self, second: float) -> bytes:
        cue = next((begin for done, begin in reversed(self.obeyed) if done <= second), 0.0)
        over = self.schedule.action_at(second) is None
        action = None if over else self.schedule.action_at(cue + 0.01)
        dark = action == "light off"
        self.lamp += ((0.15 if dark else 1.0) - self.lamp) * 0.5
        light = self.sensor.light_of(self.lamp, dark=dark)
        sway = 0.05 if self.dice.random() < 0.03 else 0.0
        moving = float(self.dice.uniform(0.6, 1.1)) if action == "move" else sway
        return self.sensor.look(self.drawn.frame(moving=moving, light=light))


def shoot(seed: int) -> dict[str, np.ndarray]:
    """The bytes of each picture by encoder, for the schedule of `seed`."""
    schedule = draw(seed)
    room = Room(seed, schedule)
    group = RATE * int(room.dice.choice(GROUPS))
    with tempfile.TemporaryDirectory() as folder:
        outs = []
        for number, options in enumerate(ENCODERS.values()):
            outs += ["-map", "0:v", *options, "-g", str(group), "-f", "framecrc", f"{folder}/{number}"]
        ffmpeg = [
            "ffmpeg", "-y", "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p",
            "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-", *outs,
        ]
        pipeline = (
            f"fdsrc fd=0 blocksize={PIXELS * 3 // 2} ! rawvideoparse format=i420 width={WIDTH} height={HEIGHT} framerate={RATE}/1 ! "
            f"openh264enc bitrate={2_000_000 // SHRUNK} max-bitrate={2_000_000 // SHRUNK} rate-control=bitrate gop-size={group} complexity=low qp-min=16 ! "
            f"h264parse ! matroskamux ! filesink location={folder}/open.mkv"
        )
        encoders = [subprocess.Popen(each, stdin=subprocess.PIPE) for each in (ffmpeg, ["gst-launch-1.0", "-q", *pipeline.split()])]
        for number in range(int(schedule.seconds * RATE)):
            picture = room.picture(number / RATE)
            for encoder in encoders:
                assert encoder.stdin is not None
                encoder.stdin.write(picture)
        for encoder in encoders:
            assert encoder.stdin is not None
            encoder.stdin.close()
            encoder.wait()
        found = {name: sizes(Path(f"{folder}/{number}")) for number, name in enumerate(ENCODERS)}
        probe = ["ffprobe", "-v", "error", "-show_entries", "packet=size", "-of", "csv=p=0", f"{folder}/open.mkv"]
        words = subprocess.run(probe, check=True, capture_output=True, text=True).stdout.split()
        found[OPENH264] = np.array([int(word.strip(",")) for word in words], np.uint32)
        return found


def sizes(file: Path) -> np.ndarray:
    lines = (line.split(",") for line in file.read_text().splitlines() if not line.startswith("#"))
    return np.array([int(fields[4]) for fields in lines], np.uint32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    told = parser.parse_args()
    kept = {}
    for seed in range(told.first, told.last + 1):
        for name, found in shoot(seed).items():
            kept[f"{seed}|{name}"] = found
            print(seed, name, f"{len(found)} pictures, {found.sum() * 8 / 1000 / (len(found) / RATE):.0f} kbit/s", flush=True)
        np.savez_compressed(told.out, **kept)


if __name__ == "__main__":
    main()
