"""HTTP and HTTPS: the front page, at most one redirect on the same host, and the icon (RFC 9110).

Never a log-in, a stream or a snapshot; where an answer turns out to be pictures or video, it ends with its head.
Our own module over the link: HTTP libraries resolve names, follow redirects and open sockets of their own.
"""

import hashlib
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

import msgspec

from roomcheck.model import limits
from roomcheck.model.addresses import ip_of
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Conversation, Link
from roomcheck.probes.hosts import bracketed
from roomcheck.probes.ports import SPEAKS, speaks
from roomcheck.probes.probe import Follower, Target
from roomcheck.probes.reading import conversing, read_answer
from roomcheck.wire.http import is_stream, may_be_icon, parse_http
from roomcheck.wire.rtsp import looks_like_rtsp

_REDIRECTS: Final = frozenset({"301", "302", "303", "307", "308"})
_PATH: Final = 512
_ICON: Final = "/favicon.ico"


class Place(msgspec.Struct, frozen=True):
    """One page of one host."""

    ip: str
    port: int
    path: str
    tls: bool


def place_of(url: str, at: Place) -> Place | None:
    """A URL as found on page `at`, None where it leads to another host, needs a name resolved, or is no page."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or any(ord(letter) < 0x21 for letter in url.strip()):
        return None
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if not path.startswith("/"):
        path = at.path.partition("?")[0].rpartition("/")[0] + "/" + path
    path = path.encode("ascii", "ignore").decode()[:_PATH]
    if not parts.netloc:
        return Place(at.ip, at.port, path, at.tls)
    if ip_of(parts.hostname or "") != at.ip:
        return None
    tls = parts.scheme == "https" if parts.scheme else at.tls
    return Place(at.ip, port or (443 if tls else 80), path, tls)


class HttpProbe(Follower):
    name = "http"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        if seen.source.ip is None or seen.port is None:
            return ()
        speech = speaks(seen.port)
        if seen.kind == "tcp.open" and speech in {"http", "https", "both"}:
            detail = "tls" if speech == "https" else ""
        elif seen.kind == "http.response" and seen.via != self.name:
            detail = ""
        else:
            return ()
        return (Target(via=self.name, ip=seen.source.ip, port=seen.port, detail=detail, urgency=3, seconds=10.0),)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None or target.port is None:
            return
        place: Place | None = Place(target.ip, target.port, "/", target.detail == "tls")
        icon: Place | None = None
        for _ in range(2):
            if place is None:
                break
            answer: Observation | None = None
            async for seen in self._get(link, place):
                yield seen
                answer = seen if seen.kind == "http.response" else answer
            if answer is None or says_tls(answer):
                place = None if place.tls or (answer is None and place.port in SPEAKS) else msgspec.structs.replace(
                    place, tls=True
                )
                continue
            page = parse_http(answer.data)
            if page.head.status == "200" and not is_stream(page.head.value("content-type")):
                icon = place_of(page.icon or _ICON, place)
            moved = page.head.value("location") if page.head.status in _REDIRECTS else ""
            place = place_of(moved, place) if moved else None
        if icon is not None:
            async for seen in self._icon(link, icon):
                yield seen

    async def _get(self, link: Link, place: Place) -> AsyncIterator[Observation]:
        source = Source(ip=place.ip)
        async with conversing(link, place.ip, place.port, via=self.name) as conversation:
            if conversation is None:
                return
            if place.tls:
                certificate = await conversation.start_tls()
                if certificate is None:
                    return
                yield observe(
                    "tls.certificate", certificate, at=link.clock.now(), via=self.name, source=source,
                    port=place.port, exchange=conversation.exchange,
                )
            if not await conversation.send(request(place)):
                return
            data, _ = await read_answer(conversation)
            if data:
                yield observe(
                    _kind(data), data, at=link.clock.now(), via=self.name, source=source, port=place.port,
                    exchange=conversation.exchange,
                )

    async def _icon(self, link: Link, place: Place) -> AsyncIterator[Observation]:
        async with conversing(link, place.ip, place.port, via=self.name) as conversation:
            if conversation is None:
                return
            data = await self._icon_bytes(conversation, place)
            if not data:
                return
            yield observe(
                "favicon", data, at=link.clock.now(), via=self.name, source=Source(ip=place.ip), port=place.port,
                exchange=conversation.exchange,
            )
            if len(data) > limits.RAW:
                digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
                yield observe(
                    "favicon.md5", digest.encode(), at=link.clock.now(), via=self.name, source=Source(ip=place.ip),
                    port=place.port, exchange=conversation.exchange,
                )

    async def _icon_bytes(self, conversation: Conversation, place: Place) -> bytes:
        """The icon, whole; empty where the answer is no icon or was cut."""
        if place.tls and await conversation.start_tls() is None:
            return b""
        if not await conversation.send(request(place)):
            return b""
        _, head = await read_answer(conversation, icon=True)
        kind = head.value("content-type").lower()
        stated = head.value("content-length")
        if head.status != "200" or kind.startswith("text/") or not may_be_icon(kind) or not head.body:
            return b""
        whole = not stated.isdigit() or len(head.body) == int(stated)
        plain = not head.value("transfer-encoding") and not head.value("content-encoding")
        return head.body if whole and plain and len(head.body) < limits.ANSWER // 2 else b""


def says_tls(answer: Observation) -> bool:
    """Whether a server complained that plain HTTP reached its TLS port."""
    return b" 400 " in answer.data[:16] and b"https" in answer.data[:2_048].lower()


def request(place: Place) -> bytes:
    """A plain GET, in the words of any browser's program but with no name of one."""
    host = bracketed(place.ip) + ("" if place.port == (443 if place.tls else 80) else f":{place.port}")
    return (
        f"GET {place.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n"
        "Connection: close\r\n\r\n"
    ).encode()


def _kind(data: bytes) -> str:
    if data[:5] == b"HTTP/":
        return "http.response"
    return "rtsp.response" if looks_like_rtsp(data) else "tcp.banner"
