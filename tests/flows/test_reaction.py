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
from roomcheck.flows import contrasts, cues, pulse, randomisation, reaction, telling
from roomcheck.flows.bursts import Bursts
from roomcheck.flows.reaction import Series
from roomcheck.match import library
from roomcheck.model.assessment import to_json
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
        found = contrasts.best(values, contrasts.drawn([part.blocks], part.kind.change))
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
    """As `contrasts.best` has it, of flows that matter, by one measure and one contrast."""
    found = np.array(t)[:, None, None, None]
    return contrasts.Best(found, np.zeros(found.shape, int), found * 0.1, np.full(found.shape, 0.01))


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
    found = contrasts.Best(
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
    rate, _, peaks, *_ = pulse.pulse_of(sent(at, np.where(at < 10, still, moved)), 20)
    assert rate[30] > rate[10]
    assert peaks[20:40].max() < peaks[:18].max()
    unlike = np.where(at < 10, 5_000.0, 5_000.0 * (1 + 0.02 * (np.arange(200) % 2)))
    unrest = pulse.pulse_of(sent(at, unlike), 20)[1]
    assert unrest[30] > unrest[10] + 1
    assert np.isfinite(pulse.pulse_of(sent(np.zeros(0), np.zeros(0)), 20)).all()


def sent(at, size, missed=None):
    return pulse.Sent(at, size, np.ones(len(at)), np.zeros(len(at)) if missed is None else missed)


@given(st.lists(st.tuples(st.integers(-(10**15), 10**15) | st.integers(0, 40_000_000), st.integers(1, 200_000), st.integers(0, 510)), max_size=60))
def test_a_pulse_is_always_finite_whenever_bursts_are_said_to_be(bursts):
    at = np.array(sorted(each for each, _, _ in bursts), float) / 1e6
    size, missed = (np.array([each[column] for each in bursts], float) for column in (1, 2))
    found = pulse.pulse_of(sent(at, size, missed), 30.0)
    assert found.shape == (6, 60)
    assert np.isfinite(found).all()
    assert found[4].min() >= 0
    assert found[4].max() <= 1
    assert pulse.unpack(pulse.pack(found)).tolist() == found.tolist()


def test_a_pulse_holds_what_was_not_heard_where_it_was_not():
    at = np.arange(0, 20, 0.1)
    lost = np.where(at >= 10, 1.0, 0.0)
    *_, unheard, heard = pulse.pulse_of(sent(at, np.full(200, 900.0), lost), 20)
    assert unheard[:16].max() == 0
    assert unheard[24:38] == pytest.approx(0.5, abs=0.05)
    assert heard.tolist() == [1.0] * 40
    silent = pulse.pulse_of(sent(at[:100], np.full(100, 900.0)), 20)
    assert silent[5].tolist() == [1.0] * 21 + [0.0] * 19


def shadowed(station, seed, cost):
    """A neighbour's camera, of whose frames a body costs a share while somebody moves or reaches for the switch."""
    dice = random.Random(seed)
    reached = [block.begin for block in SCHEDULE.parts[1].blocks]
    columns = [], [], [], []
    missed = 0
    for place in range(int(SCHEDULE.seconds * 15)):
        second = place / 15
        moves = SCHEDULE.action_at(second) == "move" or any(0 <= second - each < 1.5 for each in reached)
        if dice.random() < (cost if moves else 0.01):
            missed += 1
            continue
        for column, value in zip(columns, (int(second * 1e6), int(500 * dice.lognormvariate(0, 0.3)), 1, missed), strict=True):
            column.append(value)
        missed = 0
    return Series(station, "ap", *columns)


def test_a_body_between_sender_and_listener_does_not_make_a_neighbours_camera_react():
    neighbour = shadowed("neighbour", 3, 0.5)
    blind = msgspec.structs.replace(neighbour, missed=[0] * len(neighbour.at))
    assert randomisation.run([blind], SCHEDULE, seed=9, redraws=199).reactions[0].to_both
    seen = randomisation.run([neighbour], SCHEDULE, seed=9, redraws=199).reactions[0]
    assert seen.reacted == ()
    assert min(effect.unheard for effect in seen.effects) > reaction.SHADOW
    assert [effect.power for effect in seen.effects] == [0.0, 0.0]
    little = randomisation.run([shadowed("neighbour", 3, 0.05)], SCHEDULE, seed=9, redraws=199).reactions[0]
    assert max(effect.unheard for effect in little.effects) < reaction.SHADOW


def test_what_was_missed_inside_a_burst_is_filled_in():
    bursts = Bursts()
    for at, size, missed in [(0, 1400, 3), (300, 1400, 2), (600, 200, 0), (60_000, 900, 1), (126_000, 700, 0)]:
        bursts.add(at, size, missed)
    assert list(bursts.at) == [0, 60_000, 126_000]
    assert list(bursts.size) == [1400 + 1400 + 2 * 1400 + 200, 900, 700]
    assert list(bursts.frames) == [3, 1, 1]
    assert list(bursts.missed) == [5, 1, 0]


def test_bursts_end_where_no_more_are_kept(monkeypatch):
    monkeypatch.setattr("roomcheck.flows.bursts._KEPT", 2)
    bursts = Bursts()
    for place in range(4):
        bursts.add(place * 100_000, 1_000, 0)
        bursts.add(place * 100_000 + 100, 10, 0)
    assert list(bursts.size) == [1_010, 1_010]


def test_power_grows_with_the_effect_and_falls_with_the_noise():
    assert contrasts.surpasses(0.03, 3.0, 0.2) > contrasts.surpasses(0.1, 3.0, 0.2)
    assert contrasts.surpasses(0.05, 3.0, 0.5) > contrasts.surpasses(0.05, 3.0, 0.1)
    assert contrasts.surpasses(0.05, math.inf, 1.0) == 0.0


def test_power_is_that_of_flows_that_send_a_quarter_more():
    """Of model flows with a quarter more by movement, as many pass as flows without it were said to."""
    told, passed = [], 0
    for number in range(24):
        quiet, reacting = (
            randomisation.run([series("a", SCHEDULE, number, change=change, late=0.0, kinds=("move",))], SCHEDULE, seed=number, redraws=199).reactions[0].effects[0]
            for change in (1.0, 1.25)
        )
        told.append(quiet.power)
        passed += reacting.passed and reacting.measure == "rate"
    assert abs(statistics.fmean(told) - passed / 24) < 0.2


def test_what_was_hardly_heard_is_not_said_to_have_been_silent():
    flow = series("camera", SCHEDULE, 1)
    short = Series("camera", "ap", flow.at[:200], flow.size[:200])
    found = randomisation.run([short], SCHEDULE, seed=9, redraws=99).reactions[0]
    assert [effect.power for effect in found.effects] == [0.0, 0.0]
    assert max(effect.heard for effect in found.effects) < 0.2


def test_cue_files_and_what_is_wrong_with_them():
    schedule = cues.read_cues(b"# mine\n0,still\n10 move\n20 still\n30 end\n40 light on\n50 light off\n60 end\n", "cues", 0.0)
    assert [part.kind.name for part in schedule.parts] == ["movement", "light"]
    assert schedule.parts[0].blocks == (cues.Block("still", 0.0, 10.0), cues.Block("move", 10.0, 20.0), cues.Block("still", 20.0, 30.0))
    moment = cues.read_cues(b"1970-01-01T00:01:40Z move\n1970-01-01T00:01:50Z still\n120 end\n", "cues", 90.0)
    assert moment.parts[0].begin == 10.0
    twice = cues.read_cues(b"0 move\n5 move\n10 still\n20 end\n", "cues", 0.0)
    assert twice.parts[0].blocks == (cues.Block("move", 0.0, 10.0), cues.Block("still", 10.0, 20.0))


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"ten move\n", b"10 dance\n", b"10 move\n20 end\n", b"\xff\xfe", b"-inf move\n3 still\n9 end\n", b"0 move\n3 still\ninf end\n",
        b"0 move\n3 still\nnan end\n", b"0 move\n3 still\n1e30 end\n", b"-5 move\n3 still\n9 end\n", b"0 move\n30 still\n20 move\n50 end\n",
        b"0 move\n5 light off\n9 still\n12 light on\n15 end\n", b"0 move\n5 end\n6 still\n9 move\n12 end\n",
        b"1970-01-01T00:01:40 move\n1970-01-01T00:01:50 still\n120 end\n", b"".join(b"%d %s\n" % (place, (b"move", b"still")[place % 2]) for place in range(420)),
    ],
)
def test_cues_that_cannot_have_been_followed_are_refused(wrong):
    with pytest.raises(ImportFailed):
        cues.read_cues(wrong, "cues", 0.0)


