"""Real encoders before a room in which somebody follows the cues: `python -m tests.flows.cameras OUT.npz [SESSIONS]`.

Each session is a room and a schedule of its own, six minutes at twelve pictures a second, seen by all encoders at once;
what is kept is the bytes of each picture. The rooms are drawn (`scenes.py`), the encoders are real.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from roomcheck.flows.cues import draw
from tests.flows import scenes

RATE = 12
WIDTH, HEIGHT = 480, 270
GROUP = 2 * RATE
X264 = ["-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", "-threads", "1"]
X265 = ["-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency", "-x265-params", "log-level=none:pools=1:frame-threads=1"]


def held(kbit: int) -> list[str]:
    return ["-b:v", f"{kbit}k", "-maxrate", f"{kbit}k", "-bufsize", f"{2 * kbit}k"]


def capped(quality: int, kbit: int) -> list[str]:
    return ["-crf", str(quality), "-maxrate", f"{kbit}k", "-bufsize", f"{2 * kbit}k"]


ENCODERS = {
    "H.264 variable, good": [*X264, *capped(23, 2000)],
    "H.264 variable, plain": [*X264, *capped(28, 1000)],
    "H.264 variable, poor": [*X264, *capped(33, 500)],
    "H.264 constant 300 kbit/s": [*X264, *held(300)],
    "H.264 constant 800 kbit/s": [*X264, *held(800)],
    "H.265 variable, good": [*X265, *capped(26, 1500)],
    "H.265 variable, poor": [*X265, *capped(32, 500)],
    "H.265 constant 300 kbit/s": [*X265, *held(300)],
    "MJPEG": ["-c:v", "mjpeg", "-q:v", "8", "-pix_fmt", "yuvj420p"],
}


def shoot(seed: int) -> dict[str, np.ndarray]:
    """The bytes of each picture by encoder, for the schedule of `seed`."""
    schedule = draw(seed)
    scenes.RATE = RATE
    with tempfile.TemporaryDirectory() as folder:
        outs = []
        for number, options in enumerate(ENCODERS.values()):
            group = [] if "mjpeg" in options else ["-g", str(GROUP)]
            outs += ["-map", "0:v", *options, *group, "-f", "framecrc", f"{folder}/{number}"]
        command = [
            "ffmpeg", "-y", "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p",
            "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-", *outs,
        ]
        encoding = subprocess.Popen(command, stdin=subprocess.PIPE)
        assert encoding.stdin is not None
        room = scenes.Room(seed, WIDTH, HEIGHT)
        dice = np.random.default_rng(seed)
        light = 1.0
        for number in range(int(schedule.seconds * RATE)):
            second = number / RATE
            # A person needs about a second to do what the screen says.
            action = schedule.action_at(second - 0.8) or "still"
            dark = schedule.action_at(second - 0.8) == "light off"
            light += (float(not dark) * 0.85 + 0.15 - light) * 0.35
            moving = float(dice.uniform(0.6, 1.1)) if action == "move" else 0.0
            encoding.stdin.write(room.frame(moving=moving, light=light))
        encoding.stdin.close()
        encoding.wait()
        return {name: sizes(Path(f"{folder}/{number}")) for number, name in enumerate(ENCODERS)}


def sizes(file: Path) -> np.ndarray:
    lines = (line.split(",") for line in file.read_text().splitlines() if not line.startswith("#"))
    return np.array([int(fields[4]) for fields in lines], np.uint32)


def main() -> None:
    out, sessions = Path(sys.argv[1]), [int(word) for word in sys.argv[2].split(",")]
    kept = {}
    for seed in sessions:
        for name, found in shoot(seed).items():
            kept[f"{seed}|{name}"] = found
            print(seed, name, f"{found.sum() * 8 / 1000 / (len(found) / RATE):.0f} kbit/s", flush=True)
        np.savez_compressed(out, **kept)


if __name__ == "__main__":
    main()
