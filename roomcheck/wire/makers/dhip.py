"""Dahua's DHIP discovery, UDP 37810: a device describes itself.

A 32-byte header (`20 00 00 00`, `DHIP`, eight bytes of session and request, the length of the body in little endian
at 16 and again at 24), then JSON. Answers carry `"method": "client.notifyDevInfo"` and `params.deviceInfo`; the
search itself carries `DHDiscover.search`. Header as in mcw0/DahuaConsole:net.py; recorded answers:
Phenomite/AMP-Research (port 37810).
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, Word, loose_json, told, word

HEADER: Final = 32
SEARCH_BODY: Final = b'{"method": "DHDiscover.search", "params": {"mac": "", "uni": 1}}'


class _Info(msgspec.Struct, frozen=True, rename="pascal"):
    device_class: Word = None
    device_type: Word = None
    vendor: Word = None
    serial_no: Word = None
    version: Word = None


class _Params(msgspec.Struct, frozen=True):
    device_info: _Info | None = msgspec.field(default=None, name="deviceInfo")


class _Message(msgspec.Struct, frozen=True):
    method: Word = None
    params: _Params | None = None
    mac: Word = None


class Dhip(msgspec.Struct, frozen=True, kw_only=True):
    method: str
    device_class: str
    type: str
    vendor: str
    serial: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(
            ("dhip.method", self.method), ("dhip.class", self.device_class), ("dhip.type", self.type),
            ("dhip.vendor", self.vendor), ("dhip.serial", self.serial),
        )


def frame(body: bytes) -> bytes:
    """`body` behind a DHIP header of session and request zero."""
    size = len(body).to_bytes(4, "little") + bytes(4)
    return b"\x20\0\0\0DHIP" + bytes(8) + size + size + body


def decode_dhip(data: bytes) -> Dhip | None:
    """A device's description of itself; None for searches and everything else."""
    if len(data) <= HEADER or data[:8] != b"\x20\0\0\0DHIP":
        return None
    size = int.from_bytes(data[16:20], "little")
    body = data[HEADER : HEADER + size] if 0 < size <= len(data) - HEADER else data[HEADER:]
    message = loose_json(body, _Message)
    if message is None or message.params is None or message.params.device_info is None:
        return None
    info = message.params.device_info
    found = Dhip(
        method=word(message.method), device_class=word(info.device_class), type=word(info.device_type),
        vendor=word(info.vendor), serial=word(info.serial_no), mac=word(message.mac),
    )
    return found if found.device_class or found.type else None
