"""Records flows of real programs between two namespaces: `python -m tests.flows.studio FOLDER [--quick]`.

Each session is one station's traffic for 40 seconds: a camera (a real encoder and a real sender) or something else
that people have at home. Eight stations stand beside each other at a time; what is kept of a packet is its time, its
length and its direction. About fifteen minutes on two cores.
"""

import argparse
import random
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.flows import scenes
from tests.lab.machine import Machine, Settings

SECONDS = 40
BESIDE = 7
WORLD = "10.77.255.1"
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


@dataclass
class Act:
    """What runs on the station and in the world for one session."""

    what: str
    by: str
    how: str
    station: list[list[str]]
    world: list[list[str]]
    late: float = 0.0
    """Seconds by which the station begins later, where it calls on the world."""
    seed: int = 0


def source(films: Path, act: str, dice: random.Random, *, scale: str | None = None, rate: int = 15) -> list[str]:
    film = films / f"{act}-{dice.randrange(2)}.yuv"
    chain = ["-vf", f"scale={scale}"] if scale else []
    return [
        *FFMPEG, "-re", "-stream_loop", "-1", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{scenes.WIDTH}x{scenes.HEIGHT}",
        "-r", str(rate), "-i", str(film), *chain,
    ]


def constant(kbit: int) -> list[str]:
    return ["-b:v", f"{kbit}k", "-maxrate", f"{kbit}k", "-bufsize", f"{kbit}k"]


ENCODERS = {
    "x264 constant quality": lambda d, g: ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-crf", str(d.choice([22, 26, 30])), "-g", str(g)],
    "x264 constant rate": lambda d, g: ["-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", *constant(d.choice([400, 800, 1500])), "-g", str(g)],
    "x265": lambda d, g: ["-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency", "-crf", str(d.choice([24, 28])), "-g", str(g), "-x265-params", "log-level=none:pools=1"],
    "mjpeg": lambda d, g: ["-c:v", "mjpeg", "-q:v", str(d.choice([5, 9, 14])), "-pix_fmt", "yuvj420p", "-huffman", "default"],
}
SCALES = [None, None, "480x272", "960x544"]


