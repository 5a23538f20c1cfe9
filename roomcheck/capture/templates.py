"""The frames that are sent, built by scapy. This module alone imports scapy, after privileges are gone.

Scapy takes half a second to import, so the ARP request stands here as scapy built it, and a test holds it to that.
"""

import os
from typing import Final

TARGET: Final = slice(38, 42)
"""Where an ARP frame names the address that is asked for."""
_SMALLEST: Final = 60
"""Bytes of the smallest Ethernet frame, without its checksum."""
_NOWHERE: Final = f"{os.devnull}/nowhere"
"""A folder that nobody can make, root neither: what lies below a file."""


def prepare() -> None:
    """Imports scapy and lets it keep nothing: its pickles would stay behind where this program is ended meanwhile."""
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"):
        os.environ[variable] = _NOWHERE
    import scapy.layers.inet6  # noqa: PLC0415  slow, and only without privileges
    import scapy.layers.l2  # noqa: F401, PLC0415


_ARP_REQUEST: Final = bytes.fromhex(
    "ffffffffffff" "000000000000" "0806" "0001080006040001" "000000000000" "00000000" "000000000000" "00000000"
)
"""`Ether(src="00:00:00:00:00:00", dst="ff:ff:ff:ff:ff:ff") / ARP(op="who-has", ...)` with all addresses zero."""
_SENDERS: Final = (slice(6, 12), slice(22, 28))
_SENDERS_IP: Final = slice(28, 32)


def arp_request(mac: bytes, source: bytes) -> bytes:
    """An ARP request (RFC 826) to all, from 6 and 4 bytes of address; its target is to be put at `TARGET`."""
    frame = bytearray(_ARP_REQUEST.ljust(_SMALLEST, b"\0"))
    for place in _SENDERS:
        frame[place] = mac
    frame[_SENDERS_IP] = source
    return bytes(frame)


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
