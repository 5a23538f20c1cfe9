"""A check sealed as a person does it: what goes in where, and what a head is worth that was noted before."""

import re
import zipfile

import pytest

from roomcheck.cli.main import main
from roomcheck.recording import chain


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty home; its exit status and what it printed."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))

    def run(*words):
        status = main(list(map(str, words)))
        return status, capsys.readouterr().out

    return run


def named_by_the_readme(bundle):
    with zipfile.ZipFile(bundle) as opened:
        files = {name.partition("/")[2]: name for name in opened.namelist()}
        readme = opened.read(files["README.txt"]).decode()
    places = re.findall(r"^  (data/\S+)", readme, re.MULTILINE)
    return [name for name in files if name.startswith("data/")], places


def test_a_demonstration_sealed_with_the_head_noted_before(said, tmp_path):
    status, printed = said("demo", "--plain", "--output", "try")
    known = chain.read(tmp_path / "try").head
    assert known in printed
    assert said("report", "try", "--for", "guest", "--format", "html")[0] == 0
    assert said("seal", "try", "--output", "try.zip", "--lang", "fr")[0] == 0

    status, printed = said("verify", "try.zip", "--head", known)
    assert (status, "1 entry was added since" in printed) == (0, True), printed

    files, places = named_by_the_readme("try.zip")
    unnamed = [name for name in files if not any(name == place or (place[-1] == "/" and name.startswith(place)) for place in places)]
    assert unnamed == []
    assert [name for name in files if "report" in name] == ["data/report/report-guest-en.html", "data/report/report-police-fr.pdf"]
    assert "Is the report's own signature whole?\n  holds" in printed


def test_the_help_says_what_is_done_where_nothing_is_asked_for(said, capsys):
    with pytest.raises(SystemExit):
        said("seal", "--help")
    told = " ".join(capsys.readouterr().out.split())
    for words in ("else the police", "else English", "else none, and the report names no number to call", "else generic"):
        assert words in told
