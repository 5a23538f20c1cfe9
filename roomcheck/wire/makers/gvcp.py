"""GigE Vision's control protocol (GVCP), UDP 3956: the acknowledgement of a discovery. Industrial cameras.

Big endian. The question: `42`, flags `11` (acknowledge, by broadcast too), command 2, length 0, a number. The answer:
status 0, command 3, length 248, the number; MAC at 18, address at 44, maker in 32 bytes at 80, model in 32 at 112.
Sources: the standard (AIA GigE Vision 1.2, DISCOVERY_ACK), julienblitte/UniversalScanner:GigEVision.cs.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, printable, told

QUESTION: Final = bytes.fromhex("4211000200000001")
_ACK: Final = bytes.fromhex("0000000300f8")
_LENGTH: Final = 256


class Gvcp(msgspec.Struct, frozen=True, kw_only=True):
    maker: str
    model: str

    def fields(self) -> tuple[Field, ...]:
        return told(("gvcp.maker", self.maker), ("gvcp.model", self.model))


def decode_gvcp(data: bytes) -> Gvcp | None:
    """A discovery's acknowledgement; None for questions and everything else."""
    if len(data) != _LENGTH or data[:6] != _ACK or not any(data[18:24]):
        return None
    found = Gvcp(maker=printable(data[80:112]) or "", model=printable(data[112:144]) or "")
    return found if found.maker or found.model else None
