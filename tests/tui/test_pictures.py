"""A picture of every screen, at three sizes, in both languages, and without colour. `--snapshot-update` renews them."""

import time

import pytest

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


def visit(keys):
    async def run(pilot):
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return run


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
