"""A Tuya device's beacon: every five seconds to UDP 6667, AES-128-ECB under the key that all share.

Frame 000055aa: number, command 0x13, length, return code, payload, CRC-32, 0000aa55; the payload names no category, so plugs
and cameras look alike. The key is md5("yGAdlopoPVldABfn"). From jasonacox/tinytuya:PROTOCOL.md; confirmed with its scanner.
"""

import asyncio
import hashlib
import json
import struct
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.lab.emulators import doors


def beacon(told: dict) -> bytes:
    text = {
        "ip": told["ip"],
        "gwId": told["serial"],
        "active": 2,
        "ablilty": 0,
        "encrypt": True,
        "productKey": told["product"],
        "version": "3.3",
    }
    padder = PKCS7(128).padder()
    plain = padder.update(json.dumps(text).encode()) + padder.finalize()
    under = Cipher(algorithms.AES(hashlib.md5(b"yGAdlopoPVldABfn").digest()), modes.ECB()).encryptor()
    payload = under.update(plain) + under.finalize()
    head = struct.pack(">IIIII", 0x55AA, 0, 0x13, 4 + len(payload) + 8, 0) + payload
    return head + struct.pack(">II", zlib.crc32(head), 0xAA55)


async def call(told: dict) -> None:
    door = await doors.udp(0, lambda *_: (), own=told["ip"])
    while True:
        door.sendto(beacon(told), ("255.255.255.255", 6667))
        await asyncio.sleep(5)


def main() -> None:
    told = doors.settings()
    doors.live(call(told), doors.mute(6668))


if __name__ == "__main__":
    main()
