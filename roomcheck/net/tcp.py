"""One TCP conversation, in clear or under TLS."""

import asyncio
import contextlib
import socket
import ssl
import warnings
from collections.abc import Callable
from functools import cache
from typing import Final

from roomcheck.model import limits
from roomcheck.net import sockets
from roomcheck.net.hosts import Hosts
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import LinkError
from roomcheck.net.pace import Crowd
from roomcheck.net.scope import Scope

_PIECE: Final = 16_384


@cache
def _tls() -> ssl.SSLContext:
    """TLS as cheap devices still speak it.

    Nothing is verified and nothing secret is sent: what is wanted is the certificate and the page.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with contextlib.suppress(ssl.SSLError):
        context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0)
    return context


class TcpConversation:
    """`roomcheck.net.link.Conversation` on a connected socket. `exchange` is that of the last thing sent."""

    def __init__(
        self, sock: socket.socket, ledger: Ledger, *, via: str, ip: str, port: int, exchange: str,
        leave: Callable[[], None],
    ) -> None:
        self.exchange = exchange
        self.broken: str | None = None
        self._sock = sock
        self._ledger = ledger
        self._via = via
        self._ip = ip
        self._port = port
        self._leave = leave
        self._loop = asyncio.get_running_loop()
        self._held = bytearray()
        self._ended = False
        self._closed = False
        self._tls: ssl.SSLObject | None = None
        self._inward = ssl.MemoryBIO()
        self._outward = ssl.MemoryBIO()

    async def send(self, data: bytes, *, seconds: float = 2.0) -> bool:
        if self._closed or self.broken == "reset":
            return False
        self.exchange = self._ledger.exchange()
        self._ledger.sent(
            self.exchange, via=self._via, transport="tcp", to=self._ip, port=self._port, data=data
        )
        try:
            async with asyncio.timeout(seconds):
                if self._tls is None:
                    await self._loop.sock_sendall(self._sock, data)
                else:
                    self._tls.write(data)
                    await self._flush()
        except TimeoutError:
            self.broken = "deadline"
        except (OSError, ssl.SSLError):
            self.broken = "reset"
        return self.broken is None

    async def read(self, *, until: bytes | None = None, limit: int = limits.ANSWER, seconds: float = 2.0) -> bytes:
        searched = 0
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if until is not None and (at := self._held.find(until, searched)) >= 0:
                        return self._take(min(limit, at + len(until)))
                    searched = max(0, len(self._held) - len(until or b"") + 1)
                    if len(self._held) >= limit or self._ended or self._closed:
                        break
                    await self._receive()
        except TimeoutError:
            self.broken = "deadline"
        except (OSError, ssl.SSLError):
            self.broken, self._ended = "reset", True
        if self._ended and self.broken is None:
            self.broken = "ended"
        return self._take(limit)

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    async def _receive(self) -> None:
        """Adds what comes next to what is held."""
        data = await self._loop.sock_recv(self._sock, _PIECE)
        if self._tls is None:
            self._held += data
            self._ended = not data
            return
        if data:
            self._inward.write(data)
        else:
            self._inward.write_eof()
            self._ended = True
        with contextlib.suppress(ssl.SSLWantReadError):
            while piece := self._tls.read(_PIECE):
                self._held += piece
            self._ended = True
        await self._flush()

    async def _flush(self) -> None:
        if data := self._outward.read():
            await self._loop.sock_sendall(self._sock, data)

    async def start_tls(self, *, seconds: float = 2.0) -> bytes | None:
        if self._closed or self._tls is not None:
            return None
        self.exchange = self._ledger.exchange()
        session = _tls().wrap_bio(self._inward, self._outward)
        hello = True
        try:
            async with asyncio.timeout(seconds):
                while True:
                    try:
                        session.do_handshake()
                    except ssl.SSLWantReadError:
                        data = self._outward.read()
                        if hello:
                            hello = False
                            self._ledger.sent(
                                self.exchange, via=self._via, transport="tcp", to=self._ip, port=self._port, data=data
                            )
                        if data:
                            await self._loop.sock_sendall(self._sock, data)
                        answer = await self._loop.sock_recv(self._sock, _PIECE)
                        if not answer:
                            self.broken = "ended"
                            return None
                        self._inward.write(answer)
                    else:
                        break
                await self._flush()
        except TimeoutError:
            self.broken = "deadline"
            return None
        except (OSError, ssl.SSLError, ValueError):
            self.broken = "reset"
            return None
        self._tls = session
        return session.getpeercert(binary_form=True)

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._sock.close()
            self._leave()


class Tcp:
    """TCP on one link."""

    def __init__(self, scope: Scope, ledger: Ledger, hosts: Hosts, crowd: Crowd) -> None:
        self._scope = scope
        self._ledger = ledger
        self._hosts = hosts
        self._crowd = crowd
        self._open: set[TcpConversation] = set()

    async def connect(self, ip: str, port: int, *, via: str, seconds: float) -> TcpConversation | None:
        if reason := self._scope.refusal(ip, port) or (None if self._scope.in_scope(ip) else f"{ip} is no single host"):
            raise LinkError(f"{via} may not connect to {ip} port {port}: {reason}")
        await self._crowd.enter(ip)
        conversation = None
        try:
            conversation = await self._dial(ip, port, via=via, seconds=seconds)
        finally:
            if conversation is None:
                self._crowd.leave(ip)
        return conversation

    async def _dial(self, ip: str, port: int, *, via: str, seconds: float) -> TcpConversation | None:
        loop = asyncio.get_running_loop()
        try:
            sock = sockets.tcp(self._scope, sockets.version_of(ip))
        except OSError:
            return None
        exchange = self._ledger.exchange()
        self._ledger.sent(exchange, via=via, transport="tcp", to=ip, port=port)
        started = loop.time()
        try:
            async with asyncio.timeout(seconds):
                await loop.sock_connect(sock, sockets.destination(self._scope, ip, port))
        except (OSError, TimeoutError):
            sock.close()
            return None
        except BaseException:
            sock.close()
            raise
        self._hosts.of(ip).measured(loop.time() - started)

        def leave() -> None:
            self._crowd.leave(ip)
            self._open.discard(conversation)

        conversation = TcpConversation(sock, self._ledger, via=via, ip=ip, port=port, exchange=exchange, leave=leave)
        self._open.add(conversation)
        return conversation

    async def close(self) -> None:
        for conversation in tuple(self._open):
            await conversation.close()
