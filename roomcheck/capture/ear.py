"""The packet socket that hears: on one interface, behind the kernel's filter, with the kernel's times."""

import socket
import time
from collections.abc import Collection, Iterator
from typing import Final

from roomcheck.capture import keep
from roomcheck.net.packet_socket import ALL_FRAMES, attach, first_bytes, keep_times, time_of

_LARGEST: Final = 1 << 17
_IN_A_ROW: Final = 256
"""Frames that are read before everybody else has a turn."""
_AWAY: Final = 0.05
"""Seconds of rest where the interface went away; it may come back."""


class Ear:
    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)  # noqa: FBT003  the standard library's own form
        keep_times(sock)
        self._sock = sock

    def fileno(self) -> int:
        return self._sock.fileno()

    def turn_to(self, interface: str) -> None:
        """Binds to an interface, and throws away what came on an earlier one. Hears nothing until `hear`."""
        self.close_up()
        self._sock.bind((interface, ALL_FRAMES))
        try:
            for _ in range(1 << 16):
                self._sock.recv(1)
        except OSError:
            pass

    def hear(self, ports: Collection[int]) -> None:
        """Lets in what may be kept, these fixed local ports' exchanges among it (`keep.program`)."""
        attach(self._sock, keep.program(ports))

    def close_up(self) -> None:
        """Lets nothing in: a packet socket cannot be unbound without closing it."""
        attach(self._sock, first_bytes(0))

    def frames(self) -> Iterator[tuple[bytes, int]]:
        """What waits, a few hundred at the most, with the nanoseconds since 1970 at which each came."""
        for _ in range(_IN_A_ROW):
            try:
                frame, ancillary, _, _ = self._sock.recvmsg(_LARGEST, 64)
            except BlockingIOError:
                return
            except OSError:
                time.sleep(_AWAY)
                return
            yield frame, time_of(ancillary)
