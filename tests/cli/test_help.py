"""Every option says what it is for."""

import argparse
import importlib

import pytest

from roomcheck.cli.main import COMMANDS


def parser_of(command):
    parser = argparse.ArgumentParser(prog=f"roomcheck {command}", description="Does something.")
    importlib.import_module(f"roomcheck.cli.{COMMANDS[command][0]}").define(parser)
    return parser


@pytest.mark.parametrize("command", ["scan", "listen", "air", "doctor", "note", "photo", "mark", "leak", "walk", "listing", "correct"])
def test_nothing_is_left_without_a_word(command):
    assert [action.dest for action in parser_of(command)._actions if not action.help] == []


@pytest.mark.parametrize("command", ["scan", "air", "listing", "verify", "seal"])
def test_what_may_be_repeated_says_so(command):
    repeated = [action for action in parser_of(command)._actions if type(action).__name__ == "_AppendAction"]
    assert [action.dest for action in repeated if "more than once" not in action.help] == []


def test_air_says_what_it_needs_and_what_it_does_without():
    told = parser_of("air").format_help().replace("\n", " ")
    told = " ".join(told.split())
    assert "To read a capture nothing is needed" in told
    assert "status 4, unless one of them is found to be a camera's" in told
    assert "nothing is recorded" in told
