"""What tools of operating systems print, in the languages and code pages they print it in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.net.air.listed import (
    MOST,
    Listed,
    channel_of,
    console_text,
    frequency_of,
    listed,
    once,
    parse_airport,
    parse_iw,
    parse_netsh,
    parse_system_profiler,
)

LISTS = Path(__file__).parent / "lists"
ONE, TWO, THREE, FOUR = (f"00:00:5e:00:53:0{number}" for number in range(1, 5))


def netsh(name, code_page="utf-8"):
    return parse_netsh(console_text((LISTS / name).read_bytes(), code_page))


def told(found):
    return [(each.bssid, each.ssid, each.quality, each.channel, each.frequency) for each in found]


def test_netsh_of_windows_10():
    found = netsh("netsh-english-windows10.txt")
    assert told(found) == [
        (ONE, "MEO-005301", 64, 11, None), (TWO, "MEO-005301", 16, 36, None), (THREE, None, 38, 1, None),
        (FOUR, "PESU:STAFF : 5G", 100, 6, None),
    ]
    assert [each.hidden for each in found] == [False, False, True, False]


def test_netsh_of_windows_11_tells_the_band_and_colocated_access_points_are_no_rows():
    assert told(netsh("netsh-english-windows11.txt")) == [
        (ONE, "NeighborOne", 22, 157, 5785), (TWO, "NeighborOne", 46, 5, 5975), (THREE, "NeighborTwo", 60, 1, 2412),
    ]


@pytest.mark.parametrize(("name", "code_page", "rows"), [
    ("netsh-german-cp850.txt", "cp850", [
        (ONE, "Gästehaus", 83, 11, None), (TWO, "FRITZ!Box 7490", 94, 6, 2437), (THREE, "FRITZ!Box 7490", 88, 36, 5180),
    ]),
    ("netsh-french-cp850.txt", "cp850", [
        (ONE, "Maison d'été", 75, 11, 2462), (TWO, "Maison d'été", 89, 8, 2447), (THREE, "Voisin", 31, 44, 5220),
    ]),
    ("netsh-spanish-cp850.txt", "cp850", [
        (ONE, "RedFibra-5301", 52, 7, None), (TWO, "RedFibra-5301", 81, 44, None), (THREE, None, 63, 11, None),
    ]),
    ("netsh-chinese-gbk.txt", "gbk", [(ONE, "校园网", 83, 3, None), (TWO, "TP-LINK_5302", 64, 6, None)]),
])
def test_netsh_in_other_languages(name, code_page, rows):
    assert told(netsh(name, code_page)) == rows
    assert [row[0] for row in told(netsh(name, "no such code page"))] == [row[0] for row in rows]


def test_netsh_that_may_not_tell():
    assert netsh("netsh-english-no-location.txt") == ()


def test_airport():
    found = parse_airport((LISTS / "airport-macos13.txt").read_text())
    assert [(each.bssid, each.ssid, each.signal_dbm, each.channel) for each in found] == [
        (ONE, "TP-LINK_005301", -57, 1), (TWO, "FRITZ!Box 7490", -56, 1), (THREE, "Guest 5G new", -72, 149), (FOUR, None, -80, 6),
    ]
    assert [each.hidden for each in found] == [False, False, False, True]
    [alone] = parse_airport((LISTS / "airport-macos14-no-location.txt").read_text())
    assert (alone.bssid, alone.ssid, alone.id, alone.signal_dbm) == ("", "FRITZ!Box 7490", "FRITZ!Box 7490", -56)


def test_system_profiler():
    found = parse_system_profiler((LISTS / "system_profiler-macos13.json").read_bytes())
    assert [(each.ssid, each.channel, each.frequency, each.signal_dbm) for each in found] == [
        ("OfficeNet", 36, 5180, -42), ("CafeFi", 11, 2462, -71), ("Six", 69, 6295, -60), ("GuestWiFi", 6, 2437, None),
        ("HomeNetwork", 149, 5745, -48),
    ]
    assert parse_system_profiler((LISTS / "system_profiler-macos15.json").read_bytes()) == ()
    assert parse_system_profiler((LISTS / "system_profiler-macos10.13.json").read_bytes()) == (
        Listed(bssid=ONE, ssid="Old", channel=6, signal_dbm=-55, via="system_profiler"),
    )


def test_iw_scan_dump():
    assert parse_iw((LISTS / "iw-5.19.txt").read_text()) == (
        Listed(bssid=ONE, ssid="Café \\ Bar", frequency=2462, channel=11, signal_dbm=-40, seen_s=1, via="iw"),
        Listed(bssid=TWO, frequency=5955, channel=1, signal_dbm=-71, seen_s=0, via="iw", hidden=True),
        Listed(bssid=THREE, ssid="Named after all", frequency=5180, channel=36, signal_dbm=-65, seen_s=0, via="iw"),
    )


def test_the_strongest_is_kept_once_and_first():
    points = [Listed(bssid=ONE, ssid="A", signal_dbm=-80), Listed(bssid=TWO, quality=90), Listed(bssid=ONE, ssid="A", signal_dbm=-50), Listed(ssid="B"), Listed(ssid="B", quality=4)]
    assert once(points) == (points[2], points[1], points[4])


@pytest.mark.parametrize(("channel", "band", "frequency"), [
    (1, 2, 2412), (13, 2, 2472), (14, 2, 2484), (15, 2, None), (36, 5, 5180), (165, 5, 5825), (1, 5, None),
    (1, 6, 5955), (2, 6, 5935), (233, 6, 7115), (234, 6, None), (36, 3, None),
])
def test_channels_have_frequencies(channel, band, frequency):
    assert frequency_of(channel, band) == frequency
    assert frequency is None or channel_of(frequency) == channel


def test_other_frequencies_are_no_channels():
    assert [channel_of(frequency) for frequency in (0, 2410, 2479, 5001, 5931, 7120, -5, 1 << 40)] == [None] * 8


def test_neither_address_nor_name_is_no_access_point():
    assert listed(None, "", "x") is None
    assert listed("no address", "Named", "x") is None


SEEDS = sorted(path.read_bytes() for path in LISTS.iterdir() if path.suffix != ".md")
PIECES = st.sampled_from(["SSID 1 : ", "BSSID 1 : 00:00:5e:00:53:01\r\n", " : ", "%", "\n", "\t", "BSS 00:00:5e:00:53:01(on x)", "\tSSID: \\xff", "5 GHz", "-50  6 Y  -- ", " "])


@given(st.one_of(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=40).map("".join), st.text(max_size=600)))
def test_any_output_is_read_or_not(text):
    for parse in (parse_iw, parse_netsh, parse_airport):
        for each in parse(text):
            assert each.id
            assert len(each.bssid) in {0, 17}
    parse_system_profiler(text.encode("utf-8", "replace"))


@given(st.sampled_from(SEEDS), st.integers(0, 3_000), st.binary(max_size=8))
def test_any_damage_is_survived(data, at, damage):
    spoilt = data[:at] + damage + data[at + len(damage):]
    parse_system_profiler(spoilt)
    for code_page in ("cp850", "gbk"):
        text = console_text(spoilt, code_page)
        for parse in (parse_iw, parse_netsh, parse_airport):
            parse(text)


@pytest.mark.timeout(20)
def test_no_output_is_too_long_or_too_wide():
    row = "    BSSID 1 : 00:00:5e:00:53:01\n"
    assert len(parse_netsh("SSID 1 : x\n" + row * 100_000)) == MOST
    for filler in (" " * 1_000_000, "a" * 1_000_000, "\\x00" * 500_000, "[" * 1_000_000, "SSID 1 : " * 100_000):
        parse_airport(filler)
        parse_netsh(filler)
        parse_iw("BSS 00:00:5e:00:53:01\n\tSSID: " + filler)
        parse_system_profiler(filler.encode())
