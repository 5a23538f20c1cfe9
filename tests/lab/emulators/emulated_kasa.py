"""TP-Link Kasa's search, UDP 9999: JSON under a running XOR that begins with 171.

`type` tells: IOT.IPCAMERA, IOT.SMARTPLUGSWITCH and so on. Answers hold what owners' dumps hold.
Confirmed with python-kasa's discovery.
"""

import json

from tests.lab.emulators import doors


def conceal(text: bytes) -> bytes:
    last, out = 171, bytearray()
    for byte in text:
        last ^= byte
        out.append(last)
    return bytes(out)


def reveal(data: bytes) -> bytes:
    last, out = 171, bytearray()
    for byte in data:
        out.append(last ^ byte)
        last = byte
    return bytes(out)


def main() -> None:
    told = doors.settings()
    info = {
        "sw_ver": "2.3.22",
        "hw_ver": "2.0",
        "model": told["model"],
        "deviceId": told["serial"],
        "oemId": "0" * 32,
        "hwId": "0" * 32,
        "rssi": -55,
        "alias": told["name"],
        "mac": told["mac"].upper(),
        "mic_type": told["type"],
        "type": told["type"],
        "relay_state": 0,
        "on_time": 0,
        "led_off": 0,
        "feature": "TIM",
        "updating": 0,
        "err_code": 0,
        "dev_name": told["model"],
    }

    def answer(data: bytes, source: doors.Address):
        if b'"get_sysinfo"' in reveal(data) and b'"err_code"' not in reveal(data):
            yield conceal(json.dumps({"system": {"get_sysinfo": info}}).encode()), source

    doors.live(doors.udp(9999, answer, own=told["ip"]), doors.mute(9999))


if __name__ == "__main__":
    main()
