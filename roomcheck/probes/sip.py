"""SIP OPTIONS: door stations and telephones name their software in the answer (RFC 3261, 11). Registers nothing."""

import uuid
from typing import Final

from roomcheck.net.link import Link
from roomcheck.probes.datagrams import DatagramProbe
from roomcheck.probes.hosts import bracketed

PORT: Final = 5060


def options(link: Link, ip: str) -> bytes:
    """One OPTIONS from this machine's address to a host."""
    same = (own.ip for own in link.network.interface.addresses if (":" in own.ip) == (":" in ip))
    here, there = bracketed(next(same, "0.0.0.0")), bracketed(ip)  # noqa: S104 - an address in a message, not a bind
    call = uuid.uuid4().hex
    return (
        f"OPTIONS sip:{there} SIP/2.0\r\nVia: SIP/2.0/UDP {here};rport;branch=z9hG4bK{call[:16]}\r\n"
        f"Max-Forwards: 1\r\nFrom: <sip:roomcheck@{here}>;tag={call[16:24]}\r\nTo: <sip:{there}>\r\n"
        f"Call-ID: {call}\r\nCSeq: 1 OPTIONS\r\nContact: <sip:roomcheck@{here}>\r\nAccept: application/sdp\r\n"
        "Content-Length: 0\r\n\r\n"
    ).encode()


SIP: Final = DatagramProbe(
    "sip", "sip.response", PORT, 6, options, lambda data: data.startswith(b"SIP/2.0 ")
)
