"""Foscam's search, UDP 10000: `MO_I` packets of the published "IPCamera Search Protocol" of its MJPEG cameras.

Head of 23 bytes (magic, command at 4, lengths at 15 and 19, little endian); the answer's body: identity in 13, name in 21,
four addresses, then versions, port and DHCP. Confirmed by the places two public clients read.
"""

import socket
import struct

from tests.lab.emulators import doors

HEAD = struct.Struct("<4sHB8sII")


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if len(data) < HEAD.size or data[:4] != b"MO_I" or data[4:6] != b"\0\0":
            return
        addresses = b"".join(
            socket.inet_aton(ip) for ip in (told["ip"], "255.255.255.0", told["gateway"], told["gateway"])
        )
        body = (
            told["mac"].replace(":", "").upper().encode().ljust(13, b"\0")
            + told["name"].encode().ljust(21, b"\0")
            + addresses
        )
        body += bytes(4) + bytes((11, 22, 2, 38)) + bytes((2, 4, 10, 7)) + struct.pack("<HB", 88, 1)
        yield HEAD.pack(b"MO_I", 1, 0, bytes(8), len(body), len(body)) + body, source

    doors.live(doors.udp(10000, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
