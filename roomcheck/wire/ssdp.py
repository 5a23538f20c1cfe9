"""SSDP answers and announcements (UPnP Device Architecture 2.0, 1.2 and 1.3)."""

import msgspec

from roomcheck.wire.heads import Head, parse_head


class Ssdp(msgspec.Struct, frozen=True):
    """What a device says of itself. A search (`asks`) tells what its sender looks for, not what it is."""

    head: Head
    asks: bool
    target: str
    server: str
    usn: str
    location: str


def parse_ssdp(data: bytes) -> Ssdp:
    """Any bytes as an SSDP message."""
    head = parse_head(data)
    asks = head.method.upper() == "M-SEARCH"
    return Ssdp(
        head=head, asks=asks,
        target="" if asks else head.value("st") or head.value("nt"),
        server=head.value("server"), usn=head.value("usn"), location=head.value("location") or head.value("al"),
    )
