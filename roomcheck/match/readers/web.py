"""What web and media servers say: HTTP, its headers and icons, RTSP and the description of a stream."""

import hashlib
from typing import Final

from roomcheck.match.readers.reader import Pairs, headers, of_head, text_of
from roomcheck.model.observation import Observation
from roomcheck.wire.heads import realms_of, without_name
from roomcheck.wire.http import parse_http
from roomcheck.wire.rtsp import parse_rtsp
from roomcheck.wire.sdp import Sdp, parse_sdp

_HTTP: Final = (
    ("www-authenticate", "http.www_authenticate"), ("set-cookie", "http.set_cookie"),
    ("content-type", "http.content_type"), ("location", "http.location"), ("x-powered-by", "http.powered_by"),
)
_RTSP: Final = (("server", "rtsp.server"), ("public", "rtsp.public"), ("content-base", "rtsp.content_base"))


def http(observation: Observation) -> Pairs:
    page = parse_http(observation.data)
    head = page.head
    yield "http.status", head.status or ""
    yield from of_head(head, (("server", "http.server"),))
    yield "http.title", page.title
    yield from (("http.realm", realm) for realm in page.realms)
    yield from of_head(head, _HTTP)
    yield "http.body", page.body
    yield from headers(head, "http.header")


def http_server(observation: Observation) -> Pairs:
    return (("http.server", without_name(text_of(observation), "server")),)


def http_set_cookie(observation: Observation) -> Pairs:
    return (("http.set_cookie", without_name(text_of(observation), "set-cookie")),)


def http_www_authenticate(observation: Observation) -> Pairs:
    challenge = without_name(text_of(observation), "www-authenticate")
    yield "http.www_authenticate", challenge
    yield from (("http.realm", realm) for realm in realms_of(challenge))


def favicon(observation: Observation) -> Pairs:
    """Of a whole icon alone: the hash of a part names nothing."""
    if observation.length is not None:
        return ()
    return (("favicon.md5", hashlib.md5(observation.data, usedforsecurity=False).hexdigest()),)


def favicon_md5(observation: Observation) -> Pairs:
    return (("favicon.md5", text_of(observation).lower()),)


def rtsp(observation: Observation) -> Pairs:
    answer = parse_rtsp(observation.data)
    yield "rtsp.status", answer.head.status or ""
    yield from of_head(answer.head, _RTSP)
    yield from (("rtsp.realm", realm) for realm in answer.realms)
    yield from _described(answer.sdp)
    yield from headers(answer.head, "rtsp.header")


def rtsp_server(observation: Observation) -> Pairs:
    return (("rtsp.server", without_name(text_of(observation), "server")),)


def sdp(observation: Observation) -> Pairs:
    return _described(parse_sdp(observation.data))


def _described(stream: Sdp | None) -> Pairs:
    if stream is None:
        return
    yield from (("sdp.session", stream.session), ("sdp.info", stream.info), ("sdp.tool", stream.tool))
    yield from (("sdp.media", media) for media in stream.media)
    yield from (("sdp.codec", codec) for codec in stream.codecs)
    yield from (("sdp.attribute", attribute) for attribute in stream.attributes)
