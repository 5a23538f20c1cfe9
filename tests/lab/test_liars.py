"""A network of liars: the scan ends in its time, stays small, sends nothing off the link, and finds what is true."""

import time
from pathlib import Path

import pytest

from tests.lab.scans import scan

pytestmark = [pytest.mark.lab, pytest.mark.slow, pytest.mark.timeout(200)]

MEMORY = 300 * 1024
"""Kilobytes that a scan may hold at the most."""
RECORDED = 64 << 20
"""Bytes that the recording and the packets of one check may take, however much is shouted."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    from tests.lab.lab import Lab
    from tests.lab.labs import LABS

    with Lab(LABS["liars"]()) as lab:
        began = time.monotonic()
        done = scan(lab, tmp_path_factory.mktemp("liars") / "check", weigh=True)
        yield lab, done, time.monotonic() - began


def test_it_ends_within_its_budget(found):
    _, done, seconds = found
    assert seconds < 60
    assert done.status == 3, done.stderr
    assert "Traceback" not in done.stderr


def test_it_stays_small(found):
    _, done, _ = found
    assert done.peak_kb < MEMORY
    assert sum(path.stat().st_size for path in done.output.iterdir()) < RECORDED


def test_every_true_camera_is_found(found):
    lab, done, _ = found
    for name in ("onvif-camera", "hikvision", "pppp"):
        assert done.of(lab.places[name])["verdict"] == "camera", name
    assert done.of(lab.places["hidden-camera"]) is not None


def test_no_liar_is_believed_to_be_a_camera(found):
    lab, done, _ = found
    said = {place.name: (done.of(place) or {}).get("verdict") for place in lab.places.values()}
    assert [name for name, verdict in said.items() if verdict == "camera" and "camera" not in lab.places[name].truth.verdicts] == []


def test_nothing_leaves_the_link(found):
    lab, _, _ = found
    assert [str(breach) for breach in lab.wiretap.check()] == []


def test_locations_elsewhere_are_named_and_not_followed(found):
    lab, done, _ = found
    named = [body["detail"] for body in done.bodies("not examined") if body["reason"] == "points off the link"]
    assert named
    assert {frame.destination for frame in lab.wiretap.frames() if frame.kind == "ip" and frame.protocol == "tcp"} <= {
        str(host) for host in lab.subnet.hosts()
    }


def test_names_are_harmless_wherever_they_are_shown(found):
    _, done, _ = found
    page = (done.output / "findings.html").read_text()
    for control in "\x1b\x07\u202e\u2066\x9b":
        assert control not in done.stdout.decode()
        assert control not in page


def test_one_device_that_answers_for_all_is_said(found):
    lab, done, _ = found
    said = [body for body in done.document["coverage"]["not_examined"] if body["reason"] == "one device answers for all"]
    assert [body["detail"] for body in said] == [lab.places["answers-arp"].me.mac]
    assert done.document["coverage"]["level"] == "low"


def test_a_flood_is_kept_up_to_a_limit(found):
    _, done, _ = found
    kinds = [(body["kind"], body.get("source", {}).get("ip")) for body in done.bodies("observation")]
    assert max(kinds.count(one) for one in set(kinds)) <= 2_048


def test_the_recording_judges_the_same_again(found):
    lab, done, _ = found
    again = lab.guest.run(["roomcheck", "assess", str(Path(done.recording)), "--json"])
    assert again.stdout == done.stdout
