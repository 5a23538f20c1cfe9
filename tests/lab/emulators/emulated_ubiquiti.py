"""Ubiquiti's search, UDP 10001 and the group 233.89.188.1: version, command, length, then type-length-values.

Types 1 MAC, 2 MAC and address, 3 firmware, 0x0a uptime, 0x0b name, 0x0c model, 0x15 full model; lengths big endian.
From uilibs/unifi-discovery and julienblitte/UniversalScanner:Ubiquiti.cs, which agree; not run against either: unconfirmed.
"""

import socket
import struct

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()
    mac = bytes.fromhex(told["mac"].replace(":", ""))
    values = [
        (0x02, mac + socket.inet_aton(told["ip"])),
        (0x01, mac),
        (0x0A, struct.pack(">I", 86400)),
        (0x0B, told["name"].encode()),
        (0x0C, told["model"].encode()),
        (0x03, b"UVC.S2L.v4.23.8.67.0eba6e3.200526.1046"),
    ]
    body = b"".join(struct.pack(">BH", kind, len(value)) + value for kind, value in values)

    def answer(data: bytes, source: doors.Address):
        if data in (b"\x01\0\0\0", b"\x02\x08\0\0"):
            head = b"\x01\0" if data[0] == 1 else b"\x02\x06"
            yield head + struct.pack(">H", len(body)) + body, source

    doors.live(doors.udp(10001, answer, own=told["ip"], groups=["233.89.188.1"]))


if __name__ == "__main__":
    main()
