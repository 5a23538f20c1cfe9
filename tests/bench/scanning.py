"""A whole scan beside the peers' own programs, in one lab, on the same hosts and ports."""

import json
import shutil
import tempfile
import time
from pathlib import Path

from roomcheck.probes.ports import CAMERA_PORTS
from tests.lab.lab import Lab
from tests.lab.labs import LABS

PEERS_LIMIT = 400


def timed(lab: Lab, command: list[str]) -> tuple[float, str]:
    started = time.perf_counter()
    process = lab.guest.popen(command, stdout=-1, stderr=-2)
    out, _ = process.communicate(timeout=PEERS_LIMIT)
    return time.perf_counter() - started, out.decode(errors="replace")


def measure(name: str = "spine") -> None:
    """Seconds of roomcheck, arp-scan and nmap on the same hosts, and what each names."""
    with Lab(LABS[name]()) as lab, tempfile.TemporaryDirectory() as folder:
        cameras = {place.me.mac for place in lab.places.values() if "camera" in place.truth.verdicts}
        print(f"  {lab.plan.title}: {len(lab.places)} devices, {len(cameras)} cameras, seed {lab.seed}")
        seconds, _ = timed(lab, ["roomcheck", "scan", "--yes", "--json", "--output", f"{folder}/check"])
        found = json.loads(Path(f"{folder}/check/findings.json").read_text())
        right = sum(each["addresses"]["mac"] in cameras and each["verdict"] == "camera" for each in found["devices"])
        wrong = sum(each["addresses"]["mac"] not in cameras and each["verdict"] == "camera" for each in found["devices"])
        print(f"  roomcheck scan          {seconds:7.1f} s  {right} of {len(cameras)} cameras, {wrong} false")
        if shutil.which("arp-scan"):
            peer, out = timed(lab, ["arp-scan", "-I", "eth0", "--localnet"])
            print(f"  arp-scan                {peer:7.1f} s  {out.count(chr(9)) // 2} hosts, no cameras named")
        if shutil.which("nmap"):
            ports = ",".join(str(port) for port in CAMERA_PORTS)
            hosts = " ".join(place.me.ip for place in lab.places.values())
            peer, out = timed(lab, ["nmap", "-n", "-sV", "-p", ports, *hosts.split()])
            said = sum("amera" in part or "webcam" in part for part in out.split("Nmap scan report for")[1:])
            print(f"  nmap -sV, same ports    {peer:7.1f} s  {said} hosts with a camera named ({peer / seconds:.1f} times roomcheck's)")
