"""Captures of frames that a test makes up: radiotap, 802.11 and a body that nobody can read."""

import struct
from collections.abc import Iterable
from pathlib import Path

CAMERA, POINT, ROUTER, LAPTOP = (bytes((2, 0, 0, 0, 0, last)) for last in (0xCA, 1, 2, 0x1A))


def radiotap(at: int, signal: int = -55, frequency: int = 2437) -> bytes:
    return struct.pack("<BBHIQBxHHb", 0, 0, 23, 1 | 2 | 8 | 32, at, 0, frequency, 0x80, signal)


def data_frame(station: bytes, *, up: bool, size: int, sequence: int, retry: bool = False, point: bytes = POINT, other: bytes = ROUTER) -> bytes:
    control = 0x4088 | (0x0100 if up else 0x0200) | (0x0800 if retry else 0)
    receiver, sender = (point, station) if up else (station, point)
    head = struct.pack("<HH6s6s6sHH", control, 0, receiver, sender, other, sequence % 4096 << 4, 0)
    return head + bytes(size)


def beacon(ssid: str, point: bytes = POINT, channel: int = 6) -> bytes:
    head = struct.pack("<HH6s6s6sH", 0x80, 0, b"\xff" * 6, point, point, 0)
    return head + bytes(12) + bytes((0, len(ssid.encode()))) + ssid.encode() + bytes((3, 1, channel))


def write(file: Path, frames: "Iterable[tuple[int, bytes]]", *, snap: int = 400) -> None:
    """Frames with their microseconds, in order; bodies are cut as a careful listener cuts them."""
    with file.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 127))
        for at, frame in frames:
            packet = radiotap(at) + frame
            out.write(struct.pack("<4I", at // 1_000_000, at % 1_000_000, min(len(packet), snap), len(packet)) + packet[:snap])


def pcapng(packets: "Iterable[tuple[int, bytes]]", *, resolution: int = 6, offset: int = 0, link_type: int = 127) -> bytes:
    """Packets with their ticks, of 64 bits, as one section of one interface; `resolution` is the byte of if_tsresol."""
    def block(kind: int, body: bytes) -> bytes:
        size = len(body) + 12
        return struct.pack("<II", kind, size) + body + struct.pack("<I", size)

    options = struct.pack("<HHB3xHHqHH", 9, 1, resolution, 14, 8, offset, 0, 0)
    out = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(1, struct.pack("<HHI", link_type, 0, 0) + options)
    for ticks, packet in packets:
        padded = packet + bytes(-len(packet) % 4)
        out += block(6, struct.pack("<5I", 0, ticks >> 32, ticks & 0xFFFFFFFF, len(packet), len(packet)) + padded)
    return out
