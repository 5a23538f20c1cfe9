"""RTSP answers, with the session description they carry (RFC 2326, RFC 7826)."""

import msgspec

from roomcheck.wire.heads import Head, parse_head, realms_of
from roomcheck.wire.sdp import Sdp, parse_sdp


class RtspAnswer(msgspec.Struct, frozen=True):
    head: Head
    realms: tuple[str, ...]
    sdp: Sdp | None


def looks_like_rtsp(data: bytes) -> bool:
    return data[:5] == b"RTSP/"


def parse_rtsp(data: bytes) -> RtspAnswer:
    """Any bytes as an RTSP answer; the session description is found even where the blank line was lost."""
    head = parse_head(data)
    challenges = head.values("www-authenticate")
    realms = dict.fromkeys(realm for challenge in challenges for realm in realms_of(challenge))
    return RtspAnswer(head=head, realms=tuple(realms), sdp=parse_sdp(head.body or data))
