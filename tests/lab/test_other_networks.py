"""Whole scans of the harder networks: every maker's protocol, forty-eight hosts, hotels, a /20."""

import pytest

from tests.lab.scans import scan

pytestmark = [pytest.mark.lab, pytest.mark.slow, pytest.mark.timeout(200)]


def test_every_makers_device_is_found_and_named(build_lab, tmp_path):
    lab = build_lab("makers")
    done = scan(lab, tmp_path / "check")
    assert done.wrong() == []
    assert done.accused() == []
    assert done.status == 3
    judged = [(place, done.of(place)) for place in lab.places.values() if place.truth.watches and place.truth.maker]
    misnamed = [
        f"{place.name}: {said['maker']}"
        for place, said in judged
        if said["verdict"] == "camera" and place.truth.maker not in (said["maker"] or "")
    ]
    assert misnamed == []


def test_forty_eight_hosts_with_one_on_a_slow_wire(build_lab, tmp_path):
    lab = build_lab("speed")
    done = scan(lab, tmp_path / "check")
    assert done.wrong() == []
    assert done.accused() == []


@pytest.mark.parametrize("name", ["isolated", "proxyarp"])
def test_a_network_that_keeps_its_guests_apart_gives_no_comfort(build_lab, tmp_path, name):
    done = scan(build_lab(name), tmp_path / "check")
    assert done.status == 4
    assert done.document["coverage"]["level"] in ("none", "low")
    assert done.document["coverage"]["next_steps"]


def test_a_portal_is_named_and_the_camera_behind_it_found(build_lab, tmp_path):
    lab = build_lab("captive")
    done = scan(lab, tmp_path / "check")
    assert done.of(lab.places["hikvision"])["verdict"] == "camera"
    assert done.status == 3


def test_the_few_hosts_of_a_large_network_are_all_found(build_lab, tmp_path):
    lab = build_lab("big")
    done = scan(lab, tmp_path / "check", "--large")
    assert done.wrong() == []
    assert done.document["counts"]["camera"] >= 4
