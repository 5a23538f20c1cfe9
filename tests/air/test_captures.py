"""Headers of the air: field by field beside tshark, on real captures; and never an error, whatever the bytes."""

import gzip
import io
import random
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.flows.table import Air
from roomcheck.wire import ieee80211, ppi, radiotap
from roomcheck.wire.airfile import LINK_TYPES, hear, read_air
from roomcheck.wire.captured import LATEST, rfc3339
from roomcheck.wire.ieee80211 import parse_beacon, parse_mac
from roomcheck.wire.pcap import read_pcap
from roomcheck.wire.pcapng import read_pcapng
from roomcheck.wire.ppi import parse_ppi
from roomcheck.wire.radiotap import layout_of, parse_radiotap, rate_of
from tests.air import writing
from tests.air.fields import by_roomcheck, by_tshark, differences

CAPTURES = Path(__file__).parent / "captures"
REAL = sorted(file.name for file in CAPTURES.iterdir() if ".pcap" in file.name)


def unpacked(name: str, folder: Path) -> Path:
    data = (CAPTURES / name).read_bytes()
    file = folder / name.removesuffix(".gz")
    file.write_bytes(gzip.decompress(data) if name.endswith(".gz") else data)
    return file


@pytest.mark.skipif(not shutil.which("tshark"), reason="tshark is not installed")
@pytest.mark.parametrize("name", REAL)
def test_every_field_is_what_tshark_reads(name: str, tmp_path: Path) -> None:
    file = unpacked(name, tmp_path)
    theirs, ours = by_tshark(file), by_roomcheck(file)
    assert len(theirs) == len(ours) > 0
    for number, (row, heard) in enumerate(zip(theirs, ours, strict=True), start=1):
        if heard is None:
            assert row["radiotap.flags.badfcs"] in {"1", "True"} or not row["wlan.fc.type_subtype"], number
        else:
            assert differences(row, heard) == {}, number


WRITE_PPI = """
import struct, sys
from scapy.layers.dot11 import Dot11, Dot11QoS
common = struct.pack("<QHHHHBBbb", 123456789, 1, 108, 5180, 0x140, 0, 0, -57, -92)
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 192))
    for number in range(5):
        frame = bytes(Dot11(type=2, subtype=8, FCfield=0x41, addr1="02:00:00:00:00:01", addr2="02:00:00:00:00:02",
                            addr3="02:00:00:00:00:03", SC=number << 4)/Dot11QoS(TID=5)) + bytes(44)
        head = struct.pack("<BBHI", 0, 0, 8 + 4 + len(common), 105) + struct.pack("<HH", 2, len(common)) + common
        out.write(struct.pack("<4I", number, 0, len(head + frame), len(head + frame)) + head + frame)
"""


@pytest.mark.skipif(not shutil.which("tshark"), reason="tshark is not installed")
def test_ppi_is_what_tshark_reads(tmp_path: Path) -> None:
    """No real PPI capture could be had: scapy, in a process of its own, writes one."""
    file = tmp_path / "ppi.pcap"
    subprocess.run([sys.executable, "-c", WRITE_PPI, str(file)], check=True, capture_output=True)
    theirs, ours = by_tshark(file, ppi=True), by_roomcheck(file)
    assert len(theirs) == len(ours) == 5
    for row, heard in zip(theirs, ours, strict=True):
        assert heard is not None
        found = differences(row, heard)
        assert set(found) <= {"wlan_radio.data_rate"}
        assert heard.radio.rate == 54.0


def test_rates_by_their_tables() -> None:
    assert rate_of(11, None, None) == 5.5
    assert rate_of(None, bytes((0x07, 0x00, 7)), None) == 65.0
    assert rate_of(None, bytes((0x07, 0x04, 7)), None) == 72.2
    assert rate_of(None, bytes((0x07, 0x05, 15)), None) == 300.0
    assert rate_of(None, bytes((0x00, 0x00, 3)), None) is None
    vht = struct.pack("<HBB4BBBH", 0x44, 0x04, 4, 0x92, 0, 0, 0, 0, 0, 0)
    assert rate_of(None, None, vht) == 866.7


def test_present_words_vendor_fields_and_unknown_bits() -> None:
    plain = struct.pack("<BBHI", 0, 0, 10, 1 << 5 | 1 << 11) + bytes((0xC8, 1))
    assert parse_radiotap(plain) == radiotap.Radio(10, signal=-56)
    words = struct.pack("<3I", 1 << 5 | 1 << 29 | 1 << 31, 1 << 5 | 1 << 30 | 1 << 31, 0)
    body = bytes((0xC8, 0xB0)) + b"\xaa\xbb\xcc\x01" + struct.pack("<H", 3) + b"xyz"
    vendor = struct.pack("<BBH", 0, 0, 4 + 12 + len(body)) + words + body
    found = parse_radiotap(vendor)
    assert found is not None
    assert found.signal == -56
    unknown = struct.pack("<BBHI", 0, 0, 12, 1 << 5 | 1 << 28) + bytes((0xC8, 0, 0, 0))
    assert parse_radiotap(unknown) == radiotap.Radio(12, signal=-56)
    assert parse_radiotap(struct.pack("<BBHI", 1, 0, 8, 0)) is None
    assert parse_radiotap(struct.pack("<BBHI", 0, 0, 9, 0)) is None
    assert parse_radiotap(struct.pack("<BBHI", 0, 0, 8, 1)) is None


@given(st.binary(max_size=200), st.sampled_from(sorted(LINK_TYPES)))
def test_any_packet_is_read_or_not(data: bytes, link_type: int) -> None:
    heard = hear(data, 0, link_type, len(data))
    assert heard is None or heard.length <= len(data)
    parse_beacon(data)
    parse_mac(data)
    parse_ppi(data)
    layout_of(data)


