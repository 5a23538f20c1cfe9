"""Live frames through a TAP interface with the radiotap link type, in a namespace of the lab."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.air import writing
from tests.lab.machine import Machine, Settings

TAP = Path(__file__).with_name("tap.py")
pytestmark = [pytest.mark.lab, pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root on Linux")]


@pytest.fixture
def machine(tmp_path):
    made = Machine("air", own_processes=False)
    made.await_birth()
    made.settle(Settings(home=str(tmp_path), lifetime=120, wired=False, empty=()))
    made.await_ready()
    yield made
    made.end()


def roomcheck(machine, *words, user=None, **env):
    binary = Path(sys.executable).parent / "roomcheck"
    drop = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"] if user else []
    started = machine.popen(
        [*drop, str(binary), *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        env={**os.environ, "ROOMCHECK_LAB_ONLY": "1", **env},
    )
    out, err = started.communicate(timeout=60)
    return started.returncode, out.decode(), err.decode()


def tap(machine, capture, seconds):
    started = machine.popen([sys.executable, "-I", str(TAP), "mon0", str(capture), str(seconds)], stdout=subprocess.PIPE)
    assert started.stdout.readline() == b"up\n"
    return started


def frames():
    """Half a minute of a camera at fifteen pictures a second, and beacons."""
    sequence, found = 0, []
    for number in range(450):
        at = 1_000_000 + number * 66_667
        if number % 2 == 0:
            found.append((at - 3_000, writing.beacon("Home")))
        for piece in range(8 if number % 30 == 0 else 2 + number % 3):
            sequence += 1
            found.append((at + piece * 700, writing.data_frame(writing.CAMERA, up=True, size=1400 if piece else 300 + number % 613, sequence=sequence)))
        found.append((at + 9_000, writing.data_frame(writing.CAMERA, up=False, size=60, sequence=number)))
    return found


def test_air_hears_a_camera_live_and_sends_nothing(machine, tmp_path):
    writing.write(tmp_path / "air.pcap", frames())
    playing = tap(machine, tmp_path / "air.pcap", 20)
    status, out, err = roomcheck(machine, "air", "-i", "mon0", "--seconds", "12", "--json", "--output", tmp_path / "check")
    assert status == 3, err
    sent = json.loads(machine.do(["ip", "-json", "-s", "link", "show", "mon0"]))[0]["stats64"]["tx"]["packets"]
    playing.kill()
    found = json.loads(out)
    verdicts = {device["id"]: device["verdict"] for device in found["devices"]}
    assert verdicts["02:00:00:00:00:ca"] == "suspect"
    assert sent == 0
    entries = [json.loads(line)["body"] for line in (tmp_path / "check/recording.jsonl").read_text().splitlines()]
    assert not [entry for entry in entries if entry["type"] == "sent"]
    assert any(entry["type"] == "checked" and entry["via"] == "air 2437 MHz" for entry in entries)


def test_the_process_that_reads_frames_has_no_privileges(machine, tmp_path):
    writing.write(tmp_path / "air.pcap", frames())
    playing = tap(machine, tmp_path / "air.pcap", 8)
    binary = Path(sys.executable).parent / "roomcheck"
    started = machine.popen(
        [str(binary), "air", "-i", "mon0", "--seconds", "5", "--output", str(tmp_path / "check")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "ROOMCHECK_LAB_ONLY": "1"},
    )
    time.sleep(3)
    # nsenter runs the command as its own process: the pid is the one that was started.
    status = Path(f"/proc/{started.pid}/status").read_text()
    started.wait(30)
    playing.kill()
    held = dict(line.split(":\t") for line in status.splitlines() if line.startswith(("Cap", "NoNewPrivs")))
    assert int(held["CapEff"], 16) == int(held["CapPrm"], 16) == 0
    assert held["NoNewPrivs"].strip() == "1"


def test_without_equipment_one_sentence_and_status_4(machine, tmp_path):
    for command in ("air", "react"):
        status, out, err = roomcheck(machine, command, "--output", tmp_path / command)
        assert status == 4
        assert out == ""
        assert "monitor mode" in err
        assert "roomcheck air FILE" in err
    status, _, err = roomcheck(machine, "air", "-i", "lo", "--output", tmp_path / "lo")
    assert status == 4
    assert "does not monitor" in err
    status, _, err = roomcheck(machine, "air", "-i", "none0", "--output", tmp_path / "none")
    assert status == 4


def test_without_the_right_to_listen_it_says_so(machine, tmp_path):
    writing.write(tmp_path / "air.pcap", frames())
    playing = tap(machine, tmp_path / "air.pcap", 6)
    script = "from roomcheck.cli.main import main; import sys; sys.exit(main())"
    tmp_path.chmod(0o777)
    started = machine.popen(
        ["capsh", "--drop=all", "--", "-c", f"{sys.executable} -c '{script}' air -i mon0 --output {tmp_path}/check"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "ROOMCHECK_LAB_ONLY": "1"},
    )
    _, err = started.communicate(timeout=30)
    playing.kill()
    assert started.returncode == 4, err
    assert b"administrator rights" in err


REACT = """
import sys
from pathlib import Path
import msgspec
from roomcheck.net.air import monitor
monitor.shed_root("mon0")
from roomcheck.app import react
from roomcheck.app.air import AirPlan
from roomcheck.flows import cues
from roomcheck.match import library
cues.LEAD = cues.TAIL = 0.5
schedule = cues.draw(3, tuple(msgspec.structs.replace(kind, blocks=2, seconds=4.0) for kind in cues.KINDS))
told = []
with monitor.Monitor("mon0") as heard:
    found = react.live(
        heard, AirPlan(folder=Path(sys.argv[1])), library.load(), react.Conductor(lambda action, left: told.append(action)),
        lambda line: None, schedule=schedule, redraws=19,
    )
print(told)
print(found.outcome.blocks, len(found.outcome.reactions), found.outcome.seed)
"""


def test_react_gives_its_cues_records_them_and_tests_what_was_heard(machine, tmp_path):
    writing.write(tmp_path / "air.pcap", frames())
    playing = tap(machine, tmp_path / "air.pcap", 25)
    started = machine.popen(
        [sys.executable, "-c", REACT, str(tmp_path / "check")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "ROOMCHECK_LAB_ONLY": "1", "PYTHONPATH": str(Path.cwd())},
    )
    out, err = started.communicate(timeout=60)
    playing.kill()
    assert started.returncode == 0, err.decode()
    told, figures = out.decode().splitlines()
    assert {"move", "still", "light on", "light off"} <= set(json.loads(told.replace("'", '"').replace("None", "null")))
    assert figures == "(4, 4) 1 3"
    entries = [json.loads(line)["body"] for line in (tmp_path / "check/recording.jsonl").read_text().splitlines()]
    given = [entry for entry in entries if entry["type"] == "cue"]
    assert [entry.get("block", 0) for entry in given] == [*range(8)]
    assert all(entry["seed"] == 3 for entry in given)
    assert any(entry["type"] == "not examined" and entry["reason"] == "too few cues" for entry in entries)
