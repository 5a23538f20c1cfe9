"""Xiongmai's search (Sofia, XMEye, iCSee), UDP 34569.

A 20-byte header in little endian (0: `ff`; 14: the message, 1530 for the search, 1531 for the answer; 16: length of
the body), then JSON with `NetWork.NetCommon`, ended by a line feed and NUL. Layout: AlexxIT/go2rtc:internal/dvrip;
a recorded answer: sol-vin/xet:src/xet/commands/network.cr.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, Word, loose_json, told, word

HEADER: Final = 20
SEARCH: Final = 1530
FOUND: Final = 1531


class _Common(msgspec.Struct, frozen=True, rename="pascal"):
    host_name: Word = None
    channel_num: Word = None
    device_type: Word = None
    mac: Word = msgspec.field(default=None, name="MAC")
    serial: Word = msgspec.field(default=None, name="SN")


class _Answer(msgspec.Struct, frozen=True):
    common: _Common | None = msgspec.field(default=None, name="NetWork.NetCommon")


class Xmeye(msgspec.Struct, frozen=True, kw_only=True):
    host: str
    serial: str
    channels: str
    type: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(
            ("xmeye.host", self.host), ("xmeye.serial", self.serial), ("xmeye.channels", self.channels),
            ("xmeye.type", self.type), ("xmeye.mac", self.mac),
        )


def question() -> bytes:
    """The search, which has no body."""
    return b"\xff" + bytes(13) + SEARCH.to_bytes(2, "little") + bytes(4)


def decode_xmeye(data: bytes) -> Xmeye | None:
    """An answer; None for searches and everything else."""
    if len(data) <= HEADER or data[0] != 0xFF or int.from_bytes(data[14:16], "little") != FOUND:
        return None
    size = int.from_bytes(data[16:20], "little")
    answer = loose_json(data[HEADER : HEADER + size], _Answer)
    if answer is None or answer.common is None:
        return None
    common = answer.common
    found = Xmeye(
        host=word(common.host_name), serial=word(common.serial), channels=word(common.channel_num),
        type=word(common.device_type), mac=word(common.mac),
    )
    return found if found.serial or found.mac or found.host else None
