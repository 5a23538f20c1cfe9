"""The reaction test: cues, statistics, and what a capture with its cues comes to."""

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomcheck.app import react
from roomcheck.app.air import AirPlan
from roomcheck.flows import cues, reaction
from roomcheck.flows.reaction import Series
from roomcheck.match import library
from roomcheck.model.errors import ImportFailed
from tests.air import writing
from tests.flows import homes

SCHEDULE = cues.draw(5)
TRACES = Path(__file__).parents[3] / "shared" / "traces"


def traffic(schedule, seed, *, change=1.0, late=2.0, rate=6_000, kinds=("move", "light off")):
    dice = random.Random(seed)
    tenths = []
    for place in range(int(schedule.seconds * 10)):
        reacts = schedule.action_at(place / 10 - late) in kinds
        key = 5 if place % 20 == 0 else 1
        tenths.append(int(dice.lognormvariate(0, 0.3) * rate * key * (change if reacts else 1)))
    return tuple(tenths)


@given(st.integers(0, 2**31))
def test_a_schedule_is_drawn_by_its_seed(seed):
    schedule = cues.draw(seed)
    assert schedule == cues.draw(seed)
    assert schedule.seconds <= 360
    for part in schedule.parts:
        actions = [block.action for block in part.blocks]
        assert actions.count(part.kind.change) == actions.count(part.kind.rest) == cues.BLOCKS
        assert all(before.end == after.begin for before, after in zip(part.blocks, part.blocks[1:], strict=False))
        assert len({round(block.end - block.begin, 1) for block in part.blocks}) > 5
        assert min(block.end - block.begin for block in part.blocks) > 3


def test_a_camera_that_reacts_passes_and_the_others_do_not():
    series = [Series("camera", "ap", traffic(SCHEDULE, 1, change=1.5))]
    series += [Series(f"other{number}", "ap", traffic(SCHEDULE, number + 2)) for number in range(3)]
    found = reaction.run(series, SCHEDULE, seed=9, redraws=299)
    verdicts = {each.station: each.to_both for each in found.reactions}
    assert verdicts == {"camera": True, "other0": False, "other1": False, "other2": False}
    camera = next(each for each in found.reactions if each.station == "camera")
    for effect in camera.effects:
        assert effect.low < 1.5 < effect.high * 1.05
        assert 1 <= effect.delay <= 3
        assert effect.p == pytest.approx(1 / 300, abs=1e-5)


def test_one_kind_of_cue_is_not_two():
    found = reaction.run([Series("lamp", "ap", traffic(SCHEDULE, 1, change=2.0, kinds=("light off",)))], SCHEDULE, seed=9, redraws=199)
    assert found.reactions[0].reacted == ("light",)
    assert not found.reactions[0].to_both


def test_the_published_designs_prove_nothing():
    """Two blocks of movement and three of rest: however large the effect, the exact p cannot be small."""
    lines = b"0 still\n20 move\n40 still\n60 move\n80 still\n100 end\n"
    schedule = cues.read_cues(lines, "cues", 0.0)
    series = [Series("camera", "ap", traffic(schedule, 1, change=3.0, late=0.0))]
    found = reaction.run(series, schedule, seed=1, redraws=499)
    assert found.reactions[0].effects[0].p > reaction.ALPHA
    assert found.reactions[0].reacted == ()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_numpy_and_the_program_find_the_same(seed):
    """The simulation of homes speaks for the program only as far as both compute the same."""
    dice = np.random.default_rng(seed)
    tenths = dice.lognormal(7, 1, (2, int(SCHEDULE.seconds * 10))).astype(int)
    sums = homes.prefix(homes.smooth(tenths.astype(float)))
    for flow in range(2):
        own = reaction.smooth(tenths[flow].tolist())
        assert np.allclose(own, np.diff(sums[flow]))
        for part in SCHEDULE.parts:
            theirs = [float(each[flow, 0]) for each in homes.best(sums, *homes.edges_of(part))]
            ours = reaction._best(reaction._prefix(own), reaction.spans_of(part.blocks, part.kind.change))
            assert ours == pytest.approx(theirs, rel=1e-6)


def test_p_is_uniform_where_nothing_reacts():
    values = []
    for number in range(120):
        dice = np.random.default_rng(number)
        found, _ = homes.home(_NoCameras(), dice, "heavy")
        values.append(float(found[0].uniform.min()))
    assert homes.kolmogorov(np.array(values)) > 0.001


class _NoCameras:
    seeds = (1,)


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
    found = reaction.run([Series("camera", "ap", tuple(sizes))], schedule, seed=1, redraws=199)
    assert not found.reactions[0].to_both
    assert 0 < found.reactions[0].effects[0].p <= 1
