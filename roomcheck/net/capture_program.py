"""Starting `roomcheck-capture`, the program that alone holds packet sockets, and giving root up.

`sudo roomcheck` calls `shed_root` before anything else: the program is started while that is still allowed, and this
process becomes the calling user for good. No password is ever asked for; without privileges there is no program.
"""

import contextlib
import os
import socket
import subprocess
import sys
from typing import Final

import msgspec

from roomcheck.model.errors import NotAllowed
from roomcheck.net import privilege

_END: Final = 2.0
"""Seconds in which a program whose socket was closed ends."""


class Program(msgspec.Struct, frozen=True):
    """A running capture program and the socket to it."""

    process: subprocess.Popen[bytes]
    sock: socket.socket
    lasting: bool
    """Whether `shed_root` started it: it serves one link after another, since no second one may be started."""

    def wait(self) -> None:
        """Waits a little for its end, which comes when its socket is closed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_END)


_waiting: list[Program] = []
"""The program that `shed_root` started, while no link has it."""


def may_capture() -> bool:
    """Whether the capture program runs already, or may be started by this process."""
    return bool(_waiting) or privilege.may_open_raw()


def shed_root() -> bool:
    """Starts the capture program where that is allowed, then gives up every privilege for good.

    To be called first of all, before anything is read or written. Under sudo this process becomes the calling user;
    a root that came otherwise keeps its name and loses its capabilities. Returns whether the program runs. Raises
    NotAllowed where the system did not let go of root.
    """
    if sys.platform == "win32" or not (os.geteuid() == 0 or privilege.may_open_raw()):
        return False
    person = privilege.calling_user() if os.geteuid() == 0 else None
    if person is not None and not privilege.may_read_program(person):
        raise NotAllowed(
            "roomcheck is installed where only root may read it, and it does not work as root.",
            "Install it for yourself, for example with: pipx install roomcheck",
        )
    program = _spawn(lasting=True)
    privilege.drop(person)
    if program is not None:
        _waiting.append(program)
    return program is not None


def take() -> Program | None:
    """The program that waits, or a new one; None where there is no privilege for it. To be given back with `leave`."""
    return _waiting.pop() if _waiting else _spawn(lasting=False)


def leave(program: Program, *, whole: bool) -> bool:
    """Lets go of a program: a lasting one that is `whole` waits for the next link, another ends. Whether it ends."""
    if program.lasting and whole:
        _waiting.append(program)
        return False
    program.sock.close()
    return True


def _spawn(*, lasting: bool) -> Program | None:
    if not privilege.may_open_raw():
        return None
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "roomcheck.capture.main"], stdin=theirs.fileno(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )
    except OSError:
        ours.close()
        return None
    finally:
        theirs.close()
    return Program(process, ours, lasting)
