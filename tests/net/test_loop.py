"""One loop for all that looks at a network, and the one that Windows needs."""

import ast
import asyncio
import sys
from pathlib import Path

import pytest

import roomcheck
from roomcheck.net import loop

HOUSE = Path(roomcheck.__file__).parent


class Other(asyncio.SelectorEventLoop):
    """Stands for the loop that Windows has when nobody asks for another."""


class Usual(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Other


async def kind():
    return type(asyncio.get_running_loop())


@pytest.fixture(autouse=True)
def _usual():
    asyncio.set_event_loop_policy(Usual())
    yield
    asyncio.set_event_loop_policy(None)


@pytest.mark.parametrize(("platform", "expected"), [("win32", asyncio.SelectorEventLoop), ("linux", Other), ("darwin", Other)])
def test_windows_gets_the_loop_that_can_wait_for_datagrams(platform, expected, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    assert loop.run(kind()) is expected


def test_errors_pass():
    async def fail():
        raise LookupError

    with pytest.raises(LookupError):
        loop.run(fail())


def calls(tree):
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_nobody_else_starts_a_loop_or_a_program_in_one():
    """A seal's timestamps are fetched by a library that works in any loop."""
    starters = {"asyncio.run", "asyncio.Runner", "asyncio.new_event_loop"}
    programs = {"asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"}
    found = {
        file.relative_to(HOUSE).as_posix(): calls(ast.parse(file.read_text("utf-8")))
        for file in HOUSE.rglob("*.py")
    }
    assert {name for name, used in found.items() if used & starters} == {"net/loop.py", "seal/waiting.py"}
    assert not {name for name, used in found.items() if used & programs}
