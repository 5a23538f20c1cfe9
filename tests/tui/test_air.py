"""The Air part by keyboard alone: around, listening, captures, the room test, hot or cold."""

import json
import time

import pytest
from textual.widgets import Button, Input, TabbedContent

from roomcheck.app import air
from roomcheck.app.checks import End, earlier
from roomcheck.assess.assessor import assess
from roomcheck.flows import cues
from roomcheck.flows.likeness import scorecard
from roomcheck.match import library
from roomcheck.model.vocabulary import Verdict
from roomcheck.recording import chain
from roomcheck.tui.acts import ACTS, WAIT
from roomcheck.tui.hearing import Doing, Hearing
from roomcheck.tui.letters import GLYPHS, blocks, points
from roomcheck.tui.saying import Saying
from roomcheck.tui.screens.reaction import TestScreen
from roomcheck.tui.screens.strength import StrengthScreen
from roomcheck.tui.session import State
from roomcheck.tui.widgets.ask import Ask, Confirm
from roomcheck.tui.widgets.devices import Devices
from roomcheck.tui.widgets.flows import Flows
from roomcheck.tui.widgets.letters import Letters, drawn
from roomcheck.tui.widgets.points import Points
from roomcheck.tui.widgets.strength import bar_of, history_of
from roomcheck.tui.widgets.traffic import heights
from tests.air import writing
from tests.flows.test_reaction import recorded
from tests.tui import airs
from tests.tui.test_hostile import FORBIDDEN, HOSTILE, screen_text
from tests.tui.test_keyboard import drive, text_of, write
from tests.tui.world import app_of, settle

MOMENT = "2026-11-22T12:00:00Z"


def app_with(folder, ears, language="en", **more):
    return app_of(folder, language, opened=False, hearing=lambda session: Hearing(session, ears, **more))


def judging(app):
    """With the real signatures, so that what is heard is judged."""
    app.loaded._library = library.load()
    return app


