"""What people get wrong: one sentence what happened and what to do, the right exit status, and no traceback."""

import json

import pytest

from roomcheck.cli.main import main
from roomcheck.model.entry import Opened
from roomcheck.model.observation import Source, observe
from roomcheck.recording import journal

NO_SUCH = "no such file or directory"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def said(capfd):
    """Runs a command; its exit status and what it wrote to standard output and standard error."""

    def run(*arguments):
        try:
            status = main(list(map(str, arguments)))
        except SystemExit as usage:
            status = usage.code
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return run


@pytest.fixture
def recording(tmp_path):
    folder = tmp_path / "check"
    ticks = iter(range(10, 60))
    with journal.create(folder, Opened(engine="0", signatures="0", means="import"), lambda: f"2026-11-22T10:00:{next(ticks)}Z") as kept:
        for value in ("one", "two", "three"):
            kept.append(observe("http.title", value.encode(), at="2026-11-22T10:00:00Z", via="test", source=Source(name=value)))
    return folder


def one_line(err):
    return err.startswith("roomcheck: ") and err.count("\n") == 1 and err.rstrip().endswith(".")


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [
        ("assess nowhere", 1, f"nowhere cannot be read ({NO_SUCH})"),
        ("assess nowhere --json", 1, f"nowhere cannot be read ({NO_SUCH})"),
        ("diff nowhere elsewhere", 1, f"nowhere cannot be read ({NO_SUCH})"),
        ("report nowhere --for host", 1, f"nowhere cannot be read ({NO_SUCH})"),
        ("seal nowhere", 1, "nowhere is not the folder of a check"),
        ("verify nowhere", 4, f"nowhere cannot be read ({NO_SUCH})"),
        ("note nowhere text", 1, f"nowhere cannot be read ({NO_SUCH})"),
        ("import nowhere --output out", 1, f"nowhere cannot be added ({NO_SUCH})"),
        ("signatures explain no.such", 2, 'There is no signature "no.such"'),
        ("signatures lint nowhere.toml", 1, f"nowhere.toml cannot be read ({NO_SUCH})"),
        ("signatures test nowhere.toml", 1, f"nowhere.toml cannot be read ({NO_SUCH})"),
        ("signatures calibrate --corpora nowhere", 1, "There are no corpora in nowhere"),
    ],
)
def test_what_is_not_there(said, command, status, words):
    found, out, err = said(*command.split())
    assert (found, out) == (status, "")
    assert words in err
    assert one_line(err)


@pytest.mark.parametrize("command", ["nonsense", "assess", "signatures", "signatures nonsense", "report", "assess a b", "scan --profile nonsense"])
def test_what_is_no_command(said, command):
    status, out, err = said(*command.split())
    assert (status, out) == (2, "")
    assert err.startswith("usage: ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"one", b"won"), *lines[2:]], "Line 3 of"),
        (lambda lines: [lines[0], *lines[2:]], "Line 2 of"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Line 2 of"),
        (lambda lines: [lines[0], b"nonsense", *lines[1:]], "Line 2 of"),
        (lambda lines: [lines[0], b"[" * 100_000, *lines[1:]], "Line 2 of"),
    ],
)
def test_an_altered_recording_is_not_judged(said, recording, change, words):
    path = recording / "recording.jsonl"
    lines = path.read_bytes().rstrip(b"\n").split(b"\n")
    path.write_bytes(b"\n".join(change(lines)) + b"\n")
    for command in (("assess", recording), ("report", recording, "--for", "host"), ("note", recording, "x")):
        status, out, err = said(*command)
        assert (status, out) == (1, "")
        assert words in err
        assert "altered or damaged" in err
        assert one_line(err)


def test_a_torn_last_line_is_said_and_the_rest_is_judged(said, recording):
    path = recording / "recording.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    status, out, err = said("assess", recording, "--json")
    assert status == 0
    assert [each["id"] for each in json.loads(out)["devices"]] == ["one", "two"]
    assert "torn off" in err


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "{", "[]", "null", '{"device": "x"}', '{"device": "x", "kind": "No Kind", "raw": "x"}',
        '{"device": "x", "kind": "http.title"}', '{"device": "x", "kind": "http.title", "raw": "x", "raw_hex": "00"}',
        '{"device": "x", "kind": "http.title", "raw_hex": "0"}', '{"device": "x", "kind": "tcp.open", "port": "many"}',
        "[" * 60_000, '{"device": "x", "kind": "http.title", "raw": "' + "x" * 4_300_000 + '"}',
    ],
)
def test_a_line_that_does_not_hold_is_named_by_its_number(said, tmp_path, line):
    file = tmp_path / "seen.jsonl"
    file.write_text('{"device": "a", "kind": "http.title", "raw": "fine"}\n' + line + "\n")
    status, out, err = said("assess", file, "--json")
    assert (status, out) == (1, "")
    assert "ine 2" in err
    assert "seen.jsonl" in err
    assert one_line(err)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "is not a valid signature file"), ('about = "x"\nnonsense = 1', "unknown field `nonsense`"), ('[[signature]]\nid = "x.y"', "missing required field"),
        ("a = " + "[" * 5_000, "is not a valid signature file"),
    ],
)
def test_a_malformed_signature_file_is_one_sentence(said, tmp_path, text, words):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    for command in ("lint", "test", "list"):
        status, out, err = said("signatures", command, file)
        assert (status, out) == (1, "")
        assert words in err
        assert "mine.toml" in err
        assert one_line(err)


def test_bytes_that_are_no_text_are_no_signature_file(said, tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    status, _, err = said("signatures", "lint", tmp_path / "mine.toml")
    assert status == 1
    assert one_line(err)


def test_hostile_names_are_harmless_on_the_terminal(said, tmp_path):
    line = {"device": "x\x1b[2J\u202e", "kind": "http.title", "raw": "y\x1b]0;z\x07"}
    (tmp_path / "seen.jsonl").write_text(json.dumps(line) + "\n")
    status, out, err = said("assess", tmp_path / "seen.jsonl")
    assert status == 0
    assert not set("\x1b\x07\u202e") & set(out + err)
    status, _, err = said("signatures", "explain", "x\x1b[2J")
    assert status == 2
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("command", "statuses"),
    [(name, ("0 nothing", "3 at least one camera", "4 too little", "1 failure; a recording that was altered"))
     for name in ("scan", "listen", "air", "react", "assess")]
    + [("verify", ("0 it holds", "3 it was altered", "4 it cannot be checked", "2 usage"))],
)
def test_the_help_tells_what_the_exit_status_says(said, command, statuses):
    status, out, err = said(command, "--help")
    told = " ".join(out.split()).partition("Exit status: ")[2]
    assert (status, err) == (0, "")
    assert [each for each in statuses if each not in told] == []
