"""Writing kept frames as pcapng (draft-ietf-opsawg-pcapng): one section, one Ethernet interface, nanoseconds."""

import os
import struct
from pathlib import Path
from typing import BinaryIO, Final

_ETHERNET: Final = 1
_BUFFER: Final = 1 << 16
_NANOSECONDS: Final = struct.pack("<HHB3x", 9, 1, 9)
"""The option if_tsresol = 9."""


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _block(kind: int, body: bytes) -> bytes:
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def new_file(path: Path) -> int:
    """A descriptor of a new file, readable by its owner alone; FileExistsError where there is one already."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)


class PacketFile:
    """A file that frames are written to; it takes the descriptor over. Every method may raise OSError."""

    def __init__(self, descriptor: int, interface: str) -> None:
        self._file: BinaryIO = os.fdopen(descriptor, "wb", buffering=_BUFFER)
        name = interface.encode()
        options = struct.pack("<HH", 2, len(name)) + _padded(name) + _NANOSECONDS + bytes(4)
        self._file.write(_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        self._file.write(_block(1, struct.pack("<HHI", _ETHERNET, 0, 0) + options))

    def add(self, at: int, data: bytes, length: int) -> None:
        """One frame; `at` in nanoseconds since 1970, `length` its bytes on the wire."""
        head = struct.pack("<IIIII", 0, at >> 32, at & 0xFFFFFFFF, len(data), length)
        self._file.write(_block(6, head + _padded(data)))

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()
