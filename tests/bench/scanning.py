"""A whole scan beside the peers' own programs, in one lab, on the same hosts and ports."""

import json
import os
import re
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from roomcheck.match import library
from roomcheck.probes.ports import CAMERA_PORTS
from tests.bench.timeline import Timeline, timeline
from tests.lab.lab import Lab
from tests.lab.labs import LABS

PEERS_LIMIT = 600
NOBODY = 65_534
CACHE = Path(tempfile.gettempdir()) / "roomcheck-bench"
"""Where the parsed signatures lie ready, for whomever a scan runs as."""
SCRIPTS = "rtsp-methods,http-title,http-headers,http-auth,http-server-header,ssl-cert,upnp-info,wsdd-discover,dns-service-discovery"
FOUND = ("camera", "suspect")
BROADCASTS = "broadcast-wsdd-discover,broadcast-upnp-info,broadcast-dns-service-discovery"
SAYS_CAMERA = re.compile(
    r"camera|webcam|ipcam|\bcam\b|hikvision|dahua|onvif|NetworkVideoTransmitter|surveillance|\bdvr\b|\bnvr\b|doorbell", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One scan of roomcheck's."""

    seconds: float
    first_packet: float
    times: Timeline
    right: int
    """Cameras that were found, as `camera` or `suspect`."""
    named: int
    """Those of them that are `camera`."""
    wrong: int
    """Innocent devices that were called either."""
    missed: tuple[str, ...]


def cameras(lab: Lab) -> dict[str, str]:
    """Addresses and names of what watches and can be told by what it answers."""
    return {place.me.ip: place.name for place in lab.places.values() if place.truth.watches and "unresolved" not in place.truth.verdicts}


def innocents(lab: Lab) -> set[str]:
    return {place.me.ip for place in lab.places.values() if not place.truth.watches}


def scanned(lab: Lab, *more: str, user: int | None = None) -> Run:
    """One run of `roomcheck scan`, held against the truth."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        output = Path(folder) / "check"
        lab.guest.machine.do(["ip", "neigh", "flush", "all"])
        started = time.time()
        process = lab.guest.popen(
            ["roomcheck", "scan", "--yes", "--json", "--output", str(output), *more], user=user,
            env={"XDG_CACHE_HOME": str(CACHE)}, stdout=-3, stderr=-1,
        )
        _, said = process.communicate(timeout=PEERS_LIMIT)
        seconds = time.time() - started
        if not (output / "findings.json").exists():
            raise RuntimeError((said or b"").decode(errors="replace"))
        found = json.loads((output / "findings.json").read_text())
        verdicts = {ip: device["verdict"] for device in found["devices"] for ip in device["addresses"]["ipv4"]}
        sent = next((frame.at for frame in lab.wiretap.frames(since=started)), float("inf"))
        wanted = frozenset(place.me.ip for place in lab.places.values() if place.truth.found)
        real, innocent = cameras(lab), innocents(lab)
        return Run(
            seconds=seconds, first_packet=sent - started,
            times=timeline(output / "recording.jsonl", library.load(), started=started, wanted=wanted),
            right=sum(verdicts.get(ip) in FOUND for ip in real), named=sum(verdicts.get(ip) == "camera" for ip in real),
            wrong=sum(verdicts.get(ip) in FOUND for ip in innocent),
            missed=tuple(name for ip, name in real.items() if verdicts.get(ip) not in FOUND),
        )


def line(title: str, run: Run, total: int) -> str:
    times = run.times
    return (
        f"  {title:34} {run.seconds:7.2f} s  {run.right:2} of {total} cameras ({run.named} by their own word), {run.wrong} false; first packet {run.first_packet:.2f}, "
        f"hosts {times.hosts:.2f}, first camera {times.first_camera:.2f}, verdicts final {times.final:.2f}, recording closed {times.end:.2f}"
        + (f"; missed {', '.join(run.missed)}" if run.missed else "")
    )


def timed(lab: Lab, command: list[str]) -> tuple[float, str]:
    started = time.perf_counter()
    process = lab.guest.popen(command, stdout=-1, stderr=-2)
    out, _ = process.communicate(timeout=PEERS_LIMIT)
    return time.perf_counter() - started, out.decode(errors="replace")


def named(lab: Lab, out: str) -> tuple[int, int]:
    """Cameras and innocent devices of which nmap's output says that they are cameras."""
    before, *reports = out.split("Nmap scan report for ")
    said = {part.split()[0] for part in reports if SAYS_CAMERA.search(part)}
    # Scripts that ask everybody answer before the hosts: an address, or a page at one, and what it said below it.
    known = {place.me.ip for place in lab.places.values()}
    speaker = ""
    for text in before.splitlines():
        speaker = next((ip for ip in re.findall(r"\d+\.\d+\.\d+\.\d+", text) if ip in known), speaker)
        if speaker and SAYS_CAMERA.search(text):
            said.add(speaker)
    return len(said & set(cameras(lab))), len(said & innocents(lab))


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def warm() -> None:
    """Bytecode and the parsed signatures, as they are after the first start."""
    import compileall

    compileall.compile_dir("roomcheck", quiet=2)
    (CACHE / "roomcheck").mkdir(parents=True, exist_ok=True)
    library.load(cache=CACHE / "roomcheck")
    for path in (CACHE, *CACHE.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def measure(name: str = "speed", *, seed: int | None = None) -> None:
    """Seconds of roomcheck, arp-scan and nmap on the same hosts, and what each names."""
    warm()
    with Lab(LABS[name](), seed=seed) as lab:
        total = len(cameras(lab))
        print(f"  {lab.plan.title}: {len(lab.places)} devices, {total} cameras that answer, seed {lab.seed}, {load()}")
        privileged = scanned(lab)
        print(line("roomcheck scan", privileged, total), flush=True)
        print(line("roomcheck scan --pace 150", scanned(lab, "--pace", "150"), total), flush=True)
        plain = scanned(lab, user=NOBODY)
        print(line("roomcheck scan, no privilege", plain, total), flush=True)
        print(f"  without privilege {plain.seconds / privileged.seconds:.2f} times the time; {load()}")
        ports = ",".join(str(port) for port in CAMERA_PORTS)
        hosts = [place.me.ip for place in lab.places.values()]
        if shutil.which("arp-scan"):
            peer, out = timed(lab, ["arp-scan", "-I", "eth0", "--localnet"])
            print(f"  {'arp-scan --localnet':34} {peer:7.2f} s  {out.count(chr(9)) // 2} hosts, no cameras named", flush=True)
        if shutil.which("nmap"):
            for title, command in {
                f"nmap -sS, {len(CAMERA_PORTS)} camera ports": ["nmap", "-n", "-sS", "-p", ports, str(lab.subnet)],
                "nmap, broadcast scripts": ["nmap", "--script", BROADCASTS, "-e", "eth0"],
                "nmap, camera scripts": ["nmap", "-n", "-sS", "-p", ports, "--script", SCRIPTS, *hosts],
                "nmap -sV, camera scripts": ["nmap", "-n", "-sV", "-p", ports, "--script", SCRIPTS, *hosts],
            }.items():
                peer, out = timed(lab, command)
                right, wrong = named(lab, out)
                print(f"  {title:34} {peer:7.2f} s  {right:2} of {total} cameras named, {wrong} false ({peer / privileged.seconds:.1f} times roomcheck's)", flush=True)
        print(f"  {load()}")


def repeat(runs: int = 20, name: str = "speed") -> None:
    """How often every camera that answers anything is found: one lab, many runs."""
    warm()
    with Lab(LABS[name]()) as lab:
        total = len(cameras(lab))
        print(f"  {lab.plan.title}: {total} cameras that answer, seed {lab.seed}, {load()}")
        done = []
        for number in range(1, runs + 1):
            run = scanned(lab)
            done.append(run)
            print(f"  {number:2} " + line("", run, total).strip() + f"; {load()}", flush=True)
        whole = sum(run.right == total and not run.wrong for run in done)
        print(f"  every camera and none false in {whole} of {runs} runs; medians: {statistics.median(run.seconds for run in done):.2f} s in all, first packet "
              f"{statistics.median(run.first_packet for run in done):.2f}, hosts {statistics.median(run.times.hosts for run in done):.2f}, first camera "
              f"{statistics.median(run.times.first_camera for run in done):.2f}, final {statistics.median(run.times.final for run in done):.2f}")


def sweep() -> None:
    """Who is there: a /24 and a /20, roomcheck's sweep beside arp-scan's."""
    warm()
    for name in ("speed", "big"):
        with Lab(LABS[name]()) as lab:
            run = scanned(lab, "--large")
            print(f"  {lab.subnet}: roomcheck knows all {len(lab.places)} hosts {run.times.hosts - run.first_packet:.2f} s after its first packet, "
                  f"{run.times.hosts:.2f} s after the command; {load()}", flush=True)
            plain = scanned(lab, "--large", user=NOBODY)
            print(f"  {lab.subnet}: without privilege {plain.times.hosts - plain.first_packet:.2f} s, {plain.times.hosts:.2f} s after the command; {load()}", flush=True)
            if shutil.which("arp-scan"):
                peer, out = timed(lab, ["arp-scan", "-I", "eth0", "--localnet"])
                print(f"  {lab.subnet}: arp-scan {peer:.2f} s, {len(re.findall(r'(?m)^[0-9.]+', out))} hosts", flush=True)
