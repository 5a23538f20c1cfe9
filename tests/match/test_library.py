"""The library that came with roomcheck, and what happens to one that does not hold."""

import shutil

import pytest

from roomcheck.match import calibration, library
from roomcheck.match.calibration import Calibration
from roomcheck.match.lint import lint
from roomcheck.match.selftest import prove
from roomcheck.model.errors import SignatureError
from roomcheck.model.vocabulary import Kind

SHIPPED = library.load()

ONE = """
about = "x"
[[signature]]
id = "x.y"
title = "says x"
says = ["camera"]
grade = "weak"
basis = "product"
grounds = "reasoning"
reasoning = "long enough to be one"
statement = "names-product"
fact = "x"
when = [{ field = "http.server", equals = "x" }]
innocent = ["recorder-or-camera"]
sources = [{ ref = "here", date = 2026-11-22 }]
[[signature.example]]
kind = "http.server"
raw = "x"
"""


def test_the_linter_has_no_complaint():
    assert [(each.signature, each.wrong) for each in lint(SHIPPED, calibration.read(library.folder()))] == []


def test_every_signature_proves_itself():
    assert [(each.signature, each.wrong) for each in prove(SHIPPED)] == []


def test_every_kind_has_its_words_in_every_language():
    for kind in Kind:
        sentence = SHIPPED.vocabulary.kind[kind.value]
        assert sentence.en
        assert sentence.fr
        assert sentence.ar


@pytest.fixture
def copy(tmp_path):
    place = tmp_path / "signatures"
    place.mkdir()
    shutil.copy(library.folder() / "vocabulary.toml", place)
    (place / "x.toml").write_text(ONE)
    return place


def test_the_cache_gives_the_same_library(copy, tmp_path):
    first = library.load(copy, tmp_path / "cache")
    assert list((tmp_path / "cache").glob("signatures-*.msgpack"))
    assert library.load(copy, tmp_path / "cache").placed == first.placed


def test_a_forged_cache_is_ignored(copy, tmp_path):
    library.load(copy, tmp_path / "cache")
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:-3] + b"abc")
    assert [each.signature.id for each in library.load(copy, tmp_path / "cache").placed] == ["x.y"]


def test_any_change_changes_the_hash(copy):
    before = library.load(copy).identity.sha256
    (copy / "x.toml").write_text(ONE + "\n# a comment\n")
    assert library.load(copy).identity.sha256 != before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("about = ", "x.toml is not a valid signature file"),
        (ONE.replace('grade = "weak"', 'grade = "huge"'), "Invalid enum value 'huge'"),
        (ONE.replace("title", "titel"), "unknown field"),
        (ONE + ONE.partition("[[signature]]")[1] + ONE.partition("[[signature]]")[2], "stands in x.toml and in x.toml"),
    ],
)
def test_a_malformed_file_is_one_sentence(copy, text, says):
    (copy / "x.toml").write_text(text)
    with pytest.raises(SignatureError, match=says):
        library.load(copy)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (('id = "x.y"', 'id = "X"'), "identifier"),
        (('title = "says x"', 'title = "It says x."'), "title"),
        (('says = ["camera"]', 'says = ["camera", "printer"]'), "hypotheses"),
        (('equals = "x" }', 'matches = "(?=x)" }'), "patterns"),
        (('equals = "x" }', 'matches = "x*" }'), "patterns"),
        (('equals = "x" }', 'matches = "(?P<colour>x)" }'), "patterns"),
        (('field = "http.server"', 'field = "htp.server"'), "conditions"),
        (('grounds = "reasoning"', 'grounds = "feeling"'), "grade"),
        (("long enough to be one", "short"), "grade"),
        (('basis = "product"', 'basis = "video"\ngrade = "strong"'), None),
        (('statement = "names-product"', 'statement = "nonsense"'), "words"),
        (('innocent = ["recorder-or-camera"]', "innocent = []"), "words"),
        (('kind = "http.server"', 'kind = "http.servers"'), "kinds"),
        (('raw = "x"', 'raw_hex = "0"'), "examples"),
    ],
)
def test_the_linter_teaches(copy, change, check):
    text = ONE.replace(*change)
    if check is None:
        text = text.replace('grade = "weak"\n', "")
        check = "grade"
    (copy / "x.toml").write_text(text)
    complaints = lint(library.load(copy), Calibration())
    assert check in {each.check for each in complaints}
    assert all(each.advice.endswith((".", "people")) for each in complaints)


def test_a_wrong_example_is_found(copy):
    (copy / "x.toml").write_text(ONE.replace('raw = "x"', 'raw = "y"'))
    assert [each.wrong for each in prove(library.load(copy))] == ["example 1 does not match"]


def test_a_matching_counter_example_is_found(copy):
    (copy / "x.toml").write_text(ONE + '[[signature.counter]]\nkind = "http.server"\nraw = "x"\n')
    assert [each.wrong for each in prove(library.load(copy))] == ["counter-example 1 matches"]
