"""roomcheck-capture: raw sweeps and live frames for roomcheck, which starts it; of no use alone.

It opens its packet sockets, becomes the person who called sudo (or nobody) for good, and only then reads a byte of
anything: its orders from the Unix socket on descriptor 0, and frames. Packet sockets are bound to an interface later,
which needs no privilege.
"""

import os
import socket
import sys
from typing import Final

from roomcheck.net.privilege import NOBODY, Person, calling_user, drop, may_open_raw, may_read_program

_RECEIVE_BUFFER: Final = 8 << 20
_SO_RCVBUFFORCE: Final = 33


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.stderr.write("roomcheck-capture works on Linux only.\n")
        return 1
    if not may_open_raw():
        sys.stderr.write("roomcheck-capture needs root to open its sockets. roomcheck starts it, under sudo.\n")
        return 4
    receiver = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    receiver.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _RECEIVE_BUFFER)
    drop(_person())
    try:
        parent = socket.socket(fileno=0)
        is_ours = parent.family == socket.AF_UNIX
    except OSError:
        is_ours = False
    if not is_ours:
        sys.stderr.write("roomcheck-capture is started by roomcheck, and does nothing alone.\n")
        return 2
    from roomcheck.capture.loop import Loop  # noqa: PLC0415  nothing of ours is imported with privileges but the drop

    Loop(parent, receiver, sender).run()
    return 0


def _person() -> Person | None:
    """Whom to become; None: this user, without capabilities (not root, or a root whose Python nobody else may read)."""
    if os.geteuid() != 0:
        return None
    person = calling_user() or Person(NOBODY, NOBODY)
    return person if person.uid != NOBODY or may_read_program(person) else None


if __name__ == "__main__":
    sys.exit(main())
