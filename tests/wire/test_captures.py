"""Frames and capture files: what is read of them, cut and hostile ones included."""

import io
import struct

import dpkt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.wire.captured import PACKET, rfc3339
from roomcheck.wire.frames import COOKED, parse_frame
from roomcheck.wire.heard import observations_of
from roomcheck.wire.pcap import read_pcap
from roomcheck.wire.pcapng import read_pcapng
from tests.wire import messages

DEVICE, HOST = b"\x00\x40\x8c\x00\x00\x01", b"\x02\x00\x00\x00\x00\x02"
TIME = 1_767_323_045_000_123


def udp(data, *, sport, dport, source=b"\xc0\x00\x02\x09", to=b"\xef\xff\xff\xfa", mac=DEVICE):
    packet = dpkt.ip.IP(src=source, dst=to, p=17, data=dpkt.udp.UDP(sport=sport, dport=dport, data=data))
    packet.data.ulen = 8 + len(data)
    return bytes(dpkt.ethernet.Ethernet(src=mac, dst=b"\x01\x00\x5e\x7f\xff\xfa", type=0x0800, data=bytes(packet)))


def tcp(data, *, seq, flags=0x18, sport=554, dport=40_000):
    inner = dpkt.tcp.TCP(sport=sport, dport=dport, seq=seq, flags=flags, data=data)
    packet = dpkt.ip.IP(src=b"\xc0\x00\x02\x09", dst=b"\xc0\x00\x02\x02", p=6, data=inner)
    return bytes(dpkt.ethernet.Ethernet(src=DEVICE, dst=HOST, type=0x0800, data=bytes(packet)))


def arp():
    inner = dpkt.arp.ARP(op=2, sha=DEVICE, spa=b"\xc0\x00\x02\x09", tha=HOST, tpa=b"\xc0\x00\x02\x02")
    return bytes(dpkt.ethernet.Ethernet(src=DEVICE, dst=HOST, type=0x0806, data=bytes(inner)))


