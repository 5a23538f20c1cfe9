"""The search of VStarcam, Wansview and Eye4, UDP 8600: `DH` packets.

0: `DH`, 1, 1 in the question and 8 in answers; then texts in fixed places: address in 16 bytes at 4, mask, gateway
and two name servers; 84: MAC; 90: web port; 92: identity in 32; 124: name in 32. A recorded answer and two clients
agree on it: julienblitte/UniversalScanner:Vstarcam.cs and OpenIPC/python-dvr:DeviceManager.py.
"""

from typing import Final

import msgspec

from roomcheck.model.addresses import mac_of_bytes
from roomcheck.wire.values import Field, ipv4_text, told, zstring

QUESTION: Final = b"DH\x01\x01"
_ANSWER: Final = b"DH\x01\x08"
_SHORTEST: Final = 156


class Vstarcam(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(("vstarcam.id", self.id), ("vstarcam.name", self.name), ("vstarcam.mac", self.mac))


def decode_vstarcam(data: bytes) -> Vstarcam | None:
    """An answer with a written address in its place; None for questions and everything else."""
    if len(data) < _SHORTEST or data[:4] != _ANSWER or ipv4_text(data[4:20]) is None:
        return None
    return Vstarcam(id=zstring(data[92:124]), name=zstring(data[124:156]), mac=mac_of_bytes(data[84:90]) or "")
