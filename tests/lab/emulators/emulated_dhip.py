"""Dahua's search (DHIP), UDP 37810 in the group 239.255.255.251.

A 32-byte head with `DHIP` and the body's length twice, then JSON. A question without the head gets no answer, as
measured on real devices. The answer has the fields of recorded ones (IPC-HDW5421S; VTO2000A; W461ASC).
Confirmed by recorded replies; no third-party client was at hand.
"""

import json
import struct

from tests.lab.emulators import doors

HEAD = struct.Struct("<I4sQIIII")


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if len(data) < HEAD.size or data[4:8] != b"DHIP":
            return
        try:
            method = json.loads(data[HEAD.size :].rstrip(b"\0\n")).get("method")
        except (ValueError, AttributeError):
            return
        if method != "DHDiscover.search":
            return
        info = {
            "AlarmInputChannels": 0,
            "AlarmOutputChannels": 0,
            "DeviceClass": told["class"],
            "DeviceType": told["model"],
            "HttpPort": 80,
            "IPv4Address": {
                "DefaultGateway": told["gateway"],
                "DhcpEnable": True,
                "IPAddress": told["ip"],
                "SubnetMask": "255.255.255.0",
            },
            "MachineName": told["serial"],
            "Manufacturer": "Private",
            "Port": 37777,
            "RemoteVideoInputChannels": 0,
            "SerialNo": told["serial"],
            "Vendor": told["vendor"],
            "Version": "2.400.0.8",
            "VideoInputChannels": 1,
            "VideoOutputChannels": 16,
        }
        body = json.dumps(
            {"mac": told["mac"], "method": "client.notifyDevInfo", "params": {"deviceInfo": info}}
        ).encode()
        yield HEAD.pack(0x20, b"DHIP", 0, len(body), 0, len(body), 0) + body, source

    doors.live(doors.udp(37810, answer, own=told["ip"], groups=["239.255.255.251"]))


if __name__ == "__main__":
    main()
