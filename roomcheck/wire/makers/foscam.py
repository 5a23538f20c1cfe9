"""Foscam's search, UDP 10000: `MO_I` packets.

Little endian. 0: `MO_I`; 4: what it is (0 question, 1 answer); 6: not zero where the body is XORed with the eight
bytes at 7; 15: length of the body; 23: the body. An answer's body: serial (the MAC's digits) in 13, name in 21,
address, mask, gateway, name server in 4 each, type, versions, port. Two clients and a recorded answer agree on it:
julienblitte/UniversalScanner:Foscam.cs and OpenIPC/python-dvr:DeviceManager.py.
"""

import re
from itertools import cycle
from typing import Final

import msgspec

from roomcheck.wire.values import Field, told, zstring

QUESTION: Final = b"MO_I" + bytes(11) + b"\x04\0\0\0\x04\0\0\0\0\0\0\x01"
_HEADER: Final = 23
_SHORTEST: Final = 0x57
_SERIAL: Final = re.compile(r"^[0-9A-Za-z]{6,13}$")


class Foscam(msgspec.Struct, frozen=True, kw_only=True):
    serial: str
    name: str

    def fields(self) -> tuple[Field, ...]:
        return told(("foscam.serial", self.serial), ("foscam.name", self.name))


def decode_foscam(data: bytes) -> Foscam | None:
    """An answer with a serial in its place; None for questions and everything else."""
    if len(data) < _SHORTEST or data[:6] != b"MO_I\x01\0":
        return None
    body = data[_HEADER:_SHORTEST]
    if data[6]:
        body = bytes(byte ^ key for byte, key in zip(body, cycle(data[7:15]), strict=False))
    serial = zstring(body[:13])
    return Foscam(serial=serial, name=zstring(body[13:34])) if _SERIAL.match(serial) else None
