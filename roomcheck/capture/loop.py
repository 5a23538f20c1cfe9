"""The capture program's loop: commands in, events out, frames seen and sweeps sent. No asyncio.

It has one thread, but for scapy's import, which would hold the first sweep up.
"""

import contextlib
import ctypes
import selectors
import socket
import struct
import threading
import time
from typing import Final

import msgspec

from roomcheck.capture import keep, templates
from roomcheck.capture.arp_sweep import ArpSweep
from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.errors import RoomcheckError
from roomcheck.net import messages
from roomcheck.net.lab import require_lab
from roomcheck.net.packets import PacketFile

_ALL_FRAMES: Final = 0x0003
"""ETH_P_ALL"""
_SO_ATTACH_FILTER: Final = 26
_SO_TIMESTAMPNS: Final = 35
_SNAP: Final = 16_384
"""Bytes of one frame that are handed on."""
_BEHIND: Final = 8 << 20
"""Bytes that may wait for roomcheck to take them; frames beyond are counted, not kept."""
_READS: Final = 256
_SOLICIT_WAIT: Final = 1.0
_BURST: Final = 1_024
_PER_S: Final = 128
"""Frames to all that are kept of one sender: so many at once, and so many a second after that."""
_SENDERS: Final = 4_096
"""Senders that have a measure of their own; those beyond share one."""
_LOOK: Final = 0.02
"""Seconds between two looks at whether scapy is there."""
_ARP: Final = b"\x08\x06"


