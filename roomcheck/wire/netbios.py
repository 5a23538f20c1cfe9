"""NetBIOS name service: node status answers and name registrations (RFC 1002, 4.2)."""

import struct
from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.text import decode

_ANSWER: Final = 0x8000
_NBSTAT: Final = 0x21
_REGISTRATIONS: Final = frozenset({5, 8, 9, 15})
_GROUP: Final = 0x8000
_NAMES: Final = 64

NODE_STATUS: Final = struct.pack(">6H", 0x726D, 0, 1, 0, 0, 0) + b"\x20CK" + b"A" * 30 + b"\x00" + struct.pack(
    ">2H", _NBSTAT, 1
)
"""A node status request for `*` (RFC 1002, 4.2.17)."""


class NetBios(msgspec.Struct, frozen=True):
    """Names as `NAME<20>`: what a host calls itself, and the groups it belongs to."""

    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    mac: str | None = None


def parse_netbios(data: bytes) -> NetBios:
    """Any bytes as a name service packet. What its sender only asks for is left out."""
    if len(data) < 12:
        return NetBios()
    flags, questions, answers = struct.unpack(">3H", data[2:8])
    operation = (flags >> 11) & 15
    if flags & _ANSWER and answers:
        return _status(data)
    if not flags & _ANSWER and questions and operation in _REGISTRATIONS:
        return _registration(data)
    return NetBios()


def _status(data: bytes) -> NetBios:
    at = _after_name(data, 12)
    if len(data) < at + 11 or struct.unpack(">H", data[at : at + 2])[0] != _NBSTAT:
        return NetBios()
    count = min(data[at + 10], _NAMES)
    at += 11
    names: list[str] = []
    groups: list[str] = []
    for start in range(at, at + 18 * count, 18):
        entry = data[start : start + 18]
        if len(entry) < 18:
            break
        group = struct.unpack(">H", entry[16:])[0] & _GROUP
        (groups if group else names).append(_written(entry[:16]))
    end = at + 18 * count
    mac = mac_of_bytes(data[end : end + 6])
    return NetBios(tuple(names), tuple(groups), None if mac == "00:00:00:00:00:00" else mac)


def _registration(data: bytes) -> NetBios:
    encoded = data[13:45]
    if data[12:13] != b" " or len(encoded) < 32 or not all(0x41 <= byte <= 0x50 for byte in encoded):
        return NetBios()
    name = _written(bytes((encoded[at] - 0x41) << 4 | encoded[at + 1] - 0x41 for at in range(0, 32, 2)))
    if len(data) >= 68 and data[66] & 0x80:
        return NetBios(groups=(name,))
    return NetBios(names=(name,))


def _written(name: bytes) -> str:
    return f"{decode(name[:15]).rstrip(' ' + chr(0))}<{name[15]:02x}>"


def _after_name(data: bytes, at: int) -> int:
    while at < len(data) and data[at] and not data[at] & 0xC0:
        at += 1 + data[at]
    return at + (2 if at < len(data) and data[at] & 0xC0 else 1)
