"""`roomcheck` without a command: opens the application. It sends nothing until the person starts the check."""

import sys

from roomcheck.app.paths import usual
from roomcheck.model.errors import Exit, UsageError


def run() -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The application needs a terminal.", "Use `roomcheck scan`, or `roomcheck --help` for all commands."
        )
    from roomcheck.tui.app import RoomcheckApp
    from roomcheck.tui.saying import usual_language

    RoomcheckApp(usual(), usual_language()).run()
    return Exit.DONE