def camera(encoder: str, number: int, films: Path, station: str, dice: random.Random) -> Act:
    rate = dice.choice([10, 15, 20])
    group = rate * dice.choice([1, 2, 4])
    act = ["still", "visits", "busy", "night"][number % 4]
    port = str(6000 + dice.randrange(2000) * 2)
    if encoder == "openh264":
        kbit = dice.choice([400, 800, 1500])
        film = films / f"{act}-{dice.randrange(2)}.yuv"
        pipeline = (
            f"multifilesrc loop=true location={film} blocksize={scenes.WIDTH * scenes.HEIGHT * 3 // 2} ! "
            f"rawvideoparse format=i420 width={scenes.WIDTH} height={scenes.HEIGHT} framerate={rate}/1 ! identity sync=true ! "
            f"openh264enc bitrate={kbit}000 gop-size={group} complexity=low ! h264parse ! "
        )
        if number % 2:
            sink = f"rtph264pay config-interval=1 mtu=1400 ! udpsink host={WORLD} port={port}"
            world: list[list[str]] = []
        else:
            sink = f"mpegtsmux ! tcpclientsink host={WORLD} port={port}"
            world = [[*FFMPEG, "-listen", "1", "-i", f"tcp://0.0.0.0:{port}", "-c", "copy", "-f", "null", "-"]]
        return Act("camera", encoder, f"{act} {rate}/s {'RTP' if number % 2 else 'TCP'}", [["gst-launch-1.0", "-q", *(pipeline + sink).split()]], world, late=1.0)
    begin = source(films, act, dice, scale=dice.choice(SCALES), rate=rate) + ENCODERS[encoder](dice, group)
    way = ["rtp", "rtsp-tcp", "mpegts-tcp", "srt", "srtp"][number % 5]
    if encoder == "mjpeg" and way in {"mpegts-tcp", "srt"}:
        way = "http"
    world = []
    if way == "rtp":
        out = ["-f", "rtp", f"rtp://{WORLD}:{port}?pkt_size=1400"]
    elif way == "srtp":
        out = ["-f", "rtp", "-srtp_out_suite", "AES_CM_128_HMAC_SHA1_80", "-srtp_out_params", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5", f"srtp://{WORLD}:{port}?pkt_size=1300"]
    elif way == "rtsp-tcp":
        out = ["-f", "rtsp", "-rtsp_transport", "tcp", f"rtsp://{WORLD}:{port}/live"]
        world = [[*FFMPEG, "-rtsp_flags", "listen", "-i", f"rtsp://0.0.0.0:{port}/live", "-c", "copy", "-f", "null", "-"]]
    elif way == "mpegts-tcp":
        out = ["-f", "mpegts", f"tcp://{WORLD}:{port}"]
        world = [[*FFMPEG, "-listen", "1", "-i", f"tcp://0.0.0.0:{port}", "-c", "copy", "-f", "null", "-"]]
    elif way == "srt":
        out = ["-f", "mpegts", f"srt://{WORLD}:{port}?mode=caller&pkt_size=1316"]
        world = [[*FFMPEG, "-i", f"srt://0.0.0.0:{port}?mode=listener", "-c", "copy", "-f", "null", "-"]]
    else:
        out = ["-f", "mpjpeg", "-listen", "1", f"http://{station}:{port}/"]
        world = [["sh", "-c", f"exec curl -s --retry 30 --retry-delay 1 --retry-connrefused -o /dev/null http://{station}:{port}/"]]
        return Act("camera", encoder, f"{act} {rate}/s {way}", [begin + out], world)
    return Act("camera", encoder, f"{act} {rate}/s {way}", [begin + out], world, late=1.5)


def sound(dice: random.Random) -> list[str]:
    """Something that rises and falls like speech, as sound."""
    tone = f"aevalsrc='0.4*sin(2*PI*{dice.randrange(120, 300)}*t+3*sin(5*t))*(0.5+0.5*sin({dice.uniform(2, 4):.1f}*t))*lt(mod(t,5),3)':s=48000"
    return [*FFMPEG, "-re", "-f", "lavfi", "-i", tone, "-c:a", "libopus", "-b:a", "32k", "-frame_duration", "20"]


def other(app: str, number: int, films: Path, station: str, dice: random.Random) -> Act:  # noqa: C901, PLR0912
    port = 20000 + dice.randrange(4000) * 4
    web = f"http://{WORLD}:8080"
    play = [sys.executable, str(HERE / "world.py")]
    if app == "video call":
        codecs = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", f"{dice.choice([400, 800, 1200])}k", "-g", "300"]
        if number % 2:
            codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-b:v", f"{dice.choice([400, 800, 1200])}k", "-g", "300"]
        def side(to: str, first: int) -> list[list[str]]:
            return [
                [*source(films, "talking", dice, rate=dice.choice([15, 20])), *codecs, "-f", "rtp", f"rtp://{to}:{first}?pkt_size=1200"],
                [*sound(dice), "-f", "rtp", f"rtp://{to}:{first + 2}"],
            ]
        return Act("video call", "libx264" if number % 2 else "libvpx", "both ways", side(WORLD, port), side(station, port))
    if app == "uplink call":
        codec = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "800k", "-g", "300"]
        return Act(app, "libvpx", "one way", [[*source(films, "talking", dice, rate=15), *codec, "-f", "rtp", f"rtp://{WORLD}:{port}?pkt_size=1200"], [*sound(dice), "-f", "rtp", f"rtp://{WORLD}:{port + 2}"]], [[*sound(dice), "-f", "rtp", f"rtp://{station}:{port}"]])
    if app == "screen sharing":
        codec = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-g", "300"] if number % 2 else ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-crf", "24", "-g", "250"]
        return Act(app, "libvpx" if number % 2 else "libx264", "one way", [[*source(films, "screen", dice), *codec, "-f", "rtp", f"rtp://{WORLD}:{port}?pkt_size=1200"], [*sound(dice), "-f", "rtp", f"rtp://{WORLD}:{port + 2}"]], [[*sound(dice), "-f", "rtp", f"rtp://{station}:{port}"]])
    if app == "voice call":
        return Act(app, "opus", "both ways", [[*sound(dice), "-f", "rtp", f"rtp://{WORLD}:{port}"]], [[*sound(dice), "-f", "rtp", f"rtp://{station}:{port}"]])
    if app == "download":
        limit = dice.choice(["300k", "900k", "2500k"])
        get = ["curl", "-s", "-o", "/dev/null", "--limit-rate", limit, f"{web}/large"] if number % 2 else ["wget", "-q", "-O", "/dev/null", f"--limit-rate={limit}", f"{web}/large"]
        return Act(app, get[0], limit, [get], [])
    if app == "upload":
        limit = dice.choice(["80k", "150k", "400k", "1200k"])
        return Act(app, "curl", limit, [["curl", "-s", "-T", str(films / "web/large"), "--limit-rate", limit, f"{web}/up"]], [])
    if app == "shaped upload":
        # As behind a slow line: the sender is held by its acknowledgements, not by itself.
        rate = ["400kbit", "800kbit", "1500kbit", "3mbit", "5mbit", "8mbit"][number % 6]
        shape = f"tc qdisc add dev eth0 root tbf rate {rate} burst 6k latency 60ms"
        send = f"curl -s -T {films}/web/large {web}/up" if number < 6 else f"while :; do curl -s -T {films}/web/photo$((RANDOM%12)) {web}/up; sleep 0.3; done"
        return Act(app, "curl", rate, [["sh", "-c", f"{shape}; {send}"]], [])
    if app == "backup":
        pause = dice.choice([0.05, 0.5, 2.0])
        script = f"for n in $(seq 400); do curl -s -T {films}/web/photo$((n%12)) --limit-rate {dice.choice(['500k', '2M'])} {web}/up; sleep {pause}; done"
        return Act(app, "curl", f"photos, {pause} s apart", [["sh", "-c", script]], [])
    if app == "television":
        what = "hls/list.m3u8" if number % 2 else "movie.mp4"
        return Act(app, "HLS" if number % 2 else "progressive", "", [[*FFMPEG, "-re", "-i", f"{web}/{what}", "-f", "null", "-"]], [])
    if app == "music":
        return Act(app, "mp3", "", [[*FFMPEG, "-re", "-i", f"{web}/music.mp3", "-f", "null", "-"]], [])
    if app == "web":
        script = f"for n in $(seq 99); do wget -q -p -P /tmp/none --delete-after {web}/page{dice.randrange(4)}.html; sleep $(awk 'BEGIN{{srand('$$'+'$n'); print 0.5+6*rand()}}'); done"
        return Act(app, "wget", "", [["sh", "-c", script]], [])
    if app == "game":
        up, down = dice.choice([20, 30, 60]), dice.choice([20, 30, 64])
        return Act(app, "datagrams", f"{up}/s up {down}/s down", [[*play, "play", WORLD, str(port), str(up), "40", "110", str(number)]], [[*play, "play", station, str(port), str(down), "80", "400", str(number)]])
    if app == "idle things":
        if number % 2:
            publish = f"while :; do mosquitto_pub -h {WORLD} -t a/b -m $(head -c {dice.randrange(40, 400)} /dev/zero | tr '\\0' x); sleep {dice.choice([1, 3, 8])}; done"
            return Act(app, "mosquitto", "", [["sh", "-c", publish], ["mosquitto_sub", "-h", WORLD, "-t", "#", "-k", "10"]], [])
        return Act(app, "heartbeat", "doorbell or vacuum at rest", [[*play, "beat", WORLD, "8090", str(dice.choice([0.5, 2, 10])), str(number)]], [])
    raise ValueError(app)


