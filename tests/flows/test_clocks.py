"""Captures whose clocks jump, that were put together in any order, or that were made to fill memory."""

import subprocess
import sys
from itertools import accumulate

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomcheck.flows import pace, table
from roomcheck.flows.features import Frames, measure
from roomcheck.flows.pace import Pace
from roomcheck.flows.table import WINDOW, Air
from roomcheck.flows.telling import tell
from roomcheck.wire.airfile import Heard, hear
from roomcheck.wire.captured import LATEST
from tests.air import writing

DAY = 86_400_000_000
NOW = 1_700_000_000_000_000


def heard(at: int, size: int = 500, *, up: bool = True, sequence: int = 0, station: bytes = writing.CAMERA) -> Heard:
    packet = writing.radiotap(0) + writing.data_frame(station, up=up, size=1, sequence=sequence)
    found = hear(packet, at, 127, len(packet) + size - 1)
    assert found is not None
    return found


JUMPS = st.one_of(
    st.integers(-50_000, 40_000_000), st.sampled_from([DAY, -DAY, 365 * DAY, -365 * DAY, LATEST, -LATEST]),
)
STRETCHES = st.lists(st.tuples(JUMPS, st.integers(1, 60), st.integers(-2_000, 500_000), st.integers(0, 70_000)), max_size=6)


@settings(deadline=None)
@given(st.integers(0, LATEST - 1), STRETCHES, st.integers(0, 120))
def test_clocks_that_jump_are_borne(begun, stretches, break_at):
    """Nothing raises, no window is longer than a window, and no rate is above what one second of all bytes would be."""
    air = Air(bursts=True)
    steps = [step for jump, count, each, size in stretches for step in ((jump, size), *[(each, size)] * (count - 1))]
    clock = accumulate((step for step, _ in steps), lambda at, step: min(max(at + step, 0), LATEST - 1), initial=begun)
    for number, (at, (_, size)) in enumerate(zip(clock, steps, strict=False)):
        air.add(heard(at, size, up=number % 5 > 0, sequence=number))
        if number == break_at:
            air.interrupt()
    for flow in air.flows.values():
        assert air.begun is not None
        assert flow.first <= flow.last
        for found in flow.windows():
            assert 0 < found.seconds <= WINDOW / 1e6
            assert found.up_kbit_s <= flow.up_bytes * 8 / 1000
            assert all(value >= 0 for value in msgspec.structs.astuple(found))
        assert len(flow.pace.seconds) <= pace.SECONDS
        assert sum(flow.pace.seconds) <= flow.up_bytes
        for at in (flow.first, flow.last, air.begun, air.ended):
            assert 0 <= flow.pace.lately(at, flow.first) <= flow.up_bytes
    list(tell(air))
    assert sum(seconds for _, seconds in air.channels.values()) <= air.frames


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, WINDOW - 1), st.integers(0, 65_535)), min_size=20, max_size=200), st.randoms(use_true_random=False))
def test_the_order_of_frames_does_not_matter(frames, dice):
    """Each time once: what has the same time has no order."""
    frames = list(dict(frames).items())
    ordered, mixed = Frames(0), Frames(0)
    for at, size in sorted(frames):
        ordered.add(at, size, up=True)
    dice.shuffle(frames)
    for at, size in frames:
        mixed.add(at, size, up=True)
    assert measure(mixed, WINDOW) == measure(ordered, WINDOW)
    assert mixed.span == ordered.span


def steady(air: Air, begun: int, seconds: int, first: int = 0) -> None:
    for number in range(seconds * 50):
        air.add(heard(begun + number * 20_000, 1_000, sequence=first + number))


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_a_jump_spoils_no_window_but_its_own(jump):
    air = Air()
    steady(air, NOW, 50)
    steady(air, NOW + jump, 50, first=2_500)
    (flow,) = air.flows.values()
    # Whether somebody was silent or a clock was set, a jump ahead does not tell; a jump back can only be the clock.
    assert [found.up_kbit_s for found in flow.windows()] == pytest.approx([400, 266 if jump > 0 else 400, 400, 400], rel=0.01)


def test_captures_in_the_wrong_order_have_the_rate_that_they_had():
    air = Air()
    steady(air, NOW + 60_000_000, 60)
    air.interrupt()
    steady(air, NOW, 60, first=3_000)
    (flow,) = air.flows.values()
    assert (flow.last - flow.first) / 1e6 == pytest.approx(120, abs=0.1)
    assert all(found.up_kbit_s == pytest.approx(400, rel=0.02) for found in flow.windows())
    assert air.channels[2437] == [6_000, 120]


