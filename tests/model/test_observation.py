"""What was seen is kept byte for byte, up to the named limit."""

from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model import limits
from roomcheck.model.entry import Entry, Observation
from roomcheck.model.observation import Source, observe, raw_fields
from roomcheck.model.recording import bare, digest, line_of
from roomcheck.model.text import is_plain
from roomcheck.recording.chain import parse

bytes_or_text = st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))


def seen(data, **more):
    return observe("tcp.banner", data, at="2026-11-22T10:00:00Z", via="test", source=Source(ip="10.0.0.5"), **more)


@given(bytes_or_text)
def test_raw_bytes_come_back_as_they_were(data):
    kept = seen(data)
    assert kept.data == data
    assert (kept.raw is None) != (kept.raw_hex is None)
    assert kept.raw is None or is_plain(kept.raw)
    assert kept.length is None


@given(bytes_or_text)
def test_a_recording_of_it_holds_and_gives_the_same_bytes(data):
    recording = bare([seen(data), seen(data)])
    lines = b"".join(line_of(entry) + b"\n" for entry in recording.entries)
    again = parse(lines)
    assert again == recording
    assert [each.data for _, each in again.observations] == [data, data]
    assert again.head == digest(lines.split(b"\n")[1])


def test_beyond_the_limit_only_the_length_is_kept():
    kept = seen(b"a" * (limits.RAW + 5))
    assert (len(kept.data), kept.length) == (limits.RAW, limits.RAW + 5)
    assert seen(b"a" * limits.RAW).length is None
    assert seen(b"abc", length=99).length == 99
    assert seen(b"abc", length=2).length is None


def test_text_is_kept_as_text_and_anything_else_as_digits():
    assert raw_fields(b"a\r\n\tb") == ("a\r\n\tb", None)
    assert raw_fields("é".encode()) == ("é", None)
    assert raw_fields(b"\xff") == (None, "ff")
    assert raw_fields(b"\x1b[2J") == (None, "1b5b324a")


def test_an_entry_is_one_line():
    entry = Entry(seq=0, prev="0" * 64, at="2026-11-22T10:00:00Z", body=seen(b"a\nb"))
    assert b"\n" not in line_of(entry)
    assert isinstance(parse(line_of(entry) + b"\n").entries[0].body, Observation)
