"""A wire of two namespaces, made by a test and destroyed after it: `guest`, where roomcheck runs, and `room`."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIFE = 90
"""Seconds after which a watchdog removes the namespaces, should the test be killed."""


def possible() -> bool:
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        return False
    probe = subprocess.run(["ip", "netns", "list"], capture_output=True)
    return probe.returncode == 0 and shutil.which("unshare") is not None


@dataclass(frozen=True)
class Wire:
    guest: str
    room: str

    def inside(self, *command: str, where: str | None = None, timeout: float = 60, env: dict[str, str] | None = None):
        return subprocess.run(
            ["ip", "netns", "exec", where or self.guest, *command], capture_output=True, text=True, timeout=timeout,
            env=env or environment(), cwd=ROOT,
        )

    @contextmanager
    def running(self, *command: str, where: str | None = None, env: dict[str, str] | None = None):
        process = subprocess.Popen(
            ["ip", "netns", "exec", where or self.room, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=env or environment(), cwd=ROOT,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "ROOMCHECK_LAB_ONLY": "1", **more}


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def wire(*, marked: bool = True, hosts: tuple[str, ...] = ("10.99.7.10", "10.99.7.11")) -> Iterator[Wire]:
    made = Wire(f"rcg{os.getpid()}", f"rcr{os.getpid()}")
    removal = f"sleep {LIFE}; ip netns del {made.guest}; ip netns del {made.room}"
    watchdog = subprocess.Popen(["sh", "-c", removal], stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for name in (made.guest, made.room):
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
        _ip("link", "add", "wire0", "netns", made.guest, "type", "veth", "peer", "name", "wire0", "netns", made.room)
        if marked:
            _ip("-n", made.guest, "link", "add", "rclab0", "type", "bridge")
            _ip("-n", made.room, "link", "add", "rclab0", "type", "bridge")
        for name in (made.guest, made.room):
            subprocess.run(
                ["ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.wire0.accept_dad=0"], check=True
            )
            _ip("-n", name, "link", "set", "wire0", "up")
        _ip("-n", made.guest, "addr", "add", "10.99.7.2/24", "dev", "wire0")
        for host in hosts:
            _ip("-n", made.room, "addr", "add", f"{host}/24", "dev", "wire0")
        yield made
    finally:
        os.killpg(watchdog.pid, signal.SIGKILL)
        watchdog.wait()
        for name in (made.guest, made.room):
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
