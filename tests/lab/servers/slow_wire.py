"""A slow and lossy wire: hands frames from one interface to another after a delay, and loses some. Both directions.

Arguments: the two interfaces, seconds of delay each way, share of frames lost each way, seed. Standard library alone.
"""

import contextlib
import heapq
import random
import selectors
import socket
import sys
import time

ETH_P_ALL = 3
OUTGOING = 4


def main() -> None:
    names, delay, loss, seed = sys.argv[1:3], float(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    dice = random.Random(seed)
    ends = []
    for name in names:
        end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        end.bind((name, ETH_P_ALL))
        end.setsockopt(
            263, 1, (socket.if_nametoindex(name)).to_bytes(4, sys.byteorder) + b"\1\0\0\0" + bytes(8)
        )  # promiscuous
        end.setblocking(False)
        ends.append(end)
    choose = selectors.DefaultSelector()
    choose.register(ends[0], selectors.EVENT_READ, ends[1])
    choose.register(ends[1], selectors.EVENT_READ, ends[0])
    waiting: list[tuple[float, int, bytes, socket.socket]] = []
    number = 0
    while True:
        rest = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for key, _ in choose.select(rest):
            try:
                frame, where = key.fileobj.recvfrom(65535)
            except OSError:
                continue  # the other end is being taken down
            if where[2] != OUTGOING and dice.random() >= loss:
                number += 1
                heapq.heappush(waiting, (time.monotonic() + delay, number, frame, key.data))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, frame, out = heapq.heappop(waiting)
            with contextlib.suppress(OSError):
                out.send(frame)


main()