def pcap(*frames, link_type=1):
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, PACKET, link_type)
    return head + b"".join(
        struct.pack("<4I", TIME // 1_000_000, TIME % 1_000_000, len(frame), len(frame)) + frame for frame in frames
    )


def pcapng(*frames):
    file = io.BytesIO()
    writer = dpkt.pcapng.Writer(file)
    for frame in frames:
        writer.writepkt_time(frame, TIME / 1e6)
    return file.getvalue()


def test_arp_frame():
    packet = parse_frame(arp())
    assert packet is not None
    assert (packet.transport, packet.source_mac, packet.source_ip) == ("arp", "00:40:8c:00:00:01", "192.0.2.9")
    assert len(packet.payload) == 28


def test_padding_of_short_frames_is_no_payload():
    packet = parse_frame(udp(b"hello", sport=1, dport=2) + b"\0" * 20)
    assert packet is not None
    assert packet.payload == b"hello"


def test_cooked_frames():
    cooked = struct.pack(">HHH8sH", 0, 1, 6, DEVICE + b"\0\0", 0x0800) + udp(b"x", sport=7, dport=8)[14:]
    packet = parse_frame(cooked, COOKED)
    assert packet is not None
    assert (packet.source_mac, packet.source_port, packet.payload) == ("00:40:8c:00:00:01", 7, b"x")


@pytest.mark.parametrize(("data", "sport", "dport", "kind"), [
    (messages.mdns_answer(), 5353, 5353, "mdns"),
    (messages.SSDP, 1900, 40_000, "ssdp"),
    (messages.PROBE_MATCH, 3702, 40_000, "wsd"),
    (messages.dhcp_request(), 68, 67, "dhcp"),
    (messages.node_status(), 137, 137, "netbios"),
    (messages.SIP, 5060, 5060, "sip.response"),
    (bytes.fromhex("f14100144241544400000000000262ca574f4e4a4d000000"), 32108, 40_000, "udp.reply"),
])
def test_what_a_datagram_lets_one_observe(data, sport, dport, kind):
    packet = parse_frame(udp(data, sport=sport, dport=dport))
    assert packet is not None
    seen = list(observations_of(packet, at="", via="test"))
    assert [each.kind for each in seen] == [kind]
    assert seen[0].source.ip == "192.0.2.9"
    assert seen[0].data == data


@pytest.mark.parametrize(("data", "sport", "dport"), [
    (messages.mdns_question(), 5353, 5353), (messages.dhcp_request(op=2), 67, 68), (messages.WSD_QUESTION, 40_000, 3702),
    (b"M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n", 40_000, 1900), (b"noise", 40_000, 53),
])
def test_questions_and_noise_are_not_observed(data, sport, dport):
    packet = parse_frame(udp(data, sport=sport, dport=dport))
    assert packet is not None
    assert list(observations_of(packet, at="", via="test")) == []


def test_pcap_and_pcapng_give_the_same_packets():
    frames = (arp(), udp(b"x" * 61, sport=1, dport=2))
    for found in (list(read_pcap(io.BytesIO(pcap(*frames)))), list(read_pcapng(io.BytesIO(pcapng(*frames))))):
        assert [each.data for each in found] == list(frames)
        assert {each.at for each in found} == {rfc3339(TIME)} == {"2026-01-02T03:04:05.000123Z"}


def test_what_we_write_others_read():
    written = pcapng(arp(), b"odd")
    assert [data for _, data in dpkt.pcapng.Reader(io.BytesIO(written))] == [arp(), b"odd"]


def test_what_others_write_we_read():
    file = io.BytesIO()
    writer = dpkt.pcapng.Writer(file)
    writer.writepkt(arp(), 1_700_000_000.25)
    found = list(read_pcapng(io.BytesIO(file.getvalue())))
    assert [(each.data, each.at) for each in found] == [(arp(), "2023-11-14T22:13:20.250000Z")]


def test_nanoseconds_and_the_other_byte_order():
    head = struct.pack(">IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65_535, 1)
    file = head + struct.pack(">4I", 1, 500_000, 3, 3) + b"abc"
    assert [(each.data, each.at) for each in read_pcap(io.BytesIO(file))] == [(b"abc", "1970-01-01T00:00:01.000500Z")]


@given(cut=st.integers(0, 400))
def test_a_cut_file_gives_what_is_before_the_cut(cut):
    whole = pcap(arp(), arp(), arp())
    found = list(read_pcap(io.BytesIO(whole[:cut])))
    assert len([each for each in found if each.data == arp()]) == min(max((cut - 24) // (16 + len(arp())), 0), 3)


@given(st.binary(max_size=500), st.sampled_from([b"", pcap(arp())[:40], pcapng(arp())[:80], pcapng()]))
def test_no_bytes_make_a_reader_raise(data, start):
    for read in (read_pcap, read_pcapng):
        for captured in read(io.BytesIO(start + data)):
            assert len(captured.data) <= PACKET
            parse_frame(captured.data, captured.link_type)


@given(st.binary(max_size=300), st.sampled_from([0, 1, 12, 101, 113, 276, 127]))
def test_no_frame_makes_the_dissection_raise(data, link_type):
    for frame in (data, arp()[:20] + data, udp(data, sport=5353, dport=5353), udp(data, sport=137, dport=137)):
        packet = parse_frame(frame, link_type)
        if packet is not None:
            list(observations_of(packet, at="", via="test"))


def test_a_file_that_claims_a_huge_packet_is_not_read_into_memory():
    head = pcap()
    assert list(read_pcap(io.BytesIO(head + struct.pack("<4I", 1, 1, 0xFFFFFFFF, 1) + b"x"))) == []
    assert list(read_pcapng(io.BytesIO(pcapng() + struct.pack("<2I", 6, 0xFFFFFFF0)))) == []
