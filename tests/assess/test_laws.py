"""The laws of assessment."""

import random

from hypothesis import given
from hypothesis import strategies as st

from roomcheck.assess.assessor import Assessor, assess
from roomcheck.model.assessment import from_json, to_json
from roomcheck.model.recording import bare
from roomcheck.model.vocabulary import WATCHING, Basis, Verdict
from tests.assess.worlds import LIBRARY, SIGNATURES, saw, values

STRENGTH = {Verdict.CLEARED: 0, Verdict.UNRESOLVED: 0, Verdict.SUSPECT: 1, Verdict.CAMERA: 2}
POINTS_TO_CAMERA = {each.when[0].equals for each in SIGNATURES if WATCHING & set(each.says)}
CIRCUMSTANCES = {each.when[0].equals for each in SIGNATURES if each.basis is Basis.CIRCUMSTANCE}


def verdict_of(said):
    found = assess(bare(saw(value) for value in said), LIBRARY).devices
    return found[0].verdict if found else None


@given(values, st.integers())
def test_order_does_not_matter(said, seed):
    shuffled = list(said)
    random.Random(seed).shuffle(shuffled)
    assert verdict_of(said) == verdict_of(shuffled)


@given(values, values, st.integers())
def test_order_of_devices_does_not_matter(first, second, seed):
    observations = [saw(value, "d1") for value in first] + [saw(value, "d2") for value in second]
    verdicts = {each.id: each.verdict for each in assess(bare(observations), LIBRARY).devices}
    random.Random(seed).shuffle(observations)
    assert verdicts == {each.id: each.verdict for each in assess(bare(observations), LIBRARY).devices}


@given(values, st.data())
def test_removing_camera_evidence_never_strengthens_a_verdict(said, data):
    pointing = [value for value in said if value in POINTS_TO_CAMERA]
    if not pointing or len(said) < 2:
        return
    fewer = list(said)
    fewer.remove(data.draw(st.sampled_from(pointing)))
    assert STRENGTH[verdict_of(fewer)] <= STRENGTH[verdict_of(said)]


@given(values)
def test_adding_innocent_evidence_never_accuses(said):
    if not said:
        return
    assert STRENGTH[verdict_of([*said, "printer"])] <= STRENGTH[verdict_of(said)]


@given(values)
def test_repetition_adds_nothing(said):
    if not said:
        return
    once = assess(bare(saw(value) for value in said), LIBRARY).devices[0]
    twice = assess(bare(saw(value) for value in said * 2), LIBRARY).devices[0]
    assert (once.verdict, once.log10_lr) == (twice.verdict, twice.log10_lr)


@given(st.lists(st.sampled_from(sorted(CIRCUMSTANCES)), min_size=1))
def test_circumstances_alone_never_make_a_camera(said):
    assert verdict_of(said) is not Verdict.CAMERA


@given(st.lists(st.sampled_from(["unconfirmed", "host", "port", "maker"]), min_size=1))
def test_an_unconfirmed_protocol_makes_suspect_at_most(said):
    assert verdict_of(said) is not Verdict.CAMERA


@given(values)
def test_every_finding_rests_on_observations(said):
    recording = bare(saw(value) for value in said)
    for finding in assess(recording, LIBRARY).devices:
        for piece in finding.evidence:
            assert piece.observations
            for number in piece.observations:
                assert recording.entries[number].body.data


@given(values)
def test_same_recording_same_bytes_and_live_equals_replay(said):
    recording = bare(saw(value) for value in said)
    live = Assessor(LIBRARY)
    for entry in recording.entries:
        live.add(entry)
        live.assessment("interim")
    replayed = to_json(assess(recording, LIBRARY))
    assert to_json(live.assessment(recording.head)) == replayed
    assert to_json(from_json(replayed)) == replayed


def test_a_video_track_alone_is_suspect_and_with_an_independent_fact_camera():
    assert verdict_of(["video"]) is Verdict.SUSPECT
    assert verdict_of(["video", "product"]) is Verdict.CAMERA
    assert verdict_of(["video", "maker"]) is Verdict.CAMERA
    assert verdict_of(["video", "host", "port"]) is Verdict.SUSPECT


def test_dependent_facts_count_once():
    one = assess(bare([saw("maker")]), LIBRARY).devices[0]
    both = assess(bare([saw("maker"), saw("maker again")]), LIBRARY).devices[0]
    assert one.log10_lr == both.log10_lr
    assert [piece.counted for piece in both.evidence] == [True, False]


def test_nothing_clears_a_device_that_says_nothing():
    assert verdict_of(["nothing known"]) is Verdict.UNRESOLVED


def test_cleared_needs_positive_evidence():
    assert verdict_of(["printer"]) is Verdict.CLEARED
    assert verdict_of(["nas"]) is Verdict.UNRESOLVED
    assert verdict_of(["phone"]) is Verdict.UNRESOLVED
    assert verdict_of(["phone", "phone name"]) is Verdict.CLEARED


def test_divided_evidence_is_no_camera():
    assert verdict_of(["declares", "printer"]) is Verdict.CAMERA
    assert verdict_of(["video", "product", "printer"]) is not Verdict.CAMERA
