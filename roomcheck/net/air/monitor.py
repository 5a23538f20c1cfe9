"""Frames of the air from a monitor interface, live. Only hears: its socket is never written to.

`sudo roomcheck air -i IFACE` calls `shed_root` before anything else: the packet socket and the channel setter are
opened while that is allowed, then this process becomes the calling user for good, and only then reads a frame.
"""

import contextlib
import os
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from roomcheck.model.errors import NoNetwork, NotAllowed
from roomcheck.net import privilege
from roomcheck.net.air.channel import FREQUENCIES, RADIOTAP, is_monitor
from roomcheck.net.lab import require_lab
from roomcheck.net.packet_socket import ALL_FRAMES, attach, first_bytes, keep_times, time_of

DWELL: Final = 0.25
"""Seconds on one channel while looking for what is there: more than two beacons' time."""
_SNAP: Final = 512
"""Bytes of a frame that are taken at all: headers, and the names in beacons."""
_BUFFER: Final = 8 << 20
_SO_RCVBUFFORCE: Final = 33
_PACKET_STATISTICS: Final = 6
_PACKET_AUXDATA: Final = 8
_SOL_PACKET: Final = 263
_PACKET_OUTGOING: Final = 4

_NEEDED: Final = (
    "What would do: a Wi-Fi adapter that can monitor (`iw list` shows it), put into that mode with "
    '`sudo iw dev wlan0 set type monitor`, and `sudo "$(command -v roomcheck)" air -i wlan0`; or a capture of another '
    "tool or phone: `roomcheck air FILE`."
)


class Packet(msgspec.Struct, frozen=True, gc=False):
    """One captured frame with its radiotap header."""

    data: bytes
    at: int
    """Microseconds since 1970."""
    length: int


class _Held(msgspec.Struct):
    """What was opened while that was allowed."""

    sock: socket.socket | None = None
    setter: "subprocess.Popen[bytes] | None" = None
    tunes: str | None = None
    """The interface whose channel the setter may change."""
    lasting: bool = False
    """Whether a monitor that is closed gives these back, for the next one."""


_held = _Held()


def shed_root(interface: str | None) -> None:
    """Opens what needs root's rights, where they are there, then gives them up for good. Raises NotAllowed."""
    if sys.platform == "win32":
        return
    _hold(interface)
    if privilege.may_open_raw() or os.geteuid() == 0:
        privilege.drop(privilege.calling_user())


def hold() -> None:
    """Opens what listening needs, where there is an interface in monitor mode, for as often as this process listens.

    For a program that outlives one listening; whoever calls this gives up root's rights next.
    """
    if sys.platform.startswith("linux") and interfaces():
        _hold(None)
        _held.lasting = True


def may_hear() -> bool:
    """Whether this process may listen: what that needs was opened before, or may be opened now."""
    return _held.sock is not None or privilege.may_open_raw()


def _hold(interface: str | None) -> None:
    found = interfaces()
    if interface is None and len(found) == 1:
        interface = found[0]
    if (interface is None and not found) or not privilege.may_open_raw():
        return
    _held.sock = _open()
    if interface is not None and is_monitor(interface):
        _held.setter, _held.tunes = _start_setter(interface), interface


def _open() -> socket.socket:
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER)
    return sock


def _start_setter(interface: str) -> "subprocess.Popen[bytes] | None":
    try:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "roomcheck.net.air.channel", interface], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )
    except OSError:
        return None


def interfaces() -> tuple[str, ...]:
    """The monitor interfaces of this machine."""
    try:
        return tuple(sorted(place.name for place in Path("/sys/class/net").iterdir() if is_monitor(place.name)))
    except OSError:
        return ()


