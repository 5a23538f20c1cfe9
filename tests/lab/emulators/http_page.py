"""A small HTTP/1.1 server in which a device says exactly what it wants: its headers, order and status."""

import asyncio
from collections.abc import Mapping

from tests.lab.emulators.doors import tcp

Page = tuple[int, Mapping[str, str], bytes]
"""Status, headers beside length and connection, body."""

PHRASES = {
    200: "OK",
    302: "Found",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    500: "Internal Server Error",
}


def response(page: Page) -> bytes:
    status, headers, body = page
    lines = [f"HTTP/1.1 {status} {PHRASES[status]}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


async def serve(port: int, pages: Mapping[str, Page], otherwise: Page = (404, {}, b"")) -> None:
    """Answers GET, HEAD and POST by path without its query; a page at `*` stands for every path."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        words = head.split(b"\r\n", 1)[0].split(b" ")
        if len(words) < 3 or not words[2].startswith(b"HTTP/"):
            writer.write(response((400, {}, b"")))
        else:
            path = words[1].decode(errors="replace").split("?")[0]
            answer = response(pages.get(path) or pages.get("*") or otherwise)
            writer.write(answer.split(b"\r\n\r\n")[0] + b"\r\n\r\n" if words[0] == b"HEAD" else answer)
        await writer.drain()

    await tcp(port, talk)
