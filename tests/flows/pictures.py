"""Encodes beforehand what the cameras send: `python -m tests.flows.pictures FOLDER --minih264 NODE_MODULES`.

A camera has its encoder in hardware and keeps its pace; an encoder in software on a busy machine does not. So the
encoders run first and take their time, and `tests.flows.studio` only sends. All encoders are real: x264, x265 and
libavcodec's MJPEG (ffmpeg), OpenH264 and libjpeg (GStreamer, with its plugins-bad), minih264 (npm's `h264-mp4-encoder`,
a small encoder of the kind that lives in small devices). What they encode is drawn (`scenes.py`). About fifteen minutes
on two cores.
"""

import argparse
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from tests.flows import scenes

SECONDS = 42
FFMPEG = ["ffmpeg", "-y", "-hide_banner", "-nostdin", "-loglevel", "error"]
SIZES = ((640, 360), (640, 360), (1280, 720), (640, 360), (480, 272), (704, 576), (640, 360), (1920, 1080))
RATES = (15, 10, 20, 25, 12, 8)
ACTS = ("still", "visits", "busy", "night", "pet", "dusk", "curtain", "television")
FILMS = 16
CALLS = 6
"""Films of heads and of screens, for calls."""


@dataclass(frozen=True)
class Film:
    """One drawn room as raw pictures."""

    number: int
    act: str
    width: int
    height: int
    rate: int

    @property
    def kbit(self) -> float:
        """A bitrate that cameras of that size have."""
        return 260 * (self.width * self.height / 230_400) ** 0.75


