"""Changes the channel of one monitor interface, and does nothing else: a program of its own that keeps the right to.

`python -P -m roomcheck.net.air.channel IFACE`, started by `roomcheck.net.air.monitor` while root's rights are still
there. It opens one socket to the kernel, becomes nobody with CAP_NET_ADMIN alone, and reads frequencies in MHz from
its parent, one a line, and the kernel's answers, and nothing from anywhere else. It sets those that stand in its own
table, answers `set` or `kept`, and ends with its parent. It never transmits: to listen, a channel need not be one to
send on.
"""

import contextlib
import ctypes
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Final

from roomcheck.net.air import nl80211
from roomcheck.net.privilege import NOBODY

FREQUENCIES: Final = (
    *range(2412, 2473, 5), 2484,
    *range(5180, 5321, 20), *range(5500, 5721, 20), *range(5745, 5886, 20),
    *range(5955, 7116, 20),
)
"""Centres of 20 MHz channels at 2.4, 5 and 6 GHz, in MHz (IEEE 802.11-2020, annex E)."""

RADIOTAP: Final = 803
"""ARPHRD_IEEE80211_RADIOTAP"""
_GENERIC: Final = 16
"""NETLINK_GENERIC"""
_ANSWER: Final = 8_192
_SECONDS: Final = 2.0
_SET_NO_NEW_PRIVS: Final = 38
_SET_KEEPCAPS: Final = 8
_CAPABILITY_VERSION: Final = 0x20080522
_NET_ADMIN: Final = 1 << 12
"""CAP_NET_ADMIN"""


class Radio:
    """The kernel's door to one interface. Raises OSError where there is none."""

    def __init__(self, interface: str, kernel: socket.socket | None = None) -> None:
        self._index = socket.if_nametoindex(interface)
        self._kernel = kernel or socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _GENERIC)
        self._kernel.settimeout(_SECONDS)
        self._sequence = 1
        self._kernel.send(nl80211.family_request(self._sequence))
        self._family = nl80211.family_of(self._kernel.recv(_ANSWER))

    def tune(self, frequency: int) -> bool:
        """Goes to a channel of the table, as wide as the adapter can hear; False where it cannot or may not."""
        if self._family is None or frequency not in FREQUENCIES:
            return False
        first = self._sequence + 1
        requests = nl80211.channel_requests(self._family, self._index, frequency, first)
        self._sequence += len(requests)
        return any(self._ask(request, first + number) for number, request in enumerate(requests))

    def _ask(self, request: bytes, sequence: int) -> bool:
        try:
            self._kernel.send(request)
            while (answer := nl80211.accepted(self._kernel.recv(_ANSWER), sequence)) is None:
                pass
        except OSError:
            return False
        return answer


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not is_monitor(arguments[0]):
        return 2
    try:
        radio = Radio(arguments[0])
    except OSError:
        return 2
    keep_one_right()
    for line in sys.stdin:
        done = line.strip().isdecimal() and radio.tune(int(line[:8]))
        sys.stdout.write("set\n" if done else "kept\n")
        sys.stdout.flush()
    return 0


def is_monitor(name: str) -> bool:
    """Whether an interface hands out frames with radiotap headers."""
    if "/" in name or not name or name.startswith("."):
        return False
    try:
        return int((Path("/sys/class/net") / name / "type").read_text(encoding="ascii")) == RADIOTAP
    except (OSError, ValueError):
        return False


def keep_one_right() -> None:
    """Becomes nobody, for good, with the right to configure interfaces and no other; as far as root's rights reach."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_KEEPCAPS, 1, 0, 0, 0)
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    libc.capset(header, struct.pack("=6I", _NET_ADMIN, _NET_ADMIN, 0, 0, 0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
