"""A real terminal (tmux) that a test reads and types into."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path


class Terminal:
    """`start` runs a command line; it may put it into another machine. The tmux server is this terminal's own."""

    def __init__(self, argv, *, start=subprocess.Popen, env=None, width=80, height=24):
        self.folder = Path(tempfile.mkdtemp(prefix="roomcheck-tmux-"))
        self.socket = self.folder / "socket"
        words = [
            "tmux",
            "-S",
            str(self.socket),
            "-f",
            os.devnull,
            "new-session",
            "-d",
            "-x",
            str(width),
            "-y",
            str(height),
        ]
        for name, value in (env or {}).items():
            words += ["-e", f"{name}={value}"]
        start([*words, "--", *argv]).wait(20)

    def _tmux(self, *words):
        return subprocess.run(["tmux", "-S", str(self.socket), *words], capture_output=True, text=True, check=False)

    def screen(self):
        return self._tmux("capture-pane", "-p").stdout

    def raw(self):
        """The screen with its escape sequences."""
        return self._tmux("capture-pane", "-p", "-e").stdout

    def keys(self, *keys, wait=0.15):
        for key in keys:
            self._tmux("send-keys", key)
            time.sleep(wait)

    def write(self, text):
        self._tmux("send-keys", "-l", text)
        time.sleep(0.3)

    def until(self, pattern, seconds=20.0):
        """The screen on which `pattern` appeared; AssertionError with the last screen otherwise."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if re.search(pattern, screen):
                return screen
            assert time.monotonic() < end, f"{pattern!r} did not appear:\n{screen}"
            time.sleep(0.1)

    def pid(self):
        return int(self._tmux("display-message", "-p", "#{pane_pid}").stdout)

    @property
    def open(self):
        return self._tmux("has-session").returncode == 0

    def close(self):
        self._tmux("kill-server")
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