async def until(pilot, true, seconds=40.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, screen_text(pilot.app)
        await pilot.pause(0.1)
    await settle(pilot)


async def over(pilot):
    """Waits until what is heard, and the check that it becomes, are finished."""
    session = pilot.app.session
    await until(pilot, lambda: pilot.app.hearing.doing is Doing.NOTHING and session.state is not State.LOOKING)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(cues, "LEAD", 0.5)
    monkeypatch.setattr(cues, "TAIL", 0.5)


def test_around_stand_the_equipment_and_the_access_points(tmp_path):
    app = app_with(tmp_path, airs.Listening(names=()))

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        told = text_of(app, "#equipment")
        assert "monitor mode: missing" in told
        assert 'sudo "$(command -v roomcheck)"' in told
        first = app.screen.query_one(Points).rows[0]
        assert (first.name, first.verdict) == ("IPC-7F3A21", Verdict.SUSPECT)
        assert "waits to be set up" in text_of(app, "#stands-out")

    drive(app, play)


@pytest.mark.parametrize("agreed", [True, False])
def test_asking_the_air_anew_needs_consent(tmp_path, monkeypatch, agreed):
    asked = noted(monkeypatch)
    app = judging(app_with(tmp_path, airs.Listening(names=())))

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        assert "this computer transmits" in " ".join(screen_text(app).split())
        await pilot.press(*(("tab", "enter") if agreed else ("escape",)))
        await over(pilot)

    drive(app, play, size=(120, 40))
    assert asked == ([True] if agreed else [])


def test_what_the_system_tells_is_kept_as_a_check_without_sending(tmp_path, monkeypatch):
    asked = noted(monkeypatch)
    app = judging(app_with(tmp_path, airs.Listening(names=())))

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("k")
        await over(pilot)
        assert [row.name for row in app.screen.query_one(Points).rows] == ["Kept"]
        assert "no Bluetooth" in text_of(app, "#stands-out")
        await pilot.press("2")
        await settle(pilot)
        assert [row.key for row in app.screen.query_one(Devices).rows] == ["02:00:00:00:00:09"]

    drive(app, play)
    assert asked == [False]


def noted(monkeypatch):
    """A system that tells of one access point and has no Bluetooth; gives what it was asked with."""
    from roomcheck.app import listed
    from roomcheck.app.listed import Around
    from roomcheck.listeners.air import observations_of_point
    from roomcheck.model.entry import Closed, Opened
    from roomcheck.net.air.listed import Listed
    from roomcheck.recording import journal

    asked = []

    def check(plan, signatures, progress):
        asked.append(plan.rescan)
        point = Listed(bssid="02:00:00:00:00:09", ssid="Kept", signal_dbm=-40)
        with journal.create(plan.folder, Opened(engine="t", signatures="t", means="air"), lambda: MOMENT) as recording:
            for each in observations_of_point(point, MOMENT):
                recording.append(each)
            recording.append(Closed(how="finished"))
        missing = ("This computer has no Bluetooth, or it is switched off.",)
        return Around(assess(chain.read(plan.folder), signatures), (point,), missing)

    monkeypatch.setattr(listed, "check_listed", check)
    return asked


@pytest.mark.parametrize("ears", [airs.Listening(names=()), airs.Listening(allowed=False)], ids=["none", "refused"])
def test_without_ears_it_is_said_what_to_do_and_nothing_begins(tmp_path, ears):
    app = app_with(tmp_path, ears)
    told = []

    async def play(pilot):
        app.notify = lambda text, **more: told.append(text)
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("l", "t")
        await settle(pilot)
        assert app.hearing.doing is Doing.NOTHING
        assert not isinstance(app.screen, Confirm)

    drive(app, play)
    assert len(told) == 2
    assert all('sudo "$(command -v roomcheck)"' in text for text in told)
    assert not ears.opened
    assert not app.session.paths.checks.exists()


def test_what_is_listened_to_is_a_check_that_the_other_parts_show(tmp_path):
    ears = airs.Listening(sounds=tuple(airs.frames(20)), speed=8.0)
    app = judging(app_with(tmp_path, ears))

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("l")
        flows = app.screen.query_one(Flows)
        await until(pilot, lambda: flows.line is not None and flows.line.likeness is not None)
        assert app.focused is flows
        assert flows.line.station == airs.CAMERA
        assert flows.line.likeness.camera_like
        assert "Listening on mon0" in text_of(app, "#heard")
        assert "of all half seconds" in text_of(app, "#reasons")
        await pilot.press("x")
        await over(pilot)
        assert ears.opened[0].closed
        assert "Heard on mon0" in text_of(app, "#heard")
        await pilot.press("2")
        await settle(pilot)
        rows = {row.key: row.of for row in app.screen.query_one(Devices).rows}
        assert rows[airs.CAMERA] is Verdict.SUSPECT
        await pilot.press("4")
        await until(pilot, lambda: bool(text_of(app, "#preview").strip()))
        assert not app.screen.query_one("#seal", Button).disabled

    drive(app, play)
    check = earlier(app.session.paths.checks)[0]
    assert (check.means, check.end) == ("air", End.INTERRUPTED)
    assert (check.folder / "findings.html").is_file()


def test_a_capture_is_read_by_its_path_and_one_is_marked_as_mine(tmp_path):
    writing.write(tmp_path / "air.pcap", airs.frames(20))
    app = app_with(tmp_path, airs.Listening(names=()))

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(app.screen, Ask)
        app.screen.query_one(Input).value = str(tmp_path / "air.pcap")
        await pilot.press("enter")
        await over(pilot)
        flows = app.screen.query_one(Flows)
        assert flows.rows[0].camera_like
        assert "Heard on air.pcap" in text_of(app, "#heard")
        await pilot.press("m")
        await settle(pilot)
        assert not flows.rows[0].camera_like
        assert "yours" in flows.rows[0].like
        assert app.hearing.mine == {airs.CAMERA}
        await pilot.press("m")
        await settle(pilot)
        assert flows.rows[0].camera_like
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, StrengthScreen) and "-55 dBm" in screen_text(app))
        shown = screen_text(app)
        assert "never a distance" in " ".join(shown.split())
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one(TabbedContent).active == "traffic-pane"
        assert isinstance(app.focused, Flows)
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one(TabbedContent).active == "test-pane"

    drive(app, play)


