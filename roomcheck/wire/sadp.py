"""Hikvision's SADP (Search Active Devices Protocol), UDP 37020: the answer to an inquiry.

An XML document `ProbeMatch` of flat elements: `DeviceDescription` the model, `DeviceType` a number, `DeviceSN`, `MAC`
with dashes, `IPv4Address`, `HttpPort`, `CommandPort`, `Activated`. The inquiry's root is `Probe`; an answer repeats
its `Types` `inquiry`. Layout and recorded answers: julienblitte/UniversalScanner:Hikvision.cs, PyPI hiktools 1.2.2.
"""

from typing import Final

import msgspec
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from roomcheck.model.text import harmless
from roomcheck.wire.values import Field, told

LARGEST: Final = 16_384
"""Bytes of the largest document that is read; answers are below 2 KiB."""


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
    """An answer that names a model or a serial; None for inquiries and everything else."""
    start = data.lstrip(b"\xef\xbb\xbf\r\n\t \0")[:64]
    if len(data) > LARGEST or not start.startswith(b"<") or b"<ProbeMatch" not in data:
        return None
    try:
        root = ElementTree.fromstring(data.strip(b"\0\r\n\t "), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root.tag != "ProbeMatch":
        return None

    def text(name: str) -> str:
        return harmless((root.findtext(name) or "").strip())

    found = Sadp(
        model=text("DeviceDescription"), type=text("DeviceType"), serial=text("DeviceSN"), mac=text("MAC"),
        software=text("SoftwareVersion"), activated=text("Activated"),
    )
    return found if found.model or found.serial else None
