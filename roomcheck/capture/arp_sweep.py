"""One ARP sweep as a state that the capture loop moves on: what to send now, when to look again, who answered.

No clock, no socket: the loop says what time it is. Addresses go out at the pace; after each pass those that have not
answered are asked again, after a wait that fits the slowest answer so far.
"""

import struct
from typing import Final

from roomcheck.capture.templates import TARGET

_WAITS: Final = (0.12, 0.15, 0.30)
"""Seconds after the first, the second and the last pass."""
_LONGEST_WAIT: Final = 1.2
_BURST: Final = 24
"""Frames in a row at the most."""
_MACS: Final = 4
"""Different MACs of one address that are told."""

_ARP: Final = struct.Struct("!HHBBH6s4s6s4s")


class ArpSweep:
    def __init__(self, number: int, template: bytes, addresses: list[bytes], *, rate: int, passes: int) -> None:
        self.number = number
        self.done = False
        self.sent = 0
        self._template = bytearray(template)
        self._missing = dict.fromkeys(addresses)
        self._asked = dict.fromkeys(addresses, 0.0)
        self._macs: dict[bytes, set[bytes]] = {}
        self._gap = 1.0 / max(1, rate)
        self._left = passes
        self._queue: list[bytes] = []
        self._pass = -1
        self._due = 0.0
        self._slowest = 0.0

    def frames(self, now: float) -> list[bytes]:
        """The frames that may go now. Afterwards `due` says when to ask again."""
        if self._pass < 0:
            self._due = now
        frames: list[bytes] = []
        while not self.done and self._due <= now and len(frames) < _BURST:
            if not self._queue and not self._next_pass():
                self.done = True
                break
            if self._queue:
                ip = self._queue.pop()
                if ip not in self._missing:
                    continue
                self._template[TARGET] = ip
                if self._pass == 0:
                    self._asked[ip] = now
                frames.append(bytes(self._template))
                self._due = max(self._due, now - _BURST * self._gap) + self._gap
                if not self._queue:
                    self._due = now + self._wait()
        self.sent += len(frames)
        return frames

    @property
    def sample(self) -> bytes:
        """The frame that was sent last."""
        return bytes(self._template)

    @property
    def due(self) -> float:
        """The time of the next frame, or of the end."""
        return self._due

    def _next_pass(self) -> bool:
        self._pass += 1
        if self._pass >= self._left or not self._missing:
            return False
        self._queue = list(reversed(self._missing))
        return True

    def _wait(self) -> float:
        last = self._pass + 1 >= self._left
        least = _WAITS[-1] if last else _WAITS[min(self._pass, 1)]
        return min(_LONGEST_WAIT, max(least, 2.0 * self._slowest))

    def heard(self, frame: bytes, now: float) -> tuple[bytes, bytes, float | None] | None:
        """An ARP frame: address, MAC and round trip, where it shows an asked address for the first time."""
        if len(frame) < 42 or frame[12:14] != b"\x08\x06":
            return None
        hardware, protocol, hlen, plen, operation, mac, ip, _, _ = _ARP.unpack_from(frame, 14)
        if (hardware, protocol, hlen, plen) != (1, 0x0800, 6, 4) or operation not in {1, 2} or mac[0] & 1:
            return None
        if ip not in self._asked or mac == self._template[6:12]:
            return None
        known = self._macs.setdefault(ip, set())
        if mac in known or len(known) >= _MACS:
            return None
        first = not known
        known.add(mac)
        self._missing.pop(ip, None)
        asked = self._asked[ip]
        rtt = now - asked if first and operation == 2 and asked and self._pass == 0 else None
        if rtt is not None:
            self._slowest = max(self._slowest, min(rtt, _LONGEST_WAIT))
        return ip, mac, rtt