def film(number: int) -> Film:
    width, height = SIZES[number % len(SIZES)]
    rate = RATES[(number + number // len(SIZES)) % len(RATES)]
    return Film(number, ACTS[(number * 3 + number // 8) % len(ACTS)], width, height, min(rate, 10) if height > 720 else min(rate, 15) if height > 700 else rate)


def held(kbit: float) -> list[str]:
    return ["-b:v", f"{kbit:.0f}k", "-maxrate", f"{kbit:.0f}k", "-bufsize", f"{kbit:.0f}k"]


def x264(dice: random.Random) -> list[str]:
    preset = dice.choice(["ultrafast", "superfast", "veryfast", "faster"])
    return ["-c:v", "libx264", "-preset", preset, "-tune", "zerolatency", "-threads", "1"]


def x265(dice: random.Random, film: Film) -> list[str]:
    preset = "ultrafast" if film.height > 700 else dice.choice(["ultrafast", "superfast"])
    return ["-c:v", "libx265", "-preset", preset, "-tune", "zerolatency", "-x265-params", "log-level=none:pools=1:frame-threads=1"]


def group(film: Film, dice: random.Random) -> int:
    """Pictures from one key picture to the next: one to four seconds."""
    return film.rate * dice.choice([1, 2, 2, 4])


def by_ffmpeg(options: Callable[[Film, random.Random], list[str]]) -> "Callable[[Film, Path, Path, random.Random], None]":
    def encode(film: Film, raw: Path, out: Path, dice: random.Random) -> None:
        form = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{film.width}x{film.height}", "-r", str(film.rate), "-i", str(raw)]
        subprocess.run([*FFMPEG, *form, *options(film, dice), "-g", str(group(film, dice)), "-f", "matroska", str(out)], check=True)

    return encode


def by_gstreamer(element: Callable[[Film, random.Random], str]) -> "Callable[[Film, Path, Path, random.Random], None]":
    def encode(film: Film, raw: Path, out: Path, dice: random.Random) -> None:
        pipeline = (
            f"filesrc location={raw} ! rawvideoparse format=i420 width={film.width} height={film.height} framerate={film.rate}/1 ! "
            f"{element(film, dice)} ! matroskamux ! filesink location={out}"
        )
        subprocess.run(["gst-launch-1.0", "-q", *pipeline.split()], check=True)

    return encode


MINI = """
const fs = require("fs"), HME = require(process.argv[2] + "/h264-mp4-encoder");
const [raw, out, width, height, rate, kbps, gop, quality] = process.argv.slice(3);
HME.createH264MP4Encoder().then(e => {
  e.width = +width; e.height = +height; e.frameRate = +rate; e.groupOfPictures = +gop; e.speed = 8;
  if (+kbps) e.kbps = +kbps; else e.quantizationParameter = +quality;
  e.initialize();
  const size = width * height * 3 / 2, picture = Buffer.alloc(size), file = fs.openSync(raw);
  while (fs.readSync(file, picture, 0, size, null) === size) e.addFrameYuv(picture);
  e.finalize();
  fs.writeFileSync(out, e.FS.readFile(e.outputFilename));
});
"""


def minih264(modules: Path) -> "Callable[[Film, Path, Path, random.Random], None]":
    def encode(film: Film, raw: Path, out: Path, dice: random.Random) -> None:
        script, between = out.with_suffix(".js"), out.with_suffix(".mp4")
        script.write_text(MINI)
        kbit = dice.choice([0, film.kbit * dice.uniform(1, 3)])
        told = [raw, between, film.width, film.height, film.rate, round(kbit), group(film, dice), dice.choice([28, 32, 36])]
        subprocess.run(["node", str(script), str(modules.absolute()), *map(str, told)], check=True)
        subprocess.run([*FFMPEG, "-i", str(between), "-c", "copy", "-f", "matroska", str(out)], check=True)
        script.unlink()
        between.unlink()

    return encode


def capped(film: Film, dice: random.Random) -> list[str]:
    most = film.kbit * dice.uniform(1.5, 5)
    return [*x264(dice), "-crf", str(dice.choice([22, 26, 30])), "-maxrate", f"{most:.0f}k", "-bufsize", f"{2 * most:.0f}k"]


def jpeg(film: Film, dice: random.Random) -> list[str]:
    small = ["-vf", "scale=1280:720"] if film.height > 720 else []
    return [*small, "-c:v", "mjpeg", "-q:v", str(dice.choice([8, 11, 15])), "-pix_fmt", "yuvj420p", "-huffman", "default"]


def encoders(modules: Path) -> "dict[str, Callable[[Film, Path, Path, random.Random], None]]":
    return {
        "x264 constant quality": by_ffmpeg(lambda film, dice: [*x264(dice), "-crf", str(dice.choice([22, 26, 30, 34]))]),
        "x264 capped quality": by_ffmpeg(capped),
        "x264 constant rate": by_ffmpeg(lambda film, dice: [*x264(dice), *held(film.kbit * dice.uniform(1, 4))]),
        "x265": by_ffmpeg(lambda film, dice: [
            *x265(dice, film), *dice.choice([["-crf", "24"], ["-crf", "28"], ["-crf", "32"], held(film.kbit * dice.uniform(0.7, 2))]),
        ]),
        "openh264": by_gstreamer(lambda film, dice: (
            f"openh264enc bitrate={film.kbit * dice.uniform(1, 4):.0f}000 gop-size={group(film, dice)} usage-type=camera "
            f"rate-control={dice.choice(['quality', 'bitrate'])} complexity={dice.choice(['low', 'medium'])} ! h264parse"
        )),
        "minih264": minih264(modules),
        "mjpeg": by_ffmpeg(jpeg),
        "libjpeg": by_gstreamer(lambda film, dice: (
            f"videoscale ! video/x-raw,width={min(film.width, 1280)},height={min(film.height, 720)} ! jpegenc quality={dice.choice([35, 50, 65])}"
        )),
    }


def shoot(number: int, folder: Path, modules: Path) -> None:
    """Draws film `number` and has it encoded by everybody: `FOLDER/NUMBER-ENCODER.mkv`. MJPEG encoders take turns."""
    told, raw = film(number), folder / f"{number}.yuv"
    room = scenes.Room(1000 + number, told.width, told.height)
    scenes.RATE = told.rate
    with raw.open("wb") as file:
        for picture in range(SECONDS * told.rate):
            moving, light = scenes.ACTS[told.act](picture / told.rate)
            file.write(room.frame(moving=moving, light=light))
    for name, encode in encoders(modules).items():
        if name == ("libjpeg" if number % 2 else "mjpeg"):
            continue
        out = folder / f"{number}-{name.replace(' ', '_')}.mkv"
        encode(told, raw, out, random.Random(f"{number} {name}"))
        print(f"film {number:2} {told.act:10} {told.width}x{told.height} {told.rate:2}/s {name:22} {out.stat().st_size * 8 / SECONDS / 1000:7.0f} kbit/s", flush=True)
    raw.unlink()


def screen(seed: int, seconds: float) -> "list[bytes]":
    """A shared screen: text that is scrolled now and then, pages that change."""
    dice = np.random.default_rng(seed)
    height, width = scenes.HEIGHT, scenes.WIDTH
    page = np.full((height * 4, width), 240, np.uint8)

    def write() -> None:
        page[:] = 240
        for top in range(8, height * 4 - 12, 14):
            left = 20
            while left < width - 60:
                wide = int(dice.integers(8, 50))
                page[top : top + 8, left : left + wide] = dice.choice([30, 200], size=(8, wide), p=[0.45, 0.55])
                left += wide + 6

    write()
    chroma = np.full((height // 2, width // 2), 128, np.uint8).tobytes() * 2
    at, toward, frames = 0, 0, []
    for number in range(int(seconds * 15)):
        if number % 15 == 0 and dice.random() < 0.25:
            toward = int(dice.integers(0, height * 3))
        if number % 15 == 0 and dice.random() < 0.06:
            write()
        at += int(np.sign(toward - at) * min(abs(toward - at), 24))
        frames.append(page[at : at + height].tobytes() + chroma)
    return frames


def shoot_call(number: int, folder: Path) -> None:
    """A head and a screen, as calls encode them: VP8 and x264 at a rate that the line allows, seldom a key picture."""
    dice = random.Random(number)
    form = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{scenes.WIDTH}x{scenes.HEIGHT}", "-r", "15", "-i", "-"]
    scenes.RATE = 15
    for kind in ("talking", "screen"):
        pictures = screen(number, SECONDS) if kind == "screen" else list(scenes.film(2000 + number, SECONDS, scenes.talking, 15))
        kbit = dice.choice([300, 500, 800, 1200])
        outs = [
            "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", f"{kbit}k", "-g", "600", f"{folder}/{kind}-{number}-libvpx.mkv",
            "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", *held(kbit), "-g", "600", f"{folder}/{kind}-{number}-libx264.mkv",
            "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", "-f", "mjpeg", f"{folder}/{kind}-{number}.mjpeg",
        ]
        subprocess.run([*FFMPEG[:3], "-loglevel", "error", *form, *outs], input=b"".join(pictures), check=True)


def shoot_sound(folder: Path) -> None:
    """Something that rises and falls like speech, by the encoders that cameras and calls have."""
    for seed in range(3):
        dice = random.Random(seed)
        tone = f"aevalsrc='0.4*sin(2*PI*{dice.randrange(120, 300)}*t+3*sin(5*t))*(0.5+0.5*sin({dice.uniform(2, 4):.1f}*t))*lt(mod(t,5),3)+0.01*random(0)':s=48000:d=60"
        for name, options in {
            "aac.m4a": ["-ar", "16000", "-ac", "1", "-c:a", "aac", "-b:a", "32k"],
            "alaw.wav": ["-ar", "8000", "-ac", "1", "-c:a", "pcm_alaw"],
            "opus.ogg": ["-ar", "48000", "-ac", "1", "-c:a", "libopus", "-b:a", "24k"],
            "opus60.ogg": ["-ar", "48000", "-ac", "1", "-c:a", "libopus", "-b:a", "32k", "-frame_duration", "60"],
            "pcm.wav": ["-ar", "48000", "-ac", "1"],
        }.items():
            subprocess.run([*FFMPEG, "-f", "lavfi", "-i", tone, *options, f"{folder}/sound{seed}-{name}"], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minih264", type=Path, required=True, help="the node_modules in which npm put h264-mp4-encoder")
    parser.add_argument("--films", type=int, default=FILMS)
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    shoot_sound(told.folder)
    with Pool(2) as pool:
        waiting = [
            pool.apply_async(shoot, (number, told.folder, told.minih264))
            for number in range(told.films) if not (told.folder / f"{number}-minih264.mkv").exists()
        ]
        waiting += [
            pool.apply_async(shoot_call, (number, told.folder))
            for number in range(CALLS) if not (told.folder / f"screen-{number}.mjpeg").exists()
        ]
        for each in waiting:
            each.get()


if __name__ == "__main__":
    main()
