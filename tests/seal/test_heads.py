"""A head hash that somebody knows, of any moment of a recording, against the bundle that was sealed later.

Each case is put to `verify` and to the stand-alone program.
"""

import pytest

from roomcheck.cli.main import main
from roomcheck.model.entry import Custody, Note
from roomcheck.model.errors import Exit
from roomcheck.recording import journal
from roomcheck.recording.chain import read
from roomcheck.seal.answers import Question, State
from roomcheck.seal.bundle import seal
from roomcheck.seal.verify import Expected, verify
from tests.seal.conftest import reassess


def grown(contents, *bodies):
    """Appends entries, and makes the findings anew, as the application does before it seals."""
    with journal.reopen(contents.recording, lambda: "2026-11-22T11:30:00Z") as log:
        for body in bodies:
            log.append(body)
    (contents.recording / "findings.json").write_bytes(reassess(contents.recording, contents.signatures))


@pytest.fixture
def judged(alone):
    """What both programs say of a bundle and a head: the answer on the recording, and what was printed."""

    def judge(made, head):
        found = verify(made.path, reassess=reassess, expected=Expected(head=head))
        status, printed = alone(made.path, "--head", head)
        assert status == int(found.exit), printed
        return found, printed

    return judge


def test_a_head_known_before_the_seal_holds(contents, key, tmp_path, judged):
    known = read(contents.recording).head
    grown(contents, Custody(action="sealed", by="the guest"))
    made = seal(contents, tmp_path / "b.zip", key, engine="0.1.0")
    assert made.head != known
    found, printed = judged(made, known)
    assert found.exit is Exit.DONE
    sentence = found.answer(Question.RECORDING).sentence
    assert "the recording up to entry 8, unchanged; 1 entry was added since" in sentence
    assert "the recording up to entry 8, unchanged; entries added since, for which it does not stand: 1" in printed


def test_every_head_that_the_recording_ever_had_holds(contents, key, tmp_path, judged):
    grown(contents, Note(text="the clock faces the bed"), Note(text="and one more"))
    made = seal(contents, tmp_path / "b.zip", key, engine="0.1.0")
    recording = read(contents.recording)
    heads = [entry.prev for entry in recording.entries[1:]]
    for number, head in enumerate(heads):
        later = len(heads) - number
        found, printed = judged(made, head)
        assert found.exit is Exit.DONE
        assert f"the recording up to entry {number}, unchanged; {later} entr" in found.answer(Question.RECORDING).sentence
        assert f"the recording up to entry {number}, unchanged" in printed
    found, printed = judged(made, recording.head)
    assert found.answer(Question.RECORDING).sentence.endswith(", the one that you named.")
    assert "added since" not in printed


@pytest.mark.parametrize("head", ["0" * 64, "f" * 64], ids=["before the first entry", "of no line"])
def test_a_hash_of_no_line_is_found(sealed, judged, head):
    found, printed = judged(sealed, head)
    assert found.exit is Exit.FOUND
    assert found.answer(Question.RECORDING).state is State.ALTERED
    assert "ALTERED" in printed


def test_entries_cut_off_after_the_head_was_known_are_missed(contents, key, tmp_path, judged):
    """A shorter recording is a whole chain too, sealed with the right key: the head that is known shows what is gone."""
    grown(contents, Note(text="what somebody wants to be gone"))
    known = read(contents.recording).head
    path = contents.recording / "recording.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    grown(contents, Custody(action="sealed", by="the guest"))
    made = seal(contents, tmp_path / "b.zip", key, engine="0.1.0")
    assert verify(made.path, reassess=reassess).exit is Exit.DONE
    found, printed = judged(made, known)
    assert found.exit is Exit.FOUND
    assert "nor was it at any of its entries" in found.answer(Question.RECORDING).sentence
    assert "the hash of none of its lines" in printed


@pytest.mark.parametrize("option", ["--head", "--key"])
@pytest.mark.parametrize("part", ["f" * 12, "somebody's", ""])
def test_what_is_no_hash_is_neither_held_nor_called_altered(sealed, alone, option, part):
    for program in (alone, lambda path, *words: (main(["verify", str(path), *words]), "")):
        with pytest.raises(SystemExit) as refused:
            program(sealed.path, option, part)
        assert refused.value.code == Exit.USAGE
