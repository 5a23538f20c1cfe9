"""The packet socket that hears: on one interface, behind the kernel's filter, with the kernel's times."""

import ctypes
import socket
import struct
import time
from collections.abc import Collection, Iterator
from typing import Final

from roomcheck.capture import keep

_ALL_FRAMES: Final = 0x0003
"""ETH_P_ALL"""
_SO_ATTACH_FILTER: Final = 26
_SO_TIMESTAMPNS: Final = 35
_LARGEST: Final = 1 << 17
_IN_A_ROW: Final = 256
"""Frames that are read before everybody else has a turn."""
_AWAY: Final = 0.05
"""Seconds of rest where the interface went away; it may come back."""


class Ear:
    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)  # noqa: FBT003  the standard library's own form
        sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._sock = sock

    def fileno(self) -> int:
        return self._sock.fileno()

    def turn_to(self, interface: str) -> None:
        """Binds to an interface, and throws away what came on an earlier one. Hears nothing until `hear`."""
        self.close_up()
        self._sock.bind((interface, _ALL_FRAMES))
        try:
            for _ in range(1 << 16):
                self._sock.recv(1)
        except OSError:
            pass

    def hear(self, ports: Collection[int]) -> None:
        """Lets in what may be kept, these fixed local ports' exchanges among it (`keep.program`)."""
        self._attach(keep.program(ports))

    def close_up(self) -> None:
        """Lets nothing in."""
        self._attach(keep.NOTHING)

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
            yield frame, _timestamp(ancillary)

    def _attach(self, code: bytes) -> None:
        held = ctypes.create_string_buffer(code)
        wanted = keep.Fprog(len(code) // 8, ctypes.addressof(held))
        self._sock.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, bytes(wanted))


def _timestamp(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) >= 16:
            seconds, nanoseconds = struct.unpack_from("@qq", data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    return time.time_ns()
