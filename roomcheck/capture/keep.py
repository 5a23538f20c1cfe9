"""Which frames are kept: roomcheck's own exchanges, and what was sent to all. Nobody else's, not even this person's.

Own exchanges are told by their local port, which `roomcheck.net.sockets` takes from a range of its own. The kernel
drops most of the rest by a classic BPF program (Linux, Documentation/networking/filter.rst); `keeps` decides exactly.
"""

import struct
from collections.abc import Collection
from typing import Final

FIRST_PORT: Final = 61_000
_MOST_PORTS: Final = 24

_LDB, _LDH, _LDH_X, _LDX_HEADER = 0x30, 0x28, 0x48, 0xB1
_JEQ, _JGE, _JSET, _RET = 0x15, 0x35, 0x45, 0x06
_PACKET_TYPE: Final = 0xFFFFF004
"""SKF_AD_OFF + SKF_AD_PKTTYPE"""
_OTHER_HOST: Final = 3

_ARP, _IPV4, _IPV6 = 0x0806, 0x0800, 0x86DD
_ICMP, _TCP, _UDP, _ICMPV6 = 1, 6, 17, 58
_ND: Final = range(133, 138)
_ECHO_REPLIES: Final = {_ICMP: 0, _ICMPV6: 129}
_ERRORS: Final = {_ICMP: frozenset({3, 11, 12}), _ICMPV6: frozenset({1, 2, 3, 4})}

_Step = tuple[int, str | int, str, str]
"""Code, operand, label where true, label where false (a load goes on to the next step)."""


def _ports(load: int, first: int, second: int, ports: Collection[int]) -> list[_Step | str]:
    steps: list[_Step | str] = []
    for offset in (first, second):
        steps.append((load, offset, "", ""))
        steps.append((_JGE, FIRST_PORT, "keep", ""))
        steps.extend((_JEQ, port, "keep", "") for port in ports)
    return steps


def program(ports: Collection[int]) -> bytes:
    """The kernel's filter as `struct sock_filter`s; `ports` are fixed local ports (at most 24 count)."""
    chosen = sorted(ports)[:_MOST_PORTS]
    steps: list[_Step | str] = [
        (_LDB, _PACKET_TYPE, "", ""), (_JEQ, _OTHER_HOST, "drop", ""),
        (_LDB, 0, "", ""), (_JSET, 1, "keep", ""),
        (_LDH, 12, "", ""), (_JEQ, _ARP, "keep", ""), (_JEQ, _IPV6, "v6", ""), (_JEQ, _IPV4, "", "drop"),
        (_LDB, 23, "", ""), (_JEQ, _ICMP, "keep", ""), (_JEQ, _TCP, "v4", ""), (_JEQ, _UDP, "v4", "drop"),
        "v4", (_LDH, 20, "", ""), (_JSET, 0x1FFF, "drop", ""), (_LDX_HEADER, 14, "", ""),
        *_ports(_LDH_X, 14, 16, chosen), (_RET, 0, "", ""),
        "v6", (_LDB, 20, "", ""), (_JEQ, _ICMPV6, "keep", ""), (_JEQ, _TCP, "v6p", ""), (_JEQ, _UDP, "v6p", "drop"),
        "v6p", *_ports(_LDH, 54, 56, chosen),
        "drop", (_RET, 0, "", ""),
        "keep", (_RET, 0x40000, "", ""),
    ]
    labels: dict[str, int] = {}
    code: list[_Step] = []
    for step in steps:
        if isinstance(step, str):
            labels[step] = len(code)
        else:
            code.append(step)

    def distance(label: str, at: int) -> int:
        return labels[label] - at - 1 if label else 0

    return b"".join(
        struct.pack("=HBBI", operation, distance(yes, at), distance(no, at), operand)
        for at, (operation, operand, yes, no) in enumerate(code)
    )


def keeps(frame: bytes, own_mac: bytes, ports: Collection[int]) -> bool:
    """Whether an Ethernet frame was sent to all, or belongs to an exchange of roomcheck's own. Never raises."""
    if len(frame) < 14:
        return False
    if frame[0] & 1:
        return True
    kind = int.from_bytes(frame[12:14])
    outgoing = frame[6:12] == own_mac
    if kind == _ARP:
        return True
    if kind == _IPV4:
        return _keeps_packet(frame[14:], outgoing=outgoing, ports=ports)
    return kind == _IPV6 and _keeps_packet(frame[14:], outgoing=outgoing, ports=ports)


def _split(packet: bytes) -> tuple[int, bytes] | None:
    """Protocol and payload of an unfragmented IP packet."""
    if not packet:
        return None
    if packet[0] >> 4 == 4 and len(packet) >= 20:
        if int.from_bytes(packet[6:8]) & 0x1FFF:
            return None
        return packet[9], packet[(packet[0] & 15) * 4 :]
    return (packet[6], packet[40:]) if packet[0] >> 4 == 6 and len(packet) >= 40 else None


def _is_own(port: bytes, ports: Collection[int]) -> bool:
    number = int.from_bytes(port)
    return len(port) == 2 and (number >= FIRST_PORT or number in ports)


def _keeps_packet(packet: bytes, *, outgoing: bool, ports: Collection[int]) -> bool:
    split = _split(packet)
    if split is None:
        return False
    protocol, payload = split
    if protocol in {_TCP, _UDP}:
        return _is_own(payload[0:2] if outgoing else payload[2:4], ports)
    if protocol not in _ERRORS or not payload:
        return False
    if payload[0] == _ECHO_REPLIES[protocol] or (protocol == _ICMPV6 and payload[0] in _ND):
        return True
    if payload[0] in _ERRORS[protocol]:
        # What the error is about: our own packet where we receive it, the other's where we send it.
        about = _split(payload[8:])
        if about is not None and about[0] == _ICMPV6:
            return about[1][:1] == b"\x80"
        return about is not None and about[0] in {_TCP, _UDP} and _is_own(
            about[1][2:4] if outgoing else about[1][0:2], ports
        )
    return False
