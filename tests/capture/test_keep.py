"""Which frames are kept: by the exact rule, and by the kernel's filter run through an interpreter of classic BPF."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from roomcheck.capture.keep import keeps, program

OWN = bytes.fromhex("020000000002")
OTHER = bytes.fromhex("020000000009")
ALL = b"\xff" * 6


def ipv4(protocol: int, payload: bytes, *, fragment: int = 0) -> bytes:
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, fragment, 64, protocol, 0, bytes(4), bytes(4)) + payload


def ipv6(protocol: int, payload: bytes) -> bytes:
    return struct.pack("!IHBB", 0x60000000, len(payload), protocol, 64) + bytes(32) + payload


def frame(destination: bytes, source: bytes, kind: int, packet: bytes) -> bytes:
    return destination + source + struct.pack("!H", kind) + packet


def ports(source: int, destination: int) -> bytes:
    return struct.pack("!HH", source, destination) + bytes(16)


def runs(code: bytes, data: bytes, packet_type: int) -> bool:
    """A classic BPF machine with the instructions that are used; a load beyond the frame ends with 0."""
    steps = list(struct.iter_unpack("=HBBI", code))
    a = x = at = 0
    while True:
        operation, yes, no, k = steps[at]
        at += 1
        if operation == 0x06:
            return k > 0
        if operation == 0x30:
            if k == 0xFFFFF004:
                a = packet_type
            elif k >= len(data):
                return False
            else:
                a = data[k]
        elif operation in {0x28, 0x48}:
            start = k + (x if operation == 0x48 else 0)
            if start + 2 > len(data):
                return False
            a = int.from_bytes(data[start : start + 2])
        elif operation == 0xB1:
            if k >= len(data):
                return False
            x = 4 * (data[k] & 15)
        else:
            holds = {0x15: a == k, 0x35: a >= k, 0x45: bool(a & k)}[operation]
            at += yes if holds else no


def kept(data: bytes, fixed=(), packet_type: int | None = None) -> bool:
    if packet_type is None:
        packet_type = 4 if data[6:12] == OWN else 0
    coarse = runs(program(fixed), data, packet_type)
    exact = keeps(data, OWN, set(fixed))
    assert coarse or not exact, "the kernel's filter loses nothing that is to be kept"
    return coarse and exact


def test_own_exchanges_are_kept_and_the_persons_are_not():
    assert kept(frame(OTHER, OWN, 0x0800, ipv4(6, ports(61000, 80))))
    assert kept(frame(OWN, OTHER, 0x0800, ipv4(6, ports(80, 65535))))
    assert not kept(frame(OTHER, OWN, 0x0800, ipv4(6, ports(40000, 443))))
    assert not kept(frame(OWN, OTHER, 0x0800, ipv4(6, ports(443, 40000))))
    assert not kept(frame(OWN, OTHER, 0x0800, ipv4(17, ports(61234, 40000)))), "the other's port says nothing"
    assert kept(frame(OTHER, OWN, 0x86DD, ipv6(17, ports(62000, 5353))))
    assert not kept(frame(OTHER, OWN, 0x86DD, ipv6(6, ports(33000, 443))))


def test_fixed_ports_are_own_where_they_were_announced():
    answer = frame(OWN, OTHER, 0x0800, ipv4(17, ports(37020, 37020)))
    assert kept(answer, (37020,))
    assert not kept(answer)


def test_what_is_sent_to_all_is_kept():
    assert kept(frame(ALL, OTHER, 0x0806, bytes(28)))
    assert kept(frame(bytes.fromhex("01005e0000fb"), OTHER, 0x0800, ipv4(17, ports(5353, 5353))))
    assert kept(frame(OWN, OTHER, 0x0806, bytes(28)))


def test_frames_for_others_are_never_kept():
    assert not runs(program(()), frame(OTHER, ALL[:5] + b"\x01", 0x0800, ipv4(6, ports(61000, 61000))), 3)


def test_errors_are_kept_for_own_exchanges_only():
    def error(port):
        return frame(OWN, OTHER, 0x0800, ipv4(1, b"\x03\x03" + bytes(6) + ipv4(17, ports(port, 9))))

    assert kept(error(61002))
    assert not kept(error(40000))
    assert kept(frame(OWN, OTHER, 0x0800, ipv4(1, bytes(8)))), "an echo reply"


def test_later_fragments_are_not_kept():
    assert not kept(frame(OWN, OTHER, 0x0800, ipv4(17, ports(9, 61000), fragment=5)))


@given(st.binary(max_size=120), st.sampled_from([0, 1, 2, 3, 4]), st.sets(st.integers(0, 65535), max_size=30))
def test_any_bytes_are_judged_without_raising(data, packet_type, fixed):
    coarse = runs(program(fixed), data, packet_type) if data else False
    exact = keeps(data, OWN, fixed)
    if exact and packet_type != 3 and len(fixed) <= 24:
        assert coarse
