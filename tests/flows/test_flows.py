"""Frames -> flows -> measures -> likeness."""

import math
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.flows.features import Frames, measure
from roomcheck.flows.likeness import liken, liken_all, scorecard
from roomcheck.flows.strength import Gauge, line_of
from roomcheck.flows.table import Air
from roomcheck.flows.telling import tell
from roomcheck.wire.airfile import read_air
from roomcheck.wire.radio import parse_flow
from tests.air import writing
from tests.flows import corpus, train


def air_of(frames, folder: Path) -> Air:
    writing.write(folder / "air.pcap", frames)
    air = Air()
    with (folder / "air.pcap").open("rb") as stream:
        for heard, beacon in read_air(stream):
            air.add(heard, beacon)
    return air


def test_a_repeated_frame_is_counted_once(tmp_path):
    frames = []
    for number in range(50):
        frames.append((number * 10_000, writing.data_frame(writing.CAMERA, up=True, size=500, sequence=number)))
        frames.append((number * 10_000 + 900, writing.data_frame(writing.CAMERA, up=True, size=500, sequence=number, retry=True)))
    flow = next(iter(air_of(frames, tmp_path).flows.values()))
    assert (flow.up, flow.repeated, flow.up_bytes) == (50, 50, 25_000)


def test_what_was_not_heard_is_told_by_the_numbers(tmp_path):
    frames = [(number * 10_000, writing.data_frame(writing.CAMERA, up=True, size=500, sequence=number)) for number in range(100) if number % 4]
    flow = next(iter(air_of(frames, tmp_path).flows.values()))
    assert flow.missed == 24


def test_a_hidden_network_stays_nameless_and_flows_keep_apart(tmp_path):
    frames = [(0, writing.beacon("")), (5, writing.beacon("Other", point=writing.LAPTOP))]
    for number in range(60):
        frames.append((1000 + number * 10_000, writing.data_frame(writing.CAMERA, up=True, size=500, sequence=number)))
        frames.append((1500 + number * 10_000, writing.data_frame(writing.CAMERA, up=True, size=100, sequence=5000 + number, other=writing.LAPTOP)))
    air = air_of(frames, tmp_path)
    assert {network.ssid for network in air.networks.values()} == {None, "Other"}
    assert len(air.flows) == 2


def test_memory_does_not_grow_with_the_capture():
    """Ten minutes of frames leave measures, not frames, behind."""
    air = Air()
    from roomcheck.wire.airfile import hear

    for number in range(60_000):
        packet = writing.radiotap(0) + writing.data_frame(writing.CAMERA, up=True, size=100 + number % 1300, sequence=number)
        heard = hear(packet, number * 10_000, 127)
        air.add(heard)
    flow = next(iter(air.flows.values()))
    assert len(flow._frames) <= 3_001
    assert len(flow.measured) == 19
    assert len(flow.pace.seconds) == 600
    assert sum(flow.pace.seconds) == flow.up_bytes


@pytest.fixture(scope="module")
def sessions():
    return corpus.sessions()


@pytest.fixture(scope="module")
def some(sessions):
    """A few shipped sessions of each kind in one air."""
    chosen, seen = [], {}
    for session in sessions:
        group = (session.what, session.by)
        seen[group] = seen.get(group, 0) + 1
        if seen[group] <= 2:
            chosen.append(session)
    return [window for window in corpus.windows(chosen, draws=1, seed=5) if window.measures]


def test_the_shipped_card_is_what_training_gives(sessions):
    """The card is data; its gates and its points come from `tests.flows.train`, on sessions that do not test."""
    card = scorecard()
    assert card.gates == train.GATES
    assert {each.measure: each.says for each in card.cards} == train.SAYS
    assert sum(corpus.trains(session) for session in sessions) > 300
    assert sum(not corpus.trains(session) for session in sessions) > 600


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_training_again_gives_the_shipped_card():
    windows, card = train.trained(train.DRAWS)
    assert not [window for window in windows if not window.trains]
    assert card == scorecard()


