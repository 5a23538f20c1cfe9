"""The real link on a real wire between two namespaces that have no way out."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import dpkt
import pytest

from roomcheck.model.errors import NotAllowed
from roomcheck.net.lab import require_lab
from roomcheck.net.link import FORBIDDEN_PORTS
from tests.net.wire_of_two import ROOT, environment, wire

pytestmark = pytest.mark.lab

ECHO = """
import socket, sys
for ip in sys.argv[2:]:
    pass
socks = []
import selectors
selector = selectors.DefaultSelector()
for ip in sys.argv[2:]:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((ip, int(sys.argv[1]))); selector.register(s, 1)
print("up", flush=True)
while True:
    for key, _ in selector.select():
        data, sender = key.fileobj.recvfrom(2048)
        key.fileobj.sendto(b"answer of " + key.fileobj.getsockname()[0].encode(), sender)
"""


@pytest.fixture(scope="module")
def pair():
    with wire() as made:
        made.inside("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", where=made.room)
        rule = "add table t; add chain t i { type filter hook input priority 0; }; add rule t i ip daddr 10.99.7.11 tcp dport 1-65535 drop"
        assert made.inside("nft", rule, where=made.room).returncode == 0
        with made.running(sys.executable, "-m", "http.server", "--bind", "10.99.7.10", "80", where=made.room):
            for _ in range(50):
                if made.inside("bash", "-c", "exec 3<>/dev/tcp/10.99.7.10/80").returncode == 0:
                    break
                time.sleep(0.1)
            yield made


def _run(made, *arguments, timeout=60, python=sys.executable, env=None):
    done = made.inside(python, "-m", "tests.net.inside", *arguments, timeout=timeout, env=env)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_guard_stops_everybody(pair):
    done = pair.inside(sys.executable, "-m", "tests.net.inside_guard")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("held") >= 8


def test_no_interface_of_this_machine_may_be_sent_on():
    names = [name for _, name in socket.if_nameindex() if name != "lo"]
    assert names
    for name in names:
        with pytest.raises(NotAllowed):
            require_lab(name)
    require_lab("lo")


def test_a_namespace_without_the_mark_is_refused(pair):
    assert _run(pair, "sweep", "unprivileged")["found"]
    subprocess.run(["ip", "-n", pair.guest, "link", "set", "rclab0", "name", "other0"], check=True)
    try:
        said = _run(pair, "refuse")
        assert said["opened"] is False
        assert "rclab0" in said["said"]
    finally:
        subprocess.run(["ip", "-n", pair.guest, "link", "set", "other0", "name", "rclab0"], check=True)


@pytest.mark.parametrize("means", ["privileged", "unprivileged"])
def test_a_sweep_finds_every_host(pair, means):
    result = _run(pair, "sweep", means)
    assert result["privileged"] is (means == "privileged")
    assert {found[0] for found in result["found"]} == {"10.99.7.10", "10.99.7.11"}
    assert all(found[2] == ("arp" if means == "privileged" else "neighbour") for found in result["found"])
    assert result["seconds"] < (2.0 if means == "privileged" else 4.0)
    assert any(ip.startswith("fe80:") for ip, _, _ in result["solicited"]) or means == "unprivileged"
    assert result["sent"][0][2] == 253


def test_a_knock_tells_open_refused_and_silent_apart(pair):
    result = _run(pair, "knocks")
    assert result["opened"] == [["10.99.7.10", 80]]
    assert result["states"] == {"open": 1, "refused": 60, "silent": 61}
    assert result["seconds"] < 4.0
    assert result["silent"] == ["silent"]
    assert result["dead"] < 1.5
    assert result["sent"][0] == "connect 80 20000-20059"


def test_conversations_end_within_their_deadlines(pair):
    result = _run(pair, "converse")
    assert result["page"][:3] == [25, 4, "ended"]
    assert result["drip"][2] == "deadline"
    assert result["drip"][3] < 2.0
    assert result["flood"][0] == 4096
    assert result["flood"][1] == 100_000
    assert result["reset"][2] in {"reset", "ended"}
    assert result["nobody"] is None


def test_tls_as_old_devices_speak_it(pair, tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-days", "2", "-subj", "/CN=camera", "-keyout",
         tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True,
    )
    result = _run(pair, "tls", str(tmp_path))
    assert result == {"same": True, "page": "HTTP/1.0 200 OK\r\n\r\nbody", "version": "TLSv1"}


def test_questions_from_one_fixed_port_do_not_take_each_others_answers(pair):
    with pair.running(sys.executable, "-c", ECHO, "37020", "10.99.7.10", "10.99.7.11", where=pair.room) as echo:
        assert echo.stdout.readline() == "up\n"
        result = _run(pair, "shared")
    assert result["answers"] == [
        [["10.99.7.10", "answer of 10.99.7.10", True]], [["10.99.7.11", "answer of 10.99.7.11", True]],
    ]
    assert result["heard"] == ["10.99.7.10", "10.99.7.11"]


def test_nothing_leaves_the_link(pair, tmp_path):
    capture = tmp_path / "wire.pcap"
    with pair.running("tcpdump", "-i", "wire0", "-U", "-w", str(capture), "--immediate-mode", where=pair.room) as tcpdump:
        tcpdump.stderr.readline()
        mac = json.loads(subprocess.run(["ip", "-n", pair.guest, "-j", "link", "show", "wire0"], capture_output=True, check=True).stdout)[0]["address"]
        result = _run(pair, "everything")
        time.sleep(0.3)
    assert result["refused"] == result["tries"] > 40
    own = bytes.fromhex(mac.replace(":", ""))
    seen = 0
    with capture.open("rb") as file:
        for _, data in dpkt.pcap.Reader(file):
            frame = dpkt.ethernet.Ethernet(data)
            if frame.src != own:
                continue
            if isinstance(frame.data, dpkt.ip.IP):
                packet = frame.data
                seen += 1
                kernel = packet.p in {1, 2}
                assert packet.ttl == 1 or kernel, packet
                destination = socket.inet_ntoa(packet.dst)
                assert destination.startswith("10.99.7.") or destination[:3] in {"224", "239", "255"}, destination
                assert getattr(packet.data, "dport", 0) not in FORBIDDEN_PORTS
            elif isinstance(frame.data, dpkt.ip6.IP6):
                packet = frame.data
                kernel = packet.nxt in {0, 58}
                assert packet.hlim == 1 or kernel
                assert packet.dst[:2] in {b"\xff\x02", b"\xfe\x80"}
    assert seen > 20


def _python_for_all() -> str | None:
    """A Python that any user may read, so that one without root can run it."""
    other = shutil.which("python3", path="/usr/bin")
    here = Path(sys.base_prefix)
    if all(folder.stat().st_mode & 1 for folder in (here, *here.parents)):
        return sys.executable
    if other is None:
        return None
    asked = subprocess.run([other, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True)
    return other if asked.stdout.strip() == str(sys.version_info[:2]) else None


@pytest.mark.parametrize("caller", [4711, None])
def test_both_processes_hold_no_privilege_and_leave_no_file_of_root(pair, tmp_path_factory, caller):
    python = _python_for_all() if caller else sys.executable
    if python is None:
        pytest.skip("no Python here that another user may read")
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    try:
        site = next(path for path in sys.path if path.endswith("site-packages"))
        env = environment(PYTHONPATH=f"{ROOT}:{site}", PYTHONDONTWRITEBYTECODE="1", TMPDIR=str(folder))
        env.pop("SUDO_UID", None)
        env.pop("SUDO_GID", None)
        if caller:
            os.chown(folder, caller, caller)
            env.update(SUDO_UID=str(caller), SUDO_GID=str(caller))
        result = _run(pair, "privileges", str(folder), python=python, env=env)
        assert result["privileged"] is True
        assert result["still"] is True
        assert result["again"] == ["10.99.7.10"]
        assert len(result["held"]) == 2
        for held in result["held"]:
            assert held["no_new_privs"] is True
            assert held["permitted"] == held["effective"] == held["bounding"] == 0
            if caller:
                assert held["uid"] == caller
        if caller:
            assert result["groups"] == [caller]
        files = list(folder.rglob("*"))
        assert [file.name for file in files] == ["packets.pcapng"], "the cache of scapy is gone"
        assert files[0].stat().st_uid == (caller or 0)
        with files[0].open("rb") as file:
            assert sum(1 for _ in dpkt.pcapng.Reader(file)) > 250
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


def test_the_capture_program_ends_with_roomcheck(pair):
    with pair.running(sys.executable, "-m", "tests.net.inside", "wait", where=pair.guest) as process:
        child = int(process.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        process.kill()
        process.wait()
        for _ in range(50):
            if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split(") ")[1][:1]:
                break
            time.sleep(0.1)
        else:
            pytest.fail("roomcheck-capture lives on")
