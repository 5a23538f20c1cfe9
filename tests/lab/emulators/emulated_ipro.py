"""Panasonic's (i-PRO's) search, UDP 10670; the answer goes to UDP 10669 of the asker.

The device's MAC at 6, and from 53 on fields with a type and a length in two bytes each: 0x20 address, 0x21 mask, 0x22
gateway, 0xa7 full name, 0xa8 short name; four bytes at the end. From julienblitte/UniversalScanner:Panasonic.cs: unconfirmed.
"""

import socket
import struct

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()
    fields = [
        (0x20, socket.inet_aton(told["ip"])),
        (0x21, bytes((255, 255, 255, 0))),
        (0x22, socket.inet_aton(told["gateway"])),
        (0xA7, told["name"].encode()),
        (0xA8, told["model"].encode()),
    ]
    body = b"".join(struct.pack(">HH", kind, len(value)) + value for kind, value in fields)

    def answer(data: bytes, source: doors.Address):
        if len(data) < 52 or data[:2] != b"\0\x01" or data[4:6] != b"\0\x0d":
            return
        head = (
            b"\0\x01" + struct.pack(">H", 53 + len(body) + 4) + b"\0\x0e" + bytes.fromhex(told["mac"].replace(":", ""))
        )
        reply = head.ljust(53, b"\0") + body + b"\xff\xff"
        yield reply + struct.pack(">H", sum(reply) & 0xFFFF), (source[0], 10669)

    doors.live(doors.udp(10670, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
