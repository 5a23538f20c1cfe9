"""HTTP answers: status, headers, title, log-in prompt, where the icon lies (RFC 9110, RFC 9112)."""

import html
import re
import zlib
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.wire.heads import Head, parse_head, realms_of
from roomcheck.wire.text import text_of

_TITLE: Final = re.compile(r"<title(?:\s[^>]{0,200})?>([^<]{0,1000})", re.IGNORECASE)
_LINK: Final = re.compile(r"<link\s([^>]{1,500})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-z]{2,10})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_STREAMS: Final = ("image/", "video/", "audio/", "multipart/")
_ICONS: Final = frozenset({"image/x-icon", "image/vnd.microsoft.icon", "image/ico"})
_DRAWN: Final = frozenset({"image/png", "image/gif", "image/svg+xml"})


class Page(msgspec.Struct, frozen=True):
    """What an HTTP answer says. `body` is decoded text of at most `limits.RAW` characters."""

    head: Head
    title: str
    realms: tuple[str, ...]
    body: str
    icon: str | None
    """The address of the icon as the page names it."""


def parse_http(data: bytes) -> Page:
    """Any bytes as an HTTP answer; compressed and chunked bodies are undone up to `limits.RAW`."""
    head = parse_head(data)
    content = unpacked(head)
    declared = _CHARSET.search(head.value("content-type")) or _CHARSET.search(content[:2_048].decode("latin-1"))
    body = text_of(content, declared[1] if declared else "")[: limits.RAW]
    title = _TITLE.search(body)
    challenges = head.values("www-authenticate")
    return Page(
        head=head,
        title=" ".join(html.unescape(title[1]).split()) if title else "",
        realms=tuple(dict.fromkeys(realm for challenge in challenges for realm in realms_of(challenge))),
        body=body,
        icon=_icon(body),
    )


def unpacked(head: Head) -> bytes:
    """The body without its transfer and content coding, at most `limits.RAW` bytes of it."""
    body = _restored(head.body)
    if "chunked" in head.value("transfer-encoding").lower():
        body = _joined(body)
    coding = head.value("content-encoding").lower()
    if "gzip" in coding or (body[:2] == b"\x1f\x8b" and not coding):
        return _inflated(body, 16 + zlib.MAX_WBITS)
    if "deflate" in coding:
        return _inflated(body, zlib.MAX_WBITS) or _inflated(body, -zlib.MAX_WBITS)
    return body[: limits.RAW]


def is_stream(content_type: str) -> bool:
    """Whether a body of this type may hold pictures or sound: none of it is read. Icons are not meant."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith(_STREAMS) and kind not in _ICONS


def may_be_icon(content_type: str) -> bool:
    """Whether an answer to a request for an icon may be read: JPEG is what cameras take pictures in, and may not."""
    kind = content_type.partition(";")[0].strip().lower()
    return not is_stream(kind) or kind in _DRAWN


def _restored(body: bytes) -> bytes:
    """A compressed body whose bytes somebody wrote down as Latin-1 characters, as the bytes that it was."""
    if body[:3] != b"\x1f\xc2\x8b":
        return body
    return body.decode("utf-8", "ignore").encode("latin-1", "ignore")


def _inflated(body: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(body, limits.RAW)
    except zlib.error:
        return b""


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            break
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(parts) or body


def _icon(body: str) -> str | None:
    for link in _LINK.finditer(body):
        said = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(link[1])}
        if "icon" in said.get("rel", "").lower().split() and said.get("href"):
            return html.unescape(said["href"])
    return None
