"""Sockets for the emulators: UDP with groups and broadcasts, TCP that answers bytes with bytes."""

import asyncio
import json
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Address = tuple[str, int]
Answer = Callable[[bytes, Address], Iterable[tuple[bytes, Address]]]
"""What a datagram from an address is answered with: datagrams and where they go."""


def settings() -> dict[str, Any]:
    return json.loads(sys.argv[1])


class _Door(asyncio.DatagramProtocol):
    def __init__(self, answer: Answer, own: str) -> None:
        self.answer = answer
        self.own = own

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, source: Address) -> None:
        if source[0] == self.own:
            return
        for reply, to in self.answer(data, source):
            self.transport.sendto(reply, to)  # type: ignore[attr-defined]


async def udp(port: int, answer: Answer, *, own: str, groups: Iterable[str] = ()) -> asyncio.DatagramTransport:
    """Answers what comes to `port`, by broadcast and to `groups` as well; never what the device itself sent."""
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    door.bind(("", port))
    for group in groups:
        door.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            struct.pack("4s4s", socket.inet_aton(group), socket.inet_aton(own)),
        )
    door.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
    door.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0)
    door.setblocking(False)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Door(answer, own), sock=door)
    return transport


async def tcp(port: int, talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> None:
    """A TCP door; `talk` has each caller to itself and its troubles end that caller alone."""

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await asyncio.wait_for(talk(reader, writer), 30)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            pass
        finally:
            writer.close()

    await asyncio.start_server(guarded, "0.0.0.0", port)


async def mute(port: int) -> None:
    """A TCP door that takes callers and says nothing."""

    async def listen(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            pass

    await tcp(port, listen)


def live(*doors: Awaitable[Any]) -> None:
    """Opens all doors and lives until the machine ends."""

    async def forever() -> None:
        opened = await asyncio.gather(*doors)
        await asyncio.Event().wait()
        del opened

    asyncio.run(forever())
