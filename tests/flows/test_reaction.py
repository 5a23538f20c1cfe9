"""The reaction test: cues, statistics, and what a capture with its cues comes to."""

import itertools
import json
import math
import random
import statistics
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomcheck.app import react
from roomcheck.app.air import AirPlan
from roomcheck.flows import cues, pulse, randomisation, reaction, telling
from roomcheck.flows.bursts import Bursts
from roomcheck.flows.reaction import Series
from roomcheck.match import library
from roomcheck.model.entry import Entry
from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import observe
from roomcheck.model.recording import Recording
from roomcheck.recording import chain
from roomcheck.wire import radio
from tests.air import writing
from tests.flows import homes

SCHEDULE = cues.draw(5)
TRACES = Path(__file__).parents[3] / "shared" / "traces"


def series(station, schedule, seed, *, change=1.0, late=2.0, size=2_000, kinds=("move", "light off")):
    """Ten pictures a second, every twentieth a key picture, larger by `change` where they react."""
    dice = random.Random(seed)
    at, sizes = [], []
    for place in range(int(schedule.seconds * 10)):
        reacts = schedule.action_at(place / 10 - late) in kinds
        key = 5 if place % 20 == 0 else 1
        at.append(place * 100_000)
        sizes.append(int(dice.lognormvariate(0, 0.3) * size * key * (change if reacts else 1)))
    return Series(station, "ap", at, sizes)


@given(st.integers(0, 2**31))
def test_a_schedule_is_drawn_by_its_seed(seed):
    schedule = cues.draw(seed)
    assert schedule == cues.draw(seed)
    assert schedule.seconds <= 360
    for part in schedule.parts:
        actions = [block.action for block in part.blocks]
        assert actions.count(part.kind.change) == actions.count(part.kind.rest) == part.kind.blocks >= cues.LEAST
        assert all(before.end == after.begin for before, after in zip(part.blocks, part.blocks[1:], strict=False))
        assert len({round(block.end - block.begin, 1) for block in part.blocks}) > 5
        assert min(block.end - block.begin for block in part.blocks) >= cues.SHORTEST - 0.11
        assert part.end - part.begin == pytest.approx(part.kind.seconds)


def test_a_camera_that_reacts_passes_and_the_others_do_not():
    flows = [series("camera", SCHEDULE, 1, change=1.5)]
    flows += [series(f"other{number}", SCHEDULE, number + 2) for number in range(3)]
    found = randomisation.run(flows, SCHEDULE, seed=9, redraws=299)
    verdicts = {each.station: each.to_both for each in found.reactions}
    assert verdicts == {"camera": True, "other0": False, "other1": False, "other2": False}
    camera = next(each for each in found.reactions if each.station == "camera")
    for effect in camera.effects:
        assert effect.measure in {"rate", "surge"}
        assert effect.contrast == "level"
        assert effect.low < 1.5 < effect.high * 1.05
        assert 1 <= effect.delay <= 3
        assert effect.p == pytest.approx(1 / 300, abs=1e-5)


def test_one_kind_of_cue_is_not_two():
    found = randomisation.run([series("lamp", SCHEDULE, 1, change=2.0, kinds=("light off",))], SCHEDULE, seed=9, redraws=199)
    assert found.reactions[0].reacted == ("light",)
    assert not found.reactions[0].to_both


def test_the_published_designs_prove_nothing():
    """Two blocks of movement and three of rest: however large the effect, the exact p cannot be small."""
    lines = b"0 still\n20 move\n40 still\n60 move\n80 still\n100 end\n"
    schedule = cues.read_cues(lines, "cues", 0.0)
    found = randomisation.run([series("camera", schedule, 1, change=3.0, late=0.0)], schedule, seed=1, redraws=499)
    assert found.reactions[0].effects[0].p > reaction.ALPHA
    assert found.reactions[0].reacted == ()


