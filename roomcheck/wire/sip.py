"""SIP answers (RFC 3261)."""

import msgspec

from roomcheck.wire.heads import Head, parse_head


class Sip(msgspec.Struct, frozen=True):
    head: Head
    server: str
    user_agent: str


def parse_sip(data: bytes) -> Sip:
    """Any bytes as a SIP message; a line that is no message is taken for the product's name alone."""
    head = parse_head(data)
    bare = head.start if not head.headers and "SIP/2.0" not in head.start else ""
    return Sip(head=head, server=head.value("server") or bare, user_agent=head.value("user-agent") or bare)
