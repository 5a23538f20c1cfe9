"""Runs `roomcheck scan` in a lab and holds its result against the truth."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.lab.lab import Lab, Place

WATCHING = frozenset({"camera", "recorder", "doorbell", "baby monitor"})


def entries(recording: Path, kind: str) -> list[dict[str, Any]]:
    """The bodies of a recording's entries of a kind, in their order."""
    bodies = (json.loads(line)["body"] for line in recording.read_bytes().splitlines())
    return [body for body in bodies if body["type"] == kind]


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One finished scan."""

    lab: Lab
    status: int
    seconds: float
    output: Path
    stdout: bytes
    stderr: str
    peak_kb: int | None = None
    """Kilobytes that the largest process of the scan held, where it was weighed."""

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.stdout)

    @property
    def recording(self) -> Path:
        return self.output / "recording.jsonl"

    def bodies(self, kind: str) -> list[dict[str, Any]]:
        """What the recording's entries of a kind say, in their order."""
        return entries(self.recording, kind)

    def of(self, place: Place) -> dict[str, Any] | None:
        """The finding that holds a device's address, None where there is none."""
        return next((device for device in self.document["devices"] if place.me.ip in device["addresses"]["ipv4"]), None)

    def wrong(self) -> list[str]:
        """What the result says that is not so, a line each; empty where all of it is right."""
        lines = []
        for place in self.lab.places.values():
            truth, said = place.truth, self.of(place)
            if said is None:
                if truth.found:
                    lines.append(f"{place.name} ({place.me.ip}) was not found")
                continue
            if said["verdict"] not in truth.verdicts:
                lines.append(
                    f"{place.name} is {said['verdict']} ({said['kind']}), should be {' or '.join(sorted(truth.verdicts))}: {reasons(said)}"
                )
            elif said["verdict"] in ("camera", "cleared") and truth.kinds and said["kind"] not in truth.kinds:
                lines.append(
                    f"{place.name} is {said['verdict']} as {said['kind']}, should be {' or '.join(sorted(truth.kinds))}: {reasons(said)}"
                )
        return lines

    def accused(self) -> list[str]:
        """Innocent devices that were called `camera` or `suspect`."""
        return [
            f"{place.name}: {said['verdict']} {reasons(said)}"
            for place in self.lab.places.values()
            if not place.truth.watches
            and "suspect" not in place.truth.verdicts
            and (said := self.of(place)) is not None
            and said["verdict"] in ("camera", "suspect")
        ]


def reasons(said: dict[str, Any]) -> str:
    return "; ".join(f"{evidence['signature']} ({evidence['saw']})" for evidence in said["evidence"]) or "no evidence"


WEIGH = """
import pathlib, resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(done.returncode)
"""


def scan(
    lab: Lab, output: Path, *more: str, user: int | None = None, timeout: float = 110, weigh: bool = False
) -> Scan:
    """Runs a whole scan and waits for it; with `weigh`, what it held at the most is measured by its parent."""
    peak = output.with_name(f"{output.name}.peak")
    command = ["roomcheck", "scan", "-i", lab.guest.interface, "--json", "--yes", "--output", str(output), *more]
    began = time.monotonic()
    done = lab.guest.run(
        [sys.executable, "-c", WEIGH, str(peak), *command] if weigh else command, user=user, timeout=timeout
    )
    return Scan(
        lab=lab,
        status=done.returncode,
        seconds=time.monotonic() - began,
        output=output,
        stdout=done.stdout,
        stderr=done.stderr.decode(errors="replace"),
        peak_kb=int(peak.read_text()) if weigh else None,
    )


def begin(lab: Lab, output: Path, *more: str) -> "subprocess.Popen[bytes]":
    """Starts a scan and leaves it running."""
    return lab.guest.popen(
        ["roomcheck", "scan", "-i", lab.guest.interface, "--yes", "--output", str(output), *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