def plain_t(row, part, delay):
    """Both contrasts at one delay, without numpy, from the words of the docstrings."""
    sides, steps = ([], []), ([], [])
    for block in part.blocks:
        begin, end = round(block.begin / pulse.CELL) + delay * 2, round(block.end / pulse.CELL) + delay * 2
        level, onset, late = row[begin + 1 : end - 1], row[begin : begin + 3], row[begin + 4 : end - 1]
        if end - 1 <= len(row):
            sides[block.action != part.kind.change].append(statistics.fmean(level))
            if late:
                steps[block.action != part.kind.change].append(statistics.fmean(onset) - statistics.fmean(late))
    level = abs(statistics.fmean(sides[0]) - statistics.fmean(sides[1])) / (standard_error(sides) + 0.02)
    return level, abs(statistics.fmean(map(statistics.fmean, steps))) / (standard_error(steps) / 2 + 0.02)


def standard_error(sides):
    return math.sqrt(sum(statistics.variance(side) / len(side) for side in sides))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_statistics_are_welchs(seed):
    values = np.random.default_rng(seed).normal(0, 1, (1, 4, int(SCHEDULE.seconds * 2)))
    for part in SCHEDULE.parts:
        found = randomisation.best(values, randomisation.drawn([part.blocks], part.kind.change))
        every = {
            (measure, delay, contrast): t
            for measure in range(4) for delay in reaction.DELAYS
            for contrast, t in enumerate(plain_t(values[0, measure].tolist(), part, delay))
        }
        for measure, contrast in itertools.product(range(4), range(2)):
            delay = max(reaction.DELAYS, key=lambda delay: every[measure, delay, contrast])
            assert delay == found.delay[0, measure, contrast, 0]
            assert found.t[0, measure, contrast, 0] == pytest.approx(every[measure, delay, contrast])


def best_of(*t):
    """As `randomisation.best` has it, of flows that matter, by one measure and one contrast."""
    found = np.array(t)[:, None, None, None]
    return randomisation.Best(found, np.zeros(found.shape, int), found * 0.1, np.full(found.shape, 0.01))


def test_a_second_camera_is_not_hidden_by_a_stronger_one():
    chance = np.array([[[[9.0, 1.0, 2.0, 1.0] * 50]], [[[1.0, 2.0, 1.0, 2.0] * 50]]])
    both = randomisation.shares(best_of(300.0, 5.0), chance, 0.5)
    assert both.p.tolist() == pytest.approx([1 / 201, 1 / 201])
    assert both.passed.all()
    one = randomisation.shares(best_of(5.0, 300.0), chance, 0.5)
    assert one.p[0] > 0.2


def test_an_unsteady_flow_does_not_drown_a_steady_one():
    dice = np.random.default_rng(1)
    chance = np.stack([dice.gumbel(3, 0.5, (1, 1, 500)), dice.gumbel(12, 4, (1, 1, 500))])
    told = randomisation.shares(best_of(8.0, 12.0), chance, 0.5)
    assert told.p[0] < 0.01 < told.p[1]


def test_a_certain_effect_that_is_none_does_not_pass_nor_hide_one_that_is():
    chance = np.ones((1, 2, 1, 200)) * np.array([0.6, 2.0])[None, :, None, None]
    found = randomisation.Best(
        np.array([[[[30.0]], [[20.0]]]]), np.zeros((1, 2, 1, 1), int), np.array([[[[0.02]], [[0.6]]]]),
        np.full((1, 2, 1, 1), 0.02),
    )
    told = randomisation.shares(found, chance, 0.5)
    assert told.passed[0]
    assert told.measure[0] == 1
    small = randomisation.shares(found._replace(difference=np.full((1, 2, 1, 1), 0.02)), chance, 0.5)
    assert not small.passed[0]


def test_p_is_uniform_where_nothing_reacts():
    values = [min(homes.home(np.random.default_rng(number), "heavy")[0].uniform) for number in range(60)]
    assert homes.kolmogorov(np.array(values)) > 0.001


