"""Records flows of real programs between two namespaces: `python -m tests.flows.studio FOLDER --pictures FOLDER --rtc PYTHON`.

Each session is one station's traffic for 38 seconds: a camera (`lenses.py`; what it sends was encoded before by
`python -m tests.flows.pictures`) or something else that people have at home (`household.py`, `calls.py`). Many stations
stand beside each other; what is kept of a packet is its time, its length and its direction. A folder that was begun
is gone on with. About 35 minutes on two
cores that do nothing else.

Wants of Debian: ffmpeg gstreamer1.0-{tools,plugins-base,plugins-good,plugins-bad} gir1.2-gst-rtsp-server-1.0 python3-gi
tcpdump ethtool iproute2 mosquitto mosquitto-clients curl wget aria2 rclone restic rsync openssh-server openssh-client
iperf3 chromium tigervnc-standalone-server tigervnc-viewer xvfb xterm xdotool bind9-dnsutils dnsmasq-base openssl; and a
Python of its own with PyPI's aiortc and kcp.py.
"""

import argparse
import os
import random
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import msgspec

from tests.flows.calls import CALLS
from tests.flows.household import OTHERS
from tests.flows.lenses import ENCODERS, camera
from tests.flows.pictures import FILMS
from tests.flows.session import FFMPEG, HERE, WORLD, Session, Stage
from tests.lab.machine import Machine, Settings

SECONDS = 38
BESIDE = 18
HEAVY = 2
"""Browsers and desktops that run at a time."""
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
VISIT = """
<script>
const dice = n => Math.floor(Math.random() * n);
setTimeout(() => location = "/page" + dice(40) + ".html", 1500 + dice(8000));
if (dice(2)) setInterval(() => fetch("/up", {method: "POST", body: "x".repeat(100 + dice(3000))}), 500 + dice(2500));
if (dice(2)) setInterval(() => document.body.append(Object.assign(new Image(), {src: "/part" + dice(40) + "-" + dice(4) + ".png?" + dice(1e6)})), 300 + dice(2000));
</script>
"""
CALL = """
<body><script>
const told = new URLSearchParams(location.search), role = told.get("role"), room = "/note/" + told.get("room") + "-", sends = told.get("sends");
const link = new RTCPeerConnection();
const keep = (name, value) => fetch(room + name, {method: "PUT", body: JSON.stringify(value)});
async function find(name) {
  for (;;) {
    const found = await fetch(room + name);
    if (found.status === 200) return found.json();
    await new Promise(done => setTimeout(done, 300));
  }
}
function screen() {
  const canvas = Object.assign(document.createElement("canvas"), {width: 1280, height: 720}), pen = canvas.getContext("2d");
  document.body.append(canvas);
  let at = 0, lines = [];
  const write = () => { lines = Array.from({length: 200}, () => Array.from({length: 18}, () => Math.random().toString(36).slice(2, 4 + Math.random() * 8)).join(" ")); };
  write();
  setInterval(() => { if (Math.random() < 0.1) write(); }, 1000);
  setInterval(() => {
    if (Math.random() < 0.3) at = (at + 1) % 150;
    pen.fillStyle = "white"; pen.fillRect(0, 0, 1280, 720); pen.fillStyle = "black"; pen.font = "14px monospace";
    lines.slice(at, at + 40).forEach((line, row) => pen.fillText(line, 10, 18 * row + 16));
  }, 100);
  const [track] = canvas.captureStream(15).getVideoTracks();
  track.contentHint = "detail";
  return track;
}
link.ontrack = event => {
  const shown = Object.assign(document.createElement(event.track.kind), {autoplay: true, muted: true});
  shown.srcObject = event.streams[0] || new MediaStream([event.track]);
  document.body.append(shown);
};
const whole = () => new Promise(done => { if (link.iceGatheringState === "complete") done(); else link.onicegatheringstatechange = () => link.iceGatheringState === "complete" && done(); });
(async () => {
  const own = await navigator.mediaDevices.getUserMedia({audio: true, video: sends === "both" && {width: 640, height: 360}});
  for (const track of own.getTracks()) link.addTrack(track, own);
  if (sends === "screen") link.addTrack(screen(), own);
  if (role === "offer") {
    await link.setLocalDescription(await link.createOffer());
    await whole();
    await keep("offer", link.localDescription);
    await link.setRemoteDescription(await find("answer"));
  } else {
    await link.setRemoteDescription(await find("offer"));
    await link.setLocalDescription(await link.createAnswer());
    await whole();
    await keep("answer", link.localDescription);
  }
})();
</script></body>
"""


