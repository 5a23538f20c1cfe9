"""VStarcam's search, UDP 8600: `44 48 01 01` asks, `44 48 01 08` and 524 bytes answer.

Places as in julienblitte/UniversalScanner:Vstarcam.cs: five addresses as text in 16 bytes each from 4, MAC at 84, port at
90, identity at 92, name at 124, firmware at 204; 528 bytes in all. Unconfirmed beyond that client's reading.
"""

import struct

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if data[:4] != b"DH\x01\x01" or len(data) > 16:
            return
        texts = (told["ip"], "255.255.255.0", told["gateway"], told["gateway"], "8.8.8.8")
        body = b"DH\x01\x08" + b"".join(text.encode().ljust(16, b"\0") for text in texts)
        body += bytes.fromhex(told["mac"].replace(":", "")) + struct.pack("<H", 81)
        body += told["serial"].encode().ljust(32, b"\0") + told["name"].encode().ljust(32, b"\0")
        yield (body.ljust(204, b"\0") + b"48.53.64.67".ljust(32, b"\0")).ljust(528, b"\0"), source

    doors.live(doors.udp(8600, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