def test_the_pace_is_what_was_sent():
    sent = Pace(NOW)
    for number in range(200):
        sent.add(NOW + number * 50_000, 100)
    assert list(sent.seconds) == [2_000] * 10
    assert sent.lately(NOW + 10_000_000, NOW) == 2_000
    assert sent.lately(NOW + 2_000_000, NOW) == 0  # no longer held
    assert sent.lately(NOW + 12_500_000, NOW) == 1_000
    assert sent.lately(NOW + DAY, NOW) == 0
    sent.add(NOW - 1, 100)
    sent.add(NOW + DAY, 100)
    sent.add(NOW + DAY - 6_400_000, 5_000)
    assert sum(sent.seconds) == 20_000
    assert sent.lately(NOW + DAY + 100_000, NOW) == 20


FILL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))
from tests.flows.test_clocks import NOW, Air, heard
air = Air(bursts=True)
for when in (0, 6 * 3_600_000_000 - 1_000_000, 400 * 86_400_000_000):
    for number in range(4_096):
        for up in (True, False):
            air.add(heard(NOW + when + number, up=up, sequence=when % 4_096, station=bytes((2, 1, 0, 0, number >> 8, number & 255))))
# Not `ru_maxrss`: that begins with the peak of whoever started this program.
print(len(air.flows), next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process may hold is limited in this way on Linux alone")
def test_frames_that_are_far_apart_do_not_fill_memory():
    """Four thousand flows of a few frames over hours, of a file of two megabytes."""
    ran = subprocess.run([sys.executable, "-c", FILL], capture_output=True, text=True, timeout=100)
    assert ran.returncode == 0, ran.stderr[-2000:]
    flows, megabytes = map(int, ran.stdout.split())
    assert flows == 4_096
    assert megabytes < 250


def test_all_flows_together_have_limits(monkeypatch):
    for name, most in (("_EVERY", 50), ("_ALL_HELD", 200), ("_ALL_WINDOWS", 12), ("_ALL_BURSTS", 400), ("_ALL_NUMBERS", 300)):
        monkeypatch.setattr(table, name, most)
    air = Air(bursts=True)
    stations = [bytes((2, 1, 0, 0, 0, number)) for number in range(8)]
    for number in range(6_000):
        for station in stations if number % 10 == 0 else stations[:1]:
            air.add(heard(NOW + number * 20_000, 1_000, sequence=number, station=station))
        flows = air.flows.values()
        assert sum(flow.held for flow in flows) <= 250
        assert sum(len(flow.measured) for flow in flows) <= 12 + 8
        assert sum(len(flow.bursts) for flow in flows if flow.bursts is not None) <= 450
        assert sum(len(seen) for seen in air._seen.values()) <= 350
    busiest, *others = air.busiest()
    assert busiest.key.station == stations[0]
    assert air.overflow > 0
    assert all(flow.bursts is None for flow in others)
    assert air.repeated == 0


def test_those_that_sent_most_keep_their_bursts(monkeypatch):
    monkeypatch.setattr(table, "_EVERY", 10)
    monkeypatch.setattr(table, "_ALL_BURSTS", 1_200)
    air = Air(bursts=True)
    for number in range(500):
        for station, size in ((writing.LAPTOP, 100), (writing.CAMERA, 1_000), (writing.ROUTER, 100)):
            air.add(heard(NOW + number * 20_000, size, sequence=number, station=station))
        if number == 390:
            assert all(flow.bursts is not None for flow in air.flows.values())
    camera, *others = air.busiest()
    assert camera.bursts is not None
    assert len(camera.bursts) == 500
    assert [flow.bursts for flow in others] == [None, None]
    assert 800 <= air.overflow < 820


def test_a_second_in_which_frames_come_out_of_order_is_one():
    air = Air()
    for number, at in enumerate((0, 990_000, 1_010_000, 995_000, 1_020_000, 2_000_000)):
        air.add(heard(NOW + at, sequence=number))
    assert air.channels[2437] == [6, 3]


def test_channels_are_as_many_as_there_can_be():
    air = Air()
    for frequency in range(1, 3_000):
        packet = writing.radiotap(0, frequency=frequency) + writing.data_frame(writing.CAMERA, up=True, size=9, sequence=frequency)
        air.add(hear(packet, NOW + frequency, 127))
    assert len(air.channels) == 512