LINES = st.lists(
    st.tuples(st.floats() | st.integers(-9, 400) | st.text(max_size=6), st.sampled_from(["move", "still", "light on", "light off", "end", "x", ""])), max_size=30
)


@given(LINES | st.binary(max_size=200))
def test_whatever_a_cue_file_holds_it_is_a_schedule_or_refused(lines):
    data = lines if isinstance(lines, bytes) else "\n".join(f"{at} {action}" for at, action in lines).encode()
    try:
        schedule = cues.read_cues(data, "cues", 0.0)
    except ImportFailed:
        return
    assert 0 < schedule.seconds <= cues.LATEST + cues.TAIL
    for part in schedule.parts:
        again = cues.redraw(part, random.Random(1), by_hand=True)
        assert [block.action for block in again] == [block.action for block in part.blocks]
        assert again[-1].end == pytest.approx(part.end)
        assert cues.possible(part.blocks) == part.blocks


def written(schedule, *, later=0.0, seed=None):
    lines = [] if seed is None else [f"# seed {seed}"]
    for part in schedule.parts:
        lines += [f"{block.begin + later} {block.action}" for block in part.blocks] + [f"{part.end + later} end"]
    return "\n".join(lines).encode()


def test_the_cues_of_a_seed_are_known_by_their_times():
    known = cues.read_cues(written(SCHEDULE, later=7.5, seed=5), "cues", 0.0)
    assert (known.seed, known.asked, telling.chosen_of(known)) == (5, True, "asked")
    for other in (written(SCHEDULE), written(SCHEDULE, seed=6), written(cues.draw(6), seed=5)):
        assert telling.chosen_of(cues.read_cues(other, "cues", 0.0)) == "by hand"


