"""Hikvision's SADP (Search Active Devices Protocol), UDP 37020: the answer to an inquiry.

An XML document `ProbeMatch` of flat elements: `DeviceDescription` the model, `DeviceType` a number, `DeviceSN`, `MAC`
with dashes, `IPv4Address`, `HttpPort`, `CommandPort`, `Activated`. The inquiry's root is `Probe`; an answer repeats
its `Types` `inquiry`. Layout and recorded answers: julienblitte/UniversalScanner:Hikvision.cs, PyPI hiktools 1.2.2.
"""

from typing import Final

import msgspec

from roomcheck.model.text import harmless
from roomcheck.wire.values import Field, told
from roomcheck.wire.xml import parse_xml

LARGEST: Final = 16_384
"""Bytes of the largest document that is read; answers are below 2 KiB."""

_INSIDE: Final = ("ProbeMatch",)


class Sadp(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    type: str
    serial: str
    mac: str
    software: str
    activated: str

    def fields(self) -> tuple[Field, ...]:
        return told(
            ("sadp.model", self.model), ("sadp.type", self.type), ("sadp.serial", self.serial),
            ("sadp.software", self.software), ("sadp.activated", self.activated),
        )


def decode_sadp(data: bytes) -> Sadp | None:
    """An answer, whole or cut, that names a model or a serial; None for inquiries and everything else."""
    if len(data) > LARGEST or b"<ProbeMatch" not in data:
        return None
    said = {element.name: harmless(element.text) for element in parse_xml(data) if element.path == _INSIDE}
    found = Sadp(
        model=said.get("DeviceDescription", ""), type=said.get("DeviceType", ""), serial=said.get("DeviceSN", ""),
        mac=said.get("MAC", ""), software=said.get("SoftwareVersion", ""), activated=said.get("Activated", ""),
    )
    return found if found.model or found.serial else None
