"""The demonstration: what is shipped is whole, says what it is, replays to the same end, and needs no network."""

import lzma
from pathlib import Path

import pytest

from roomcheck.app import demo
from roomcheck.app.again import assess_again
from roomcheck.app.demo import Replay, unpack
from roomcheck.assess.assessor import assess
from roomcheck.match import library
from roomcheck.model.entry import Custody
from roomcheck.model.errors import RecordingError
from roomcheck.recording import chain


class Watching:
    def __init__(self):
        self.entries, self.assessments, self.steps = [], [], []

    def wrote(self, entry):
        self.entries.append(entry)

    def judged(self, assessment):
        self.assessments.append(assessment)

    def progressed(self, progress):
        self.steps.append(progress)


@pytest.fixture(scope="module")
def signatures():
    return library.load()


def test_what_is_shipped_is_small_and_its_chain_holds():
    packed = (Path(demo.__file__).parent / demo.SHIPPED).read_bytes()
    assert len(packed) < 200_000
    recording = chain.parse(lzma.decompress(packed))
    assert recording.opened
    assert not recording.torn


def test_the_copy_says_that_it_is_a_demonstration(tmp_path):
    recording = unpack(tmp_path / "copy")
    last = recording.entries[-1].body
    assert isinstance(last, Custody)
    assert "demonstration" in last.detail
    with pytest.raises(RecordingError):
        unpack(tmp_path / "copy")


def test_a_replay_ends_in_the_assessment_of_the_whole(tmp_path, signatures):
    recording = unpack(tmp_path / "copy")
    watching = Watching()
    waited = []
    assessment = Replay(recording, signatures, watching, seconds=2.0).run(waited.append)
    assert assessment == assess(recording, signatures) == assess_again(tmp_path / "copy", signatures)[1]
    assert watching.entries == list(recording.entries)
    assert sum(waited) == pytest.approx(2.0, abs=0.3)
    assert 3 <= len(watching.assessments) <= 8
    found = [len(each.devices) for each in watching.assessments]
    assert found == sorted(found)
    assert found[0] < found[-1] or len(set(found)) == 1
    assert [step.seconds for step in watching.steps] == sorted(step.seconds for step in watching.steps)


def test_a_replay_that_is_stopped_shows_the_rest_at_once(tmp_path, signatures):
    recording = unpack(tmp_path / "copy")
    watching = Watching()
    replay = Replay(recording, signatures, watching, seconds=3600.0)
    replay.stop()
    assert replay.run() == assess(recording, signatures)


def test_it_finds_cameras_and_says_so(tmp_path, signatures):
    assessment = assess(unpack(tmp_path / "copy"), signatures)
    assert assessment.counts["camera"] >= 2
    assert assessment.coverage.level in ("good", "partial")