def furnish(web: Path, pictures: Path) -> None:
    """The files that the sessions send and get."""
    web.mkdir(parents=True, exist_ok=True)
    dice = random.Random(1)
    (web / "large").write_bytes(dice.randbytes(80_000_000))
    (web / "medium").write_bytes(dice.randbytes(30_000_000))
    for number in range(12):
        (web / f"photo{number}").write_bytes(dice.randbytes(dice.randrange(200_000, 3_000_000)))
    for number in range(40):
        parts = [f"part{number}-{part}.png" for part in range(dice.randrange(4, 25))]
        for part in parts:
            (web / part).write_bytes(dice.randbytes(int(min(1.5e6, dice.lognormvariate(10, 1.3)))))
        (web / f"page{number}.html").write_text("<body>" + "".join(f'<img src="{part}">' for part in parts) + "x" * dice.randrange(40_000) + VISIT)
    (web / "call.html").write_text(CALL)
    (web / "film.html").write_text('<video src="movie.mp4" autoplay muted loop></video>')
    scene = [*FFMPEG, "-y", "-stream_loop", "-1", "-t", "120", "-i", str(pictures / "talking-0.mjpeg"), "-pix_fmt", "yuv420p"]
    movie = ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2500k"]
    subprocess.run([*scene, *movie, "-movflags", "faststart", str(web / "movie.mp4")], check=True)
    for name, seconds in (("hls", 6), ("hls2", 2)):
        (web / name).mkdir(exist_ok=True)
        subprocess.run([*FFMPEG, "-y", "-i", str(web / "movie.mp4"), "-c", "copy", "-hls_time", str(seconds), "-hls_list_size", "0", str(web / name / "list.m3u8")], check=True)
    for name, options in {"mp3": ["-b:a", "192k"], "ogg": ["-c:a", "libopus", "-b:a", "128k"], "flac": []}.items():
        subprocess.run([*FFMPEG, "-y", "-f", "lavfi", "-i", "anoisesrc=d=120:c=pink:a=0.2", *options, str(web / f"music.{name}")], check=True)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(web / "key.pem"), "-out", str(web / "crt.pem"), "-days", "30", "-subj", "/CN=world"], check=True, capture_output=True)
    (web / "cert.pem").write_text((web / "key.pem").read_text() + (web / "crt.pem").read_text())


