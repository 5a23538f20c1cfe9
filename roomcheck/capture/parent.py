"""The capture program's end of the socket to roomcheck: commands in, events out. Nothing here waits."""

import socket
from collections.abc import Iterator

import msgspec

from roomcheck.net import messages

_PIECE = 1 << 16
_MOST_DESCRIPTORS = 4


class Parent:
    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)  # noqa: FBT003  the standard library's own form
        self.ended = False
        """Whether roomcheck is gone, or says what nobody can follow."""
        self._sock = sock
        self._inward = bytearray()
        self._outward = bytearray()
        self._descriptors: list[int] = []

    def fileno(self) -> int:
        return self._sock.fileno()

    @property
    def behind(self) -> int:
        """Bytes that roomcheck has yet to take."""
        return len(self._outward)

    def put(self, event: messages.Event) -> None:
        """Adds an event to what the next `flush` says."""
        self._outward += messages.pack(event)

    def tell(self, event: messages.Event) -> None:
        """Says an event as soon as roomcheck takes it."""
        self.put(event)
        self.flush()

    def flush(self) -> None:
        try:
            while self._outward:
                del self._outward[: self._sock.send(self._outward[:_PIECE])]
        except BlockingIOError:
            pass
        except OSError:
            self.ended = True

    def commands(self) -> Iterator[messages.Command]:
        """What has come, as commands. What is none is answered with `Failed`; one beyond the limit ends it all."""
        self._receive()
        while len(self._inward) >= 4:
            length = messages.length_of(bytes(self._inward[:4]))
            if length is None:
                self.ended = True
                return
            if len(self._inward) < 4 + length:
                return
            body = bytes(self._inward[4 : 4 + length])
            del self._inward[: 4 + length]
            try:
                command = messages.command_of(body)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                self.tell(messages.Failed(why=str(error)))
            else:
                yield command

    def descriptor(self) -> int | None:
        """The oldest descriptor that came with a command and was not asked for yet."""
        return self._descriptors.pop(0) if self._descriptors else None

    def _receive(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._sock, _PIECE, _MOST_DESCRIPTORS)
        except BlockingIOError:
            return
        except OSError:
            self.ended = True
            return
        self._descriptors += descriptors
        self._inward += data
        self.ended = self.ended or not data
