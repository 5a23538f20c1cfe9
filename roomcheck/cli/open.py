"""`roomcheck` without a command: opens the application. It sends nothing until the person starts the check."""

import os
import sys
from typing import Final

from roomcheck.app.paths import usual
from roomcheck.model.errors import Exit, UsageError

SERVED: Final = "TEXTUAL_DRIVER"
"""Set where `roomcheck serve` shows the application in a browser."""


def interactive() -> bool:
    """Whether somebody can use screens here."""
    return SERVED in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())


def run() -> int:
    if not interactive():
        raise UsageError(
            "The application needs a terminal.", "Use `roomcheck scan`, or `roomcheck --help` for all commands."
        )
    from roomcheck.tui.app import RoomcheckApp
    from roomcheck.tui.saying import usual_language

    RoomcheckApp(usual(), usual_language()).run()
    return Exit.DONE
