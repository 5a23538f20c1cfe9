"""The ways into this room: the application in a terminal, and in a browser on this computer."""

import os
import sys
from collections.abc import Callable

from roomcheck.app.paths import usual
from roomcheck.tui.saying import usual_language

SERVED = "TEXTUAL_DRIVER"
"""Set where a browser shows the application."""


def possible() -> bool:
    """Whether somebody can use screens here."""
    return SERVED in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())


def show(language: str | None = None, *, replay_s: float | None = None) -> None:
    """Opens the application, and returns when it was left. `replay_s`: with the demonstration, in so many seconds."""
    from roomcheck.tui.app import DEMONSTRATION_S, RoomcheckApp

    app = RoomcheckApp(
        usual(),
        language or usual_language(),
        demonstration=replay_s is not None,
        replay_s=DEMONSTRATION_S if replay_s is None else replay_s,
    )
    app.run()


def serve(port: int, told: Callable[[str], None], *, demonstration: bool = False) -> None:
    """Serves the application on loopback until it is interrupted. Raises OSError where the port cannot be used."""
    from roomcheck.tui.web.server import Server

    Server(port, usual_language(), told, ("demo",) if demonstration else ()).serve()