def wish(only: "frozenset[str]", most: int, after: int) -> "list[tuple[str, int]]":
    """All sessions by their kind and number, shuffled, with at most `HEAVY` heavy ones beside each other."""
    wanted = [(encoder, number) for number in range(FILMS) for encoder in ENCODERS]
    wanted += [(what, number) for what, (_, count) in (OTHERS | CALLS).items() for number in range(count)]
    wanted = [each for each in wanted if (not only or each[0] in only) and each[1] < most]
    if after:
        wanted = [(what, after + number) for what, number in wanted if what not in ENCODERS]
    dice = random.Random(7)
    dice.shuffle(wanted)
    heavy = [each for each in wanted if is_heavy(*each)]
    light = [each for each in wanted if not is_heavy(*each)]
    waves = -(-len(wanted) // BESIDE)
    planned: list[tuple[str, int]] = []
    for _ in range(max(waves, -(-len(heavy) // HEAVY))):
        now, heavy = heavy[:HEAVY], heavy[HEAVY:]
        room = BESIDE - len(now)
        planned += [*now, *light[:room]]
        light = light[room:]
    return planned


def is_heavy(what: str, number: int) -> bool:
    """Whether a browser or a desktop runs."""
    return {
        "web": number % 4 != 3, "television": number % 4 == 3, "remote desktop": number % 3 != 2,
        "video call": number % 4 < 2, "screen sharing": number % 4 < 2, "uplink call": number % 3 == 0,
    }.get(what, False)


def is_ready(what: str, number: int, pictures: Path) -> bool:
    """Whether what a camera shall send has been encoded."""
    made = [pictures / f"{number}-{name}.mkv" for name in (["mjpeg", "libjpeg"] if what == "mjpeg" else [what.replace(" ", "_")])]
    return what not in ENCODERS or any(file.exists() for file in made)


def record(told: argparse.Namespace) -> None:
    folder: Path = told.folder
    if not (folder / "web/cert.pem").exists():
        furnish(folder / "web", told.pictures)
    done = folder / "done"
    before = set(done.read_text().splitlines()) if done.exists() else set()
    wanted = [
        each for each in wish(frozenset(filter(None, told.only.split(","))), told.most, told.after)
        if f"{each[0]} {each[1]}" not in before and is_ready(*each, told.pictures)
    ]
    print(f"{len(wanted)} sessions", flush=True)
    with (folder / "sessions.jsonl").open("ab") as kept, done.open("a") as noted:
        for first in range(0, len(wanted), BESIDE):
            print(f"load {os.getloadavg()[0]:.1f} before session {first}", flush=True)
            wave = wanted[first : first + BESIDE]
            for session in together(wave, told, len(before) + first):
                kept.write(msgspec.json.encode(session) + b"\n")
                kept.flush()
                up = sum(packet[2] for packet in session.packets)
                print(f"{session.what:15} {session.by:22} {session.how:40} {len(session.packets):7} packets, {up} up", flush=True)
            noted.writelines(f"{what} {number}\n" for what, number in wave)
            noted.flush()


def together(wanted: "list[tuple[str, int]]", told: argparse.Namespace, first: int) -> "list[Session]":
    """One wave of sessions beside each other, each station in a namespace of its own."""
    world = Machine("world")
    stations = [Machine(f"station{place}") for place in range(len(wanted))]
    home = Path(tempfile.mkdtemp(dir=told.folder))
    taking = None
    try:
        join(world, stations, str(home))
        serve(world, home, told.folder / "web")
        acts = []
        for place, (kind, number) in enumerate(wanted):
            seed = first + place
            own = home / f"s{seed}"
            own.mkdir()
            stage = Stage(f"10.77.0.{place + 1}", 20000 + 16 * place, told.pictures.absolute(), (told.folder / "web").absolute(), own.absolute(), told.rtc, random.Random(f"{kind} {number}"), number, seed)
            acts.append(camera(kind, stage) if kind in ENCODERS else (OTHERS | CALLS)[kind][0](stage))
        capture = home / "wave.pcap"
        taking = subprocess.Popen(world.inside(["tcpdump", "-i", "eth0", "-n", "-s", "40", "-B", "65536", "-Z", "root", "-w", str(capture), "ip"]), **QUIET)
        for act in acts:
            for command in act.world:
                begin(world, command)
        time.sleep(1.5)
        for machine, act in zip(stations, acts, strict=True):
            for command in act.station:
                begin(machine, command)
        time.sleep(SECONDS)
        taking.terminate()
        taking.wait()
        packets = split(capture)
        return [
            Session(act.what, act.by, act.how, first + place, tuple(packets.get(place + 1, ())), told.take, wanted[place][1])
            for place, act in enumerate(acts)
        ]
    finally:
        for machine in (*stations, world):
            machine.end()
        if taking is not None and taking.poll() is None:
            taking.kill()
        shutil.rmtree(home, ignore_errors=True)


def begin(machine: Machine, command: list[str]) -> None:
    """Starts a command that ends with the machine: in its namespace of processes too."""
    rooms = ["--net", "--mount", "--uts", "--ipc", f"--pid=/proc/{machine.pid}/ns/pid_for_children"]
    subprocess.Popen(["nsenter", "--target", str(machine.pid), *rooms, "--", *command], start_new_session=True, **QUIET)


def join(world: Machine, stations: "list[Machine]", home: str) -> None:
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


def serve(world: Machine, home: Path, web: Path) -> None:
    """What the world offers to all stations."""
    own = ["/usr/bin/python3", str(HERE / "world.py")]
    begin(world, [*own, "web", "8080", str(web.absolute())])
    begin(world, [*own, "listen", "8090"])
    (home / "mosquitto.conf").write_text("listener 1883 0.0.0.0\nallow_anonymous true\n")
    begin(world, ["mosquitto", "-c", f"{home}/mosquitto.conf"])
    (home / "dav").mkdir()
    begin(world, ["rclone", "serve", "webdav", str(home / "dav"), "--addr", ":8085", "--config", "/dev/null"])
    begin(world, ["dnsmasq", "-k", "-C", "/dev/null", "-R", "-h", "--address=/#/10.77.1.1", "--pid-file"])
    for name in ("key", "hostkey"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)
    (home / "sshd.conf").write_text(
        f"HostKey {home}/hostkey\nAuthorizedKeysFile {home}/key.pub\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
        "MaxStartups 100\nPrintMotd no\nSubsystem sftp internal-sftp\nPidFile none\n"
    )
    begin(world, ["/usr/sbin/sshd", "-D", "-f", f"{home}/sshd.conf"])


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--rtc", required=True, help="a Python that has aiortc and kcp.py")
    parser.add_argument("--only", default="", help="encoders and kinds of sessions, with commas between them")
    parser.add_argument("--most", type=int, default=1000, help="sessions of each kind")
    parser.add_argument("--after", type=int, default=0, help="number them from here on, which draws other parameters; no cameras")
    parser.add_argument("--take", type=int, default=1, help="the recording that these are of")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    told.folder = told.folder.absolute()
    record(told)


if __name__ == "__main__":
    main()
