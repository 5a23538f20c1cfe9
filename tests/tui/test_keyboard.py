"""Everything by keyboard: marks, notes, the walk, the report, the seal; what is recorded is what was said."""

import asyncio

import msgspec
import pytest
from textual.widgets import Button, DataTable, Input, OptionList, Static

from roomcheck.app import known
from roomcheck.model.entry import Mark, Note, Walk
from roomcheck.model.network import OwnAddress
from roomcheck.recording import chain
from roomcheck.tui.session import State
from roomcheck.tui.widgets.devices import Change, Devices
from roomcheck.words import LANGUAGES
from tests.tui.world import NETWORK, app_of, settle


def drive(app, play, size=(80, 24)):
    async def run():
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            return await play(pilot)

    return asyncio.run(run())


async def write(pilot, text):
    await pilot.press(*("space" if letter == " " else letter for letter in text))


def text_of(app, selector):
    return str(app.screen.query_one(selector, Static).visual)


def bodies(folder):
    return [entry.body for entry in chain.read(folder / "check").entries]


def test_a_device_is_marked_as_disclosed_and_remembered(tmp_path):
    app = app_of(tmp_path)
    first = app.session.assessment.devices[0]

    async def play(pilot):
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
        await write(pilot, "the host")
        await pilot.press("enter", "enter")
        await settle(pilot)

    drive(app, play)
    mark = next(body for body in bodies(tmp_path) if isinstance(body, Mark))
    assert (mark.device, mark.mark, mark.said_by) == (first.id, "disclosed", "the host")
    kept = known.load(app.session.paths.known)
    assert [(each.mac, each.mark, each.said_by) for each in kept] == [(first.addresses.mac, "disclosed", "the host")]


def test_escape_marks_nothing(tmp_path):
    app = app_of(tmp_path)

    async def play(pilot):
        await pilot.press("2", "k")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)

    drive(app, play)
    assert not [body for body in bodies(tmp_path) if isinstance(body, Mark)]


def test_a_note_on_the_device_under_the_cursor(tmp_path):
    app = app_of(tmp_path)
    second = app.session.assessment.devices[1]

    async def play(pilot):
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("down", "n")
        await settle(pilot)
        await write(pilot, "on the shelf")
        await pilot.press("enter")
        await settle(pilot)

    drive(app, play)
    assert [body for body in bodies(tmp_path) if isinstance(body, Note)] == [
        Note(text="on the shelf", device=second.id)
    ]


def test_search_filter_and_order_keep_the_cursor_on_its_device(tmp_path):
    app = app_of(tmp_path)

    async def play(pilot):
        await pilot.press("2")
        await settle(pilot)
        devices = app.screen.query_one(Devices)
        everybody = devices.row_count
        await pilot.press("down", "down")
        at = devices.device
        await pilot.press("o")
        assert devices.device == at
        await pilot.press("o", "o")
        assert devices.device == at
        await pilot.press("f")
        assert devices.row_count == 3
        await pilot.press("f", "f", "f")
        assert devices.row_count == everybody
        await pilot.press("slash", *"brother", "enter")
        assert devices.row_count == 1
        await pilot.press("escape")
        assert devices.row_count == everybody

    drive(app, play)


def test_the_list_is_brought_up_to_date_and_never_cleared(tmp_path):
    app = app_of(tmp_path)

    async def play(pilot):
        await pilot.press("2")
        await settle(pilot)
        devices = app.screen.query_one(Devices)
        found = app.session.assessment.devices
        assert devices.show(found) == Change()
        changed = msgspec.structs.replace(found[0], model="Another")
        assert devices.show((changed, *found[1:-1])) == Change(removed=(found[-1].id,), replaced=(found[0].id,))
        assert devices.show((changed, *found[1:])) == Change(added=(found[-1].id,))
        devices.show((changed, *found[1:-1]))
        assert devices.row_count == len(found) - 1

    drive(app, play)


def test_the_timeline_leads_to_the_bytes(tmp_path):
    app = app_of(tmp_path)

    async def play(pilot):
        await pilot.press("2", "enter")
        await settle(pilot)
        await pilot.press("right", "right")
        await settle(pilot)
        app.screen.query_one("#timeline", DataTable).focus()
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "0000  " in text_of(app, "#bytes")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.focused, Devices)

    drive(app, play)


