"""Dahua's older DVRIP discovery, UDP 5050.

Little endian. 0: `b3 00` in answers, `a3 01` in the question; 2: bytes of section 2; 20: bytes of section 3; 40: a
type name in 16 bytes; 56: address, mask, gateway, name server; 120: section 2, a written MAC and behind it the model;
then section 3, lines `Name:value`, among them `SerialNo`. Three clients agree on it: mcw0/DahuaConsole:net.py,
julienblitte/UniversalScanner:Dahua1.cs and OpenIPC/python-dvr:DeviceManager.py.
"""

from typing import Final

import msgspec

from roomcheck.model.text import decode, harmless
from roomcheck.wire.values import Field, mac_text, printable, told

QUESTION: Final = bytes.fromhex("a3010001") + bytes(12) + b"\x02" + bytes(15)
_MAC_AT: Final = 120
_MODEL_AT: Final = _MAC_AT + 17
_SERIAL: Final = b"SerialNo:"


class Dvrip(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    mac: str
    serial: str

    def fields(self) -> tuple[Field, ...]:
        return told(("dvrip.model", self.model), ("dvrip.mac", self.mac), ("dvrip.serial", self.serial))


def decode_dvrip(data: bytes) -> Dvrip | None:
    """An answer with a MAC in its place; None for questions and everything else."""
    if len(data) < _MODEL_AT or data[:2] != b"\xb3\0":
        return None
    mac = mac_text(data[_MAC_AT:_MODEL_AT])
    if mac is None:
        return None
    end = _MAC_AT + int.from_bytes(data[2:4], "little")
    model = printable(data[_MODEL_AT:end]) or printable(data[40:56]) or ""
    _, named, rest = data[max(end, _MODEL_AT) :].partition(_SERIAL)
    serial = harmless(decode(rest.splitlines()[0] if named and rest.splitlines() else b"")).strip()
    return Dvrip(model=model, mac=mac, serial=serial)
