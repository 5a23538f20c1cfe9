"""Where the commands put things, by `roomcheck.app.paths`."""

import argparse
from pathlib import Path

from roomcheck.app.checks import new_folder
from roomcheck.app.paths import usual


def cache_folder() -> Path:
    """Where what can be made again is kept."""
    return usual().cache


def check_folder(options: argparse.Namespace) -> Path:
    """The folder that the person named for a check, else a new one among their checks."""
    named: Path | None = options.output
    return named or new_folder(usual().checks)