def by_hand(spans, *, first="move", second="light off"):
    """Both kinds, in turns of these lengths."""
    at, lines = 0.0, []
    for pair in ((first, "still"), (second, "light on")):
        for number, span in enumerate(spans):
            lines.append(f"{at} {pair[number % 2]}")
            at += span
        lines.append(f"{at} end")
        at += 5
    return cues.read_cues("\n".join(lines).encode(), "cues", 0.0)


def swinging(schedule, period):
    """A flow that swings by itself."""
    at = [place * 100_000 for place in range(int(schedule.seconds * 10))]
    return Series("other", "ap", at, [int(2_000 * (1.5 if (each / 1e6) % period < period / 3 else 1)) for each in at])


def test_regular_cues_by_hand_prove_nothing_whatever_swings_with_them():
    schedule = by_hand([10.0, 20.0] * 10)
    found = randomisation.run([swinging(schedule, 30.0)], schedule, seed=1, redraws=299).reactions[0]
    assert [effect.p for effect in found.effects] == [1.0, 1.0]
    assert found.reacted == ()


def test_fewer_blocks_than_ten_of_an_action_never_pass():
    dice = random.Random(2)
    schedule = by_hand([round(dice.uniform(4, 20), 1) for _ in range(18)])
    found = randomisation.run([series("camera", schedule, 1, change=3.0, late=0.0)], schedule, seed=1, redraws=299).reactions[0]
    assert min(effect.p for effect in found.effects) <= reaction.ALPHA
    assert found.reacted == ()


