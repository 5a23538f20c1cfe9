"""Sealing and verifying a whole bundle."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import msgspec
import pytest

from roomcheck.model.entry import Custody, Photo
from roomcheck.model.errors import BundleError, ChainBroken, Exit, RecordingError, SealFailed
from roomcheck.recording import journal
from roomcheck.recording.chain import read
from roomcheck.seal import bag, custody, wording
from roomcheck.seal.answers import Question, State
from roomcheck.seal.bundle import Time, seal
from roomcheck.seal.pades import sign_pdf
from roomcheck.seal.verify import Expected, verify
from tests.seal.conftest import make_library, reassess


def test_a_bundle_holds(sealed, contents):
    found = verify(sealed.path, reassess=reassess, known={})
    assert found.state is State.HOLDS, found.answers
    assert found.exit is Exit.DONE
    assert (found.sha256, found.size) == (sealed.sha256, sealed.size)
    assert (found.head, found.fingerprint) == (sealed.head, sealed.fingerprint)
    assert found.differences == ()
    states = {answer.question: answer.state for answer in found.answers}
    assert states == {
        Question.INTACT: State.HOLDS, Question.SIGNATURE: State.HOLDS, Question.TIME: State.UNCHECKED,
        Question.RECORDING: State.HOLDS, Question.ATTACHMENTS: State.HOLDS, Question.ASSESSMENT: State.HOLDS,
        Question.LIBRARY: State.UNCHECKED,
    }
    assert sealed.notices == ()


def test_the_same_inputs_give_the_same_bytes_but_for_the_signature(contents, key, tmp_path):
    first = seal(contents, tmp_path / "a.zip", key, engine="0.1.0")
    time.sleep(1.1)  # the signature names the second
    for path in contents.recording.rglob("*"):
        os.utime(path, (0, 0))
    second = seal(contents, tmp_path / "b.zip", key, engine="0.1.0")
    with zipfile.ZipFile(first.path) as one, zipfile.ZipFile(second.path) as other:
        assert one.namelist() == other.namelist() == sorted(one.namelist())
        differing = [name for name in one.namelist() if one.read(name) != other.read(name)]
        assert [name.rpartition("/")[2] for name in differing] == [bag.SIGNATURE]
        assert {info.date_time for info in one.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_is_a_bag_that_other_programs_read(sealed, tmp_path):
    subprocess.run(["unzip", "-q", sealed.path, "-d", tmp_path / "u"], check=True)
    (folder,) = (tmp_path / "u").iterdir()
    for listed in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--quiet", "--strict", "-c", listed], cwd=folder, check=True)
    assert (folder / "bagit.txt").read_bytes() == bag.DECLARATION


def test_what_is_known_from_elsewhere_is_compared(sealed):
    spoken = sealed.fingerprint.upper()
    good = verify(sealed.path, expected=Expected(key=spoken, head=sealed.head), reassess=reassess)
    assert good.state is State.HOLDS
    other_key = verify(sealed.path, expected=Expected(key="00" * 32), reassess=reassess)
    assert other_key.answer(Question.SIGNATURE).state is State.ALTERED
    other_head = verify(sealed.path, expected=Expected(head="00" * 32), reassess=reassess)
    assert other_head.answer(Question.RECORDING).state is State.ALTERED
    assert other_head.exit is Exit.FOUND


def test_without_computing_again_it_cannot_be_called_whole(sealed):
    found = verify(sealed.path)
    assert (found.state, found.exit) == (State.UNCHECKED, Exit.TOO_LITTLE_COVERAGE)


def test_findings_that_do_not_follow_are_named(contents, key, tmp_path):
    findings = contents.recording / "findings.json"
    findings.write_bytes(findings.read_bytes().replace(b'"verdict": "camera"', b'"verdict": "cleared"', 1))
    made = seal(contents, tmp_path / "forged.zip", key, engine="0.1.0")
    answer = verify(made.path, reassess=reassess).answer(Question.ASSESSMENT)
    assert answer.state is State.ALTERED
    assert answer.details[0].startswith("02:00:00:00:00:00: cleared")


def test_findings_of_other_signatures_or_entries_are_told_apart(contents, key, tmp_path):
    (contents.signatures / "specimen.toml").write_text("says = ['camera', 'recorder']\n")
    made = seal(contents, tmp_path / "s.zip", key, engine="0.1.0")
    answer = verify(made.path, reassess=reassess).answer(Question.ASSESSMENT)
    assert answer.state is State.ALTERED
    assert "were made with the signatures" in answer.details[1]
    (contents.recording / "findings.json").write_bytes(reassess(contents.recording, contents.signatures))
    with journal.reopen(contents.recording, lambda: "2026-11-22T11:30:00Z") as log:
        log.append(Custody(action="opened", by="x"))
    made = seal(contents, tmp_path / "s.zip", key, engine="0.1.0")
    assert "was made before the last entries" in made.notices[0]
    assert "other entries" in verify(made.path, reassess=reassess).answer(Question.ASSESSMENT).details[1]
    (contents.recording / "findings.json").unlink()
    made = seal(contents, tmp_path / "s.zip", key, engine="0.1.0")
    assert "the bundle holds none" in made.notices[0]
    assert verify(made.path, reassess=reassess).answer(Question.ASSESSMENT).state is State.UNCHECKED


def test_another_engine_is_no_alteration(contents, key, tmp_path):
    findings = contents.recording / "findings.json"
    findings.write_bytes(findings.read_bytes().replace(b'"engine": "0.1.0"', b'"engine": "0.0.9"'))
    made = seal(contents, tmp_path / "old.zip", key, engine="0.0.9")
    found = verify(made.path, reassess=reassess)
    assert found.answer(Question.ASSESSMENT).state is State.UNCHECKED
    assert "0.0.9" in found.answer(Question.ASSESSMENT).sentence


def test_newer_signatures_show_what_changed(sealed, tmp_path):
    newer = make_library(tmp_path / "newer", "says = ['printer']\n")
    found = verify(sealed.path, reassess=reassess, current=newer)
    assert found.state is State.HOLDS
    assert [change.was.split(",")[0] for change in found.changes] == ["camera"] * 3
    assert [change.now.split(",")[0] for change in found.changes] == ["unresolved"] * 3


def test_a_failing_recomputation_is_said(sealed):
    def fail(recording: Path, signatures: Path) -> bytes:
        raise ZeroDivisionError

    found = verify(sealed.path, reassess=fail)
    assert found.answer(Question.ASSESSMENT).state is State.UNCHECKED
    assert found.state is State.UNCHECKED


@pytest.mark.parametrize(("known", "state"), [
    ("same", State.HOLDS), ("other", State.ALTERED), ("none", State.UNCHECKED),
])
def test_the_library_is_compared_with_releases(sealed, contents, known, state):
    here = msgspec.json.decode(reassess(contents.recording, contents.signatures))["signatures"]
    releases = {"same": {here["version"]: here["sha256"]}, "other": {here["version"]: "0" * 64}, "none": {}}[known]
    answer = verify(sealed.path, reassess=reassess, known=releases).answer(Question.LIBRARY)
    assert answer.state is state


def test_a_missing_photo_is_said_and_the_seal_is_made(contents, key, tmp_path):
    photo = next((contents.recording / "files").glob("*.jpg"))
    photo.unlink()
    made = seal(contents, tmp_path / "out.zip", key, engine="0.1.0")
    assert any(photo.name in notice for notice in made.notices)
    answer = verify(made.path, reassess=reassess).answer(Question.ATTACHMENTS)
    assert answer.state is State.UNCHECKED
    assert photo.name in answer.details[0]


def test_a_photo_that_changed_after_it_was_added_is_said(contents, key, tmp_path):
    photo = next((contents.recording / "files").glob("*.jpg"))
    photo.write_bytes(b"another picture")
    made = seal(contents, tmp_path / "out.zip", key, engine="0.1.0")
    assert any(photo.name in notice for notice in made.notices)
    found = verify(made.path, reassess=reassess)
    assert found.answer(Question.ATTACHMENTS).state is State.ALTERED
    assert found.exit is Exit.FOUND


def test_bad_input_is_one_sentence_and_keeps_the_old_bundle(contents, key, tmp_path):
    output = tmp_path / "old.zip"
    output.write_bytes(b"old")
    recording = contents.recording / "recording.jsonl"
    good = recording.read_bytes()
    for bad, error in (
        (good.replace(b"specimen/1", b"specimen/7"), ChainBroken), (b"", RecordingError), (good[:-20], ChainBroken),
    ):
        recording.write_bytes(bad)
        with pytest.raises(error):
            seal(contents, output, key, engine="0.1.0")
    recording.write_bytes(good)
    (contents.recording / "link").symlink_to("/etc/hostname")
    with pytest.raises(SealFailed, match="not an ordinary file"):
        seal(contents, output, key, engine="0.1.0")
    (contents.recording / "link").unlink()
    (contents.recording / "a:b").write_bytes(b"")
    with pytest.raises(SealFailed, match="Rename"):
        seal(contents, output, key, engine="0.1.0")
    (contents.recording / "a:b").unlink()
    with pytest.raises(SealFailed, match="cannot be written"):
        seal(contents, tmp_path / "nowhere" / "out.zip", key, engine="0.1.0")
    with pytest.raises(RecordingError, match="not the folder"):
        seal(msgspec.structs.replace(contents, recording=tmp_path / "none"), output, key, engine="0.1.0")
    assert output.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*.part"))


def test_what_is_no_bundle_is_refused(tmp_path):
    for name, data in (("empty", b""), ("text", b"hello" * 50), ("end", b"PK\x05\x06" + bytes(18))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BundleError):
            verify(tmp_path / name)
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing", "pipe", "."):
        with pytest.raises(BundleError):
            verify(tmp_path / name)


def test_timestamps_are_asked_in_order_and_traced(contents, key, tmp_path, authority):
    addresses = ("http://unreachable.test", "http://portal.test", "http://works.test", "http://spare.test")
    authority.asked.clear()
    made = seal(contents, tmp_path / "t.zip", key, engine="0.1.0", time=Time(addresses, authority.transport))
    assert authority.asked == list(addresses[:3])
    assert [refusal.authority for refusal in made.refusals] == list(addresses[:2])
    assert len(made.notices) == 2
    alone = verify(made.path, reassess=reassess)
    assert alone.answer(Question.TIME).state is State.UNCHECKED
    assert "Local authority" in alone.answer(Question.TIME).sentence
    assert alone.state is State.HOLDS
    traced = verify(made.path, reassess=reassess, expected=Expected(authorities=(authority.root,)))
    assert traced.answer(Question.TIME).state is State.HOLDS


def test_an_unreachable_authority_does_not_stop_the_seal(contents, key, tmp_path, authority):
    asked = Time(("http://unreachable.test",), authority.transport)
    made = seal(contents, tmp_path / "t.zip", key, engine="0.1.0", time=asked)
    assert made.stamps == ()
    assert len(made.notices) == 2
    assert verify(made.path, reassess=reassess).state is State.HOLDS


def test_reports_are_checked_too(contents, key, tmp_path, specimen_pdf):
    signed = tmp_path / "report.pdf"
    signed.write_bytes(sign_pdf(specimen_pdf, key))
    with_report = msgspec.structs.replace(contents, reports=(signed,))
    made = seal(with_report, tmp_path / "r.zip", key, engine="0.1.0")
    assert verify(made.path, reassess=reassess).answer(Question.REPORT).state is State.HOLDS
    signed.write_bytes(specimen_pdf)
    made = seal(with_report, tmp_path / "r.zip", key, engine="0.1.0")
    assert verify(made.path, reassess=reassess).answer(Question.REPORT).state is State.UNCHECKED


def test_custody_beside_the_bundle(sealed):
    custody.note(sealed.path, "handed over", "the guest", at="2026-11-23T09:00:00Z", detail="to an officer\x1b[31m")
    custody.note(sealed.path, "received", "an officer", at="2026-11-23T09:05:00Z")
    answer = verify(sealed.path, reassess=reassess).answer(Question.CUSTODY)
    assert answer.state is State.HOLDS
    assert len(answer.details) == 2
    assert "\x1b" not in "".join(answer.details)
    side = custody.beside(sealed.path)
    side.write_bytes(side.read_bytes().replace(b"handed", b"lended"))
    found = verify(sealed.path, reassess=reassess)
    assert found.answer(Question.CUSTODY).state is State.ALTERED
    assert found.state is State.HOLDS
    with pytest.raises(SealFailed):
        custody.note(sealed.path, "copied", "x", at="2026-11-23T09:05:00Z")


def test_custody_goes_on_when_a_check_is_sealed_again(contents, sealed, key):
    custody.note(sealed.path, "sealed", "the guest", at="2026-11-23T09:00:00Z")
    (contents.recording / "more.txt").write_text("more")
    seal(contents, sealed.path, key, engine="0.1.0")
    answer = verify(sealed.path, reassess=reassess).answer(Question.CUSTODY)
    assert answer.state is State.UNCHECKED
    assert "earlier bundle" in answer.details[0]
    custody.note(sealed.path, "sealed", "the guest", at="2026-11-23T09:10:00Z")
    answer = verify(sealed.path, reassess=reassess).answer(Question.CUSTODY)
    assert (answer.state, len(answer.details)) == (State.HOLDS, 2)
    assert " 1 step of this bundle" in answer.sentence


def test_a_bundle_in_the_folder_of_the_check_does_not_seal_itself(contents, key):
    output = contents.recording / "bundle.zip"
    first = seal(contents, output, key, engine="0.1.0")
    second = seal(contents, output, key, engine="0.1.0")
    assert first.files == second.files


KILLED = """
import sys
from pathlib import Path
from roomcheck.seal.bundle import seal
from roomcheck.seal.contents import Contents
from roomcheck.seal.key import open_key
check, library, key, output = map(Path, sys.argv[1:])
key = open_key(key)
print("ready", flush=True)
while True:
    seal(Contents(recording=check, signatures=library), output, key, engine="0.1.0")
