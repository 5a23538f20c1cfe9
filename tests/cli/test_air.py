"""`air`, `react` and hot or cold on plain lines, in both languages of the screens; and what a report makes of a test."""

import json
import re

import pytest

from roomcheck.app import air as airs
from roomcheck.cli.main import main
from roomcheck.flows.likeness import scorecard
from roomcheck.net.air.channel import FREQUENCIES
from roomcheck.words import Line, Words, terms
from tests.cli import rooms


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """A reaction test of a capture, told in French, and its folder."""
    folder = tmp_path_factory.mktemp("room")
    capture, cues = rooms.record(folder)
    return folder, capture, cues


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path_factory, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def said(capfd, *words):
    status = main([str(word) for word in words])
    out, err = capfd.readouterr()
    return status, out, err


@pytest.fixture(scope="module")
def reacted(checked):
    folder, capture, cues = checked
    status = main(["react", str(capture), "--cues", str(cues), "--output", str(folder / "check"), "--lang", "fr", "--json"])
    assert status == 3
    return folder / "check"


def test_react_says_in_words_what_was_done_and_what_came_of_it(reacted, capfd):
    status, out, _ = said(capfd, "react", reacted)
    assert status == 3
    assert "1 device that sends traffic of a camera’s kind reacted to the room" in out
    lines = out.splitlines()
    camera = next(line for line in lines if line.startswith(f"  {rooms.CAMERA}"))
    neighbour = next(line for line in lines if line.startswith(f"  {rooms.NEIGHBOUR}"))
    assert "changed with movement and with the light" in camera
    assert "No reaction to the room was seen" in neighbour
    assert re.search(r"Of 999 other schedules,? (none|at most \d+) fitted as well", out)
    assert "Somebody wrote the times down" in out
    assert "Where no reaction was seen, there may still be a camera." in out
    assert lines[-1] == "Computed again from the recording: all figures are those that it holds."


def test_react_speaks_french(reacted, capfd):
    status, out, _ = said(capfd, "react", reacted, "--lang", "fr")
    assert status == 3
    assert "1 appareil dont le trafic ressemble à celui d’une caméra a réagi à la pièce" in out
    assert "intervalle à 95\u00a0%" in out
    assert re.search(r"p\u00a0=\u00a00,00\d", out)
    assert not re.search(r"\b(the|traffic|schedules|recording|light)\b", out)


def test_figures_that_were_changed_are_noticed(reacted, tmp_path, capfd, monkeypatch):
    from roomcheck.cli import react as command

    honest = command.reacts.again

    def lying(recording):
        told, computed = honest(recording)
        import msgspec

        changed = msgspec.structs.replace(told[0], effects=(msgspec.structs.replace(told[0].effects[0], p=0.5), *told[0].effects[1:]))
        return (changed, *told[1:]), computed

    monkeypatch.setattr(command.reacts, "again", lying)
    status, out, _ = said(capfd, "react", reacted)
    assert status == 1
    assert out.splitlines()[-1] == "Computed again: the figures of 1 device differ from those in the recording."


def test_a_recording_without_a_test_is_said_to_be_one(checked, tmp_path, capfd):
    _, capture, _ = checked
    assert main(["air", str(capture), "--output", str(tmp_path / "air"), "--json"]) == 3
    capfd.readouterr()
    status, out, err = said(capfd, "react", tmp_path / "air", "--lang", "fr")
    assert (status, out) == (2, "")
    assert "ne contient pas de test de réaction de la pièce" in err


def test_what_was_done_is_in_the_report(reacted, capfd):
    status, _, _ = said(capfd, "report", reacted, "--for", "police", "--lang", "fr", "--country", "FR", "--format", "json", "--output", reacted / "police.json")
    assert status == 0
    document = json.loads((reacted / "police.json").read_text("utf-8"))
    (test,) = document["reactions"]
    assert test["seed"] is None
    assert [one["outcome"] for one in test["reactions"]] == ["two kinds", "none"]
    assert {one["device"] for one in test["reactions"]} == {rooms.CAMERA, rooms.NEIGHBOUR}
    text = json.dumps(document["sections"], ensure_ascii=False)
    assert "Déroulement du test de réaction de la pièce" in text
    assert "roomcheck react RECORDING" in text
    assert "roomcheck react --seed" not in text


def test_air_says_why_a_flow_is_like_a_camera_s(checked, tmp_path, capfd):
    _, capture, _ = checked
    status, out, _ = said(capfd, "air", capture, "--output", tmp_path / "air", "--lang", "fr")
    assert status == 3
    assert re.search(r"^Entendu\u00a0: \d+ trames, 1 réseau, \d+ stations, 2 flux\.$", out, re.MULTILINE)
    assert f"flux de {rooms.CAMERA}" in out
    assert "COMME UNE CAMÉRA" in out
    assert "2437\u00a0MHz" in out
    assert not re.search(r"\b(bursts|bytes|frames|heard|network)\b", out)


