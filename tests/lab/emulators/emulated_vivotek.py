"""Vivotek's search, UDP 10000: a session byte and 4a5d8f1c ask; the same five bytes and fields answer.

Fields of one byte type and one byte length: 1 long name, 2 MAC, 3 address, 9 short name.
From julienblitte/UniversalScanner:Vivotek.cs: unconfirmed.
"""

import socket

from tests.lab.emulators import doors

MAGIC = bytes.fromhex("4a5d8f1c")


def main() -> None:
    told = doors.settings()
    fields = [
        (1, told["name"].encode()),
        (2, bytes.fromhex(told["mac"].replace(":", ""))),
        (3, socket.inet_aton(told["ip"])),
        (9, told["model"].encode()),
    ]
    body = b"".join(bytes((kind, len(value))) + value for kind, value in fields)

    def answer(data: bytes, source: doors.Address):
        if len(data) == 5 and data[1:5] == MAGIC:
            yield data + body, source

    doors.live(doors.udp(10000, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
