"""A message bus of the test's own, to which nothing of this machine speaks, and services on it."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PYTHON = "/usr/bin/python3"
"""Debian's Python, which has dbus-python, GLib and python-dbusmock."""
HERE = Path(__file__).parent


def mocked() -> bool:
    if sys.platform != "linux" or not shutil.which("dbus-daemon") or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import dbus, dbusmock, gi"], capture_output=True).returncode == 0


needs_bus = pytest.mark.skipif(not mocked(), reason="python3-dbusmock is not installed: make lab-setup brings it")


class Ground:
    """One bus, and what runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen] = []
        self.daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={folder}/bus"],
            stdout=subprocess.PIPE, text=True,
        )
        self.address = self.daemon.stdout.readline().strip()

    def start(self, *command: str) -> None:
        env = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address, "DBUS_SESSION_BUS_ADDRESS": self.address}
        out = (self.folder / f"{len(self.running)}.log").open("w")
        self.running.append(subprocess.Popen([PYTHON, *command], env=env, stdout=out, stderr=subprocess.DEVNULL))

    def mock(self, template: str, name: str) -> None:
        """One of python-dbusmock's services; its log of calls is what `calls` reads."""
        self.start("-u", "-m", "dbusmock", "--system", "--template", template)
        self.wait_for(name)

    def calls(self) -> list[str]:
        """What was called on the first service, a line each."""
        return (self.folder / "0.log").read_text().splitlines()

    def wait_for(self, name: str) -> None:
        for _ in range(100):
            owned = asyncio.run(self.ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", "s", (name,)))
            if owned == [True]:
                return
            time.sleep(0.05)
        raise AssertionError(f"{name} never came up")

    async def ask(self, *call) -> list | None:
        from roomcheck.net.air.dbus import connected

        async with connected(self.address) as bus:
            assert bus is not None
            return await bus.ask(*call)

    def tell(self, name: str, path: str, method: str, signature: str = "", *values: object) -> None:
        """Calls `interface.method`, which must succeed."""
        interface, _, member = method.rpartition(".")
        assert asyncio.run(self.ask(name, path, interface, member, signature, values)) is not None, method

    def stop(self) -> None:
        for process in (*reversed(self.running), self.daemon):
            process.kill()
            process.wait()


@contextmanager
def a_bus(folder: Path) -> Iterator[Ground]:
    ground = Ground(folder)
    try:
        yield ground
    finally:
        ground.stop()
