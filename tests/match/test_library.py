"""The library that came with roomcheck, and what happens to one that does not hold."""

import gzip
import hashlib
import shutil

import pytest

from roomcheck.match import calibration, library, registry
from roomcheck.match.calibration import Calibration
from roomcheck.match.lint import lint
from roomcheck.match.selftest import prove
from roomcheck.model.errors import SignatureError
from roomcheck.model.vocabulary import Kind
from tests.match.one import ONE

SHIPPED = library.load()


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


def test_the_hash_is_that_of_the_lines_that_sha256sum_prints():
    contents = {"b.toml": b"b", "a.toml": b"a"}
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(contents.items()))
    assert library.hash_of(contents) == hashlib.sha256(lines.encode()).hexdigest()


def test_the_library_is_named_by_version_hash_and_registry(copy):
    (copy / "registry").mkdir()
    (copy / "registry" / "ieee.txt.gz").write_bytes(gzip.compress(b"# date: 2026-01-02\n# more\n001122\tAcme\n"))
    loaded = library.load(copy)
    parts = {path.relative_to(copy).as_posix(): path.read_bytes() for path in (*copy.glob("*.toml"), *copy.glob("registry/*"))}
    assert loaded.identity.sha256 == library.hash_of(parts)
    assert loaded.identity.version == loaded.vocabulary.version == SHIPPED.identity.version
    assert loaded.identity.registry == "2026-01-02"
    assert loaded.registry.holder("00:11:22:00:00:00") == ("Acme", "001122")
    assert [(placed.file, placed.signature.id) for placed in loaded.placed] == [("x.toml", "x.y")]


def test_a_table_without_a_date_says_so(tmp_path):
    assert registry.load(tmp_path).date == "none"
    assert registry.load(tmp_path).holder("00:11:22:00:00:00") is None
    (tmp_path / "ieee.txt.gz").write_bytes(gzip.compress(b"001122\tAcme\n"))
    undated = registry.load(tmp_path)
    assert (undated.date, undated.holder("00:11:22:00:00:00")) == ("unknown", ("Acme", "001122"))


def test_the_files_maker_is_that_of_its_signatures(copy):
    (copy / "x.toml").write_text(ONE.replace('about = "x"', 'about = "x"\nmaker = "Acme"'))
    assert library.load(copy).signatures[0].maker == "Acme"
    (copy / "x.toml").write_text(ONE.replace('about = "x"', 'about = "x"\nmaker = "Acme"') .replace('title = "says x"', 'title = "says x"\nmaker = "Other"'))
    assert library.load(copy).signatures[0].maker == "Other"


def test_the_cache_is_read_back_instead_of_the_files(copy, tmp_path, monkeypatch):
    first = library.load(copy, tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [f"signatures-{first.identity.sha256}.msgpack"]
    monkeypatch.setattr(library, "parse", lambda _: pytest.fail("parsed again"))
    assert library.load(copy, tmp_path / "cache").placed == first.placed


def test_the_cache_is_ones_own_and_nothing_half_written_stays(copy, tmp_path):
    library.load(copy, tmp_path / "deep" / "cache")
    assert (tmp_path / "deep" / "cache").stat().st_mode & 0o777 == 0o700
    (kept,) = (tmp_path / "deep" / "cache").iterdir()
    kept.unlink()
    library.load(copy, tmp_path / "deep" / "cache")
    assert [path.name for path in (tmp_path / "deep" / "cache").iterdir()] == [kept.name]


def test_a_cache_that_cannot_be_written_is_ignored(copy, tmp_path):
    (tmp_path / "file").write_text("x")
    assert library.load(copy, tmp_path / "file" / "cache").signatures[0].id == "x.y"


def test_a_file_that_is_too_large_or_cannot_be_read_is_one_sentence(copy, monkeypatch):
    monkeypatch.setattr(library, "LARGEST", 100)
    with pytest.raises(SignatureError, match=r"is larger than 100 bytes\. Split it"):
        library.load(copy)
    with pytest.raises(SignatureError, match=r"cannot be read \(no such file or directory\)\. Check that you may read it"):
        library.load(copy / "nowhere")


def test_two_files_with_one_identifier_are_refused(copy):
    (copy / "w.toml").write_text(ONE)
    with pytest.raises(SignatureError, match=r"Signature x\.y stands in x\.toml and in w\.toml\. Give one of them another id\."):
        library.load(copy)


def test_an_installation_without_signatures_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(library, "__file__", str(tmp_path / "roomcheck" / "match" / "library.py"))
    with pytest.raises(SignatureError, match=r"The signatures are missing from this installation\. Install roomcheck again\."):
        library.folder()
    packaged = tmp_path / "roomcheck" / "_signatures"
    packaged.mkdir(parents=True)
    (packaged / "vocabulary.toml").write_text("")
    assert library.folder() == packaged