"""


def test_killed_at_any_moment_the_old_or_the_new_bundle_stands(contents, key, tmp_path):
    (contents.recording / "packets.pcapng").write_bytes(os.urandom(8_000_000))
    key_folder = tmp_path / "key"
    output = tmp_path / "out.zip"
    whole = 0
    for round_ in range(6):
        command = [sys.executable, "-c", KILLED, contents.recording, contents.signatures, key_folder, output]
        with subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.02 + 0.07 * round_)
            process.send_signal(signal.SIGKILL)
        if output.exists():
            whole += 1
            found = verify(output, reassess=reassess)
            assert found.answer(Question.INTACT).state is State.HOLDS
            assert found.answer(Question.SIGNATURE).state is State.HOLDS
    assert whole


def test_the_lines_for_people_say_every_answer(sealed, tmp_path):
    found = verify(sealed.path, reassess=reassess, current=make_library(tmp_path / "n", "says = []\n"))
    text = "\n".join(wording.lines(found))
    for answer in found.answers:
        assert answer.sentence in text
    assert "unresolved" in text
    assert text.endswith("The bundle holds.")
    assert "!" not in text
    sealed.path.write_bytes(sealed.path.read_bytes()[:-1])
    assert wording.lines(verify(sealed.path))[-1] == "The bundle was altered."


def test_it_works_where_an_event_loop_runs(contents, key, tmp_path, authority, specimen_pdf):
    async def inside():
        report = tmp_path / "report.pdf"
        report.write_bytes(sign_pdf(specimen_pdf, key))
        made = seal(
            msgspec.structs.replace(contents, reports=(report,)), tmp_path / "l.zip", key, engine="0.1.0",
            time=Time(("http://works.test",), authority.transport),
        )
        return verify(made.path, reassess=reassess, expected=Expected(authorities=(authority.root,)))

    found = asyncio.run(inside())
    assert found.answer(Question.TIME).state is State.HOLDS
    assert found.answer(Question.REPORT).state is State.HOLDS


def test_hostile_text_is_harmless_wherever_it_is_shown(contents, key, tmp_path):
    hostile = "\x1b]0;x\x07\u202egpj\x00\u2066 <script> #set $\\ \U0001f3a5"
    with journal.reopen(contents.recording, lambda: f"2026-11-22{hostile}") as log:
        log.append(Custody(action=hostile, by=hostile, detail=hostile))
        log.append(Photo(file=f"files/{hostile}", sha256="0" * 64, size=1, caption=hostile))
    head = read(contents.recording).head
    made = seal(contents, tmp_path / "h.zip", key, engine=hostile)
    assert made.head == head
    text = "\n".join([*wording.lines(verify(made.path, reassess=reassess)), *made.notices])
    text += wording.to_json(verify(made.path)).decode()
    assert not set(text) & set("\x1b\x07\u202e\x00\u2066")
    assert "gpj" in text


def test_the_document_for_programs(sealed):
    document = msgspec.json.decode(wording.to_json(verify(sealed.path, reassess=reassess)))
    assert (document["schema"], document["state"]) == ("roomcheck.verification/1", "holds")
    assert document["verification"]["head"] == sealed.head
    assert {answer["state"] for answer in document["verification"]["answers"]} == {"holds", "cannot be checked"}
