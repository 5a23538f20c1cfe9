"""Bosch's search, UDP 1757; the answer goes to UDP 1758 of the asker.

9939a427, a number, ff0006de ask; the answer repeats both and has MAC at 8, address, mask and gateway from 16, 32 bytes in all.
From julienblitte/UniversalScanner:Bosch.cs: unconfirmed.
"""

import socket

from tests.lab.emulators import doors

MAGIC = bytes.fromhex("9939a427")


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if len(data) == 12 and data[:4] == MAGIC and data[8:] == bytes.fromhex("ff0006de"):
            addresses = b"".join(socket.inet_aton(ip) for ip in (told["ip"], "255.255.255.0", told["gateway"]))
            mac = bytes.fromhex(told["mac"].replace(":", ""))
            yield MAGIC + data[4:8] + mac + bytes(2) + addresses + bytes(4), (source[0], 1758)

    doors.live(doors.udp(1757, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
