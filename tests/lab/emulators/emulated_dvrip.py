"""Dahua's old search, UDP 5050: a question that begins `a3 01`, an answer that begins `b3`.

The answer's places are those that julienblitte/UniversalScanner:Dahua1.cs reads: type at 40, address, mask, gateway and
name server at 56, and after 120 bytes the MAC as text and the model. Unconfirmed: nothing else speaks it here.
"""

import socket
import struct

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if len(data) != 32 or data[:4] != b"\xa3\x01\x00\x01":
            return
        tail = told["mac"].encode() + told["model"].encode()
        addresses = b"".join(
            socket.inet_aton(ip) for ip in (told["ip"], "255.255.255.0", told["gateway"], told["gateway"])
        )
        head = struct.pack("<BBBBIIIIHHIIII", 0xB3, 0, len(tail), 0, 0x58, 0, 0, 2, 0, 0, 0, 0, 0, 0)
        yield (head + b"IPC".ljust(16, b"\0") + addresses).ljust(120, b"\0") + tail, source

    doors.live(doors.udp(5050, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
