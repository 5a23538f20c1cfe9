"""The capture program's loop: obeys roomcheck, keeps frames, moves sweeps on. No asyncio.

It has one thread, but for scapy's import, which would hold the first sweep up.
"""

import contextlib
import selectors
import socket
import threading
import time
from typing import Final

from roomcheck.capture import keep, templates
from roomcheck.capture.arp_sweep import ArpSweep
from roomcheck.capture.ear import Ear
from roomcheck.capture.parent import Parent
from roomcheck.capture.solicitation import Solicitation
from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.errors import RoomcheckError
from roomcheck.net import messages
from roomcheck.net.lab import require_lab
from roomcheck.net.packets import PacketFile
from roomcheck.net.shares import Shares

_SNAP: Final = 16_384
"""Bytes of one frame that are handed on."""
_BEHIND: Final = 8 << 20
"""Bytes that may wait for roomcheck to take them; frames beyond are counted, not kept."""
_BURST: Final = 1_024
_PER_S: Final = 128
"""Frames to all that are kept of one sender: so many at once, and so many a second after that."""
_LOOK: Final = 0.02
"""Seconds between two looks at whether scapy is there."""
_IDLE: Final = 60.0
_ARP: Final = b"\x08\x06"


class Loop:
    def __init__(self, parent: socket.socket, receiver: socket.socket, sender: socket.socket) -> None:
        self._parent = Parent(parent)
        self._ear = Ear(receiver)
        self._sender = sender
        self._selector = selectors.DefaultSelector()
        self._mac = b""
        self._ports: set[int] = set()
        self._sweep: ArpSweep | None = None
        self._solicitation: Solicitation | None = None
        self._lost = 0
        self._running = True
        self._capturing = False
        self._preparing = threading.Thread(target=templates.prepare, daemon=True)
        self._waiting: messages.Solicit | None = None
        """A solicitation that waits for scapy, which builds its frames."""
        self._file: PacketFile | None = None
        self._shares = Shares(burst=_BURST, per_s=_PER_S)

    def run(self) -> None:
        """Until the parent ends."""
        self._selector.register(self._parent, selectors.EVENT_READ)
        self._preparing.start()
        while self._running and not self._parent.ended:
            self._turn(self._pause())

    def _pause(self) -> float:
        now = time.monotonic()
        ends = [now + _IDLE]
        if self._sweep is not None:
            ends.append(self._sweep.due)
        if self._solicitation is not None:
            ends.append(self._solicitation.until)
        if self._waiting is not None:
            ends.append(now + _LOOK)
        return max(0.0, min(ends) - now)

    def _turn(self, timeout: float) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._parent.behind else 0)
        self._selector.modify(self._parent, events)
        for key, mask in self._selector.select(timeout):
            if key.fileobj is self._ear:
                self._receive()
            else:
                if mask & selectors.EVENT_READ:
                    self._obey()
                if mask & selectors.EVENT_WRITE:
                    self._parent.flush()
        self._advance()

    # -- what roomcheck wants

    def _obey(self) -> None:
        for command in self._parent.commands():
            try:
                self._command(command)
            except RoomcheckError as error:
                self._parent.tell(messages.Failed(why=str(error)))
                self._running = False
            except OSError as error:
                self._parent.tell(messages.Failed(why=f"{error.strerror}"))

    def _command(self, command: messages.Command) -> None:
        match command:
            case messages.Start():
                self._begin(command)
            case messages.KeepPort(port=port):
                self._ports.add(port)
                if self._capturing:
                    self._ear.hear(self._ports)
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
        descriptor = self._parent.descriptor() if start.file else None
        self._close_file()
        if descriptor is not None:
            self._file = PacketFile(descriptor, start.interface)
        require_lab(start.interface)
        self._mac = bytes.fromhex(start.mac.replace(":", ""))
        self._ports = set(start.ports)
        self._ear.turn_to(start.interface)
        self._sender.bind((start.interface, 0))
        if not self._capturing:
            self._selector.register(self._ear, selectors.EVENT_READ)
        self._capturing = True
        self._lost = 0
        self._ear.hear(self._ports)
        self._parent.tell(messages.Ready())

    def _stop(self) -> None:
        if self._capturing:
            self._selector.unregister(self._ear)
            self._ear.close_up()
            self._capturing = False
        self._sweep = None
        self._solicitation = self._waiting = None
        self._shares = Shares(burst=_BURST, per_s=_PER_S)
        self._close_file()
        self._parent.tell(messages.Stopped(lost=self._lost))

    # -- what is heard

    def _receive(self) -> None:
        for frame, at in self._ear.frames():
            if keep.keeps(frame, self._mac, self._ports):
                self._take(frame, at)
        self._settle_file()

    def _take(self, frame: bytes, at: int) -> None:
        now = time.monotonic()
        others = frame[6:12] != self._mac
        if others and (frame[0] & 1 or frame[12:14] == _ARP):
            if not self._shares.takes(frame[6:12], now) or self._parent.behind > _BEHIND:
                self._lost += 1
                return
            self._parent.put(messages.Packet(at=at, data=frame[:_SNAP], length=len(frame)))
        self._write(frame, at)
        if self._sweep is not None and (answer := self._sweep.heard(frame, now)) is not None:
            ip, mac, rtt = answer
            self._parent.put(
                messages.Seen(
                    number=self._sweep.number, ip=ip, mac=mac, at=at, kind="arp", data=frame[14:42], rtt=rtt
                )
            )
        elif self._solicitation is not None and (sign := self._solicitation.heard(frame[:_SNAP])) is not None:
            ip, mac, kind, data = sign
            self._parent.put(
                messages.Seen(number=self._solicitation.number, ip=ip, mac=mac, at=at, kind=kind, data=data)
            )

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
        self._parent.tell(messages.FileBroken())

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    # -- what is sent

    def _advance(self) -> None:
        now = time.monotonic()
        if self._sweep is not None:
            self._advance_sweep(self._sweep, now)
        if self._waiting is not None and not self._preparing.is_alive():
            asked, self._waiting = self._waiting, None
            self._solicit(asked)
        if self._solicitation is not None and now >= self._solicitation.until:
            self._parent.tell(messages.Swept(number=self._solicitation.number))
            self._solicitation = None
        self._parent.flush()

    def _advance_sweep(self, sweep: ArpSweep, now: float) -> None:
        for frame in sweep.frames(now):
            self._transmit(frame)
        if sweep.done:
            self._parent.tell(messages.Asked(number=sweep.number, count=sweep.sent, sample=sweep.sample))
            self._parent.tell(messages.Swept(number=sweep.number))
            self._sweep = None

    def _solicit(self, asked: messages.Solicit) -> None:
        frames = templates.solicitations(
            mac_of_bytes(self._mac) or "", socket.inet_ntop(socket.AF_INET6, asked.source)
        )
        self._solicitation = Solicitation(asked.number, self._mac, time.monotonic())
        for frame in frames:
            self._transmit(frame)
            self._parent.tell(messages.Asked(number=asked.number, count=1, sample=frame))

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
