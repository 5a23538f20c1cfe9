"""From the start to a sealed report, in a real terminal in the test network, by keyboard only; and through a kill."""

import json
import os
import re
import signal
import struct
import subprocess
import sys
import zlib

import pytest

from roomcheck.recording import chain
from tests.tui.terminal import Terminal

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

ROOMCHECK = [sys.executable, "-m", "roomcheck.cli.main"]


@pytest.fixture
def opened(guest, tmp_path):
    """Opens roomcheck in the guest's computer; its files stay in the test's own folder."""
    up = []

    def start(*arguments, width=80, height=24, **env):
        settings = {
            **{name: value for name, value in guest.environment().items() if name.startswith("ROOMCHECK")},
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "LANG": "en_GB.UTF-8",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "en",
            **env,
        }
        terminal = Terminal([*ROOMCHECK, *arguments], start=guest.popen, env=settings, width=width, height=height)
        up.append(terminal)
        return terminal

    yield start
    for terminal in up:
        terminal.close()


def photograph(path):
    """A real PNG of one grey point."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )
    return path


def sent_by(guest_mac, wiretap):
    return [packet for packet in wiretap.packets() if packet.source == guest_mac]


def recording_in(tmp_path):
    folders = sorted((tmp_path / "data/roomcheck/checks").iterdir())
    return next(folder for folder in folders if folder.is_dir() and (folder / chain.FILE).is_file())


def test_from_start_to_a_sealed_report_by_keyboard(opened, tmp_path):
    terminal = opened()
    start = terminal.until(r"Network: cable on eth0", 30)
    assert "never logs in" in re.sub(r"\s+", " ", start)
    assert not (tmp_path / "data/roomcheck/checks").exists()

    terminal.keys("C-s")
    terminal.until(r"identified (itself|themselves) as", 60)
    check = terminal.until(r"Coverage: \w+", 90)
    assert "● camera" in check

    terminal.keys("d")
    terminal.until("was disclosed")
    terminal.write("the listing")
    terminal.keys("Enter", "Enter")
    terminal.until("Kept in the recording")

    terminal.keys("Enter")
    terminal.until("What was seen")
    terminal.keys("Right")
    terminal.until("✓")
    terminal.keys("Escape")
    terminal.until("Verdict")

    terminal.keys("3")
    terminal.until("Smoke detectors")
    terminal.keys("d")
    terminal.until(r"✓ Smoke detectors \(done\)")
    terminal.keys("u")
    terminal.until("What do you see")
    terminal.write("a hole in the dial")
    terminal.keys("Enter")
    terminal.write(str(photograph(tmp_path / "dial.png")))
    terminal.keys("Enter")
    terminal.until("! Clocks and alarm clocks")

    terminal.keys("4")
    terminal.until("If you do not feel safe there")
    terminal.keys("e")
    sealed = terminal.until(r"Head of the recording", 60)
    terminal.keys("C-q")

    folder = recording_in(tmp_path)
    entries = chain.read(folder).entries
    bodies = [type(entry.body).__name__ for entry in entries]
    assert {"Mark", "Walk", "Photo", "Closed", "Custody"} <= set(bodies)
    head = re.search(r"[0-9a-f]{64}", re.sub(r"\s+", "", sealed.partition("Head of the recording")[2]))
    assert head
    bundle = next((tmp_path / "data/roomcheck/checks").glob("*.zip"))
    verified = subprocess.run(
        [*ROOMCHECK, "verify", str(bundle), "--head", head[0], "--json"],
        capture_output=True,
        check=False,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")},
    )
    assert verified.returncode == 0, verified.stdout[-3000:] + verified.stderr
    assert json.loads(verified.stdout)["state"]


def test_killed_in_the_middle_and_gone_on_with(opened, tmp_path):
    terminal = opened()
    terminal.until(r"Network: cable on eth0", 30)
    terminal.keys("C-s")
    terminal.until(r"● camera", 60)
    os.kill(terminal.pid(), signal.SIGKILL)
    folder = recording_in(tmp_path)
    before = chain.read(folder)
    assert not [entry for entry in before.entries if type(entry.body).__name__ == "Closed"]

    again = opened()
    again.until(r"left off", 30)
    again.keys("c")
    again.until("did not finish")
    again.keys("Tab", "Enter")
    again.until(r"Coverage: \w+", 120)
    again.keys("C-q")
    after = chain.read(folder)
    assert after.entries[: len(before.entries)] == before.entries
    assert [type(entry.body).__name__ for entry in after.entries].count("Closed") == 1
