"""The frames that are sent, built by scapy once. This module alone imports scapy, after privileges are gone."""

import os
import shutil
import tempfile
from typing import Final

TARGET: Final = slice(38, 42)
"""Where an ARP frame names the address that is asked for."""
_SMALLEST: Final = 60
"""Bytes of the smallest Ethernet frame, without its checksum."""


def prepare() -> None:
    """Imports scapy with a cache directory of its own that is removed at once: it writes pickles there."""
    private = tempfile.mkdtemp(prefix="roomcheck-")
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME"):
        os.environ[variable] = private
    try:
        import scapy.layers.l2  # noqa: F401, PLC0415  slow, and only without privileges
    finally:
        shutil.rmtree(private, ignore_errors=True)


def arp_request(mac: str, source: str) -> bytes:
    """An ARP request (RFC 826) to all; its target is to be put at `TARGET`."""
    from scapy.layers.l2 import ARP, Ether  # noqa: PLC0415

    frame = Ether(src=mac, dst="ff:ff:ff:ff:ff:ff") / ARP(
        op="who-has", hwsrc=mac, psrc=source, hwdst="00:00:00:00:00:00", pdst="0.0.0.0"  # noqa: S104  a placeholder
    )
    return bytes(frame).ljust(_SMALLEST, b"\0")


def solicitations(mac: str, source: str) -> tuple[bytes, ...]:
    """An echo to all IPv6 nodes, and one with an option that hosts deaf to it must answer with an error.

    RFC 4443, 4.2 and 3.4 with 2.4 (e.3): an unknown option of type 10xxxxxx is reported even where it came to a group.
    """
    from scapy.layers.inet6 import HBHOptUnknown, ICMPv6EchoRequest, IPv6, IPv6ExtHdrDestOpt  # noqa: PLC0415
    from scapy.layers.l2 import Ether  # noqa: PLC0415

    base = Ether(src=mac, dst="33:33:00:00:00:01") / IPv6(src=source, dst="ff02::1", hlim=1)
    echo = base / ICMPv6EchoRequest(id=os.getpid() & 0xFFFF, seq=1, data=b"roomcheck")
    unknown = HBHOptUnknown(otype=0x80, optlen=0)
    odd = base / IPv6ExtHdrDestOpt(options=[unknown]) / ICMPv6EchoRequest(id=os.getpid() & 0xFFFF, seq=2)
    return bytes(echo), bytes(odd)