def test_a_pulse_tells_what_moves():
    """Held rates: key pictures shrink; packed one by one: pictures begin to differ; and silence is no reaction."""
    at = np.arange(0, 20, 0.1)
    still = np.where(np.arange(200) % 20 == 0, 9_000.0, 500.0)
    moved = np.where(np.arange(200) % 20 == 0, 2_000.0, 900.0)
    rate, _, peaks, _ = pulse.pulse_of(at, np.where(at < 10, still, moved), 20)
    assert rate[30] > rate[10]
    assert peaks[20:40].max() < peaks[:18].max()
    unlike = np.where(at < 10, 5_000.0, 5_000.0 * (1 + 0.02 * (np.arange(200) % 2)))
    unrest = pulse.pulse_of(at, unlike, 20)[1]
    assert unrest[30] > unrest[10] + 1
    assert np.isfinite(pulse.pulse_of(np.zeros(0), np.zeros(0), 20)).all()


@given(st.lists(st.tuples(st.integers(0, 40_000_000), st.integers(1, 200_000)), max_size=60))
def test_a_pulse_is_always_finite(sent):
    at = np.array(sorted(each for each, _ in sent), float) / 1e6
    found = pulse.pulse_of(at, np.array([size for _, size in sent], float), 30.0)
    assert found.shape == (4, 60)
    assert np.isfinite(found).all()


def test_what_was_missed_inside_a_burst_is_filled_in():
    bursts = Bursts()
    for at, size, missed in [(0, 1400, 3), (300, 1400, 2), (600, 200, 0), (60_000, 900, 1), (126_000, 700, 0)]:
        bursts.add(at, size, missed)
    assert list(bursts.at) == [0, 60_000, 126_000]
    assert list(bursts.size) == [1400 + 1400 + 2 * 1400 + 200, 900, 700]


def test_power_grows_with_the_effect_and_falls_with_the_noise():
    assert reaction.power(0.05, 3.0) > reaction.power(0.1, 3.0)
    assert reaction.power(0.05, 3.0, 0.5) > reaction.power(0.05, 3.0, 0.1)
    assert reaction.power(0.05, math.inf) == 0.0


def test_cue_files_and_what_is_wrong_with_them():
    schedule = cues.read_cues(b"# mine\n0,still\n10 move\n20 still\n30 end\n40 light on\n50 light off\n60 end\n", "cues", 0.0)
    assert [part.kind.name for part in schedule.parts] == ["movement", "light"]
    moment = cues.read_cues(b"1970-01-01T00:01:40Z move\n1970-01-01T00:01:50Z still\n120 end\n", "cues", 90.0)
    assert moment.parts[0].begin == 10.0
    for wrong in (b"", b"ten move\n", b"10 dance\n", b"10 move\n20 end\n", b"\xff\xfe"):
        with pytest.raises(ImportFailed):
            cues.read_cues(wrong, "cues", 0.0)


def recorded(folder: Path, change: float) -> tuple[Path, Path]:
    """A capture of a camera at fifteen pictures a second while somebody followed the cues of a seed, and the cues."""
    dice = random.Random(4)
    sequence, frames = 0, []
    base = 1_000_000_000
    for number in range(int(SCHEDULE.seconds * 15)):
        second = number / 15
        size = 900 * dice.lognormvariate(0, 0.2) * (6 if number % 30 == 0 else 1)
        size *= change if SCHEDULE.action_at(second - 1.5) in {"move", "light off"} else 1
        while size > 0:
            sequence += 1
            frames.append((base + int(second * 1e6) + len(frames) % 7 * 300, writing.data_frame(writing.CAMERA, up=True, size=max(60, min(int(size), 1400)), sequence=sequence)))
            size -= 1400
        if number % 3 == 0:
            frames.append((base + int(second * 1e6) + 9_000, writing.data_frame(writing.CAMERA, up=False, size=40, sequence=number)))
    writing.write(folder / "air.pcap", sorted(frames), snap=120)
    lines = [f"{block.begin} {block.action}" for part in SCHEDULE.parts for block in part.blocks]
    lines.append(f"{SCHEDULE.parts[-1].end} end")
    (folder / "cues.txt").write_text("\n".join(lines))
    return folder / "air.pcap", folder / "cues.txt"


