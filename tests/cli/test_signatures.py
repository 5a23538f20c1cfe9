"""`roomcheck signatures`: what its commands print, and how they end."""

import pytest

from roomcheck.cli.main import main
from roomcheck.match import calibration, library
from tests.match.one import ONE


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "mine.toml"
    path.write_text(ONE)
    return path


def test_a_good_file_passes(file, capsys):
    assert main(["signatures", "lint", str(file)]) == 0
    assert capsys.readouterr().out == "1 signatures, 0 complaints\n"
    assert main(["signatures", "test", str(file)]) == 0
    assert capsys.readouterr().out == "1 signatures, 1 examples and counter-examples, 0 failures\n"
    assert main(["signatures", "list", str(file)]) == 0
    assert capsys.readouterr().out.split() == ["x.y", "camera", "weak", "says", "x"]


def test_complaints_and_failures_are_lines_and_a_status(file, capsys):
    file.write_text(ONE.replace('raw = "x"', 'raw = "z"').replace("long enough to be one", "short"))
    assert main(["signatures", "lint", str(file)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("mine.toml: x.y: grade: the grade rests on reasoning that is not written. Write in")
    assert last == "1 signatures, 1 complaints"
    assert main(["signatures", "test", str(file)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "mine.toml: x.y: example 1 does not match"


def test_a_grade_on_corpora_that_do_not_hold_it_is_a_complaint(file, capsys):
    file.write_text(ONE.replace('grounds = "reasoning"', 'grounds = "corpora"'))
    assert main(["signatures", "lint", str(file)]) == 1
    assert "grounds: it states weak where the corpora support none" in capsys.readouterr().out


def test_every_shipped_signature_can_be_explained(capsys):
    shipped = library.load()
    for signature in (shipped.signatures[0], shipped.signatures[-1]):
        assert main(["signatures", "explain", signature.id]) == 0
        out = capsys.readouterr().out
        assert f"The device {signature.title}." in out
        assert signature.reasoning in out
        assert all(source.date.isoformat() in out for source in signature.sources)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A library of one signature, and a corpus of three responses."""
    place = tmp_path / "signatures"
    place.mkdir()
    (place / "vocabulary.toml").write_bytes((library.folder() / "vocabulary.toml").read_bytes())
    (place / "mine.toml").write_text(ONE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(library, "folder", lambda: place)
    corpora = tmp_path / "corpora"
    corpora.mkdir()
    line = '{{"source": "t", "kind": "http_header_server", "raw": "{}", "label": "{}"}}\n'
    (corpora / "a.jsonl").write_text(line.format("x", "camera") + "".join(line.format(f"y{at}", "not_camera") for at in range(200)))
    return place, corpora


def test_calibration_is_written_and_checked(small, capsys):
    place, corpora = small
    assert main(["signatures", "calibrate", "--corpora", str(corpora), "--check"]) == 1
    assert "says something else" in capsys.readouterr().out
    assert main(["signatures", "calibrate", "--corpora", str(corpora), "--write"]) == 0
    assert "watching product                 1/1 against 0/200" in capsys.readouterr().out
    assert calibration.read(place).supported("x.y") == "moderate"
    assert main(["signatures", "calibrate", "--corpora", str(corpora), "--check"]) == 0


def test_a_grade_beyond_the_corpora_fails_calibration(small, capsys):
    place, corpora = small
    (place / "mine.toml").write_text(ONE.replace('grounds = "reasoning"', 'grounds = "corpora"').replace('"weak"', '"strong"'))
    assert main(["signatures", "calibrate", "--corpora", str(corpora)]) == 1
    assert "x.y: states strong, the corpora support moderate" in capsys.readouterr().out


def test_the_corpora_are_found_by_their_variable(small, capsys, monkeypatch):
    _, corpora = small
    monkeypatch.setenv("ROOMCHECK_CORPORA", str(corpora))
    assert main(["signatures", "calibrate"]) == 0
    assert "1 signatures seen in 201 responses" in capsys.readouterr().out
