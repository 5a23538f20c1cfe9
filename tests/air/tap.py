"""A monitor interface out of nothing: a TAP with the radiotap link type, into which a capture is played.

`python -I tap.py NAME CAPTURE SECONDS`: makes the interface, says `up`, plays the capture's packets again and again at
their own pace (no slower than twenty a second) for that long. Standard library only; for a lab namespace.
"""

import fcntl
import os
import struct
import subprocess
import sys
import time
from pathlib import Path

TUNSETIFF, TUNSETLINK = 0x400454CA, 0x400454CD
RADIOTAP = 803


def main() -> None:
    name, capture, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), 0x0002 | 0x1000))
    fcntl.ioctl(tap, TUNSETLINK, RADIOTAP)
    subprocess.run(["ip", "link", "set", name, "up"], check=True)
    data = Path(capture).read_bytes()
    packets, at = [], 24
    while at + 16 <= len(data):
        second, micro, kept, _ = struct.unpack_from("<4I", data, at)
        packets.append((second + micro / 1e6, data[at + 16 : at + 16 + kept]))
        at += 16 + kept
    print("up", flush=True)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun, first = time.monotonic(), packets[0][0]
        for when, packet in packets:
            time.sleep(max(0.0, begun + when - first - time.monotonic()))
            if time.monotonic() > until:
                break
            os.write(tap, packet)


main()
