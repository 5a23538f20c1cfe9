"""Budgets, paces and what a scan loses: nothing. Times are held loosely here; `make bench` measures them."""

import tempfile
import time
from collections import deque
from pathlib import Path

import pytest

from tests.lab.scans import scan

pytestmark = [pytest.mark.lab, pytest.mark.slow, pytest.mark.timeout(200)]

NOBODY = 65_534
BURST = 40
"""Broadcasts that may go beyond the pace at once: two buckets of eight, and a sweep's two dozen."""


@pytest.fixture(scope="module")
def speed():
    from tests.lab.lab import Lab
    from tests.lab.labs import LABS

    with Lab(LABS["speed"]()) as lab:
        yield lab
        assert [str(breach) for breach in lab.wiretap.check()] == []


def to_all(frame):
    return frame.kind == "arp" or frame.destination.startswith(("255.", "224.", "239.", "233.", "ff02")) or frame.destination.endswith(".255")


def test_the_pace_is_kept_over_all_that_is_sent_to_all(speed, tmp_path):
    since = time.time()
    done = scan(speed, tmp_path / "check", "--pace", "150")
    assert done.wrong() == []
    window: deque[float] = deque()
    most = 0
    for frame in speed.wiretap.frames(since=since):
        if not to_all(frame) or frame.protocol in ("igmp", "icmp6"):
            continue
        window.append(frame.at)
        while window[0] < frame.at - 1.0:
            window.popleft()
        most = max(most, len(window))
    # The kernel asks once for each host that is spoken to.
    assert 60 < most <= 150 + BURST + len(speed.places)
    opened = done.bodies("opened")[0]
    assert opened["pace_per_s"] == 150
    assert opened["privileged"] is True


def test_a_quick_check_keeps_its_budget_and_says_what_did_not_fit(speed, tmp_path):
    done = scan(speed, tmp_path / "check", "--profile", "quick", "--pace", "12")
    closed = done.bodies("closed")[0]
    assert closed["seconds"] < 12
    cut = [body for body in done.bodies("not examined") if body["reason"] == "out of time"]
    assert cut
    assert done.document["coverage"]["level"] != "good"


def test_few_connections_to_one_host_at_once(speed, tmp_path):
    since = time.time()
    scan(speed, tmp_path / "check")
    opened: dict[str, set[int]] = {}
    most: dict[str, int] = {}
    for frame in speed.wiretap.frames(since=since):
        if frame.protocol != "tcp":
            continue
        doors = opened.setdefault(frame.destination, set())
        if frame.payload:
            doors.add(frame.source_port)
        elif frame.flags & 0x05:
            doors.discard(frame.source_port)
        most[frame.destination] = max(most.get(frame.destination, 0), len(doors))
    assert most
    assert max(most.values()) <= 4


def test_without_privileges_the_same_cameras_are_found(speed):
    speed.guest.machine.do(["ip", "neigh", "flush", "all"])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        done = scan(speed, Path(folder) / "check", user=NOBODY)
        assert done.status == 3, done.stderr
        assert done.wrong() == []
        assert done.bodies("opened")[0].get("privileged", False) is False
        assert [body for body in done.bodies("not examined") if body["reason"] == "no privilege"]
        assert all(path.stat().st_uid == NOBODY for path in done.output.iterdir())
