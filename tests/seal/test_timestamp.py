"""Timestamps by a real authority (`openssl ts` in a folder), and by ones that lie or fail."""

import hashlib

import msgspec
import pytest

from roomcheck.model.entry import Note
from roomcheck.recording import journal
from roomcheck.recording.chain import read
from roomcheck.seal import timestamp
from roomcheck.seal.answers import Question
from roomcheck.seal.bundle import Time, seal
from roomcheck.seal.stamping import stamp_head
from roomcheck.seal.verify import Expected, verify
from tests.seal.conftest import reassess

IMPRINT = hashlib.sha256(b"content").digest()


def test_a_timestamp_fits_one_content_and_is_traced_to_its_root(authority, key):
    (stamp,), refusals = timestamp.ask(IMPRINT, ["http://works.test"], authority.transport)
    assert refusals == ()
    alone = timestamp.check(b"content", stamp.reply)
    assert (alone.holds, alone.traced, alone.imprint) == (True, False, IMPRINT.hex())
    assert "Local authority" in alone.authority
    assert timestamp.check(b"content", stamp.reply, [key.pem, authority.root]).traced
    assert not timestamp.check(b"content", stamp.reply, [key.pem]).traced
    other = timestamp.check(b"another", stamp.reply, [authority.root])
    assert (other.holds, other.why) == (False, "it was made for other contents")


def test_a_replayed_reply_is_refused(authority):
    (old,), _ = timestamp.ask(IMPRINT, ["http://works.test"], authority.transport)
    stamps, (refusal,) = timestamp.ask(IMPRINT, ["http://replay.test"], lambda address, request: old.reply)
    assert (stamps, refusal.why) == ((), "it answers another request")


def test_an_authority_that_refuses_says_why(authority):
    config = (authority.folder / "c").read_text()
    (authority.folder / "strict").write_text(config.replace("digests = sha256", "digests = sha512"))

    def strict(address: str, request: bytes) -> bytes:
        (authority.folder / "request").write_bytes(request)
        authority.openssl(
            "ts", "-reply", "-config", "strict", "-section", "service", "-queryfile", "request", "-out", "reply"
        )
        return (authority.folder / "reply").read_bytes()

    stamps, (refusal,) = timestamp.ask(IMPRINT, ["http://strict.test"], strict)
    assert stamps == ()
    assert refusal.why.startswith("it refused (")
    assert "bad_alg" in refusal.why


def test_as_many_as_are_wanted_are_asked(authority):
    addresses = ["http://one.test", "http://unreachable.test", "http://two.test", "http://three.test"]
    stamps, refusals = timestamp.ask(IMPRINT, addresses, authority.transport, wanted=2)
    assert [stamp.authority for stamp in stamps] == ["http://one.test", "http://two.test"]
    assert [refusal.authority for refusal in refusals] == ["http://unreachable.test"]


@pytest.mark.parametrize("reply", [b"", b"\x30\x03", b"<html>", bytes(70_000)])
def test_nonsense_is_a_refusal(reply):
    stamps, (refusal,) = timestamp.ask(IMPRINT, ["http://x.test"], lambda address, request: reply)
    assert stamps == ()
    assert refusal.why


def test_every_byte_of_the_statement_counts(authority):
    (stamp,), _ = timestamp.ask(IMPRINT, ["http://works.test"], authority.transport)
    true = timestamp.check(b"content", stamp.reply, [authority.root])
    for place in range(0, len(stamp.reply), 7):
        changed = bytearray(stamp.reply)
        changed[place] ^= 1
        found = timestamp.check(b"content", bytes(changed), [authority.root])
        assert not (found.holds and found.traced) or (found.at, found.imprint) == (true.at, true.imprint), place


def test_the_head_is_stamped_before_more_is_added(contents, key, authority, tmp_path):
    head = read(contents.recording).head
    kept = stamp_head(contents.recording, head, ["http://unreachable.test", "http://works.test"], authority.transport)
    assert kept.path is not None
    assert kept.path.read_bytes()
    assert len(kept.refusals) == 1
    with journal.reopen(contents.recording, lambda: "2026-11-22T11:30:00Z") as log:
        log.append(Note(text="later"))
    findings = contents.recording / "findings.json"
    findings.write_bytes(reassess(contents.recording, contents.signatures))
    made = seal(contents, tmp_path / "h.zip", key, engine="0.1.0")
    answer = verify(made.path, reassess=reassess, expected=Expected(authorities=(authority.root,))).answer(Question.TIME)
    assert answer.state == "holds"
    assert "the recording up to entry 8 existed on" in answer.sentence
    none = stamp_head(contents.recording, head, ["http://unreachable.test"], authority.transport)
    assert none.path is None


def test_a_clock_that_ran_ahead_is_said(contents, key, authority, tmp_path):
    with journal.reopen(contents.recording, lambda: "2099-01-01T00:00:00Z") as log:
        log.append(Note(text="from the future"))
    made = seal(
        msgspec.structs.replace(contents), tmp_path / "c.zip", key, engine="0.1.0",
        time=Time(("http://works.test",), authority.transport),
    )
    answer = verify(made.path, reassess=reassess).answer(Question.TIME)
    assert any("seconds ahead" in detail for detail in answer.details)
