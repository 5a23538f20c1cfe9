"""The Air part in a real terminal: a TAP interface with the radiotap link type, in a namespace of the lab."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.air import writing
from tests.air.test_live import machine as machine  # noqa: PLC0414  a fixture
from tests.air.test_live import tap
from tests.tui import airs
from tests.tui.terminal import Terminal

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root on Linux"),
]



def test_listening_twice_and_a_test_after_root_was_left_behind(machine, tmp_path):
    writing.write(tmp_path / "air.pcap", airs.frames(30))
    playing = tap(machine, tmp_path / "air.pcap", 120)
    settings = {
        "ROOMCHECK_LAB_ONLY": "1",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "LANG": "en_GB.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
    }
    program = str(Path(sys.executable).parent / "roomcheck")
    try:
        with Terminal([program], start=machine.popen, env=settings) as terminal:
            terminal.until("Start the check", 60)
            held = dict(
                line.split(":\t") for line in Path(f"/proc/{terminal.pid()}/status").read_text().splitlines()
                if line.startswith(("Cap", "NoNewPrivs"))
            )
            assert int(held["CapEff"], 16) == int(held["CapPrm"], 16) == int(held["CapBnd"], 16) == 0
            assert held["NoNewPrivs"].strip() == "1"
            terminal.keys("5")
            terminal.until("monitor mode: there", 60)
            terminal.keys("l")
            terminal.until("◐ like a camera", 60)
            terminal.keys("x")
            terminal.until("Heard on mon0", 60)
            terminal.keys("h")
            terminal.until("-55 dBm, give or take", 30)
            # The screen below is painted a moment before it takes keys.
            terminal.keys("Escape", wait=1.0)
            terminal.until("Heard on mon0", 30)
            terminal.keys("t")
            terminal.until("Do not start", 30)
            terminal.keys("Tab", "Enter")
            terminal.until(r"█(.|\n)*Hold still|█(.|\n)*Walk about|█(.|\n)*Stay where", 40)
            terminal.keys("x")
            terminal.until("was stopped", 60)
            terminal.keys("2")
            terminal.until("02:00:00:00:00:ca|◐ suspect", 60)
            sent = json.loads(machine.do(["ip", "-json", "-s", "link", "show", "mon0"]))
            terminal.keys("C-q")
    finally:
        playing.kill()
    assert sent[0]["stats64"]["tx"]["packets"] == 0
    recordings = sorted((tmp_path / "data/roomcheck/checks").glob("*/recording.jsonl"))
    closed = [json.loads(recording.read_text().splitlines()[-1])["body"] for recording in recordings]
    assert [(body["type"], body["how"]) for body in closed] == [("closed", "interrupted")] * 2
