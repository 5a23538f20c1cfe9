"""RTSP: OPTIONS, then DESCRIBE of the root without credentials. A 401 is an answer (RFC 2326, 10.1 and 10.2).

Never a stream's path, never SETUP or PLAY. Our own module: RTSP libraries are players, which log in and open streams.
"""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Conversation, Link
from roomcheck.probes.hosts import bracketed
from roomcheck.probes.ports import speaks
from roomcheck.probes.probe import Follower, Target
from roomcheck.probes.reading import read_answer
from roomcheck.wire.rtsp import looks_like_rtsp

_AGENT: Final = "User-Agent: roomcheck\r\n"
_WAIT: Final = 3.0
"""Seconds. A camera may start its encoder before it describes it; where HTTP is as likely, half of that."""
_SURE: Final = frozenset({554, 8554, 10554, 5554, 7070})


class RtspProbe(Follower):
    name = "rtsp"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        if seen.source.ip is None or seen.port is None:
            return ()
        asked = seen.kind == "tcp.open" and speaks(seen.port) in {"rtsp", "both"}
        answered = seen.kind in {"http.response", "tcp.banner"} and looks_like_rtsp(seen.data)
        if not asked and not answered:
            return ()
        urgency = 0 if seen.port in _SURE else 2
        return (Target(via=self.name, ip=seen.source.ip, port=seen.port, urgency=urgency, seconds=8.0),)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None or target.port is None:
            return
        url = f"rtsp://{bracketed(target.ip)}:{target.port}/"
        questions = (
            f"OPTIONS {url} RTSP/1.0\r\nCSeq: 1\r\n{_AGENT}\r\n",
            f"DESCRIBE {url} RTSP/1.0\r\nCSeq: 2\r\nAccept: application/sdp\r\n{_AGENT}\r\n",
        )
        conversation: Conversation | None = None
        try:
            for question in questions:
                conversation = await self._joined(link, target.ip, target.port, conversation)
                if conversation is None or not await conversation.send(question.encode()):
                    return
                data, head = await read_answer(conversation, seconds=_WAIT if target.port in _SURE else _WAIT / 2)
                if data:
                    yield observe(
                        _kind(data), data, at=link.clock.now(), via=self.name, source=Source(ip=target.ip),
                        port=target.port, exchange=conversation.exchange,
                    )
                if not looks_like_rtsp(data) and (data or target.port not in _SURE):
                    return
                if head.value("connection").lower() == "close":
                    await conversation.close()
                    conversation = None
        finally:
            if conversation is not None:
                await conversation.close()

    async def _joined(self, link: Link, ip: str, port: int, before: Conversation | None) -> Conversation | None:
        """The connection as it stands, or a new one where it is gone."""
        if before is not None and not before.broken:
            return before
        if before is not None:
            await before.close()
        return await link.connect(ip, port, via=self.name)


def _kind(data: bytes) -> str:
    if looks_like_rtsp(data):
        return "rtsp.response"
    return "http.response" if data[:5] == b"HTTP/" else "tcp.banner"
