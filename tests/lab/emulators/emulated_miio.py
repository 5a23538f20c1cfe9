"""Xiaomi's miIO hello, UDP 54321: `21 31 00 20` and 28 bytes of `ff` ask; the answer names the device by number alone.

Confirmed with python-miio's discovery. What the device is stands in its mDNS name (`_miio._udp`), by avahi.
"""

import struct
import time

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()
    began = time.monotonic()

    def answer(data: bytes, source: doors.Address):
        if data == bytes.fromhex("21310020") + b"\xff" * 28:
            up = int(time.monotonic() - began)
            yield bytes.fromhex("21310020") + struct.pack(">III", 0, told["number"], up) + b"\xff" * 16, source

    doors.live(doors.udp(54321, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
