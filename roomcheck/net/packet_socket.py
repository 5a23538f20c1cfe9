"""What every packet socket of roomcheck's needs from Linux: a filter in the kernel, and the kernel's times.

Linux, Documentation/networking/filter.rst; packet(7), socket(7).
"""

import ctypes
import socket
import struct
import time
from collections.abc import Iterable
from typing import Final

ALL_FRAMES: Final = 0x0003
"""ETH_P_ALL: the protocol to bind to."""
_SO_ATTACH_FILTER: Final = 26
_SO_TIMESTAMPNS: Final = 35
_RETURN: Final = 0x06
_INSTRUCTION: Final = 8
"""Bytes of a `struct sock_filter`."""


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def first_bytes(most: int) -> bytes:
    """The filter that hands over so many bytes of each frame, and none of any for 0."""
    return struct.pack("=HBBI", _RETURN, 0, 0, most)


def attach(sock: socket.socket, instructions: bytes) -> None:
    """Sets the filter, `struct sock_filter`s one after another. Raises OSError."""
    held = ctypes.create_string_buffer(instructions, len(instructions))
    program = _Program(len(instructions) // _INSTRUCTION, ctypes.addressof(held))
    sock.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, bytes(program))


def keep_times(sock: socket.socket) -> None:
    """Has the kernel hand its own time over with each frame; `time_of` reads it."""
    sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)


def time_of(ancillary: Iterable[tuple[int, int, bytes]]) -> int:
    """When a frame came, in nanoseconds since 1970: by the kernel, or now where it does not say."""
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) >= 16:
            seconds, nanoseconds = struct.unpack_from("@qq", data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    return time.time_ns()
