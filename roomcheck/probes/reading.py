"""A connection for one question, and reading one answer of head and body from it, and no more than that."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from roomcheck.model import limits
from roomcheck.net.link import Conversation, Link
from roomcheck.wire.heads import Head, parse_head
from roomcheck.wire.http import is_stream, may_be_icon

_BLANK: Final = re.compile(rb"\r?\n\r?\n")


@asynccontextmanager
async def conversing(link: Link, ip: str | None, port: int | None, *, via: str) -> AsyncIterator[Conversation | None]:
    """A connection, closed at the end whatever comes between.

    None where it was refused, nothing answered, or there is no address or port to go to.
    """
    conversation = None if ip is None or port is None else await link.connect(ip, port, via=via)
    try:
        yield conversation
    finally:
        if conversation is not None:
            await conversation.close()


async def read_answer(conversation: Conversation, *, seconds: float = 2.0, icon: bool = False) -> tuple[bytes, Head]:
    """One answer with its head parsed; empty where nothing came.

    The head may come in several segments. Where its type says pictures, video or a stream, the body is not read, and
    what had come of it with the head is thrown away; `icon` lets drawn pictures pass.
    """
    data = await conversation.read(until=b"\r\n\r\n", seconds=seconds)
    cut = _BLANK.search(data)
    head = parse_head(data)
    if cut is None:
        return data, head
    kind = head.value("content-type")
    if not (may_be_icon(kind) if icon else not is_stream(kind)):
        return data[: cut.end()], parse_head(data[: cut.end()])
    missing = _missing(head)
    if missing > 0:
        until = b"0\r\n\r\n" if "chunked" in head.value("transfer-encoding").lower() else None
        data += await conversation.read(until=until, limit=missing, seconds=seconds)
    return data, parse_head(data)


def _missing(head: Head) -> int:
    """How many bytes of the body are still to come, at most `limits.ANSWER`."""
    if head.status in {"204", "304"}:
        return 0
    stated = head.value("content-length")
    if stated.isdigit() and len(stated) < 12:
        return min(int(stated), limits.ANSWER) - len(head.body)
    return 0 if head.start.startswith(("RTSP", "SIP")) else limits.ANSWER - len(head.body)
