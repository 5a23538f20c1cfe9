"""`roomcheck` without a command: opens the application. It sends nothing until the person starts the check."""

from roomcheck.cli.front import front
from roomcheck.model.errors import Exit, UsageError


def run() -> int:
    application = front()
    if not application.possible():
        raise UsageError(
            "The application needs a terminal.", "Use `roomcheck scan`, or `roomcheck --help` for all commands."
        )
    application.show()
    return Exit.DONE
