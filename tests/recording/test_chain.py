import contextlib
import hashlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomcheck.model.entry import Closed, Note, Opened, Torn, Truncation
from roomcheck.model.errors import ChainBroken, RecordingError
from roomcheck.model.observation import Source, observe
from roomcheck.recording import chain, journal

TIMES = (f"2026-11-22T10:00:{second:02d}.000000Z" for second in itertools.cycle(range(60)))


def now() -> str:
    return next(TIMES)


def opened() -> Opened:
    return Opened(engine="0", signatures="0 0", means="scan")


def make(folder, count=5):
    with journal.create(folder, opened(), now) as recording:
        for number in range(count):
            recording.append(Note(text=f"note {number}"))
        return recording.head


def test_reads_back_what_was_written(tmp_path):
    head = make(tmp_path)
    recording = chain.read(tmp_path)
    assert recording.head == head
    assert [entry.seq for entry in recording.entries] == list(range(6))
    assert recording.opened == opened()


def test_the_head_is_the_sha256_of_the_last_line(tmp_path):
    head = make(tmp_path)
    last = (tmp_path / chain.FILE).read_bytes().rstrip(b"\n").rpartition(b"\n")[2]
    assert hashlib.sha256(last).hexdigest() == head


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_changed_byte_before_the_last_line_is_found(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("check")
    head = make(folder)
    path = folder / chain.FILE
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    try:
        recording = chain.read(folder)
    except (ChainBroken, RecordingError):
        return
    assert recording.head != head


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_torn_last_line_is_kept_aside_and_reported(tmp_path, cut):
    make(tmp_path)
    path = tmp_path / chain.FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    recording = chain.read(tmp_path)
    assert len(recording.entries) == 5
    torn = recording.torn
    with journal.reopen(tmp_path, now) as again:
        again.append(Note(text="after"))
    after = chain.read(tmp_path)
    assert not after.torn
    report = after.entries[5].body
    assert isinstance(report, Torn)
    assert (tmp_path / report.file).read_bytes() == torn
    assert report.sha256 == hashlib.sha256(torn).hexdigest()


def test_a_removed_line_is_found(tmp_path):
    make(tmp_path)
    path = tmp_path / chain.FILE
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(ChainBroken, match="Line 3"):
        chain.read(tmp_path)


def test_a_truncation_is_an_entry(tmp_path):
    data = b"x" * 40_000
    with journal.create(tmp_path, opened(), now) as recording:
        recording.append(observe("tcp.banner", data, at=now(), via="test", source=Source(ip="10.0.0.9")))
        recording.append(Closed(how="finished"))
    bodies = [entry.body for entry in chain.read(tmp_path).entries]
    assert bodies[2] == Truncation(of=1, kept=16_384, length=40_000)


def test_never_writes_over_a_recording(tmp_path):
    make(tmp_path)
    with pytest.raises(RecordingError, match="already"):
        journal.create(tmp_path, opened(), now)


def test_two_writers_are_refused(tmp_path):
    make(tmp_path)
    with journal.reopen(tmp_path, now), pytest.raises(RecordingError, match="Another roomcheck"):
        journal.reopen(tmp_path, now)


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    with journal.create(tmp_path, opened(), now) as recording:
        recording.append(Note(text="before"))
        real = journal.os.write

        def full(descriptor, data):
            if len(data) > 20:
                return real(descriptor, data[:20])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(journal.os, "write", full)
        with pytest.raises(RecordingError, match="disk is full"):
            recording.append(Note(text="x" * 40))
        monkeypatch.undo()
        recording.append(Note(text="after"))
    texts = [entry.body.text for entry in chain.read(tmp_path).entries[1:]]
    assert texts == ["before", "after"]


@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_never_raise_anything_else(data):
    with contextlib.suppress(RecordingError, ChainBroken):
        chain.parse(data)