APPS = ("video call", "uplink call", "screen sharing", "voice call", "download", "upload", "shaped upload", "backup", "television", "music", "web", "game", "idle things")


def screen(seed: int, seconds: float) -> "list[bytes]":
    """A shared screen: text that is scrolled now and then, pages that change."""
    import numpy as np

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
    for number in range(int(seconds * scenes.RATE)):
        if number % scenes.RATE == 0 and dice.random() < 0.25:
            toward = int(dice.integers(0, height * 3))
        if number % scenes.RATE == 0 and dice.random() < 0.06:
            write()
        at += int(np.sign(toward - at) * min(abs(toward - at), 24))
        frames.append(page[at : at + height].tobytes() + chroma)
    return frames


def shoot(films: Path) -> None:
    """The films and files that the sessions send."""
    films.mkdir(parents=True, exist_ok=True)
    for name, acts in scenes.ACTS.items():
        for seed in range(2):
            with (films / f"{name}-{seed}.yuv").open("wb") as file:
                for frame in scenes.film(seed * 100 + len(name), 40, acts):
                    file.write(frame)
    for seed in range(2):
        (films / f"screen-{seed}.yuv").write_bytes(b"".join(screen(seed, 40)))
    web = films / "web"
    (web / "hls").mkdir(parents=True, exist_ok=True)
    dice = random.Random(1)
    (web / "large").write_bytes(dice.randbytes(150_000_000))
    for number in range(12):
        (web / f"photo{number}").write_bytes(dice.randbytes(dice.randrange(200_000, 3_000_000)))
    for number in range(4):
        parts = [f"part{number}-{part}.png" for part in range(dice.randrange(4, 25))]
        for part in parts:
            (web / part).write_bytes(dice.randbytes(int(min(2e6, dice.lognormvariate(10, 1.3)))))
        (web / f"page{number}.html").write_text("<html>" + "".join(f'<img src="{part}">' for part in parts) + "x" * dice.randrange(40_000))
    busy = ["-stream_loop", "2", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{scenes.WIDTH}x{scenes.HEIGHT}", "-r", "15", "-i", str(films / "busy-0.yuv"), "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run([*FFMPEG, "-y", *busy, "-b:v", "2500k", "-movflags", "faststart", str(web / "movie.mp4")], check=True)
    subprocess.run([*FFMPEG, "-y", *busy, "-b:v", "3500k", "-hls_time", "6", "-hls_list_size", "0", str(web / "hls/list.m3u8")], check=True)
    subprocess.run([*FFMPEG, "-y", "-f", "lavfi", "-i", "anoisesrc=d=120:c=pink", "-b:a", "192k", str(web / "music.mp3")], check=True)


def plan(quick: bool) -> "list[tuple[str, str, int]]":
    wanted = [("camera", encoder, number) for number in range(2 if quick else 10) for encoder in (*ENCODERS, "openh264")]
    wanted += [("other", app, number) for app in APPS for number in range(1 if quick else 12 if app == "shaped upload" else 6)]
    random.Random(7).shuffle(wanted)
    return wanted


def record(folder: Path, quick: bool, only: "frozenset[str]" = frozenset()) -> None:
    films = folder / "films"
    if not (films / "web/music.mp3").exists():
        shoot(films)
    wanted = [each for each in plan(quick) if not only or each[1] in only]
    with (folder / "sessions.jsonl").open("ab") as kept:
        for first in range(0, len(wanted), BESIDE):
            for session in together(wanted[first : first + BESIDE], films, first):
                kept.write(msgspec.json.encode(session) + b"\n")
                kept.flush()
                print(f"{session.what:15} {session.by:22} {session.how:28} {len(session.packets):7} packets", flush=True)


def together(wanted: "list[tuple[str, str, int]]", films: Path, seed: int) -> "list[Session]":
    """One wave of sessions beside each other, each station in a namespace of its own."""
    world = Machine("world")
    stations = [Machine(f"station{place}") for place in range(len(wanted))]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as home:
        try:
            for machine in (world, *stations):
                machine.await_birth()
            world.do(["ip", "link", "add", "eth0", "type", "bridge", "mcast_snooping", "0"])
            for place, machine in enumerate(stations):
                world.do(["ip", "link", "add", f"p{place}", "type", "veth", "peer", "name", "eth0", "netns", str(machine.pid)])
                world.do(["ip", "link", "set", f"p{place}", "master", "eth0", "up"])
                machine.settle(Settings(home=home, lifetime=300, addresses=[f"10.77.0.{place + 1}/16"], quiet6=True, empty=()))
            world.settle(Settings(home=home, lifetime=300, addresses=[f"{WORLD}/16"], quiet6=True, empty=()))
            for machine in (world, *stations):
                machine.await_ready()
                machine.do(["ethtool", "-K", "eth0", "tso", "off", "gso", "off", "gro", "off"])
            world.popen([sys.executable, str(HERE / "world.py"), "web", "8080", str(films / "web")], **quiet)
            world.popen([sys.executable, str(HERE / "world.py"), "listen", "8090"], **quiet)
            (Path(home) / "mosquitto.conf").write_text("listener 1883 0.0.0.0\nallow_anonymous true\n")
            world.popen(["mosquitto", "-c", f"{home}/mosquitto.conf"], **quiet)
            acts = []
            for place, (kind, by, number) in enumerate(wanted):
                dice = random.Random(seed * 1000 + place)
                act = (camera if kind == "camera" else other)(by, number, films, f"10.77.0.{place + 1}", dice)
                act.seed = seed * 1000 + place
                acts.append(act)
            capture = Path(home) / "wave.pcap"
            taking = world.popen(["tcpdump", "-i", "eth0", "-n", "-s", "40", "-B", "65536", "-Z", "root", "-w", str(capture), "ip"], **quiet)
            time.sleep(0.6)
            for act in acts:
                for command in act.world:
                    world.popen(command, **quiet)
            time.sleep(1.5)
            for machine, act in zip(stations, acts, strict=True):
                for command in act.station:
                    machine.popen(command, **quiet)
            time.sleep(SECONDS)
            taking.terminate()
            taking.wait()
            packets = split(capture)
            return [
                Session(act.what, act.by, act.how, act.seed, tuple(packets.get(place + 1, ())))
                for place, act in enumerate(acts)
            ]
        finally:
            for machine in (*stations, world):
                machine.end()


def split(capture: Path) -> "dict[int, list[tuple[int, int, bool]]]":
    """The packets of each station by the last number of its address."""
    found: dict[int, list[tuple[int, int, bool]]] = {}
    data = capture.read_bytes()
    at, first = 24, None
    while at + 16 <= len(data):
        seconds, micro, kept, _ = struct.unpack_from("<4I", data, at)
        frame = data[at + 16 : at + 16 + kept]
        at += 16 + kept
        if len(frame) < 34 or frame[12:14] != b"\x08\x00":
            continue
        when = seconds * 1_000_000 + micro
        first = when if first is None else first
        size = frame[16] << 8 | frame[17]
        source, target = frame[26:30], frame[30:34]
        if source[:3] == b"\x0a\x4d\x00":
            found.setdefault(source[3], []).append((when - first, size, True))
        elif target[:3] == b"\x0a\x4d\x00":
            found.setdefault(target[3], []).append((when - first, size, False))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", help="encoders or applications, with commas between them")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    record(told.folder, told.quick, frozenset(filter(None, told.only.split(","))))
