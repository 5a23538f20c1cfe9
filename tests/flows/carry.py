"""Carries a real encoder's stream as makers' P2P protocols do. Ours, not a maker's: it shows sizes, times and answers.

`carry.py send pppp|kcp HOST PORT SEED h264|hevc|mjpeg VIDEO [SOUND]` reads the stream at its pace from ffmpeg;
`carry.py take pppp|kcp PORT SEED` is the telephone at the other end.

pppp: as CS2/PPPP's public descriptions have it: messages of `f1`, a type, a length; pictures with a head of 32 bytes, cut
into DRW pieces of at most 1,024 bytes, each acknowledged by its number (how many numbers share one acknowledgement is
drawn), repeated when that stays away, and an ALIVE now and then. kcp: the real KCP (PyPI's `kcp.py`, which wraps ikcp.c),
with the settings that cameras' makers recommend or its defaults, on datagrams of our own.
"""

import os
import random
import select
import socket
import struct
import subprocess
import sys
import time

PIECE = 1024
FORMS = {"h264": "h264", "hevc": "hevc", "mjpeg": "mjpeg"}
DRW, ACK, ALIVE, ALIVE_ACK, PUNCH = 0xD0, 0xD1, 0xE0, 0xE1, 0x41


def pour(source: str, form: str) -> int:
    """A pipe out of which the stream comes picture by picture, in real time."""
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-re", "-i", source, "-c", "copy", "-flush_packets", "1", "-f", form, "pipe:1"]
    poured = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert poured.stdout is not None
    os.set_blocking(poured.stdout.fileno(), False)
    return poured.stdout.fileno()


def read(pipe: int) -> bytes:
    whole = b""
    while len(whole) < 1 << 20:
        try:
            piece = os.read(pipe, 1 << 16)
        except BlockingIOError:
            break
        if not piece:
            break
        whole += piece
    return whole


def message(kind: int, body: bytes = b"") -> bytes:
    return struct.pack(">BBH", 0xF1, kind, len(body)) + body


def send_pppp(peer: "tuple[str, int]", seed: int, pipes: "dict[int, int]") -> None:
    dice = random.Random(seed)
    size = dice.choice([PIECE, PIECE, 1020, 960])
    pause = dice.choice([0, 0, 0.0005, 0.001])
    alive_every = dice.choice([1.0, 3.0])
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.connect(peer)
    sock.send(message(PUNCH, bytes(20)))
    numbers = dict.fromkeys(pipes.values(), 0)
    waiting: dict[tuple[int, int], tuple[float, bytes]] = {}
    alive = time.monotonic()
    while True:
        ready, _, _ = select.select([sock, *pipes], [], [], 0.05)
        for one in ready:
            if one is sock:
                answer_to(sock, waiting)
                continue
            channel = pipes[one]
            whole = read(one)
            if not whole:
                pipes.pop(one)
                continue
            whole = b"\x55\xaa\x15\xa8" + bytes(28) + whole
            for at in range(0, len(whole), size):
                piece = message(DRW, struct.pack(">BBH", 0xD1, channel, numbers[channel] & 0xFFFF) + whole[at : at + size])
                waiting[channel, numbers[channel] & 0xFFFF] = time.monotonic(), piece
                numbers[channel] += 1
                sock.send(piece)
                if pause:
                    time.sleep(pause)
        now = time.monotonic()
        for key, (at, piece) in list(waiting.items())[:64]:
            if now - at > 0.5:
                waiting[key] = now, piece
                sock.send(piece)
        if now - alive > alive_every:
            alive = now
            sock.send(message(ALIVE))


def answer_to(sock: socket.socket, waiting: "dict[tuple[int, int], tuple[float, bytes]]") -> None:
    told = sock.recv(2048)
    if told[1] == ALIVE:
        sock.send(message(ALIVE_ACK))
    elif told[1] == ACK:
        count = struct.unpack_from(">H", told, 6)[0]
        for number in struct.unpack_from(f">{count}H", told, 8):
            waiting.pop((told[5], number), None)


def take_pppp(port: int, seed: int) -> None:
    dice = random.Random(seed + 1)
    together = dice.choice([1, 1, 4, 16])
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    sock.bind(("0.0.0.0", port))
    held: dict[int, list[int]] = {}
    peer, alive = None, time.monotonic()
    while True:
        ready, _, _ = select.select([sock], [], [], 0.02)
        if ready:
            told, peer = sock.recvfrom(2048)
            if told[1] == ALIVE:
                sock.sendto(message(ALIVE_ACK), peer)
            elif told[1] == DRW:
                held.setdefault(told[5], []).append(struct.unpack_from(">H", told, 6)[0])
        if peer is None:
            continue
        for channel, numbers in held.items():
            if numbers and (len(numbers) >= together or not ready):
                sock.sendto(message(ACK, struct.pack(f">BBH{len(numbers)}H", 0xD2, channel, len(numbers), *numbers)), peer)
                numbers.clear()
        if time.monotonic() - alive > 2:
            alive = time.monotonic()
            sock.sendto(message(ALIVE), peer)


def kcp_of(sock: socket.socket, peer: "list[tuple[str, int]]", seed: int) -> "object":
    from kcp import KCP

    eager = random.Random(seed).random() < 0.7
    link = KCP(7, 1400, eager, 10 if eager else 40, 2 if eager else 0, eager, 256, 256)

    @link.outbound_handler
    def out(_: object, data: bytes) -> None:
        if peer:
            sock.sendto(bytes(data), peer[0])

    return link


def run_kcp(sock: socket.socket, peer: "list[tuple[str, int]]", seed: int, pipes: "dict[int, int]") -> None:
    link = kcp_of(sock, peer, seed)
    link.update()
    while True:
        wait = min(0.1, max(0.0, link.update_check() / 1000))
        ready, _, _ = select.select([sock, *pipes], [], [], wait)
        for one in ready:
            if one is sock:
                data, source = sock.recvfrom(2048)
                if not peer:
                    peer.append(source)
                link.receive(data)
                for _ in link.get_all_received():
                    pass
                continue
            whole = read(one)
            if not whole:
                pipes.pop(one)
                continue
            for at in range(0, len(whole), 60_000):
                link.enqueue(bytes(16) + whole[at : at + 60_000])
        link.update()


if __name__ == "__main__":
    if sys.argv[1] == "send":
        _, _, kind, host, port, seed, codec, video, *sound = sys.argv
        pipes = {pour(video, FORMS[codec]): 1, **{pour(each, "alaw"): 2 for each in sound}}
        if kind == "pppp":
            send_pppp((host, int(port)), int(seed), pipes)
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("0.0.0.0", int(port)))
        run_kcp(sock, [(host, int(port))], int(seed), pipes)
    else:
        _, _, kind, port, seed = sys.argv
        if kind == "pppp":
            take_pppp(int(port), int(seed))
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        sock.bind(("0.0.0.0", int(port)))
        run_kcp(sock, [], int(seed), {})
