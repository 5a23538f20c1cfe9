"""The start of what a TCP server sent, put together from packets in any order: a banner, a head, a certificate."""

import re
from collections.abc import Iterator
from typing import Final

from roomcheck.model import limits
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.wire.banner import kind_of_banner
from roomcheck.wire.frames import SYN, Packet

_CONNECTIONS: Final = 4_096
_ACK: Final = 0x10
_SEGMENTS: Final = 64
_PORTS: Final = {21: "ftp.banner", 22: "ssh.banner", 23: "telnet.banner", 2323: "telnet.banner"}
_TEXT: Final = re.compile(rb"^[\x09\x0a\x0d\x1b\x20-\x7e\xff]{4}")
_STARTS: Final = re.compile(rb"(?:HTTP/\d\.\d|RTSP/\d\.\d) \d{3}")


class _Stream:
    __slots__ = ("at", "base", "ip", "mac", "port", "segments", "size")

    def __init__(self, packet: Packet, base: int, at: str) -> None:
        self.base, self.at = base, at
        self.mac, self.ip, self.port = packet.source_mac, packet.source_ip, packet.source_port or 0
        self.segments: dict[int, bytes] = {}
        self.size = 0

    def add(self, packet: Packet) -> None:
        at = (packet.seq - self.base) & 0xFFFFFFFF
        room = self.size < limits.ANSWER and len(self.segments) < _SEGMENTS
        if packet.payload and at < limits.ANSWER and at not in self.segments and room:
            self.segments[at] = packet.payload
            self.size += len(packet.payload)

    def data(self) -> bytes:
        """What came without a gap from the start on."""
        whole = b""
        for at in sorted(self.segments):
            if at > len(whole):
                break
            whole += self.segments[at][len(whole) - at :]
        return whole


class Streams:
    """The servers' sides of TCP connections. A connection is taken up at its SYN-ACK, so that its start is known."""

    def __init__(self) -> None:
        self._streams: dict[tuple[str | None, int | None, str | None, int | None], _Stream] = {}

    def add(self, packet: Packet, at: str) -> None:
        key = (packet.source_ip, packet.source_port, packet.to_ip, packet.to_port)
        if packet.flags & (SYN | _ACK) == SYN | _ACK:
            if len(self._streams) < _CONNECTIONS and key not in self._streams:
                self._streams[key] = _Stream(packet, (packet.seq + 1) & 0xFFFFFFFF, at)
        elif (stream := self._streams.get(key)) is not None:
            stream.add(packet)
        elif _STARTS.match(packet.payload) and len(self._streams) < _CONNECTIONS:
            self._streams[key] = stream = _Stream(packet, packet.seq, at)
            stream.add(packet)

    def observations(self, via: str) -> Iterator[Observation]:
        """What the servers said: an open port each, and what their first bytes are."""
        opened: set[tuple[str | None, int]] = set()
        for stream in self._streams.values():
            source = Source(mac=stream.mac, ip=stream.ip)
            if (stream.ip, stream.port) not in opened:
                opened.add((stream.ip, stream.port))
                yield observe("tcp.open", b"", at=stream.at, via=via, source=source, port=stream.port)
            for kind, data in _said(stream.data(), stream.port):
                yield observe(kind, data, at=stream.at, via=via, source=source, port=stream.port)


def _said(data: bytes, port: int) -> Iterator[tuple[str, bytes]]:
    if data[:1] == b"\x16" and data[1:2] == b"\x03":
        certificate = leaf_certificate(data)
        if certificate:
            yield "tls.certificate", certificate
        return
    answers = [match.start() for match in _STARTS.finditer(data)]
    if answers and answers[0] == 0:
        for start, end in zip(answers, [*answers[1:], len(data)], strict=True):
            kind = "http.response" if data[start : start + 4] == b"HTTP" else "rtsp.response"
            yield kind, data[start:end]
    elif port in _PORTS and data:
        yield _PORTS[port], data[: limits.RAW]
    elif _TEXT.match(data):
        yield kind_of_banner(data), data[: limits.RAW]


def leaf_certificate(data: bytes) -> bytes | None:
    """The first certificate of a TLS server's unencrypted handshake (RFC 5246, 7.4.2); None where there is none."""
    handshake = b""
    at = 0
    while at + 5 <= len(data) and data[at] == 0x16:
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        handshake += data[at + 5 : at + 5 + size]
        at += 5 + size
    at = 0
    while at + 4 <= len(handshake):
        kind, size = handshake[at], int.from_bytes(handshake[at + 1 : at + 4], "big")
        if kind == 11:
            length = int.from_bytes(handshake[at + 7 : at + 10], "big")
            certificate = handshake[at + 10 : at + 10 + length]
            return certificate if len(certificate) == length and length else None
        at += 4 + size
    return None
