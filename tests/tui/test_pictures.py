"""A picture of every screen, at three sizes, in both languages, and without colour. `--snapshot-update` renews them."""

import time
from types import SimpleNamespace

import pytest

from roomcheck.flows.cues import draw
from roomcheck.tui.hearing import Cued, Doing, Followed, Trial
from roomcheck.tui.screens import reaction
from roomcheck.tui.screens.reaction import TestScreen
from roomcheck.tui.screens.strength import StrengthScreen
from tests.tui import airs
from tests.tui.world import app_of, settle

SIZES = {"60x20": (60, 20), "80x24": (80, 24), "120x40": (120, 40)}
SCREENS = {
    "start": (),
    "check": ("2",),
    "device": ("2", "enter"),
    "why": ("2", "enter", "right"),
    "walk": ("3",),
    "report": ("4",),
    "air": ("5",),
    "help": ("2", "question_mark"),
}


@pytest.fixture(autouse=True)
def universal_time(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.delenv("NO_COLOR", raising=False)


def visit(keys, stage=lambda app: None):
    async def run(pilot):
        await settle(pilot)
        stage(pilot.app)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return run


def traffic(app):
    app.hearing.overheard, app.hearing.source = airs.overheard(), "mon0"


def hot(app):
    history = airs.history()
    app.hearing.followed = Followed(station=airs.CAMERA, now=history[-1], trend="warmer", history=history)
    app.push_screen(StrengthScreen())


def cue(app):
    schedule = draw(5)
    app.hearing.doing = Doing.TESTING
    app.hearing.trial = Trial(
        schedule=schedule, begun=0.0, cued=Cued("light off", 207.0), traces=airs.traces(schedule, 200)
    )
    app.push_screen(TestScreen())


def result(app):
    app.hearing.reacted = airs.reacted(app.session.assessment)


AIR = {
    "traffic": (("5", "right"), traffic),
    "explained": (("5", "right", "right"), lambda app: None),
    "result": (("5", "right", "right"), result),
    "hot": ((), hot),
    "cue": ((), cue),
}


@pytest.fixture
def moment(monkeypatch):
    """The two hundredth second of a test, for as long as a picture takes."""
    monkeypatch.setattr(reaction, "time", SimpleNamespace(monotonic=lambda: 200.0))


@pytest.mark.usefixtures("moment")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", ["80x24", "120x40"])
@pytest.mark.parametrize("part", AIR)
def test_air(snap_compare, tmp_path, part, size, language):
    keys, stage = AIR[part]
    app = app_of(tmp_path, language)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=visit(keys, stage))


@pytest.mark.usefixtures("moment")
@pytest.mark.parametrize("part", AIR)
@pytest.mark.parametrize("look", ["small", "daylight", "without colour"])
def test_air_in_other_looks(snap_compare, tmp_path, part, look, monkeypatch):
    if look == "without colour":
        monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(tmp_path)
    if look == "daylight":
        app.theme = "daylight"
    keys, stage = AIR[part]
    size = SIZES["60x20" if look == "small" else "80x24"]
    assert snap_compare(app, terminal_size=size, run_before=visit(keys, stage))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("screen", "size"),
    [(screen, size) for screen in SCREENS for size in SIZES if size == "80x24" or screen not in ("why", "help")],
)
def test_screen(snap_compare, tmp_path, screen, size, language):
    assert snap_compare(app_of(tmp_path, language), terminal_size=SIZES[size], run_before=visit(SCREENS[screen]))


@pytest.mark.parametrize("screen", SCREENS)
def test_screen_without_colour(snap_compare, tmp_path, screen, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(tmp_path)
    assert app.no_color
    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=visit(SCREENS[screen]))
