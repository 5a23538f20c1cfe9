"""The event loop in which everything that looks at a network runs."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of `work`, run to its end in an event loop of its own. Not to be called from within one.

    Windows' usual loop cannot tell when a datagram has come (`add_reader`); the other one can. That one starts no
    programs, which nothing here does in coroutines.
    """
    kind = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=kind) as runner:
        return runner.run(work)
