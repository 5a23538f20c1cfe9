"""The whole way, on a flat of real servers: from the network to a recording and an assessment, held against the truth."""

import json
import random
import time

import pytest

from tests.lab.devices.office import RAW_PRINT_LOG
from tests.lab.scans import begin, scan

pytestmark = pytest.mark.lab

BUDGET = 15.0
"""Seconds for a /24 with twenty devices, the start of the program included."""


@pytest.fixture(scope="module")
def done(lab, tmp_path_factory):
    return scan(lab, tmp_path_factory.mktemp("scan") / "check")


def test_it_ends_with_the_status_of_a_place_with_cameras(done):
    assert done.status == 3, done.stderr
    assert "Traceback" not in done.stderr


def test_every_camera_is_one_and_every_innocent_device_is_not(done):
    assert done.wrong() == []


def test_nobody_innocent_is_accused(done):
    assert done.accused() == []


def test_it_keeps_to_its_time(done):
    assert done.seconds < BUDGET


def test_every_verdict_has_a_reason(done):
    for device in done.document["devices"]:
        assert device["reasons"], device["addresses"]
        if device["verdict"] in ("camera", "suspect"):
            assert any(evidence["means"] for evidence in device["evidence"])


def test_a_camera_has_innocent_alternatives_too(done):
    assert all(device["alternatives"] for device in done.document["devices"] if device["verdict"] == "camera")


def test_the_printer_got_not_one_byte_where_bytes_act(done, lab):
    log = lab.places["network-printer"].me.home / RAW_PRINT_LOG
    assert not log.exists() or log.read_text() == ""


def test_nothing_was_sent_that_must_never_be(done, wiretap):
    assert [str(breach) for breach in wiretap.check()] == []


def test_the_recording_gives_the_same_bytes_again(done, lab):
    again = lab.guest.run(["roomcheck", "assess", str(done.recording), "--json"])
    assert again.returncode == done.status, again.stderr.decode()
    assert again.stdout == done.stdout


def test_the_findings_lie_beside_the_recording(done):
    assert (done.output / "findings.json").read_bytes() == done.stdout
    assert b"<html" in (done.output / "findings.html").read_bytes()[:2000].lower()
    assert (done.output / "packets.pcapng").stat().st_size > 0


def test_nothing_after_an_alteration_is_believed(done, lab, tmp_path):
    lines = done.recording.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    lines[middle] = lines[middle].replace(b'"at":"2', b'"at":"3', 1)
    forged = tmp_path / "forged.jsonl"
    forged.write_bytes(b"".join(lines))
    told = lab.guest.run(["roomcheck", "assess", str(forged), "--json"])
    assert b"Traceback" not in told.stderr
    assert b"altered" in told.stderr
    assert not told.stdout or json.loads(told.stdout)["recording"]["entries"] <= middle + 1


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_kill_at_any_moment_loses_nothing_that_was_recorded(lab, tmp_path):
    dice = random.Random(lab.seed)
    kept = 0
    for attempt in range(10):
        output = tmp_path / f"killed-{attempt}"
        running = begin(lab, output)
        time.sleep(dice.uniform(0.3, 5.0))
        over = running.poll() is not None
        running.kill()
        running.wait()
        running.stderr.close()
        recording = output / "recording.jsonl"
        if not recording.exists():
            continue  # killed before the check began: there was nothing to lose
        kept += 1
        whole = [line for line in recording.read_bytes().split(b"\n")[:-1] if line]
        told = lab.guest.run(["roomcheck", "assess", str(recording), "--json"])
        assert told.returncode in (0, 3, 4), told.stderr.decode()
        document = json.loads(told.stdout)
        assert document["recording"]["entries"] == len(whole)
        # Between the last entry and the page of findings the check itself is over.
        assert over or document["recording"]["closed"] in {None, "finished"}
    assert kept >= 5
