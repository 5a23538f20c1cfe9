"""360 Vision's search, UDP 3600: one line of text.

The question is `DISCOVER` and a line feed; the answer the same word and `TYPE=IPDOME KEY='00:60:35:..' ID=..`.
Source: julienblitte/UniversalScanner:360Vision.cs and its sample.
"""

import re
from typing import Final

import msgspec

from roomcheck.wire.values import Field, told

QUESTION: Final = b"DISCOVER\n"
LARGEST: Final = 1_024
_ANSWER: Final = re.compile(rb"^DISCOVER TYPE=([\x21-\x7e]{1,64}) KEY='?([0-9A-Fa-f:-]{12,17})'?(?: |\r?\n|$)")


class Vision360(msgspec.Struct, frozen=True, kw_only=True):
    type: str
    key: str

    def fields(self) -> tuple[Field, ...]:
        return told(("vision360.type", self.type), ("vision360.key", self.key))


def decode_vision360(data: bytes) -> Vision360 | None:
    """An answer; None for questions and everything else."""
    match = _ANSWER.match(data) if len(data) <= LARGEST else None
    return Vision360(type=match[1].decode("ascii"), key=match[2].decode("ascii").lower()) if match else None
