"""Bosch's device search, UDP 1757; answers come to 1758.

The question: `99 39 a4 27`, a transaction in 4, `ff 00 06 de`. Answers are either 32 bytes (the same magic and
transaction, MAC at 8, address at 16) or XML in the namespace `OEMExt00:device-1-0` with `friendlyName`.
Source: julienblitte/UniversalScanner:Bosch.cs and its sample.
"""

from typing import Final

import msgspec

from roomcheck.model.text import harmless
from roomcheck.wire.values import Field, told
from roomcheck.wire.xml import parse_xml

_MAGIC: Final = bytes.fromhex("9939a427")
QUESTION: Final = _MAGIC + bytes.fromhex("00000001") + bytes.fromhex("ff0006de")
LARGEST: Final = 16_384
_BINARY: Final = 32
_SPACE: Final = ("xmlns", "OEMExt00:device-1-0")
_INSIDE: Final = ("root", "device")


class Bosch(msgspec.Struct, frozen=True, kw_only=True):
    reply: str
    """`binary` or `xml`."""
    name: str = ""
    serial: str = ""

    def fields(self) -> tuple[Field, ...]:
        return told(("bosch.reply", self.reply), ("bosch.name", self.name), ("bosch.serial", self.serial))


def decode_bosch(data: bytes) -> Bosch | None:
    """An answer in either form; None for questions and everything else."""
    if len(data) == _BINARY and data[:4] == _MAGIC and any(data[8:14]):
        return Bosch(reply="binary")
    if len(data) > LARGEST or b"OEMExt00" not in data[:512]:
        return None
    elements = parse_xml(data)
    if not elements or elements[0].name != "root" or _SPACE not in elements[0].attributes:
        return None
    said = {element.name: harmless(element.text) for element in elements if element.path == _INSIDE}
    return Bosch(reply="xml", name=said.get("friendlyName", ""), serial=said.get("serialNumber", "")) if said else None
