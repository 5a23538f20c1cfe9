"""Files of others: what is taken from them, and the one sentence for what cannot be read."""

import json
import sqlite3
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomcheck.intake.jsonl import LONGEST
from roomcheck.intake.reader import read_file
from roomcheck.intake.streams import Streams, leaf_certificate
from roomcheck.model.errors import ImportFailed
from roomcheck.wire.frames import parse_frame
from tests.wire import messages
from tests.wire.test_captures import arp, pcap, pcapng, tcp, udp


@pytest.fixture
def read(tmp_path):
    def reading(data, name="file"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(read_file(path))

    return reading


def line(**fields):
    return json.dumps({"device": "a", "kind": "http.title", "raw": "x", **fields}) + "\n"


def test_jsonl(read):
    found = read(line(at="2026-01-02T03:04:05+01:00", port=80) + "\n" + line(device="b", kind="mdns", raw=None, raw_hex="00ff"))
    assert [(each.source.name, each.kind, each.port) for each in found] == [("a", "http.title", 80), ("b", "mdns", None)]
    assert found[0].at == "2026-01-02T02:04:05.000000Z"
    assert found[1].data == b"\x00\xff"


@pytest.mark.parametrize(("bad", "words"), [
    ("{not json\n", "no observation"),
    (line(kind="No such kind!"), "'No such kind!' as its kind"),
    (line(raw=None), "exactly one"),
    (line(raw_hex="00"), "exactly one"),
    (line(raw=None, raw_hex="xyz"), "not hexadecimal"),
    (line(port=70_000), "port that does not exist"),
    ('{"kind": "mac", "raw": "x"}\n', "no observation"),
    (line(raw="x" * (LONGEST + 10)), "longer than"),
    ("[" * 50_000 + "\n", "no observation"),
])
def test_jsonl_names_the_bad_line_and_says_what_to_do(read, bad, words):
    with pytest.raises(ImportFailed) as caught:
        read(line() + line() + bad, "seen.jsonl")
    assert "Line 3 of seen.jsonl" in caught.value.happened
    assert words in caught.value.happened
    assert caught.value.advice


def test_jsonl_name_with_escapes_is_harmless(read):
    assert read(line(device="\x1b[31mx"))[0].source.name == "\\x1b[31mx"


def test_an_empty_file_holds_nothing(read):
    assert read(b"") == []


@pytest.mark.parametrize("wrap", [pcap, pcapng])
def test_a_capture(read, wrap):
    frames = [
        arp(), arp(),
        udp(messages.mdns_answer(), sport=5353, dport=5353), udp(messages.mdns_question(), sport=5353, dport=5353),
        udp(messages.dhcp_request(), sport=68, dport=67),
        tcp(b"", seq=999, flags=0x12),
        tcp(messages.RTSP[60:], seq=1_060), tcp(messages.RTSP[:60], seq=1_000),
    ]
    found = read(wrap(*frames))
    assert [each.kind for each in found] == ["arp", "mdns", "dhcp", "tcp.open", "rtsp.response"]
    assert found[-1].data == messages.RTSP
    assert (found[-1].source.ip, found[-1].source.mac, found[-1].port) == ("192.0.2.9", "00:40:8c:00:00:01", 554)


def test_a_cut_capture_gives_what_is_left(read):
    assert [each.kind for each in read(pcap(arp(), arp())[:-5])] == ["arp"]


def test_a_capture_without_a_packet_is_said(read):
    with pytest.raises(ImportFailed, match="No packet could be read"):
        read(pcap()[:20])


def test_streams_leave_gaps_alone():
    streams = Streams()
    for frame in (tcp(b"", seq=99, flags=0x12), tcp(b"RTSP/1.0 200 OK\r\n", seq=100), tcp(b"later", seq=5_000)):
        packet = parse_frame(frame)
        assert packet is not None
        streams.add(packet, "")
    assert [each.data for each in streams.observations("t")] == [b"", b"RTSP/1.0 200 OK\r\n"]


def test_a_certificate_in_a_handshake():
    der = messages.certificate()
    listed = struct.pack(">I", len(der))[1:] + der
    message = b"\x0b" + struct.pack(">I", len(listed) + 3)[1:] + struct.pack(">I", len(listed))[1:] + listed
    handshake = b"\x02\x00\x00\x02\x03\x03" + message
    half = len(handshake) // 2
    records = b"".join(
        b"\x16\x03\x03" + struct.pack(">H", len(part)) + part for part in (handshake[:half], handshake[half:])
    )
    assert leaf_certificate(records) == der
    assert leaf_certificate(records[:-1]) is None


@given(st.binary(max_size=400))
def test_no_bytes_make_a_handshake_raise(data):
    leaf_certificate(data)
    leaf_certificate(b"\x16\x03\x03\x01\x00\x0b" + data)


NMAP = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap"><host starttime="1767323045" endtime="1767323046">
<address addr="192.0.2.9" addrtype="ipv4"/><address addr="00:40:8C:00:00:01" addrtype="mac" vendor="Axis"/>
<hostnames><hostname name="axis-1.lan" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="443"><state state="open"/>
<script id="http-title" output="AXIS"><elem key="title">AXIS</elem></script>
<script id="http-server-header" output="Apache"/>
<script id="ssl-cert" output="Subject: commonName=axis-1/organizationName=Axis Communications AB&#xa;Issuer: commonName=CA&#xa;Key: 1"/>
</port><port protocol="tcp" portid="23"><state state="closed"/></port>
<port protocol="udp" portid="3702"><state state="open|filtered"/></port></ports></host>
"""


def test_nmap(read):
    found = read(NMAP + "</nmaprun>")
    assert [(each.kind, each.raw) for each in found] == [
        ("mac", "00:40:8c:00:00:01"), ("dns.reverse", "axis-1.lan"), ("tcp.open", ""), ("http.title", "AXIS"),
        ("http.server", "Apache"), ("tls.subject", "/CN=axis-1/O=Axis Communications AB"), ("tls.issuer", "/CN=CA"),
    ]
    assert found[3].port == 443
    assert found[3].at == "2026-01-02T03:04:06.000000Z"
    assert {each.source.ip for each in found} == {"192.0.2.9"}


def test_nmap_cut_short_gives_the_hosts_before(read):
    assert len(read(NMAP + "<host><addr")) == 7


def test_nmap_that_is_broken_at_once(read):
    with pytest.raises(ImportFailed, match="nmap"):
        read("<nmaprun><host></nope>")


def test_nmap_with_entities_is_refused(read):
    bomb = '<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun><host>&a;</host></nmaprun>'
    with pytest.raises(ImportFailed):
        read(bomb)


DEVICE = {
    "kismet.device.base.macaddr": "00:40:8C:00:00:01", "kismet.device.base.type": "Wi-Fi AP",
    "dot11.device": {
        "dot11.device.advertised_ssid_map": [{"dot11.advertisedssid.ssid": "EZVIZ_1"}],
        "dot11.device.probed_ssid_map": [{"dot11.probedssid.ssid": "HOME", "dot11.advertisedssid.ssid": "HOME"}],
    },
}


@pytest.mark.parametrize("data", [json.dumps([DEVICE]), json.dumps(DEVICE) + "\n" + json.dumps(DEVICE)])
def test_kismet_json(read, data):
    found = read(data)
    assert {(each.kind, each.raw) for each in found} == {("wifi.bssid", "00:40:8c:00:00:01"), ("wifi.ssid", "EZVIZ_1")}


def test_kismet_log(tmp_path):
    path = tmp_path / "walk.kismet"
    log = sqlite3.connect(path)
    log.execute("CREATE TABLE devices (device BLOB)")
    log.execute("INSERT INTO devices VALUES (?)", (json.dumps(DEVICE).encode(),))
    log.commit()
    log.close()
    assert [each.kind for each in read_file(path)] == ["wifi.bssid", "wifi.ssid"]


def test_kismet_log_that_is_none(read):
    with pytest.raises(ImportFailed, match="Kismet"):
        read(b"SQLite format 3\0" + b"\0" * 200)


def test_a_file_of_another_sort_is_said(read):
    with pytest.raises(ImportFailed, match="could not be told"):
        read(b"%PDF-1.7")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ImportFailed, match="could not be read"):
        list(read_file(tmp_path / "none"))


@settings(max_examples=150)
@given(data=st.binary(max_size=300), start=st.sampled_from([
    b"", b"{", b"<nmaprun>", b"<nmaprun><host>", pcap(arp())[:60], pcapng(arp())[:100], b"SQLite format 3\0",
    b'[{"kismet.device.base', pcap(tcp(b"", seq=1, flags=0x12)), line().encode(),
]))
def test_any_file_is_read_or_refused(tmp_path_factory, data, start):
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(start + data)
    failures = []
    try:
        list(read_file(path))
    except ImportFailed as failed:
        failures.append(failed)
    assert all("\n" not in failed.happened and failed.advice for failed in failures)


def test_an_open_port_needs_no_bytes_and_an_unknown_kind_is_kept(tmp_path):
    path = tmp_path / "seen.jsonl"
    path.write_text('{"device":"a","kind":"tcp.open","port":554}\n{"device":"b","kind":"tls.jarm","raw":"29d2"}\n')
    assert [(seen.source.name, seen.kind, seen.port, seen.data) for seen in read_file(path)] == [
        ("a", "tcp.open", 554, b""), ("b", "tls.jarm", None, b"29d2"),
    ]


def test_an_nmap_file_in_no_known_encoding_is_one_sentence(read):
    with pytest.raises(ImportFailed, match="not an XML file that nmap wrote"):
        read('<?xml version="1.0" encoding="UTF-6"?><nmaprun></nmaprun>', "scan.xml")