@given(st.integers(0, 2**32 - 1), st.binary(max_size=60))
def test_any_present_word_is_read_or_not(present: int, body: bytes) -> None:
    header = struct.pack("<BBHI", 0, 0, 8 + len(body), present) + body
    found = parse_radiotap(header)
    assert found is None or found.size == len(header)


@given(st.data())
def test_damaged_captures_give_what_was_readable(data: st.DataObject) -> None:
    whole = gzip.decompress((CAPTURES / data.draw(st.sampled_from([name for name in REAL if name.endswith(".gz")]))).read_bytes())[:6000]
    dice = random.Random(data.draw(st.integers(0, 2**32)))
    broken = bytearray(whole[: dice.randrange(len(whole))])
    for _ in range(dice.randrange(8)):
        if broken:
            broken[dice.randrange(len(broken))] = dice.randrange(256)
    frames = list(read_air(io.BytesIO(bytes(broken))))
    assert len(frames) <= len(whole) // 10


def test_a_cut_capture_loses_its_end_only() -> None:
    whole = gzip.decompress((CAPTURES / "wpa-Induction.pcap.gz").read_bytes())
    every = list(read_air(io.BytesIO(whole)))
    cut = list(read_air(io.BytesIO(whole[: len(whole) * 2 // 3])))
    assert 0 < len(cut) < len(every)
    assert cut == every[: len(cut)]


def test_absurd_lengths_end_the_reading() -> None:
    header = b"\xd4\xc3\xb2\xa1" + struct.pack("<HHiIII", 2, 4, 0, 0, 65535, 127)
    assert list(read_air(io.BytesIO(header + struct.pack("<4I", 0, 0, 1 << 31, 1 << 31) + bytes(64)))) == []
    block = b"\x0a\x0d\x0d\x0a" + struct.pack("<IIHHq", 28, 0x1A2B3C4D, 1, 0, -1) + struct.pack("<I", 28)
    assert list(read_air(io.BytesIO(block + struct.pack("<II", 6, 0xFFFFFFF0) + bytes(64)))) == []
    assert list(read_air(io.BytesIO(b""))) == []


WORDS = st.one_of(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2**31 - 1, 2**31, 2**32 - 1]))
OFFSETS = st.one_of(st.integers(-(2**63), 2**63 - 1), st.sampled_from([0, 2**63 - 1, -(2**63), LATEST // 1_000_000, -1]))
FRAME = writing.radiotap(0) + writing.data_frame(writing.CAMERA, up=True, size=500, sequence=1)


@given(st.integers(0, 255), OFFSETS, WORDS, WORDS)
def test_whatever_time_a_pcapng_states_the_air_takes_it_or_it_is_left_out(resolution: int, offset: int, high: int, low: int) -> None:
    ticks, exponent = high << 32 | low, resolution & 0x7F
    written = writing.pcapng([(ticks, FRAME)], resolution=resolution, offset=offset)
    heard = [frame for frame, _ in read_air(io.BytesIO(written))]
    if exponent <= 18:
        exact = offset * 1_000_000 + ticks * 1_000_000 // (2 if resolution & 0x80 else 10) ** exponent
        assert [frame.at for frame in heard] == ([exact] if 0 <= exact < LATEST else [])
    air = Air(bursts=True)
    for frame in heard:
        assert air.add(frame) is not None
    packets = list(read_pcapng(io.BytesIO(written)))
    assert [packet.at for packet in packets] == [rfc3339(heard[0].at if heard else 0)]


@given(st.sampled_from([0xA1B2C3D4, 0xA1B23C4D]), WORDS, WORDS)
def test_whatever_time_a_pcap_states_the_air_takes_it(magic: int, seconds: int, fraction: int) -> None:
    written = struct.pack("<IHHiIII", magic, 2, 4, 0, 0, 65535, 127) + struct.pack("<4I", seconds, fraction, len(FRAME), len(FRAME)) + FRAME
    ((heard, _),) = read_air(io.BytesIO(written))
    assert heard.at < LATEST
    assert Air(bursts=True).add(heard) is not None
    (packet,) = read_pcap(io.BytesIO(written))
    assert packet.at == rfc3339(heard.at)


@given(st.integers(-(2**80), 2**80))
def test_every_time_has_a_text(microseconds: int) -> None:
    sound = 0 <= microseconds < LATEST
    assert rfc3339(microseconds)[:4] <= "2262"
    assert sound or rfc3339(microseconds) == "1970-01-01T00:00:00.000000Z"


def test_no_frame_is_longer_than_one_can_be() -> None:
    heard = hear(FRAME, 0, radiotap.LINK_TYPE, 2**32 - 1)
    assert heard is not None
    assert heard.length == 65_535


def test_a_hidden_name_is_none_and_a_name_is_read() -> None:
    def beacon(ssid: bytes) -> bytes:
        head = struct.pack("<HH6s6s6sH", 0x80, 0, b"\xff" * 6, b"\x02" * 6, b"\x02" * 6, 0)
        return head + bytes(12) + bytes((0, len(ssid))) + ssid + bytes((3, 1, 11, 255, 2, 0x6B, 0))

    assert parse_beacon(beacon(b"")) == ieee80211.Beacon(b"\x02" * 6, None, 11, multi_link=True)
    assert parse_beacon(beacon(bytes(8))) == ieee80211.Beacon(b"\x02" * 6, None, 11, multi_link=True)
    found = parse_beacon(beacon(b"IPCAM"))
    assert found is not None
    assert found.ssid == "IPCAM"
    assert ppi.LINK_TYPE in LINK_TYPES
