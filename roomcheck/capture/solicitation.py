"""One call to all IPv6 nodes for a sign of life, as a state that the capture loop moves on. No clock, no socket."""

from typing import Final

_WAIT: Final = 1.0
"""Seconds in which signs of life are told."""
_MOST: Final = 65_536
_IPV6: Final = b"\x86\xdd"
_ICMPV6: Final = 58
_ND: Final = range(133, 138)
"""Types of neighbour discovery (RFC 4861, 4)."""
_MESSAGE_AT: Final = 54


class Solicitation:
    def __init__(self, number: int, own_mac: bytes, now: float) -> None:
        self.number = number
        self.until = now + _WAIT
        self._own_mac = own_mac
        self._seen: set[tuple[bytes, bytes]] = set()

    def heard(self, frame: bytes) -> tuple[bytes, bytes, str, bytes] | None:
        """An ICMPv6 message of a host not heard before: address, MAC, kind (as in `Presence`), message."""
        if frame[12:14] != _IPV6 or len(frame) < 58 or frame[20] != _ICMPV6 or frame[6:12] == self._own_mac:
            return None
        ip, mac = frame[22:38], frame[6:12]
        if (ip, mac) in self._seen or len(self._seen) > _MOST or not any(ip) or ip[0] == 0xFF:
            return None
        self._seen.add((ip, mac))
        return ip, mac, "ndp" if frame[_MESSAGE_AT] in _ND else "icmp", frame[_MESSAGE_AT:]
