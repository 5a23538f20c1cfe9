"""TP-Link's newer search (TDP), UDP 20002 and 20004: 16 bytes of head, then JSON whose `device_type` tells.

The short question (`02 00 00 01 ... 46 3c b5 d3`) and the long one with a key are both answered.
Answers hold what owners' dumps hold (C220, P100). Confirmed with python-kasa's discovery.
"""

import json
import struct
import zlib

from tests.lab.emulators import doors


def packet(body: bytes) -> bytes:
    """The answer's head: version 2, operation 1, the body's length, flags, an identity, and a checksum over it all."""
    serial = 0x54D3B2A1
    blank = struct.pack(">BBHHBBII", 2, 0, 1, len(body), 17, 0, serial, 0x5A6B7C8D)
    return struct.pack(">BBHHBBII", 2, 0, 1, len(body), 17, 0, serial, zlib.crc32(blank + body)) + body


def main() -> None:
    told = doors.settings()
    result = {
        "device_id": told["serial"],
        "owner": "",
        "device_type": told["type"],
        "device_model": told["model"],
        "ip": told["ip"],
        "mac": told["mac"].upper().replace(":", "-"),
        "is_support_iot_cloud": True,
        "obd_src": "tplink",
        "factory_default": False,
        "mgt_encrypt_schm": {"is_support_https": True, "encrypt_type": "AES", "http_port": 443, "lv": 2},
    }
    if "IPCAMERA" in told["type"]:
        result |= {
            "device_name": told["name"],
            "firmware_version": "1.2.2 Build 240914 Rel.55174n",
            "hardware_version": "1.0",
            "encrypt_type": ["3"],
        }
    reply = packet(json.dumps({"result": result, "error_code": 0}).encode())

    def answer(data: bytes, source: doors.Address):
        if len(data) >= 16 and data[:2] == b"\x02\x00" and b'"result"' not in data:
            yield reply, source

    doors.live(*[doors.udp(port, answer, own=told["ip"]) for port in (20002, 20004)], doors.mute(443))


if __name__ == "__main__":
    main()
