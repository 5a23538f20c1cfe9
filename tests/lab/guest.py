"""The computer in which roomcheck runs, and commands in it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.lab.machine import Machine


class Guest:
    """The guest's computer, in which roomcheck runs."""

    def __init__(self, machine: Machine, ip: str, mac: str) -> None:
        self.machine = machine
        self.ip = ip
        self.mac = mac
        self.interface = "eth0"

    def environment(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of commands in the guest's computer: lab only, the checkout's roomcheck first in the path."""
        binaries = str(Path(sys.executable).parent)
        return {
            **os.environ,
            "PATH": f"{binaries}:{os.environ.get('PATH', '')}:/usr/sbin:/sbin",
            "ROOMCHECK_LAB_ONLY": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **(env or {}),
        }

    def popen(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, *, user: int | None = None, **more
    ) -> "subprocess.Popen[bytes]":
        """Starts a command; `user` is the numeric user it runs as, without any capability."""
        drop = (
            [
                "setpriv",
                f"--reuid={user}",
                f"--regid={user}",
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
            ]
            if user is not None
            else []
        )
        return self.machine.popen([*drop, *argv], env=self.environment(env), **more)

    def run(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        user: int | None = None,
        timeout: float = 90,
        given: bytes | None = None,
    ) -> "subprocess.CompletedProcess[bytes]":
        """Runs a command to its end; never raises for its exit status."""
        started = self.popen(
            argv,
            env,
            user=user,
            stdin=subprocess.PIPE if given is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            out, err = started.communicate(given, timeout)
        except subprocess.TimeoutExpired:
            started.kill()
            out, err = started.communicate()
            raise
        return subprocess.CompletedProcess(list(argv), started.returncode, out, err)
