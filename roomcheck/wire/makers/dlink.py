"""D-Link's discovery (DDP), UDP 62976; answers come to 62992. Cameras, and switches, routers and storage too.

Little endian. 0: `fd fd` in the question, `ee fe` in answers; 2: a number; 4: `a1 00`, discovery; 6: MAC; 12:
address; 18: version 2; 22: the body, with the product's name in 64 bytes at 64 and its address at 268.
Sources: a client written from D-Link's own Network Assistant; the question alone also in
julienblitte/UniversalScanner:Dlink.cs, which writes the command in the other byte order.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, printable, told

QUESTION: Final = bytes.fromhex("fdfd0000a100") + b"\xff" * 6 + bytes.fromhex("00000000000002000000")
_SHORTEST: Final = 22 + 272
_PRODUCT_AT: Final = 22 + 64


class Dlink(msgspec.Struct, frozen=True, kw_only=True):
    model: str

    def fields(self) -> tuple[Field, ...]:
        return told(("dlink.model", self.model))


def decode_dlink(data: bytes) -> Dlink | None:
    """An answer with a product in its place; None for questions and everything else."""
    if len(data) < _SHORTEST or data[:2] != b"\xee\xfe" or data[4:6] != b"\xa1\0" or data[18:20] != b"\2\0":
        return None
    model = printable(data[_PRODUCT_AT : _PRODUCT_AT + 64])
    return Dlink(model=model) if model else None
