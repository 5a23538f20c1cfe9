import asyncio
import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model import limits
from roomcheck.model.network import Medium, Neighbour
from roomcheck.net import clock, messages, privilege
from roomcheck.net.fake import fake_network
from roomcheck.net.hosts import CEILING, FLOOR, Pulse
from roomcheck.net.knock import compact
from roomcheck.net.ledger import Ledger
from roomcheck.net.pace import Crowd, Pace, pace_of
from roomcheck.net.packets import PacketFile, new_file
from roomcheck.net.sweep import addresses_of, line_of


def test_the_time_is_rfc_3339_with_microseconds():
    assert clock.rfc3339(1_700_000_000_123_456_789) == "2023-11-14T22:13:20.123456Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", clock.SystemClock().now())
    assert re.fullmatch(r"[+-]\d\d:\d\d", clock.zone())
    offset, source = clock.offset()
    assert (offset is None) == (source is None)


def test_wifi_and_what_is_unknown_are_slow():
    assert pace_of(Medium.WIFI) == pace_of(Medium.UNKNOWN) == 150
    assert pace_of(Medium.WIRED) > 1000


def test_a_pace_is_kept_after_its_burst():
    async def scene():
        pace = Pace(200, burst=4)
        started = time.monotonic()
        for _ in range(44):
            await pace.take()
        return time.monotonic() - started

    assert 0.19 <= asyncio.run(scene()) < 0.6


def test_a_crowd_holds_few_to_one_host():
    async def scene():
        crowd, inside, most = Crowd(per_host=3, total=5), 0, 0

        async def visit(ip):
            nonlocal inside, most
            async with crowd.among(ip):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.01)
                inside -= 1

        await asyncio.gather(*(visit("a") for _ in range(9)))
        alone, most = most, 0
        await asyncio.gather(*(visit(ip) for ip in "abcd" for _ in range(3)))
        cancelled = asyncio.create_task(visit("a"))
        await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
        return alone, most, crowd._gates

    assert asyncio.run(scene()) == (3, 5, {})


@given(st.lists(st.floats(0, 5, allow_nan=False), max_size=20), st.integers(0, 2))
def test_patience_stays_between_its_bounds(times, attempt):
    pulse = Pulse()
    for seconds in times:
        pulse.measured(seconds)
    assert FLOOR <= pulse.patience(attempt) <= CEILING


def test_ports_are_listed_compactly():
    assert compact([80, 443, 554, 8000, 8001, 8002, 9, 10]) == "80 443 554 8000-8002 9 10"
    assert compact([]) == ""


def test_what_is_sent_is_cut_at_its_limit_and_says_so():
    log = []
    ledger = Ledger(log.append)
    assert [ledger.exchange(), ledger.exchange()] == ["x1", "x2"]
    ledger.sent("x2", via="t", transport="udp", to="192.168.1.9", port=9, data=b"a" * 5000)
    assert len(log[0].raw) == limits.SENT
    assert log[0].length == 5000


def test_addresses_of_a_network_begin_with_the_gateway_and_leave_this_machine_out():
    addresses = addresses_of(fake_network())
    assert addresses[0] == "192.168.1.1"
    assert len(addresses) == len(set(addresses)) == 253
    assert "192.168.1.2" not in addresses
    assert addresses_of(fake_network("10.0.0.5", 32, gateway=None)) == []
    assert len(addresses_of(fake_network("10.0.0.5", 8, gateway=None))) > 65_536


def test_a_neighbour_is_one_line():
    assert line_of(Neighbour("10.0.0.1", None, "incomplete")) == b"10.0.0.1 - incomplete"


@given(st.binary(max_size=60))
def test_messages_from_outside_end_in_two_errors_at_most(data):
    import msgspec

    for read in (messages.command_of, messages.event_of):
        with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError):
            read(data)


def test_messages_come_back_as_they_went():
    for event in (messages.Packet(at=1, data=b"x", length=9), messages.Seen(number=1, ip=b"abcd", mac=b"abcdef", at=2, kind="arp", data=b""), messages.Stopped()):
        packed = messages.pack(event)
        assert messages.length_of(packed[:4]) == len(packed) - 4
        assert messages.event_of(packed[4:]) == event
    assert messages.length_of(b"\xff\xff\xff\xff") is None


def test_packets_are_read_by_others(tmp_path):
    import dpkt

    path = tmp_path / "p.pcapng"
    file = PacketFile(new_file(path), "wlan0")
    file.add(1_700_000_000_123_456_789, b"\x01" * 61, 61)
    file.close()
    with path.open("rb") as stream:
        [(at, data)] = list(dpkt.pcapng.Reader(stream))
    assert data == b"\x01" * 61
    assert abs(at - 1_700_000_000.123456789) < 1e-5
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        new_file(path)


@pytest.mark.parametrize(("uid", "gid", "expected"), [("1000", "1000", (1000, 1000)), ("0", "0", None), ("x", "1", None), ("1000", None, None), ("-5", "3", None)])
def test_who_called_sudo(monkeypatch, uid, gid, expected):
    monkeypatch.setenv("SUDO_UID", uid)
    monkeypatch.setenv("SUDO_GID", gid) if gid else monkeypatch.delenv("SUDO_GID", raising=False)
    person = privilege.calling_user()
    assert (person and (person.uid, person.gid)) == expected
