"""The capture program's loop: commands in, events out, frames seen and sweeps sent. One thread, no asyncio."""

import ctypes
import selectors
import socket
import struct
import time
from typing import Final

import msgspec

from roomcheck.capture import keep, templates
from roomcheck.capture.arp_sweep import ArpSweep
from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.errors import RoomcheckError
from roomcheck.net import messages
from roomcheck.net.lab import require_lab

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
        self._prepared = False

    def run(self) -> None:
        """Until the parent ends. Scapy is imported after the first look at the pipe, so that no frame is missed."""
        self._parent.setblocking(False)  # noqa: FBT003  the standard library's own form
        self._receiver.setblocking(False)  # noqa: FBT003
        self._receiver.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._selector.register(self._parent, selectors.EVENT_READ)
        self._turn(0.02)
        templates.prepare()
        self._prepared = True
        self._tell(messages.Ready())
        while self._running:
            self._turn(self._pause())

    def _pause(self) -> float:
        now = time.monotonic()
        ends = [now + 60.0]
        if self._sweep is not None:
            ends.append(self._sweep.due)
        if self._solicited is not None:
            ends.append(self._solicited[1])
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
            data = self._parent.recv(1 << 16)
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
            case messages.Start(interface=interface, mac=mac, ports=ports):
                self._begin(interface, mac, ports)
            case messages.KeepPort(port=port):
                self._ports.add(port)
                self._filter()
            case messages.Sweep():
                template = templates.arp_request(mac_of_bytes(self._mac) or "", socket.inet_ntoa(command.source))
                addresses = [command.addresses[at : at + 4] for at in range(0, len(command.addresses), 4)]
                self._sweep = ArpSweep(
                    command.number, template, addresses, rate=command.rate, passes=command.passes
                )
            case messages.Solicit(number=number, source=source):
                self._solicit(number, source)
            case messages.Stop():
                self._stop()

    def _begin(self, interface: str, mac: str, ports: tuple[int, ...]) -> None:
        require_lab(interface)
        self._mac = bytes.fromhex(mac.replace(":", ""))
        self._ports = set(ports)
        self._attach(keep.NOTHING)
        self._receiver.bind((interface, _ALL_FRAMES))
        self._sender.bind((interface, 0))
        if not self._capturing:
            self._selector.register(self._receiver, selectors.EVENT_READ)
        self._drain()
        self._capturing = True
        self._filter()
        if self._prepared:
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
        self._solicited = None
        self._tell(messages.Stopped())

    # -- the link

    def _receive(self) -> None:
        for _ in range(_READS):
            try:
                frame, ancillary, _, _ = self._receiver.recvmsg(1 << 17, 64)
            except BlockingIOError:
                return
            except OSError:
                # The interface went away; it may come back.
                time.sleep(0.05)
                return
            if keep.keeps(frame, self._mac, self._ports):
                self._take(frame, _timestamp(ancillary))

    def _take(self, frame: bytes, at: int) -> None:
        if len(self._outward) < _BEHIND:
            self._outward += messages.pack(messages.Packet(at=at, data=frame[:_SNAP], length=len(frame)))
        else:
            self._lost += 1
        if self._sweep is not None and (heard := self._sweep.heard(frame, time.monotonic())) is not None:
            ip, mac, rtt = heard
            self._outward += messages.pack(
                messages.Seen(
                    number=self._sweep.number, ip=ip, mac=mac, at=at, kind="arp", data=frame[14:42], rtt=rtt
                )
            )
        elif self._solicited is not None:
            self._sign_of_life(self._solicited[0], frame, at)

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

    def _solicit(self, number: int, source: bytes) -> None:
        frames = templates.solicitations(
            mac_of_bytes(self._mac) or "", socket.inet_ntop(socket.AF_INET6, source)
        )
        self._seen6.clear()
        self._solicited = (number, time.monotonic() + _SOLICIT_WAIT)
        for frame in frames:
            self._transmit(frame)
            self._tell(messages.Asked(number=number, count=1, sample=frame))

    def _advance(self) -> None:
        now = time.monotonic()
        if self._sweep is not None:
            frames = self._sweep.frames(now)
            for frame in frames:
                self._transmit(frame)
            if self._sweep.done:
                number, count = self._sweep.number, self._sweep.sent
                self._tell(messages.Asked(number=number, count=count, sample=self._sweep.sample))
                self._tell(messages.Swept(number=number, lost=self._lost))
                self._sweep = None
        if self._solicited is not None and now >= self._solicited[1]:
            self._tell(messages.Swept(number=self._solicited[0], lost=self._lost))
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
