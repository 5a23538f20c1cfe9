"""The application, as the commands know it: by its name alone, for neither front end imports the other."""

import importlib
from collections.abc import Callable
from typing import Protocol, cast


class Front(Protocol):
    """`roomcheck.tui.front`."""

    def possible(self) -> bool: ...

    def show(self, language: str | None = None, *, replay_s: float | None = None) -> None: ...

    def serve(self, port: int, told: Callable[[str], None], *, demonstration: bool = False) -> None: ...


def front() -> Front:
    """Loads the application's room, which needs Textual; the commands work without it."""
    return cast("Front", importlib.import_module("roomcheck.tui.front"))
