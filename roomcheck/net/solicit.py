"""Looking for IPv6 hosts without privileges.

An echo goes to all nodes (RFC 4443) where the system lets everybody send one; then the neighbour table is read, into
which every host comes that looked for us to answer.
"""

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.addresses import ip_of
from roomcheck.model.vocabulary import Reason
from roomcheck.net import interfaces
from roomcheck.net.ground import Ground
from roomcheck.net.link import Presence
from roomcheck.net.sweep import line_of

ALL_NODES: Final = "ff02::1"
_WAIT: Final = 1.0
_ECHO: Final = 128
_SO_BINDTODEVICE: Final = 25


class Solicit:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def look(self, *, via: str) -> AsyncIterator[Presence]:
        if self._ground.scope.loopback or not any(":" in ip for ip in self._ground.network.own_ips):
            return
        exchange = self._ground.ledger.exchange()
        answers = {ip: data async for ip, data in self._echo(via, exchange)}
        table = {neighbour.ip: neighbour for neighbour in interfaces.neighbours(self._ground.network.interface)}
        for ip, data in answers.items():
            if self._ground.scope.in_scope(ip):
                self._ground.hosts.seen(ip)
                known = table.pop(ip, None)
                yield Presence(
                    ip=ip, mac=known.mac if known else None, at=self._ground.clock.now(), kind="icmp", data=data,
                    exchange=exchange,
                )
        for neighbour in table.values():
            if ":" in neighbour.ip and neighbour.mac is not None and self._ground.scope.in_scope(neighbour.ip):
                yield Presence(
                    ip=neighbour.ip, mac=neighbour.mac, at=self._ground.clock.now(), kind="neighbour",
                    data=line_of(neighbour),
                )

    async def _echo(self, via: str, exchange: str) -> AsyncIterator[tuple[str, bytes]]:
        loop = asyncio.get_running_loop()
        message = struct.pack("!BBHHH", _ECHO, 0, 0, 0, 1) + os.urandom(8)
        try:
            sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6)
        except OSError:
            self._ground.ledger.absent(
                via=via, subject="network", reason=Reason.NO_PRIVILEGE, detail="an IPv6 echo to all nodes"
            )
            return
        with contextlib.closing(sock):
            try:
                sock.setblocking(False)  # noqa: FBT003  the standard library's own form
                sock.setsockopt(socket.SOL_SOCKET, _SO_BINDTODEVICE, self._ground.scope.name.encode() + b"\0")
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 1)
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, self._ground.scope.index)
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
                await self._ground.pace.take()
                sock.sendto(message, (ALL_NODES, 0, 0, self._ground.scope.index))
            except OSError as error:
                self._ground.ledger.absent(via=via, subject="network", reason=Reason.FAILED, detail=str(error.strerror))
                return
            self._ground.ledger.sent(exchange, via=via, transport="icmp", to=ALL_NODES, data=message)
            with contextlib.suppress(TimeoutError, OSError):
                async with asyncio.timeout(_WAIT):
                    for _ in range(4096):
                        data, sender = await loop.sock_recvfrom(sock, 2048)
                        if (ip := ip_of(sender[0])) is not None:
                            yield ip, data
