"""What a check says where it cannot see, and what it must not do: on real networks."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.scans import begin, entries, scan

pytestmark = [pytest.mark.lab, pytest.mark.timeout(150)]

KERNEL = frozenset({"igmp", "icmp6", "arp"})
"""What a kernel sends by itself: reports of multicast groups, and who has an address."""


def say(done: "subprocess.CompletedProcess[bytes]") -> str:
    return (done.stdout + done.stderr).decode(errors="replace")


def test_listening_sends_nothing(lab, tmp_path):
    since = time.time()
    done = lab.guest.run(["roomcheck", "listen", "--yes", "--seconds", "3", "--output", str(tmp_path / "check")])
    sent = [frame for frame in lab.wiretap.frames(since=since) if frame.kind in ("arp", "ip", "ip6")]
    assert [frame for frame in sent if frame.payload or frame.protocol in ("tcp", "udp", "icmp")] == []
    assert {frame.protocol for frame in sent} <= KERNEL | {"ip6_hop_by_hop", "bytes", "igmp", ""}
    recording = tmp_path / "check" / "recording.jsonl"
    assert entries(recording, "sent") == []
    assert done.returncode in (3, 4), say(done)


def test_a_second_device_is_reached_where_guests_see_each_other(lab):
    phone = lab.places["silent-phone"]
    done = lab.guest.run(["roomcheck", "doctor", "--self-test", "--device", phone.me.ip])
    assert done.returncode == 0, say(done)
    assert b"was reached" in done.stdout


def test_what_answers_arp_alone_is_listed(lab, tmp_path):
    done = scan(lab, tmp_path / "check", "--profile", "quick")
    assert done.of(lab.places["silent-phone"])["verdict"] == "unresolved"


def test_what_was_unplugged_between_two_checks_is_said(build_lab, tmp_path):
    lab = build_lab("captive")
    scan(lab, tmp_path / "before")
    lab.unplug("hikvision")
    scan(lab, tmp_path / "after")
    lab.plug_in("hikvision")
    told = lab.guest.run(["roomcheck", "diff", "--json", str(tmp_path / "before"), str(tmp_path / "after")])
    difference = json.loads(told.stdout)
    assert [device["verdict"] for device in difference["vanished"]] == ["camera"]
    assert difference["same_place"]
    assert difference["appeared"] == []


def test_guests_kept_apart_are_told_so_by_the_positive_control(build_lab, tmp_path):
    lab = build_lab("isolated")
    phone = lab.places["silent-phone"]
    done = scan(lab, tmp_path / "check", "--profile", "quick")
    assert done.status == 4
    told = lab.guest.run(
        ["roomcheck", "doctor", "--self-test", "--device", phone.me.ip, "--recording", str(done.recording)]
    )
    assert told.returncode == 4, say(told)
    [control] = [body for body in done.bodies("observation") if body["kind"] == "control"]
    assert json.loads(control["raw"])["reached"] is False


def test_a_network_that_changes_ends_the_check(build_lab, tmp_path):
    lab = build_lab("isolated")
    started = begin(lab, tmp_path / "check")
    recording = tmp_path / "check" / "recording.jsonl"
    until = time.monotonic() + 20
    while not (recording.exists() and entries(recording, "sent")) and time.monotonic() < until:
        time.sleep(0.05)
    other = str(lab.subnet[-2]) if str(lab.subnet[-2]) != lab.guest.ip else str(lab.subnet[-3])
    lab.guest.machine.do(["ip", "addr", "add", f"{other}/24", "dev", "eth0"])
    assert started.wait(30) == 4
    [said] = [body for body in entries(recording, "not examined") if body["reason"] == "network changed" and body["via"] == "network"]
    assert other in said["detail"]
    assert entries(recording, "closed")[-1]["how"] == "interrupted"


def test_a_large_network_is_refused_with_an_estimate_before_anything_is_sent(build_lab, tmp_path):
    lab = build_lab("big")
    since = time.time()
    done = lab.guest.run(["roomcheck", "scan", "--yes", "--output", str(tmp_path / "check")])
    assert done.returncode == 2
    assert b"4094 addresses" in done.stderr
    assert b"--large" in done.stderr
    assert [frame for frame in lab.wiretap.frames(since=since) if frame.kind in ("arp", "ip")] == []
    assert not (tmp_path / "check").exists()


def test_no_file_of_roots_is_left_and_nobody_keeps_a_privilege(lab):
    """Reads the capabilities of both programs while they scan; the caller is another user, as under sudo."""
    folder = Path("/tmp") / f"roomcheck-sudo-{lab.seed}"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        code = (
            "import os, sys; os.environ.update(SUDO_UID='0', SUDO_GID='0'); from roomcheck.cli.main import console;"
            f"sys.argv=['roomcheck', 'scan', '--yes', '--output', '{folder}/check']; sys.exit(console())"
        )
        started = lab.guest.popen([sys.executable, "-c", code], stdout=-3, stderr=-3, start_new_session=True)
        held = {}
        until = time.monotonic() + 30
        while started.poll() is None and time.monotonic() < until:
            if not (folder / "check" / "recording.jsonl").exists():
                time.sleep(0.02)
                continue
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    text = status.read_text()
                    command = (status.parent / "cmdline").read_bytes()
                except OSError:
                    continue
                if b"roomcheck.capture.main" in command or str(folder).encode() in command:
                    fields = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
                    if b"nsenter" not in command:
                        held[command.count(b"capture.main")] = (fields["CapEff"], fields["CapPrm"], fields["NoNewPrivs"])
            time.sleep(0.1)
        assert started.wait(30) in (0, 3, 4)
        assert held == {0: ("0" * 16, "0" * 16, "1"), 1: ("0" * 16, "0" * 16, "1")}
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)