def test_the_walk_is_recorded(tmp_path):
    app = app_of(tmp_path)
    photograph = tmp_path / "clock.jpg"
    photograph.write_bytes(b"\xff\xd8\xff\xe0 not touched by anybody")

    async def play(pilot):
        await pilot.press("3")
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        await write(pilot, "dark spot")
        await pilot.press("enter")
        app.screen.query_one("#answer-1", Input).value = str(photograph)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.query_one(OptionList).highlighted == 2

    drive(app, play)
    steps = [body for body in bodies(tmp_path) if isinstance(body, Walk)]
    assert [(step.place, step.outcome, step.text) for step in steps] == [
        ("smoke detector", "skipped", ""),
        ("clock", "suspicious", "dark spot"),
    ]
    assert (tmp_path / "check" / steps[1].photo).read_bytes() == photograph.read_bytes()


def test_a_photograph_that_is_not_there_is_said_and_nothing_is_recorded(tmp_path):
    app = app_of(tmp_path)
    told = []

    async def play(pilot):
        app.notify = lambda text, **more: told.append(text)
        await pilot.press("3")
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        app.screen.query_one("#answer-1", Input).value = str(tmp_path / "nowhere.jpg")
        await pilot.press("enter", "enter")
        await settle(pilot)

    drive(app, play)
    assert not [body for body in bodies(tmp_path) if isinstance(body, Walk)]
    assert any("nowhere.jpg" in text for text in told)


def test_nothing_can_be_written_before_there_is_a_check(tmp_path):
    app = app_of(tmp_path, opened=False)

    async def play(pilot):
        await pilot.press("4")
        await settle(pilot)
        assert app.screen.query_one("#seal", Button).disabled
        assert app.screen.check_action("seal", ()) is False
        await pilot.press("3", "d")
        await settle(pilot)
        assert app.session.state is State.EMPTY

    drive(app, play)


def test_nothing_begins_by_itself_and_a_large_network_is_asked_about(tmp_path):
    large = msgspec.structs.replace(
        NETWORK, interface=msgspec.structs.replace(NETWORK.interface, addresses=(OwnAddress("10.0.0.9", 20),))
    )
    app = app_of(tmp_path, opened=False, look=lambda: (large,))
    begun = []

    async def play(pilot):
        app.session.begin = lambda *a, **k: begun.append(a)
        await pilot.press("tab", "2", "1", "escape")
        assert not begun
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert not begun

    drive(app, play)


@pytest.mark.enable_socket
def test_the_start_is_refused_outside_the_lab(tmp_path):
    """The button itself, with the rule of development in force: nothing is created and nothing is sent."""
    app = app_of(tmp_path, opened=False)
    told = []

    async def play(pilot):
        app.notify = lambda text, **more: told.append(text)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.session.state is State.EMPTY

    drive(app, play)
    assert any("was refused" in text for text in told)
    assert not app.session.paths.checks.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_language_is_changed_on_start(tmp_path, language):
    app = app_of(tmp_path, "fr" if language == "en" else "en")

    async def play(pilot):
        await pilot.press("2", "1", "l")
        await settle(pilot)
        assert app.saying.language == language
        label = str(app.screen.query_one("#begin", Button).label)
        assert label == app.saying.say("Start the check")
        await pilot.press("2")
        await settle(pilot)
        assert app.screen.query_one(Devices).row_count == len(app.session.assessment.devices)

    drive(app, play)
    assert language in LANGUAGES


@pytest.mark.parametrize("step", "12345")
def test_help_is_on_every_screen_in_the_persons_language(tmp_path, step):
    app = app_of(tmp_path, "fr")

    async def play(pilot):
        await pilot.press(step)
        await settle(pilot)
        screen = app.screen
        assert screen.ABOUT
        await pilot.press("f1")
        await settle(pilot)
        assert type(app.screen).__name__ == "HelpScreen"
        shown = " ".join(str(each.visual) for each in app.screen.query(Static))
        assert app.saying.say(screen.ABOUT[0])[:60] in shown
        assert "Cursor" not in shown
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is screen

    drive(app, play)


def test_commands_are_found_in_the_persons_language(tmp_path):
    app = app_of(tmp_path, "fr")

    async def play(pilot):
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert app.saying.say("Report") in names
        await pilot.press("escape")

    drive(app, play)
