"""The language of the command line: the one named with --lang, else the machine's, else English."""

import argparse
import os
from typing import Final

from roomcheck.words import Words

SPOKEN: Final = ("en", "fr")
"""Languages of the screens; reports speak Arabic as well, which most terminals cannot show."""


def add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=SPOKEN, help="the language of results; else the machine's")


def words_of(options: argparse.Namespace) -> Words:
    return Words(options.lang or language_here())


def language_here() -> str:
    """The machine's language by its environment (POSIX: LC_ALL, LC_MESSAGES, LANG), where it is spoken."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")[:2].lower()
        if value:
            return value if value in SPOKEN else "en"
    return "en"