def recorded(folder: Path, change: float, seed: int | None = 5, more=()) -> tuple[Path, Path]:
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
    writing.write(folder / "air.pcap", sorted([*frames, *more]), snap=120)
    (folder / "cues.txt").write_bytes(written(SCHEDULE, seed=seed))
    return folder / "air.pcap", folder / "cues.txt"


@pytest.mark.parametrize(("change", "seed", "verdict"), [(1.6, 5, "camera"), (1.6, None, "suspect"), (1.0, 5, "suspect")])
def test_a_capture_with_cues_becomes_a_verdict(tmp_path, change, seed, verdict):
    capture, written = recorded(tmp_path, change, seed)
    plan = AirPlan(folder=tmp_path / "check")
    found = react.from_capture(capture, written, plan, library.load(), lambda _: None, redraws=299)
    device = next(each for each in found.assessment.devices if each.id == "02:00:00:00:00:ca")
    assert device.verdict.value == verdict
    entries = [json.loads(line)["body"] for line in (tmp_path / "check/recording.jsonl").read_text().splitlines()]
    assert any(entry["type"] == "observation" and entry["kind"] == "reaction" for entry in entries)
    assert b"\0" * 100 not in (tmp_path / "check/recording.jsonl").read_bytes()
    rests_on = to_json(found.assessment).decode()
    assert ("air.reacted-to-the-room" in rests_on) == (verdict == "camera")
    assert ("air.reacted-to-written-cues" in rests_on) == (change > 1 and seed is None)
    assert any(entry["type"] == "custody" and entry["detail"].startswith("cues.txt sha256 ") for entry in entries)
    told, computed = react.again(chain.read(plan.folder))
    for seen, each in zip(told, computed.reactions, strict=True):
        assert [(effect.p, effect.ratio, effect.delay_s, effect.passed) for effect in seen.effects] == [
            (effect.p, effect.ratio, effect.delay, effect.passed) for effect in each.effects
        ]


def test_a_louder_upload_does_not_take_a_cameras_place(tmp_path, monkeypatch):
    loud = [
        (1_000_000_000 + place * 20_000, writing.data_frame(bytes(5) + b"\x0f", up=True, size=1400, sequence=place))
        for place in range(int(SCHEDULE.seconds * 50))
    ]
    capture, cue_file = recorded(tmp_path, 1.6, more=loud)
    monkeypatch.setattr(reaction, "MOST", 1)
    found = react.from_capture(capture, cue_file, AirPlan(folder=tmp_path / "check"), library.load(), lambda _: None, redraws=9)
    assert [each.station for each in found.outcome.reactions] == ["02:00:00:00:00:ca"]
    bodies = [json.loads(line)["body"] for line in (tmp_path / "check/recording.jsonl").read_text().splitlines()]
    assert [body["detail"] for body in bodies if body.get("reason") == "too much data"] == ["1 devices more"]


@pytest.mark.parametrize(
    "wrong",
    [{"redraws": 10**9}, {"redraws": -1}, {"cues": ()}, {"cues": (radio.CueSeen("move", 5.0, 1e300), radio.CueSeen("still", 2.0, 9.0))},
     {"cues": (radio.CueSeen("dance", 0.0, 1.0),) * 9}, {"pulse": b"abc"}, {"seed": 6}, {"seed": None}, {"chosen": "by hand"}],
)
def test_a_recording_of_anybodys_is_not_computed_with_whatever_it_holds(wrong):
    found = randomisation.run([series("02:00:00:00:00:ca", SCHEDULE, 1)], SCHEDULE, seed=5, redraws=9)
    told = telling.tell_reaction(found.reactions[0], found, SCHEDULE, (1,), like=True, missed=0.0, at="1970-01-01T00:00:00Z")
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
    told = telling.tell_reaction(found.reactions[0], found, schedule, (1_000_000,) * 1_200, like=True, missed=0.0, at="1970-01-01T00:00:00Z")
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