def test_a_capture_that_is_not_there_is_said(tmp_path):
    app = app_with(tmp_path, airs.Listening(names=()))
    told = []

    async def play(pilot):
        app.notify = lambda text, **more: told.append(text)
        await pilot.press("5", "f")
        await settle(pilot)
        await write(pilot, "nowhere")
        await pilot.press("enter")
        await over(pilot)

    drive(app, play)
    assert any("nowhere" in text for text in told)


def test_a_whole_test_is_given_inside_the_application(tmp_path, short):
    ears = airs.Listening(sounds=tuple(airs.frames(12)))
    app = app_with(tmp_path, ears, draw=airs.short_schedule, redraws=19)
    rung, shown = [], []

    async def play(pilot):
        app.bell = lambda: rung.append(True)
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        assert app.focused.id == "no"
        await pilot.press("tab", "enter")
        await pilot.pause(0.3)
        screen = app.screen
        assert isinstance(screen, TestScreen)
        end = time.monotonic() + 40
        while app.screen is screen and time.monotonic() < end:
            word = screen.query_one("#cue", Letters).text
            if not shown or shown[-1] != word:
                shown.append(word)
            if app.hearing.trial.traces:
                assert app.hearing.trial.traces[0].station == airs.CAMERA
            await pilot.press("2")  # nothing but the test is reached now
            await pilot.pause(0.1)
        await over(pilot)
        assert app.screen.STEP == "air"
        result = text_of(app, "#outcome")
        assert airs.CAMERA in result
        assert "19 other schedules; cues of seed 7" in " ".join(result.split())
        assert "equally large" in " ".join(result.split())
        await pilot.press("2")
        await settle(pilot)
        assert airs.CAMERA in {row.key for row in app.screen.query_one(Devices).rows}

    drive(app, play)
    assert {act.cue for act in ACTS.values()} | {WAIT.cue} <= set(shown)
    assert len(rung) >= 8
    folder = app.hearing.folder
    bodies = [json.loads(line)["body"] for line in (folder / chain.FILE).read_text().splitlines()]
    given = [body for body in bodies if body["type"] == "cue"]
    assert [body.get("block", 0) for body in given] == [*range(8)]
    assert {body["seed"] for body in given} == {7}
    assert app.session.folder == folder
    assert app.session.state is State.OVER


def test_a_test_that_is_stopped_says_nothing_of_the_room(tmp_path, short):
    app = app_with(tmp_path, airs.Listening(sounds=tuple(airs.frames(3))), draw=airs.short_schedule, redraws=19)

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        await pilot.press("tab", "enter")
        await pilot.pause(1.0)
        await pilot.press("x")
        await over(pilot)
        await until(pilot, lambda: not isinstance(app.screen, TestScreen))
        assert "was stopped" in text_of(app, "#outcome")
        assert app.hearing.reacted is None
        assert app.session.state is State.EMPTY

    drive(app, play)
    assert earlier(app.session.paths.checks)[0].end is End.INTERRUPTED


def test_a_test_that_is_not_agreed_to_does_not_begin(tmp_path):
    ears = airs.Listening()
    app = app_with(tmp_path, ears)

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.hearing.doing is Doing.NOTHING

    drive(app, play)
    assert not ears.opened


async def ask_for_test(pilot, capture, written):
    await pilot.press("5", "c")
    await settle(pilot)
    for number, file in enumerate((capture, written)):
        pilot.app.screen.query_one(f"#answer-{number}", Input).value = str(file)
    pilot.app.screen.query_one("#answer-1", Input).focus()
    await pilot.press("enter")


def test_a_capture_with_its_cues_becomes_a_verdict(tmp_path):
    capture, written = recorded(tmp_path, 1.6)
    app = judging(app_with(tmp_path, airs.Listening(names=()), "fr", redraws=299))

    async def play(pilot):
        await ask_for_test(pilot, capture, written)
        await until(pilot, lambda: app.hearing.reacted is not None or app.hearing.doing is Doing.NOTHING, 100)
        await over(pilot)
        result = " ".join(text_of(app, "#outcome").split())
        assert "a réagi au mouvement et à la lumière" in result
        assert "a réagi à deux sortes de changement" in result
        await pilot.press("2")
        await settle(pilot)
        rows = {row.key: row.of for row in app.screen.query_one(Devices).rows}
        assert rows[airs.CAMERA] is Verdict.CAMERA

    drive(app, play)


