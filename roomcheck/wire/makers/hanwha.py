"""Hanwha's (Samsung Techwin's) search, UDP 7701; answers come to 7711.

0: 1 in the question, 0b in the answer; 19: a written MAC in 18 bytes; 37, 53, 69: written address, mask and gateway
in 16; 109: the model in 10; 133: the page's address. Layout and one answer of an SND-6083:
julienblitte/UniversalScanner:Hanwha.cs.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, ipv4_text, mac_text, printable, told

QUESTION: Final = b"\x01" + bytes(0x105)
_SHORTEST: Final = 119


class Hanwha(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(("hanwha.model", self.model), ("hanwha.mac", self.mac))


def decode_hanwha(data: bytes) -> Hanwha | None:
    """An answer with MAC, address and model in their places; None for questions and everything else."""
    if len(data) < _SHORTEST or data[0] != 0x0B or ipv4_text(data[37:53]) is None:
        return None
    mac, model = mac_text(data[19:37].rstrip(b"\0")), printable(data[109:119])
    return Hanwha(model=model, mac=mac) if mac and model else None
