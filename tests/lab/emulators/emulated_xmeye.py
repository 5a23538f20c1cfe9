"""Xiongmai's search (Sofia, XMEye), UDP 34569: message 1530 asks, 1531 answers, to port 34569 of the asker.

20 bytes of head (`ff`, message at 14, length at 16, little endian), then JSON that ends in a line feed and a zero; the
address is hexadecimal and little endian. From published descriptions of the protocol; confirmed against
OpenIPC/python-dvr's reading of it, by hand, not by running it: unconfirmed.
"""

import json
import socket
import struct

from tests.lab.emulators import doors

HEAD = struct.Struct("<BBHIIBBHI")


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if len(data) < HEAD.size or data[0] != 0xFF or HEAD.unpack(data[:20])[7] != 1530:
            return
        common = {
            "HostIP": f"0x{int.from_bytes(socket.inet_aton(told['ip']), 'little'):08X}",
            "GateWay": f"0x{int.from_bytes(socket.inet_aton(told['gateway']), 'little'):08X}",
            "Submask": "0x00FFFFFF",
            "HostName": told["name"],
            "MAC": told["mac"],
            "SN": told["serial"],
            "TCPPort": 34567,
            "UDPPort": 34568,
            "HttpPort": 80,
            "ChannelNum": 1,
            "DeviceType": 1,
        }
        body = (
            json.dumps(
                {"Name": "NetWork.NetCommon", "NetWork.NetCommon": common, "Ret": 100, "SessionID": "0x00000000"}
            ).encode()
            + b"\n\0"
        )
        yield HEAD.pack(0xFF, 0, 0, 0, 0, 0, 0, 1531, len(body)) + body, (source[0], 34569)

    doors.live(doors.udp(34569, answer, own=told["ip"]), doors.mute(34567))


if __name__ == "__main__":
    main()
