"""One machine of the lab: a process with namespaces of its own, which live exactly as long as it does."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BOOT = Path(__file__).with_name("boot.py")


class LabTrouble(Exception):
    """The lab cannot be built or is not what it must be."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A server of a machine. `ready` are the ports it must listen on before the machine counts as up."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = ""
    ready: Sequence[tuple[str, int]] = ()
    first: bool | str = False
    """True: the services after it wait until it listens; a path: until that exists as well."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What `boot.py` makes of a machine; its field names are that file's."""

    home: str
    lifetime: int
    hostname: str = ""
    wired: bool = True
    addresses: Sequence[str] = ()
    gateway: str | None = None
    quiet6: bool = False
    ip: Sequence[str] = ()
    nft: str = ""
    empty: Sequence[str] = ("/run", "/var/log", "/var/tmp")
    binds: Sequence[tuple[str, str]] = ()
    make: Sequence[str] = ()
    services: Sequence[Service] = ()
    patience: float = 40.0
    remove: str = ""
    """A folder that goes when the machine ends: the lab's own, on the machine that is its switch."""

    def line(self) -> bytes:
        words = {**vars(self), "services": [vars(service) for service in self.services]}
        return json.dumps(words, default=dict).encode() + b"\n"


class Machine:
    """Born on creation, without a wire and without servers. Ends when told, or when this process ends."""

    def __init__(self, name: str, *, own_processes: bool = True) -> None:
        self.name = name
        apart = ["--pid", "--fork", "--kill-child=KILL", "--mount-proc"] if own_processes else []
        self._process = subprocess.Popen(
            ["unshare", "--net", "--mount", "--uts", "--ipc", *apart, sys.executable, "-I", "-S", str(BOOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._pending = b""
        self._guests: list[subprocess.Popen[bytes]] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_birth(self, seconds: float = 20.0) -> None:
        self._hear("born", seconds)

    def settle(self, settings: Settings) -> None:
        """Sends the settings; `await_ready` says how it went."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(settings.line())
            self._process.stdin.flush()
        except OSError as trouble:
            raise LabTrouble(f"{self.name} has ended") from trouble

    def await_ready(self, seconds: float = 60.0) -> float:
        """Seconds the machine needed; raises LabTrouble with the server's last words."""
        return float(self._hear("ready", seconds))

    def _hear(self, word: str, seconds: float) -> float:
        assert self._process.stdout is not None
        until = time.monotonic() + seconds
        while b"\n" not in self._pending:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))
            piece = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise LabTrouble(f"{self.name} {'ended' if ready else 'said nothing'} before it was {word}")
            self._pending += piece
        line, self._pending = self._pending.split(b"\n", 1)
        said = json.loads(line)
        if word not in said:
            raise LabTrouble(f"{self.name}: {said.get('failed', said)}")
        return said[word]

    def inside(self, argv: Sequence[str], *, network_only: bool = False) -> list[str]:
        """The command line that runs `argv` in this machine."""
        rooms = ["--net"] if network_only else ["--net", "--mount", "--uts", "--ipc"]
        return ["nsenter", "--target", str(self.pid), *rooms, f"--wd={Path.cwd()}", "--", *argv]

    def popen(self, argv: Sequence[str], *, network_only: bool = False, **more) -> "subprocess.Popen[bytes]":
        started = subprocess.Popen(self.inside(argv, network_only=network_only), **more)
        self._guests.append(started)
        return started

    def do(self, argv: Sequence[str], *, given: str | None = None, seconds: float = 20.0) -> str:
        """Runs a command of the lab's own in the machine's network; raises LabTrouble if it fails."""
        done = subprocess.run(
            self.inside(argv, network_only=True), input=given, text=True, capture_output=True, timeout=seconds
        )
        if done.returncode:
            raise LabTrouble(f"{self.name}: {' '.join(argv)}: {done.stderr.strip()}")
        return done.stdout

    def network_id(self) -> int:
        return Path(f"/proc/{self.pid}/ns/net").stat().st_ino

    def end(self) -> None:
        """Ends what was started here and nothing else; the kernel removes the namespaces with the last process."""
        for started in self._guests:
            if started.poll() is None:
                started.kill()
                started.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
