"""Sony's camera search, UDP 2380.

`02`, lines `NAME:value` each ended by `ff`, `03`. The question is the line `ENQ:allinfo`; answers hold `MAC`,
`MODEL`, `SERIAL`, `IPADR`, `SOFTVERSION`. Source: julienblitte/UniversalScanner:Sony.cs and its sample.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, told, zstring

QUESTION: Final = b"\x02ENQ:allinfo\xff\x03"
LARGEST: Final = 4_096
_MOST_LINES: Final = 64


class Sony(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    serial: str

    def fields(self) -> tuple[Field, ...]:
        return told(("sony.model", self.model), ("sony.serial", self.serial))


def decode_sony(data: bytes) -> Sony | None:
    """An answer with a MAC and a model; None for questions and everything else."""
    if not 2 < len(data) <= LARGEST or data[0] != 0x02 or data[-1] != 0x03:
        return None
    lines = (line.partition(b":") for line in data[1:-1].split(b"\xff", _MOST_LINES))
    said = {name.strip().upper(): zstring(value) for name, colon, value in lines if colon}
    if not said.get(b"MAC") or not said.get(b"MODEL"):
        return None
    return Sony(model=said[b"MODEL"], serial=said.get(b"SERIAL", ""))