def test_the_test_of_a_capture_shows_how_far_it_is_and_can_be_left_off(tmp_path, monkeypatch):
    capture, written = recorded(tmp_path, 1.6)
    real = air.read_air

    def slowly(stream):
        for number, each in enumerate(real(stream)):
            if number > 2_000:
                time.sleep(0.001)
            yield each

    monkeypatch.setattr(air, "read_air", slowly)
    app = app_with(tmp_path, airs.Listening(names=()))

    async def play(pilot):
        await ask_for_test(pilot, capture, written)
        await until(pilot, lambda: f"Reading {capture.name}: " in text_of(app, "#outcome") and "frames" in text_of(app, "#outcome"))
        await pilot.press("x")
        await over(pilot)
        assert "was stopped" in text_of(app, "#outcome")
        assert app.hearing.reacted is None

    drive(app, play)
    assert earlier(app.session.paths.checks)[0].end is End.INTERRUPTED


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_name_of_a_network_escapes(tmp_path, name, monkeypatch):
    from roomcheck.app import surroundings

    monkeypatch.setattr(surroundings, "points_around", lambda _: airs.points(name))
    app = app_with(tmp_path, airs.Listening())

    async def play(pilot):
        app.hearing.overheard, app.hearing.source = airs.overheard(name), name
        shown = []
        for keys in (("5",), ("right",), ("right",)):
            await pilot.press(*keys)
            await settle(pilot)
            shown.append(screen_text(app))
        return shown

    for screen in drive(app, play, size=(120, 40)):
        assert not FORBIDDEN.search(screen), repr(FORBIDDEN.search(screen))


def test_a_beacons_name_of_any_bytes_is_shown_as_text(tmp_path):
    writing.write(tmp_path / "air.pcap", airs.frames(6, name="\x1b[2J[red]\u202e\U0001f3e0[/]"))
    app = app_with(tmp_path, airs.Listening(names=()))

    async def play(pilot):
        await pilot.press("5")
        await settle(pilot)
        app.hearing.read(tmp_path / "air.pcap", tmp_path / "check", app.session.about, "en")
        await over(pilot)
        await pilot.press("right")
        await settle(pilot)
        return screen_text(app)

    screen = drive(app, play, size=(120, 40))
    assert not FORBIDDEN.search(screen)
    assert "[red]" in screen


def test_every_sentence_of_the_scorecard_is_said_in_french():
    card, saying = scorecard(), Saying("fr")
    for sentence in (each.says for each in (*card.cards, *card.gates)):
        assert saying.words.knows(sentence)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_cue_is_drawn_large_with_its_accents(language):
    saying = Saying(language)
    for act in (*ACTS.values(), WAIT):
        word = saying.say(act.cue)
        assert all(letter in GLYPHS or not letter.isalpha() for letter in _bare(word))
        lines = drawn(word, 54, 15)
        assert len(lines) >= 7, word
        assert max(map(len, lines)) <= 54
        assert "█" in "".join(lines)
    assert len(points("É")) == 9
    assert len(points("E")) == 7
    assert blocks(points("É"), 1, 1) != blocks(points("E"), 1, 1)


def _bare(word):
    import unicodedata

    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def test_words_that_have_no_room_stay_readable():
    assert drawn("HOLD STILL", 8, 2) == ["HOLD STI"]


def test_bars_are_means_over_the_time_of_their_column():
    assert heights((4, 4, 2, 2), 8, 4, 8) == [8, 4, 0, 0]
    assert heights((), 8, 4, 8) == [0] * 4
    assert heights((0, 0), 2, 2, 8) == [0, 0]


def test_the_gauge_shows_what_is_not_known():
    now = airs.history()[-1]
    bar = bar_of(now, 70)
    assert len(bar) == 70
    assert bar.count("▒") == 8
    assert len(history_of(airs.history(), 40, 5)) == 5
    assert all(len(row) == 40 for row in history_of(airs.history(), 40, 5))
    assert history_of((), 3, 2) == ["   ", "   "]
