"""Every kind of observation becomes the fields that `signatures/README.md` promises, and no bytes break that."""

import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.match.facts import VALUE, facts_of
from roomcheck.model import limits
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.model.vocabulary import KINDS
from tests.wire import messages

CORPORA = Path(os.environ.get("ROOMCHECK_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
SILENT = {"icmp", "tcp.closed", "wifi.flow", "reaction", "control"}
"""Kinds that show presence or carry results; they give no field but the port."""


def registrant(mac):
    return ("Axis Communications AB", mac[:8].replace(":", "")) if mac.startswith("00:40:8c") else None


def facts(kind, data, *, port=None, mac=None, ip=None):
    data = data.encode() if isinstance(data, str) else data
    seen = observe(kind, data, at="", via="test", source=Source(mac=mac, ip=ip), port=port)
    found: dict[str, list[str]] = {}
    for fact in facts_of(seen, registrant):
        found.setdefault(fact.field, []).append(fact.value)
    return found


ARP = bytes.fromhex("0001080006040002") + b"\x00\x40\x8c\x00\x00\x01\xc0\x00\x02\x09" + b"\x02\0\0\0\0\x02\xc0\x00\x02\x02"

CASES = [
    ("mac", "00-40-8C-00-00-01", "mac.registrant", "Axis Communications AB"),
    ("mac", "0040.8c00.0001", "mac.prefix", "00408c"),
    ("arp", ARP, "mac", "00:40:8c:00:00:01"),
    ("neighbour", "192.0.2.9 00:40:8c:00:00:01 REACHABLE", "mac", "00:40:8c:00:00:01"),
    ("wifi.bssid", "00:40:8c:00:00:01", "mac.prefix", "00408c"),
    ("http.response", messages.HTTP, "http.realm", "Plain"),
    ("http.response", messages.HTTP, "http.title", "Front & door"),
    ("http.response", messages.HTTP, "http.header", "server: uc-httpd 1.0.0"),
    ("http.response", messages.HTTP, "http.set_cookie", "b=2"),
    ("http.response", messages.HTTP, "http.status", "401"),
    ("http.server", "uc-httpd 1.0.0", "http.server", "uc-httpd 1.0.0"),
    ("http.title", "A title", "http.title", "A title"),
    ("http.www_authenticate", 'Digest realm="Cam", nonce="1"', "http.realm", "Cam"),
    ("http.set_cookie", "a=1", "http.set_cookie", "a=1"),
    ("favicon", b"icon", "favicon.md5", hashlib.md5(b"icon").hexdigest()),
    ("favicon.md5", "EC9D1C872C50DD7DA7D826D9C85FC158", "favicon.md5", "ec9d1c872c50dd7da7d826d9c85fc158"),
    ("rtsp.response", messages.RTSP, "sdp.codec", "video H264"),
    ("rtsp.response", messages.RTSP, "rtsp.content_base", "rtsp://192.0.2.9/"),
    ("rtsp.response", messages.RTSP, "rtsp.public", "OPTIONS, DESCRIBE"),
    ("rtsp.server", "H264DVR 1.0", "rtsp.server", "H264DVR 1.0"),
    ("sdp", "v=0\ns=Video Server Session\nm=video 0 RTP/AVP 26\n", "sdp.codec", "video JPEG"),
    ("mdns", messages.mdns_answer(), "dns.txt", "_hap._tcp ci=17"),
    ("mdns", messages.mdns_answer(), "dns.instance", "_hap._tcp Front door"),
    ("mdns", messages.mdns_answer(), "host.name", "ex-1"),
    ("dns.reverse", "axis-1.lan.", "host.name", "axis-1"),
    ("ssdp", messages.SSDP, "ssdp.target", "upnp:rootdevice"),
    ("ssdp", messages.SSDP, "ssdp.location", "http://192.0.2.9:49152/desc.xml"),
    ("upnp.xml", messages.UPNP, "upnp.model_name", "EX-1"),
    ("wsd", messages.PROBE_MATCH, "wsd.type", "NetworkVideoTransmitter"),
    ("wsd", messages.PROBE_MATCH, "wsd.address", "urn:uuid:1"),
    ("onvif.xml", messages.DEVICE_INFORMATION, "onvif.model", "EX-1"),
    ("onvif.xml", messages.SOAP_FAULT, "onvif.fault", "ter:NotAuthorized"),
    ("tls.certificate", messages.certificate(), "tls.subject", "O=Example, AB"),
    ("tls.certificate", messages.certificate(), "tls.san", "camera.example"),
    ("tls.subject", "/C=SE/O=Example AB/CN=x", "tls.subject", "CN=x"),
    ("tls.issuer", "CN = x, O = Example", "tls.issuer", "CN = x, O = Example"),
    ("dhcp", messages.dhcp_request(), "dhcp.param_list", "1,3,6"),
    ("dhcp", messages.dhcp_request(), "host.name", "DCS-1"),
    ("dhcp.hostname", "DCS-1", "host.name", "DCS-1"),
    ("dhcp.vendor_class", "udhcp 1.2", "dhcp.vendor_class", "udhcp 1.2"),
    ("dhcp.param_list", b"\x01\x03\x06\x0f", "dhcp.param_list", "1,3,6,15"),
    ("dhcp.param_list", "1, 3, 6", "dhcp.param_list", "1,3,6"),
    ("ftp.banner", "220 Example ready", "ftp.banner", "Example ready"),
    ("telnet.banner", b"\xff\xfb\x01LocalHost login:", "telnet.banner", "LocalHost login:"),
    ("ssh.banner", "SSH-2.0-dropbear", "ssh.banner", "dropbear"),
    ("tcp.banner", "SSH-2.0-dropbear", "ssh.banner", "dropbear"),
    ("tcp.banner", messages.RTSP, "sdp.media", "video"),
    ("sip.response", messages.SIP, "sip.server", "Example Door 1.0"),
    ("snmp.sysdescr", "Example", "snmp.sysdescr", "Example"),
    ("snmp.engine", messages.engine_report(b"\x80\x00\x1f\x88\x80abcd"), "snmp.enterprise", "8072"),
    ("tcp.open", "554", "tcp.port", "554"),
    ("wifi.ssid", "EZVIZ_1", "wifi.ssid", "EZVIZ_1"),
    ("wifi.ap", '{"ssid": "EZVIZ_1", "bssid": "00:40:8c:00:00:01", "signal": -40}', "wifi.ssid", "EZVIZ_1"),
    ("ble.name", "X", "ble.name", "X"),
    ("ble.service", "fe95", "ble.service", "fe95"),
    ("ble.advertisement", '{"name": "X", "services": ["fe95"], "maker_ids": [76]}', "ble.maker_id", "76"),
    ("user_agent", "X/1", "user_agent", "X/1"),
    ("netbios", messages.node_status(), "netbios.name", "NAS-1<20>"),
    ("netbios", messages.node_status(), "netbios.group", "HOME<00>"),
]


@pytest.mark.parametrize(("kind", "data", "field", "value"), CASES)
def test_fields(kind, data, field, value):
    assert value in facts(kind, data)[field]


def test_every_kind_that_can_say_something_is_read():
    covered = {case[0] for case in CASES} | SILENT | {"udp.reply", "ndp"}
    assert covered == KINDS


def test_the_table_in_the_readme_names_every_field_that_is_given():
    table = (Path(__file__).parents[2] / "signatures" / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z0-9_.]+)`", table))
    given_fields = {field for kind, data, _, _ in CASES for field in facts(kind, data, port=1)}
    assert given_fields <= listed


def test_a_private_address_has_no_maker():
    assert facts("mac", "02:40:8c:00:00:01") == {"mac": ["02:40:8c:00:00:01"]}


def test_the_port_is_a_field_and_wins_over_the_text_of_an_open_port():
    assert facts("tcp.open", "0.001234", port=554) == {"port": ["554"], "tcp.port": ["554"]}


def test_neighbour_discovery_takes_the_sender():
    assert facts("ndp", b"\x88", mac="00:40:8c:00:00:01")["mac.prefix"] == ["00408c"]


def test_hosts_are_named_by_netbios_once_and_without_the_suffix():
    found = facts("netbios", messages.node_status())
    assert found["netbios.name"] == ["NAS-1<00>", "NAS-1<20>"]
    assert found["host.name"] == ["NAS-1"]


@pytest.mark.parametrize("suffix", ["00", "20"])
def test_either_suffix_of_netbios_names_the_host(suffix):
    other = {"00": "20", "20": "00"}[suffix]
    data = messages.node_status().replace(b"NAS-1".ljust(15) + bytes.fromhex(other), b"OTHER".ljust(15) + b"\x1d")
    found = facts("netbios", data)
    assert found["netbios.name"] in ([f"NAS-1<{suffix}>", "OTHER<1d>"], ["OTHER<1d>", f"NAS-1<{suffix}>"])
    assert found["host.name"] == ["NAS-1"]


def test_headers_are_read_with_and_without_their_names():
    challenge = 'Basic realm="Cam"'
    for told in (challenge, f"WWW-Authenticate: {challenge}", f"www-authenticate:{challenge}"):
        assert facts("http.www_authenticate", told) == {"http.www_authenticate": [challenge], "http.realm": ["Cam"]}
    for told in ("a=1; path=/", "Set-Cookie: a=1; path=/"):
        assert facts("http.set_cookie", told) == {"http.set_cookie": ["a=1; path=/"]}
    assert facts("rtsp.server", "Server: Hipcam RealServer/V1.0") == {"rtsp.server": ["Hipcam RealServer/V1.0"]}


def test_a_page_on_a_port_that_was_only_read_is_a_page():
    found = facts("tcp.banner", messages.HTTP)
    assert found["http.server"] == ["uc-httpd 1.0.0"]
    assert found["http.status"] == ["401"]


def test_a_description_comes_with_its_head_or_without():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
    packed = head + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(messages.UPNP, mtime=0)
    assert facts("upnp.xml", head + b"\r\n" + messages.UPNP) == facts("upnp.xml", packed) == facts("upnp.xml", messages.UPNP)
    assert facts("upnp.xml", messages.UPNP)["upnp.model_name"] == ["EX-1"]


def test_scopes_of_a_device_service_are_those_of_its_discovery():
    answer = b"<s:Envelope><s:Body><tds:GetScopesResponse><tds:Scopes><tt:ScopeItem>onvif://www.onvif.org/name/EX</tt:ScopeItem></tds:Scopes></tds:GetScopesResponse></s:Body></s:Envelope>"
    assert facts("onvif.xml", answer)["wsd.scope"] == ["onvif://www.onvif.org/name/EX"]


def test_what_was_not_said_gives_no_field():
    assert facts("wifi.ap", '{"bssid": "00:40:8c:00:00:01"}') == {}
    assert facts("ble.advertisement", '{"services": ["fe95"]}') == {"ble.service": ["fe95"]}
    assert facts("snmp.engine", messages.engine_report(b"\x80\0\0\0\x05abc")) == {}
    assert "rtsp.status" not in facts("rtsp.response", b"DESCRIBE rtsp://192.0.2.9/ RTSP/1.0\r\nCSeq: 1\r\n\r\n")


def test_where_a_reverse_name_points():
    answer = messages.reverse_answer("9.2.0.192.in-addr.arpa.", "ex-1.lan.")
    assert [name.rstrip(".") for name in facts("mdns", answer)["dns.ptr"]] == ["ex-1.lan"]


def test_a_name_in_an_advertisement():
    assert facts("ble.advertisement", '{"name": "Cam", "services": []}')["ble.name"] == ["Cam"]


def test_a_flow_gives_what_it_is_like_and_its_rate():
    flow = '{"bssid": "a", "other": "b", "like": "camera", "up_kbit_s": 1234.6}'
    assert facts("wifi.flow", flow) == {"flow.like": ["camera"], "flow.rate": ["1235 kbit/s"]}
    assert facts("wifi.flow", "nonsense") == {}


def test_a_cut_icon_has_no_digest():
    assert facts("favicon", b"x" * (limits.RAW + 1)) == {}


def test_a_question_is_nobodys_service():
    asked = b"M-SEARCH * HTTP/1.1\r\nST: urn:axis-com:service:BasicService:1\r\n\r\n"
    assert facts("ssdp", asked) == {}
    named = asked.replace(b"\r\n\r\n", b"\r\nUser-Agent: Linux UPnP/1.0 Example\r\n\r\n")
    assert facts("ssdp", named) == {"ssdp.header": ["user-agent: Linux UPnP/1.0 Example"]}
    assert facts("mdns", messages.mdns_question()) == {}
    assert facts("wsd", messages.WSD_QUESTION) == {}


NOTIFY = messages.SSDP.replace(b"HTTP/1.1 200 OK", b"NOTIFY * HTTP/1.1").replace(b"ST:", b"NT:")
HELLO = messages.PROBE_MATCH.replace(b"ProbeMatches", b"Hello").replace(b"<d:ProbeMatch>", b"").replace(b"</d:ProbeMatch>", b"")


@pytest.mark.parametrize(("data", "port", "field"), [
    (messages.mdns_answer(), 5353, "dns.txt"), (messages.SSDP, 1900, "ssdp.server"), (messages.SSDP, 40000, "ssdp.server"),
    (messages.PROBE_MATCH, 3702, "wsd.type"), (messages.PROBE_MATCH, 40000, "wsd.type"), (messages.SIP, 5060, "sip.server"),
    (messages.node_status(), 137, "netbios.name"), (messages.SIP, 40000, "sip.server"), (NOTIFY, 40000, "ssdp.usn"),
    (HELLO, 40000, "wsd.type"), (messages.engine_report(b"\x80\x00\x1f\x88\x80abcd"), 161, "snmp.enterprise"),
    (messages.mdns_answer(), 5353, "dns.instance"), (messages.SSDP, None, "ssdp.server"),
])
def test_general_protocols_in_a_udp_reply(data, port, field):
    assert field in facts("udp.reply", data, port=port)


def test_values_are_one_harmless_line():
    found = facts("http.response", "HTTP/1.1 200 OK\r\nServer: \x1b[31mred\u202e\r\n\r\n<title>a\nb</title>")
    assert found["http.server"] == ["\\x1b[31mred\\u202e"]
    assert found["http.title"] == ["a b"]


@given(kind=st.sampled_from(sorted(KINDS)), data=st.binary(max_size=600), port=st.none() | st.integers(0, 65_535))
def test_arbitrary_bytes_of_any_kind(kind, data, port):
    seen = observe(kind, data, at="", via="test", source=Source(mac="00:40:8c:00:00:01"), port=port)
    found = facts_of(seen, registrant)
    assert len(found) <= limits.FACTS
    assert len(set(found)) == len(found)
    for fact in found:
        assert 0 < len(fact.value) <= (limits.RAW if fact.field == "http.body" else VALUE)
        assert not re.search("[\x00-\x1f\x7f-\x9f]", fact.value)


def test_a_flood_of_fields_is_cut():
    many = "HTTP/1.1 200 OK\r\n" + "".join(f"X-{number}: {number}\r\n" for number in range(1_000)) + "\r\n"
    assert len(facts_of(Observation(kind="http.response", at="", via="t", raw=many), registrant)) <= limits.FACTS


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the reference responses are not on this machine")
def test_real_answers_give_the_fields_of_their_kind():
    expected = {
        "wsd": "wsd.type", "wsd_types": "wsd.type", "rtsp": "rtsp.status", "upnp_xml": "upnp.model_name",
        "ssdp": "ssdp.server", "http_response": "http.status", "x509_der_hex": "tls.subject", "x509_subject": "tls.subject",
        "http_header_www_authenticate": "http.www_authenticate", "telnet": "telnet.banner",
    }
    kinds = {
        "wsd_types": "wsd", "rtsp": "rtsp.response", "upnp_xml": "upnp.xml", "http_response": "http.response",
        "x509_der_hex": "tls.certificate", "x509_subject": "tls.subject", "telnet": "telnet.banner",
        "http_header_www_authenticate": "http.www_authenticate",
    }
    asked = answered = 0
    missed: list[str] = []
    for name in ("handpicked", "ndpi", "recog"):
        for text in (CORPORA / f"{name}.jsonl").read_bytes().splitlines():
            line = json.loads(text)
            field = expected.get(line["kind"])
            if field is None or line["raw"].startswith("M-SEARCH"):
                continue
            raw = bytes.fromhex(line["raw"]) if line["kind"].endswith("_hex") else line["raw"]
            asked += 1
            if field in facts(kinds.get(line["kind"], line["kind"]), raw):
                answered += 1
            else:
                missed.append(f"{line['kind']}: {line['raw'][:80]!r}")
    assert asked > 500
    assert answered >= asked * 0.98, missed
