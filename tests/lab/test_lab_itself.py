"""The lab's own promises: nothing leads out of it, it ends with its builder, the same seed builds the same, and the
wiretap sees what must never be sent."""

import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab import isolation
from tests.lab.device import ROOT, Device, Fittings, Identity, silent
from tests.lab.lab import Lab, Plan
from tests.lab.labs import LABS
from tests.lab.machine import LabTrouble

pytestmark = pytest.mark.lab


class Nobody(Device):
    truth = silent()

    def fit(self, me: Identity) -> Fittings:
        return Fittings()


def tiny() -> Plan:
    return Plan(title="two machines", devices={"router": Nobody(), "other": Nobody()})


def test_the_guest_reaches_its_neighbours_and_nothing_else():
    with Lab(tiny()) as lab:
        other = lab.places["other"].me.ip
        assert other in lab.guest.run(["arp-scan", "-q", "-x", "-I", "eth0", other]).stdout.decode()
        away = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
        assert lab.guest.run([sys.executable, "-c", away]).returncode != 0
        links = lab.guest.machine.do(["ip", "-brief", "link"])
        assert sorted(line.split()[0].split("@")[0] for line in links.splitlines()) == ["eth0", "lo", "rclab0"]


def test_a_machine_with_another_interface_is_refused():
    with Lab(tiny()) as lab:
        machines = [lab.guest.machine, *(place.machine for place in lab.places.values())]
        isolation.require_no_way_out(lab.switch, machines)
        lab.guest.machine.do(["ip", "link", "add", "way0", "type", "bridge"])
        with pytest.raises(LabTrouble, match="way0"):
            isolation.require_no_way_out(lab.switch, machines)


def test_a_port_that_leads_elsewhere_is_refused():
    with Lab(tiny()) as lab:
        machines = [lab.guest.machine, lab.places["router"].machine]
        with pytest.raises(LabTrouble, match="leads to no machine"):
            isolation.require_no_way_out(lab.switch, machines)


def test_a_machine_that_forwards_is_refused():
    with Lab(tiny()) as lab:
        router = lab.places["router"].machine
        router.do(["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"])
        with pytest.raises(LabTrouble, match="forwards"):
            isolation.require_inward_routes(router, lab.subnet)


def test_the_guest_does_not_see_the_labs_own_files():
    with Lab(tiny()) as lab:
        assert list(lab.home.iterdir())
        assert lab.guest.run(["ls", "-A", str(lab.home)]).stdout == b""


def test_the_same_seed_builds_the_same_and_another_does_not():
    def faces(seed: int) -> list[tuple[str, str]]:
        with Lab(tiny(), seed=seed) as lab:
            return [(place.me.ip, place.me.mac) for place in lab.places.values()]

    assert faces(7) == faces(7)
    assert faces(7) != faces(8)


def test_it_ends_with_the_process_that_built_it():
    program = (
        "from tests.lab.lab import Lab; from tests.lab.test_lab_itself import tiny\n"
        "import time\nwith Lab(tiny()) as lab:\n"
        "    print(*[machine.pid for machine in lab._machines], lab.home, flush=True)\n    time.sleep(60)\n"
    )
    builder = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    *numbers, home = builder.stdout.readline().split()
    pids = [int(number) for number in numbers]
    assert len(pids) == 4
    os.kill(builder.pid, signal.SIGKILL)
    builder.wait()
    builder.stdout.close()
    until = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in _state(pid)]
    assert not Path(home).exists()


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_lifetime_ends_it_too():
    with Lab(tiny(), lifetime=2) as lab:
        time.sleep(3)
        assert lab.places["other"].machine._process.poll() is not None


def test_a_server_that_does_not_start_is_told_with_its_last_words():
    from tests.lab.machine import Service

    class Broken(Nobody):
        def fit(self, me: Identity) -> Fittings:
            return Fittings(
                services=[Service(name="broken", argv=["sh", "-c", "echo no such thing; exit 3"], ready=[("tcp", 80)])]
            )

    with pytest.raises(LabTrouble, match="no such thing"), Lab(Plan(title="broken", devices={"router": Broken()})):
        pass


SENT = {
    "sent off the link": "s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);s.sendto(b'x',('198.51.100.7',9))",
    "a port where bytes act": "s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);s.sendto(b'x',(other,9100))",
    "a hop limit that leaves the link": "s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);s.bind(('',61234));s.sendto(b'x',(other,9))",
    "a login or a request for a stream": "s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);s.sendto(b'GET / HTTP/1.1\\r\\nAuthorization: Basic eDp5\\r\\n\\r\\n',(other,9))",
}


@pytest.fixture(scope="module")
def tapped():
    with Lab(tiny()) as lab:
        yield lab


@pytest.mark.parametrize("law", SENT)
def test_the_wiretap_sees_a_breach(tapped, law):
    since = time.time()
    other = tapped.places["other"].me.ip
    tapped.guest.run([sys.executable, "-c", f"import socket; other='{other}'; {SENT[law]}"])
    assert law in {breach.law for breach in tapped.wiretap.check(since=since)}


def test_the_wiretap_lets_an_honest_question_pass(tapped):
    since = time.time()
    other = tapped.places["other"].me.ip
    tapped.guest.run(
        [
            sys.executable,
            "-c",
            f"import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.setsockopt(0,2,1); s.bind(('',61235)); s.sendto(b'x',('{other}',9))",
        ]
    )
    assert [frame for frame in tapped.wiretap.frames(since=since) if frame.source_port == 61235]
    assert tapped.wiretap.check(since=since) == []


def test_a_frame_without_addresses_is_not_misread(tapped):
    frame = next(tapped.wiretap.frames())
    assert list(tapped.wiretap.judge(dataclasses.replace(frame, kind="88cc", source="", destination=""))) == []


def test_every_lab_has_a_plan_with_one_router_and_truths():
    for name, make in LABS.items():
        plan = make()
        assert plan.router in plan.devices, name
        assert all(device.truth.verdicts for device in plan.devices.values()), name


def test_the_lab_of_speed_is_what_it_says():
    plan = LABS["speed"]()
    cameras = [device for device in plan.devices.values() if device.truth.watches]
    assert len(plan.devices) == 48
    assert len(cameras) >= 20
    assert sum(device.wired_slowly is not None for device in cameras) == 1