def test_air_names_the_channels_that_were_not_heard(checked, tmp_path, capfd):
    _, capture, _ = checked
    status, out, _ = said(capfd, "air", capture, "--output", tmp_path / "air")
    assert status == 3
    assert "Nothing was heard on these radio channels" in out
    assert "2412–2432, 2442–2484, 5180–" in out
    assert "out of time" not in out
    assert "The time set for the check ran out" not in out
    assert "One device that was heard here may be a camera" in out or "devices that were heard here may be cameras" in out
    status, out, _ = said(capfd, "report", tmp_path / "air", "--for", "police", "--lang", "fr", "--country", "FR", "--format", "html", "--output", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "Rien n’a été entendu sur ces canaux radio" in page
    assert "2412–2432, 2442–2484" in page
    assert "L’écoute radio ne peut pas trouver une caméra qui enregistre sur une carte" in page
    assert "Cet ordinateur ne peut pas le faire" not in page


def test_hot_or_cold_speaks_french(checked, capfd):
    _, capture, _ = checked
    status, out, _ = said(capfd, "air", capture, "--strength", rooms.CAMERA, "--lang", "fr")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("[")
    assert "-55,0 dBm ± " in lines[5]
    assert lines[5].endswith("pas de changement net")
    assert "jamais une distance" in lines[-1]
    status, out, err = said(capfd, "air", capture, "--strength", "02:99:99:99:99:99", "--lang", "fr")
    assert (status, out, err) == (4, "", "roomcheck\u00a0: 02:99:99:99:99:99 n’a pas été entendu.\n")


def test_hot_or_cold_of_no_file_is_said(capfd, tmp_path):
    status, out, err = said(capfd, "air", tmp_path / "none.pcap", "--strength", rooms.CAMERA)
    assert (status, out) == (1, "")
    assert "could not be read" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["react", "x.pcap"], 2, "Une capture et ses consignes vont ensemble."),
        (["air", "x.pcap", "--mine", "abc"], 2, "L’une des adresses données après --mine n’en est pas une."),
        (["air", "x.pcap", "--strength", "abc"], 2, "L’adresse donnée après --strength n’en est pas une."),
    ],
)
def test_what_people_get_wrong_is_said_in_french(words, status, sentence, capfd):
    found, out, err = said(capfd, *words, "--lang", "fr")
    assert (found, out) == (status, "")
    assert sentence in err


def test_missing_equipment_is_said_in_french(capfd, monkeypatch):
    from roomcheck.net.air import monitor

    monkeypatch.setattr(monitor, "interfaces", list)
    status, out, err = said(capfd, "react", "--yes", "--lang", "fr")
    assert (status, out) == (4, "")
    assert "pas de carte Wi-Fi en mode moniteur" in err
    assert "roomcheck air FICHIER" in err


def test_the_cues_of_a_seed_are_printed_for_use_by_hand(capfd):
    status, out, _ = said(capfd, "react", "--print-cues", "--seed", "7")
    assert status == 0
    assert out.startswith("# seed 7\n")
    assert len(out.splitlines()) == 1 + sum(len(part.blocks) + 1 for part in rooms.SCHEDULE.parts)


def test_every_reason_of_the_scorecard_is_known_in_french():
    words = Words("fr")
    for each in (*scorecard().gates, *scorecard().cards):
        assert words.knows(each.says), each.says


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_cue_has_its_words(language):
    words = Words(language)
    for part in rooms.SCHEDULE.parts:
        assert terms.cue_kind(words, part.kind.name)
        for action in (part.kind.change, part.kind.rest):
            assert words.knows(terms._CUES[action])
            assert terms.action(words, action)
    assert terms.cue(words, None)
    assert terms.cue(words, "{dance}") == terms.action(words, "{dance}") == "{dance}"


def test_channels_are_told_as_ranges():
    assert airs.ranges_of(FREQUENCIES) .startswith("2412–2484, 5180–5")
    assert airs.ranges_of([2437]) == "2437 MHz"
    assert airs.ranges_of([5180, 5500, 5200]) == "5180–5200, 5500 MHz"
    assert airs.ranges_of([]) == ""


def test_a_line_of_progress_is_said_again_in_french():
    line = Line("reading {file}", file="{x}.pcap")
    assert line == "reading {x}.pcap"
    assert Words("fr").again(line) == "lecture de {x}.pcap"
    assert Words("fr").again("{anything} else") == "{anything} else"


def test_progress_is_shown_in_the_reader_s_language(checked, tmp_path, monkeypatch):
    _, capture, _ = checked
    lines = []
    monkeypatch.setattr("roomcheck.cli.air.teller", lambda words: lambda line: lines.append(words.again(line)))
    assert main(["air", str(capture), "--output", str(tmp_path / "air"), "--json", "--lang", "fr"]) == 3
    assert lines == ["lecture de air.pcap"]