class Loop:
    def __init__(self, parent: socket.socket, receiver: socket.socket, sender: socket.socket) -> None:
        self._parent = parent
        self._receiver = receiver
        self._sender = sender
        self._selector = selectors.DefaultSelector()
        self._inward = bytearray()
        self._outward = bytearray()
        self._mac = b""
        self._ports: set[int] = set()
        self._sweep: ArpSweep | None = None
        self._solicited: tuple[int, float] | None = None
        self._seen6: set[tuple[bytes, bytes]] = set()
        self._lost = 0
        self._running = True
        self._capturing = False
        self._preparing = threading.Thread(target=templates.prepare, daemon=True)
        self._waiting: messages.Solicit | None = None
        self._descriptors: list[int] = []
        self._file: PacketFile | None = None
        self._measures: dict[bytes, tuple[float, float]] = {}

    def run(self) -> None:
        """Until the parent ends."""
        self._parent.setblocking(False)  # noqa: FBT003  the standard library's own form
        self._receiver.setblocking(False)  # noqa: FBT003
        self._receiver.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._selector.register(self._parent, selectors.EVENT_READ)
        self._preparing.start()
        while self._running:
            self._turn(self._pause())

    def _pause(self) -> float:
        now = time.monotonic()
        ends = [now + 60.0]
        if self._sweep is not None:
            ends.append(self._sweep.due)
        if self._solicited is not None:
            ends.append(self._solicited[1])
        if self._waiting is not None:
            ends.append(now + _LOOK)
        return max(0.0, min(ends) - now)

    def _turn(self, timeout: float) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outward else 0)
        self._selector.modify(self._parent, events)
        for key, mask in self._selector.select(timeout):
            if key.fileobj is self._receiver:
                self._receive()
            else:
                if mask & selectors.EVENT_READ:
                    self._obey()
                if mask & selectors.EVENT_WRITE:
                    self._flush()
        self._advance()

    # -- the parent

    def _tell(self, event: messages.Event) -> None:
        self._outward += messages.pack(event)
        self._flush()

    def _flush(self) -> None:
        try:
            while self._outward:
                del self._outward[: self._parent.send(self._outward[: 1 << 16])]
        except BlockingIOError:
            pass
        except OSError:
            self._running = False

    def _obey(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._parent, 1 << 16, 4)
            self._descriptors += descriptors
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._running = False
            return
        self._inward += data
        while len(self._inward) >= 4:
            length = messages.length_of(bytes(self._inward[:4]))
            if length is None:
                self._running = False
                return
            if len(self._inward) < 4 + length:
                return
            body = bytes(self._inward[4 : 4 + length])
            del self._inward[: 4 + length]
            try:
                self._command(messages.command_of(body))
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                self._tell(messages.Failed(why=str(error)))
            except RoomcheckError as error:
                self._tell(messages.Failed(why=str(error)))
                self._running = False
            except OSError as error:
                self._tell(messages.Failed(why=f"{error.strerror}"))

    def _command(self, command: messages.Command) -> None:
        match command:
            case messages.Start():
                self._begin(command)
            case messages.KeepPort(port=port):
                self._ports.add(port)
                self._filter()
            case messages.Sweep():
                template = templates.arp_request(self._mac, command.source[:4].ljust(4, b"\0"))
                addresses = [command.addresses[at : at + 4] for at in range(0, len(command.addresses), 4)]
                self._sweep = ArpSweep(
                    command.number, template, addresses, rate=command.rate, passes=command.passes
                )
            case messages.Solicit():
                self._waiting = command
            case messages.Stop():
                self._stop()

    def _begin(self, start: messages.Start) -> None:
        descriptor = self._descriptors.pop(0) if start.file and self._descriptors else None
        self._close_file()
        if descriptor is not None:
            self._file = PacketFile(descriptor, start.interface)
        require_lab(start.interface)
        self._mac = bytes.fromhex(start.mac.replace(":", ""))
        self._ports = set(start.ports)
        self._attach(keep.NOTHING)
        self._receiver.bind((start.interface, _ALL_FRAMES))
        self._sender.bind((start.interface, 0))
        if not self._capturing:
            self._selector.register(self._receiver, selectors.EVENT_READ)
        self._drain()
        self._capturing = True
        self._lost = 0
        self._filter()
        self._tell(messages.Ready())

    def _drain(self) -> None:
        """Throws away what came on an earlier interface."""
        try:
            for _ in range(1 << 16):
                self._receiver.recv(1)
        except OSError:
            pass

    def _filter(self) -> None:
        if self._capturing:
            self._attach(keep.program(self._ports))

    def _attach(self, code: bytes) -> None:
        held = ctypes.create_string_buffer(code)
        wanted = keep.Fprog(len(code) // 8, ctypes.addressof(held))
        self._receiver.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, bytes(wanted))

    def _stop(self) -> None:
        if self._capturing:
            self._selector.unregister(self._receiver)
            self._attach(keep.NOTHING)
            self._capturing = False
        self._sweep = None
        self._solicited = self._waiting = None
        self._measures.clear()
        self._close_file()
        self._tell(messages.Stopped(lost=self._lost))

    # -- the link

    def _receive(self) -> None:
        for _ in range(_READS):
            try:
                frame, ancillary, _, _ = self._receiver.recvmsg(1 << 17, 64)
            except BlockingIOError:
                break
            except OSError:
                # The interface went away; it may come back.
                time.sleep(0.05)
                break
            if keep.keeps(frame, self._mac, self._ports):
                self._take(frame, _timestamp(ancillary))
        self._settle_file()

    def _take(self, frame: bytes, at: int) -> None:
        others = frame[6:12] != self._mac
        if others and (frame[0] & 1 or frame[12:14] == _ARP):
            if self._is_too_much(frame[6:12]) or len(self._outward) > _BEHIND:
                self._lost += 1
                return
            self._outward += messages.pack(messages.Packet(at=at, data=frame[:_SNAP], length=len(frame)))
        self._write(frame, at)
        if self._sweep is not None and (heard := self._sweep.heard(frame, time.monotonic())) is not None:
            ip, mac, rtt = heard
            self._outward += messages.pack(
                messages.Seen(
                    number=self._sweep.number, ip=ip, mac=mac, at=at, kind="arp", data=frame[14:42], rtt=rtt
                )
            )
        elif self._solicited is not None:
            self._sign_of_life(self._solicited[0], frame, at)

    def _is_too_much(self, sender: bytes) -> bool:
        """Whether a sender has had its share of what is kept of frames to all."""
        name = sender if sender in self._measures or len(self._measures) < _SENDERS else b""
        now = time.monotonic()
        left, since = self._measures.get(name, (float(_BURST), now))
        left = min(_BURST, left + (now - since) * _PER_S)
        self._measures[name] = (max(0.0, left - 1), now)
        return left < 1

    def _write(self, frame: bytes, at: int) -> None:
        if self._file is not None:
            try:
                self._file.add(at, frame[:_SNAP], len(frame))
            except OSError:
                self._give_file_up()

    def _settle_file(self) -> None:
        if self._file is not None:
            try:
                self._file.flush()
            except OSError:
                self._give_file_up()

    def _give_file_up(self) -> None:
        """A full disk ends the file, not the check."""
        self._close_file()
        self._tell(messages.FileBroken())

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _sign_of_life(self, number: int, frame: bytes, at: int) -> None:
        """An ICMPv6 message of another host while signs of life are asked for."""
        if frame[12:14] != b"\x86\xdd" or len(frame) < 58 or frame[20] != 58 or frame[6:12] == self._mac:
            return
        ip, mac, kind = frame[22:38], frame[6:12], frame[54]
        if (ip, mac) in self._seen6 or len(self._seen6) > 65_536 or not any(ip) or ip[0] == 0xFF:
            return
        self._seen6.add((ip, mac))
        self._outward += messages.pack(
            messages.Seen(
                number=number, ip=ip, mac=mac, at=at, kind="ndp" if 133 <= kind <= 137 else "icmp",
                data=frame[54:_SNAP],
            )
        )

    def _solicit(self, asked: messages.Solicit) -> None:
        frames = templates.solicitations(
            mac_of_bytes(self._mac) or "", socket.inet_ntop(socket.AF_INET6, asked.source)
        )
        self._seen6.clear()
        self._solicited = (asked.number, time.monotonic() + _SOLICIT_WAIT)
        for frame in frames:
            self._transmit(frame)
            self._tell(messages.Asked(number=asked.number, count=1, sample=frame))

    def _advance(self) -> None:
        now = time.monotonic()
        if self._sweep is not None:
            frames = self._sweep.frames(now)
            for frame in frames:
                self._transmit(frame)
            if self._sweep.done:
                number, count = self._sweep.number, self._sweep.sent
                self._tell(messages.Asked(number=number, count=count, sample=self._sweep.sample))
                self._tell(messages.Swept(number=number))
                self._sweep = None
        if self._waiting is not None and not self._preparing.is_alive():
            asked, self._waiting = self._waiting, None
            self._solicit(asked)
        if self._solicited is not None and now >= self._solicited[1]:
            self._tell(messages.Swept(number=self._solicited[0]))
            self._solicited = None
        self._flush()

    def _transmit(self, frame: bytes) -> None:
        for _ in range(5):
            try:
                self._sender.send(frame)
            except (BlockingIOError, InterruptedError):
                time.sleep(0.002)
            except OSError:
                return
            else:
                # The receiver sees what the sender sends, so it is recorded like all else.
                return


def _timestamp(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) >= 16:
            seconds, nanoseconds = struct.unpack_from("@qq", data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    return time.time_ns()
