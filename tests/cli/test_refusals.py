"""What a command refuses, and what it leaves behind when it does: nothing."""

import io
import sys
import time
import types

import pytest

from roomcheck.cli import question
from roomcheck.cli.main import main
from roomcheck.net.air import monitor
from roomcheck.recording import chain
from roomcheck.words import Words
from tests.cli import rooms

MAC = rooms.CAMERA


@pytest.fixture(scope="module")
def capture(tmp_path_factory):
    from tests.air import writing

    file = tmp_path_factory.mktemp("air") / "air.pcap"
    frames = [(1_000_000 * second, writing.beacon("Villa", channel=6)) for second in range(1, 4)]
    writing.write(file, frames, snap=200)
    return file


@pytest.fixture(autouse=True)
def _home(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def checks(tmp_path):
    folder = tmp_path / "data" / "roomcheck" / "checks"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("content", [None, b"", b"nonsense" * 40])
def test_a_capture_that_cannot_be_read_leaves_no_check(tmp_path, content, capture, capfd):
    broken = tmp_path / "broken.pcap"
    if content is not None:
        broken.write_bytes(content)
    assert main(["air", str(capture), str(broken)]) == 1
    assert "broken.pcap" in capfd.readouterr().err
    assert checks(tmp_path) == []


def test_checks_in_one_second_get_folders_of_their_own(tmp_path, capture, monkeypatch, capfd):
    still = types.SimpleNamespace(time_ns=lambda: 1_795_000_000_123_000_000, strftime=time.strftime, localtime=time.localtime)
    monkeypatch.setattr("roomcheck.app.checks.time", still)
    for _ in range(2):
        assert main(["air", str(capture)]) in (0, 4)
    assert "already" not in capfd.readouterr().err
    first, second = checks(tmp_path)
    assert (first.name[17:], second.name[17:]) == ("-123", "-123-2")
    assert chain.read(first).entries
    assert chain.read(second).entries


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-i", "wlan0"], "--interface cannot stand beside a capture."),
        (["--frequency", "2437", "--rescan"], "--frequency, --rescan cannot stand beside a capture."),
        (["--strength", MAC, "--json"], "--json cannot stand beside --strength."),
        (["--strength", MAC, "--output", "x"], "--output cannot stand beside --strength."),
        (["--strength", MAC, "--room", "x", "--mine", MAC], "--mine, --room cannot stand beside --strength."),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(options, words, capture, tmp_path, capfd):
    assert main(["air", str(capture), *options]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert checks(tmp_path) == []


def test_several_adapters_in_monitor_mode_are_named(monkeypatch, capfd, tmp_path):
    monkeypatch.setattr(monitor, "interfaces", lambda: ("wlan0mon", "wlan1mon"))
    assert main(["air"]) == 2
    err = capfd.readouterr().err
    assert "There are several adapters in monitor mode: wlan0mon, wlan1mon. Choose one with -i." in err
    assert main(["air", "--lang", "fr"]) == 2
    err = capfd.readouterr().err
    assert "wlan0mon, wlan1mon. Choisissez-en une avec -i." in err
    assert checks(tmp_path) == []


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_no_at_the_question_ends_with_nothing_checked(monkeypatch, capfd, tmp_path):
    from roomcheck.model.network import Interface, Network
    from roomcheck.net import interfaces, lab

    monkeypatch.setattr(interfaces, "network_of", lambda _: Network(interface=Interface(name="lan", index=1)))
    monkeypatch.setattr(lab, "require_lab", lambda _: None)
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert main(["scan", "-i", "lan"]) == 4
    assert "Nothing was sent." in capfd.readouterr().err
    assert checks(tmp_path) == []


def test_an_option_of_zero_is_an_option(capture, tmp_path, capfd):
    assert main(["react", str(capture), "--cues", str(tmp_path / "cues"), "--seed", "0"]) == 2
    assert "--seed" in capfd.readouterr().err


@pytest.mark.parametrize(("typed", "agrees"), [("y\n", True), (" Oui \n", True), ("\n", False), ("n\n", False), ("", False)])
def test_an_end_of_input_is_no(monkeypatch, typed, agrees):
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert question.agreed(Words("en")) is agrees