@pytest.mark.parametrize(("change", "verdict"), [(1.6, "camera"), (1.0, "suspect")])
def test_a_capture_with_cues_becomes_a_verdict(tmp_path, change, verdict):
    capture, written = recorded(tmp_path, change)
    plan = AirPlan(folder=tmp_path / "check")
    found = react.from_capture(capture, written, plan, library.load(), lambda _: None, redraws=299)
    device = next(each for each in found.assessment.devices if each.id == "02:00:00:00:00:ca")
    assert device.verdict.value == verdict
    entries = [json.loads(line)["body"] for line in (tmp_path / "check/recording.jsonl").read_text().splitlines()]
    assert any(entry["type"] == "observation" and entry["kind"] == "reaction" for entry in entries)
    assert b"\0" * 100 not in (tmp_path / "check/recording.jsonl").read_bytes()
    if verdict == "camera":
        assert any("reacted" in reason.key for reason in device.reasons)
    told, computed = react.again(chain.read(plan.folder))
    for seen, each in zip(told, computed.reactions, strict=True):
        assert [(effect.p, effect.ratio, effect.delay_s, effect.passed) for effect in seen.effects] == [
            (effect.p, effect.ratio, effect.delay, effect.passed) for effect in each.effects
        ]


@pytest.mark.parametrize(
    "wrong",
    [{"redraws": 10**9}, {"redraws": -1}, {"cues": ()}, {"cues": (radio.CueSeen("move", 5.0, 1e300), radio.CueSeen("still", 2.0, 9.0))},
     {"cues": (radio.CueSeen("dance", 0.0, 1.0),) * 9}, {"pulse": b"abc"}],
)
def test_a_recording_of_anybodys_is_not_computed_with_whatever_it_holds(wrong):
    found = randomisation.run([series("02:00:00:00:00:ca", SCHEDULE, 1)], SCHEDULE, seed=5, redraws=9)
    told = telling.tell_reaction(found.reactions[0], found, SCHEDULE, (1,), like=True, at="1970-01-01T00:00:00Z")
    seen = radio.parse_reaction(told.data)

    def held(record):
        body = observe("reaction", msgspec.json.encode(record), at=told.at, via="react", source=told.source)
        return Recording(entries=(Entry(seq=0, prev="0" * 64, at=told.at, body=body),), head="")

    assert react.again(held(seen)) is not None
    assert react.again(held(msgspec.structs.replace(seen, **wrong))) is None


def test_a_long_test_is_still_written_down_whole():
    blocks = [cues.Block("move" if number % 2 else "still", number * 3.0, number * 3.0 + 3) for number in range(399)]
    schedule = cues.schedule_of(blocks, None)
    found = randomisation.run([series("02:00:00:00:00:ca", schedule, 1)], schedule, seed=0, redraws=9)
    told = telling.tell_reaction(found.reactions[0], found, schedule, (1_000_000,) * 1_200, like=True, at="1970-01-01T00:00:00Z")
    seen = radio.parse_reaction(told.data)
    assert seen is not None
    assert len(seen.cues) == 399


@pytest.mark.skipif(not TRACES.is_dir(), reason="the traces are not here")
@pytest.mark.parametrize("name", ["w_test7", "v_test8"])
def test_real_traces_prove_nothing_by_their_five_blocks(name):
    """Real cameras' bytes, and movement as the phone's accelerometer tells it: shown, never claimed."""
    sizes = [int(float(line)) for line in (TRACES / f"wifi_{name}.csv").read_text().split()]
    shaken = [line.split(",") for line in (TRACES / f"imu_{name}.csv").read_text().splitlines()]
    force = np.array([math.sqrt(sum(float(value) ** 2 for value in row[1:4])) for row in shaken])
    seconds = np.array_split(force, max(1, len(sizes) // 10))
    moving = [bool(np.std(each) > 0.8) for each in seconds]
    edges = [0, *(place for place in range(1, len(moving)) if moving[place] != moving[place - 1])]
    lines = "".join(f"{place} {'move' if moving[place] else 'still'}\n" for place in edges) + f"{len(moving)} end\n"
    schedule = cues.read_cues(lines.encode(), "cues", 0.0)
    sent = [(number * 100_000, size) for number, size in enumerate(sizes) if size]
    flow = Series("camera", "ap", [at for at, _ in sent], [size for _, size in sent])
    found = randomisation.run([flow], schedule, seed=1, redraws=199)
    assert not found.reactions[0].to_both
    assert 0 < found.reactions[0].effects[0].p <= 1