def test_pieces_of_a_file_are_told_from_pictures_by_how_they_end():
    """A sender that is held to a rate writes equal pieces at a beat; an encoder's pictures end where they end."""
    dice = random.Random(3)
    pictures, pieces = Frames(0), Frames(0)
    for number in range(300):
        left = dice.randint(900, 9_000) * (4 if number % 20 == 0 else 1)
        for frames, whole in ((pictures, left), (pieces, 8_192)):
            for packet, sent in enumerate(range(0, whole, 1_448)):
                frames.add(number * 100_000 + 900 * packet, min(whole - sent, 1_448) + 76, up=True)
    picture, piece = measure(pictures, 30_000_000), measure(pieces, 30_000_000)
    assert picture.sameness < 0.5
    assert piece.sameness > 0.9
    assert liken(picture).camera_like
    assert not liken(piece).camera_like
    assert any("alike" in reason.says for reason in liken(piece).reasons)


def test_key_pictures_are_found_by_their_rhythm():
    frames = Frames(0)
    for number in range(450):
        for _ in range(12 if number % 30 == 0 else 1):
            frames.add(number * 66_667, 1_000 + number % 300, up=True)
    found = measure(frames, 30_000_000)
    assert found.keys > 0.9
    assert abs(found.keys_s - 2.0) < 0.1
    assert found.steady == 1.0


def test_cameras_are_told_from_what_only_goes_down(some):
    for window in some:
        found = liken(window.measures)
        if window.what in {"download", "television", "music", "web", "game", "voice call", "microphone", "cast", "DNS"}:
            assert not found.camera_like, (window.what, window.by)
    cameras = [liken(window.measures).camera_like for window in some if window.what == "camera"]
    assert sum(cameras) >= 0.9 * len(cameras)


def test_reasons_are_sentences_that_add_up(some):
    card = scorecard()
    for window in some:
        found = liken(window.measures)
        assert found.reasons
        assert all("{" not in reason.says for reason in found.reasons)
        if found.camera_like or found.score > -9:
            assert abs(card.base + sum(reason.points for reason in found.reasons) - found.score) < 0.1


def test_one_odd_half_minute_decides_nothing(some):
    camera = next(w.measures for w in some if w.what == "camera" and liken(w.measures).camera_like)
    other = next(w.measures for w in some if w.what == "download")
    assert liken_all([camera, camera, other]).camera_like
    assert not liken_all([other, camera, other]).camera_like
    assert liken_all([]) is None


@given(st.lists(st.tuples(st.integers(0, 40_000_000), st.integers(0, 65_535), st.booleans()), max_size=300))
def test_any_frames_are_measured_or_not(frames):
    window = Frames(0)
    for at, size, up in sorted(frames):
        window.add(at, size, up=up)
    found = measure(window, 30_000_000)
    if found is not None:
        assert not any(math.isnan(value) for value in msgspec.structs.astuple(found))
        liken(found)


def test_my_own_devices_are_left_out(tmp_path):
    frames = [(number * 20_000, writing.data_frame(writing.CAMERA, up=True, size=900 + number % 300, sequence=number)) for number in range(400)]
    air = air_of(frames, tmp_path)
    kinds = [each.kind for each in tell(air)]
    assert kinds.count("wifi.flow") == 1
    assert parse_flow(next(each.data for each in tell(air) if each.kind == "wifi.flow")) is not None
    assert [each.kind for each in tell(air, frozenset({"02:00:00:00:00:ca"}))] == []


def test_warmer_is_said_only_when_it_is_certain():
    gauge = Gauge()
    for tenth in range(100):
        gauge.heard(tenth / 10, -75 + (tenth % 5) - 2)
    assert gauge.trend() == "unclear"
    for tenth in range(100, 200):
        now = gauge.heard(tenth / 10, round(-75 + (tenth - 100) * 0.3))
    assert gauge.trend() == "warmer"
    assert now.dbm > -55
    later = gauge.now(60.0)
    assert later.margin > now.margin
    assert "warmer" in line_of(now, gauge.trend())
    for tenth in range(200, 300):
        gauge.heard(tenth / 10, round(-45 - (tenth - 200) * 0.3))
    assert gauge.trend() == "colder"


def test_a_burst_of_frames_is_one_look():
    """A thousand frames in a moment share one fading: they do not make the figure certain."""
    gauge = Gauge()
    for number in range(1000):
        now = gauge.heard(number / 100_000, -60)
    assert now.margin > 1.0
