"""Reolink's Baichuan, TCP 9000, and its UDP form of battery cameras, UDP 2015 and 2018: recognised by its magic.

TCP, little endian: `f0 de bc 0a`, message, length of the body. UDP: `3a cf 87 2a` (discovery) and length, or
`10 cf 87 2a` (data). Sources: thirtythreeforty/neolink:crates/core/src, starkillerOG/reolink_aio:baichuan.
"""

from typing import Final

import msgspec

from roomcheck.wire.values import Field, told

TCP_MAGIC: Final = bytes.fromhex("f0debc0a")
UDP_DISCOVERY: Final = bytes.fromhex("3acf872a")
_TCP_HEADER: Final = 20
_UDP_HEADER: Final = 20
_LARGEST_BODY: Final = 1 << 20


class Reolink(msgspec.Struct, frozen=True, kw_only=True):
    magic: str

    def fields(self) -> tuple[Field, ...]:
        return told(("reolink.magic", self.magic))


def decode_reolink(data: bytes) -> Reolink | None:
    """A packet with a head that fits its length; None for everything else."""
    if data[:4] == TCP_MAGIC and len(data) >= _TCP_HEADER and int.from_bytes(data[8:12], "little") <= _LARGEST_BODY:
        return Reolink(magic=TCP_MAGIC.hex())
    if data[:4] == UDP_DISCOVERY and int.from_bytes(data[4:8], "little") == len(data) - _UDP_HEADER > 0:
        return Reolink(magic=UDP_DISCOVERY.hex())
    return None
