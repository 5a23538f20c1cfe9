"""Outside text is harmless once it has passed the model's edge."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model import limits
from roomcheck.model.text import MARKS, decode, harmless, is_plain

BIDI = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
anything = st.text(st.characters(), max_size=400) | st.text(st.sampled_from([*BIDI, "\x1b", "[", "\n", "a", "\x00", "\ud800", "\U000e0041"]))


def unsafe(character):
    return unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI


@given(anything)
def test_no_control_bidi_mark_or_escape_survives(text):
    shown = harmless(text)
    assert not any(map(unsafe, shown))
    assert len(shown) <= limits.TEXT
    shown.encode("utf-8")


@given(anything, st.integers(1, 64))
def test_it_is_cut_at_the_limit_and_says_so(text, limit):
    shown = harmless(text, limit)
    assert len(shown) <= limit
    if len(text) > limit and not any(map(unicodedata.combining, text)):
        assert shown.endswith("…")


@given(anything)
def test_doing_it_twice_changes_nothing(text):
    assert harmless(harmless(text)) == harmless(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=limits.TEXT))
def test_ordinary_text_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[31mb", "a\\x1b[31mb"), ("a\nb\tc\rd", "a b c d"), ("\u202eabc", "\\u202eabc"), ("\x9b2J", "\\x9b2J"), ("\U000e0041", "\\ue0041"), ("\ufeffx", "\\ufeffx")],
)
def test_what_is_unsafe_is_made_visible(text, shown):
    assert harmless(text) == shown


@given(anything)
def test_plain_text_has_no_control_but_line_ends_and_tabs(text):
    assert is_plain(text) == (not any(unsafe(each) and each not in "\n\r\t" for each in text) and "\ufeff" not in text and not any(
        "\ufff9" <= each <= "\ufffb" or "\U000e0000" <= each <= "\U000e007f" for each in text
    ))


@given(st.binary(max_size=200))
def test_any_bytes_are_text(data):
    text = decode(data)
    assert data in (text.encode("utf-8", "replace"), text.encode("latin-1", "replace"))


def test_combining_marks_do_not_pile_up():
    assert harmless("e" + "\u0301" * 500) == "e" + "\u0301" * MARKS
    assert harmless("e\u0301a\u0301") == "e\u0301a\u0301"


def test_line_ends_that_only_unicode_knows_are_made_visible():
    assert harmless("a\u2028b\u2029c") == "a\\u2028b\\u2029c"
    assert not is_plain("a\u2028b")