class Monitor:
    """A monitor interface that is listened to. Use as a context manager.

    Raises NoNetwork where there is no such interface or it does not monitor, and NotAllowed without the right to hear.
    """

    def __init__(self, interface: str) -> None:
        self.interface = interface
        self.lost = 0
        """Frames that came faster than they could be taken."""
        if not sys.platform.startswith("linux"):
            raise NotAllowed("roomcheck hears the air by itself on Linux only.", _NEEDED)
        if not (Path("/sys/class/net") / interface).exists() or "/" in interface:
            raise NoNetwork(f"There is no interface called {interface!r}.", _NEEDED)
        if not is_monitor(interface):
            raise NoNetwork(f"{interface} does not monitor: it hears only its own network.", _NEEDED)
        require_lab(interface)
        self._sock = self._take()
        self._setter = _held.setter if _held.tunes == interface else None
        self.can_hop = self._setter is not None

    def _take(self) -> socket.socket:
        sock, _held.sock = _held.sock, None
        try:
            sock = sock or _open()
            keep_times(sock)
            sock.setsockopt(_SOL_PACKET, _PACKET_AUXDATA, 1)
            sock.bind((self.interface, ALL_FRAMES))
        except PermissionError:
            raise NotAllowed(f"Listening on {self.interface} needs administrator rights.", _NEEDED) from None
        except OSError as error:
            if _held.lasting:
                _held.sock = sock
            raise NoNetwork(f"{self.interface} cannot be listened to ({error.strerror}).", _NEEDED) from None
        _snap(sock)
        return sock

    def packets(self, seconds: float) -> Iterator[Packet | None]:
        """Frames as they come, for that long; None about ten times a second, so that a caller can do other things."""
        until = time.monotonic() + seconds
        tick = 0.0
        while (now := time.monotonic()) < until:
            if now >= tick:
                tick = now + 0.1
                yield None
            if not select.select([self._sock], [], [], min(0.1, until - now))[0]:
                continue
            try:
                data, ancillary, _, address = self._sock.recvmsg(_SNAP, 128)
            except OSError as error:
                why = f"{self.interface} went away ({error.strerror})."
                raise NoNetwork(why, "Plug it in and try again.") from None
            if address[2] == _PACKET_OUTGOING:
                continue
            length = max(_true_length(ancillary), len(data))
            yield Packet(data, time_of(ancillary) // 1_000, length)

    def tune(self, frequency: int) -> bool:
        """Goes to a channel by its frequency in MHz; False where that did not work."""
        setter = self._setter
        if setter is None or setter.stdin is None or setter.stdout is None or frequency not in FREQUENCIES:
            return False
        try:
            setter.stdin.write(f"{frequency}\n".encode())
            setter.stdin.flush()
            return setter.stdout.readline() == b"set\n"
        except OSError:
            return False

    def statistics(self) -> tuple[int, int]:
        """Frames taken and frames lost since the last time this was asked."""
        packed = self._sock.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, 8)
        taken, lost = struct.unpack("II", packed)
        self.lost += lost
        return taken, lost

    def close(self) -> None:
        if _held.lasting and _held.sock is None:
            _silence(self._sock)
            _held.sock = self._sock
            return
        self._sock.close()
        setter, _held.setter = self._setter, None
        if setter is not None:
            for pipe in (setter.stdin, setter.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                setter.wait(2)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _snap(sock: socket.socket, most: int = _SNAP) -> None:
    """A filter that hands over the first bytes of each frame only: the kernel keeps the rest to itself."""
    with contextlib.suppress(OSError):
        attach(sock, first_bytes(most))


def _silence(sock: socket.socket) -> None:
    """Nothing more is taken, and what waits is thrown away, until somebody listens again."""
    _snap(sock, 0)
    with contextlib.suppress(OSError):
        while True:
            sock.recv(1, socket.MSG_DONTWAIT)


def _true_length(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if level == _SOL_PACKET and kind == _PACKET_AUXDATA and len(data) >= 8:
            return int(struct.unpack_from("@II", data)[1])
    return 0


__all__ = ["DWELL", "RADIOTAP", "Monitor", "Packet", "hold", "interfaces", "may_hear", "shed_root"]
