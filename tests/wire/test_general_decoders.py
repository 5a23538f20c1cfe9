"""The decoders of the general protocols: what they read, and that no bytes make them raise."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model import limits
from roomcheck.wire.banner import ftp_texts, kind_of_banner, ssh_texts, telnet_text
from roomcheck.wire.dhcp import parse_dhcp
from roomcheck.wire.dns import parse_dns
from roomcheck.wire.frames import parse_frame
from roomcheck.wire.heads import parse_head, realms_of
from roomcheck.wire.http import is_stream, parse_http
from roomcheck.wire.netbios import parse_netbios
from roomcheck.wire.onvif import parse_onvif
from roomcheck.wire.radio import parse_access_point, parse_advertisement
from roomcheck.wire.rtsp import parse_rtsp
from roomcheck.wire.sdp import parse_sdp
from roomcheck.wire.sip import parse_sip
from roomcheck.wire.snmp import DISCOVERY, enterprise_of, parse_engine
from roomcheck.wire.ssdp import parse_ssdp
from roomcheck.wire.upnp import parse_upnp
from roomcheck.wire.wsd import parse_wsd
from roomcheck.wire.x509 import name_parts, parse_certificate
from roomcheck.wire.xml import parse_xml
from tests.wire import messages

SEEDS = [
    messages.HTTP, messages.RTSP, messages.SSDP, messages.UPNP, messages.PROBE_MATCH, messages.DEVICE_INFORMATION,
    messages.SIP, messages.mdns_answer(), messages.dhcp_request(), messages.node_status(),
    messages.engine_report(b"\x80\x00\x1f\x88\x80abcd"), messages.certificate(),
]
PARSERS = [
    parse_head, parse_http, parse_rtsp, parse_sdp, parse_ssdp, parse_upnp, parse_wsd, parse_onvif, parse_dns,
    parse_dhcp, parse_sip, parse_engine, parse_netbios, parse_certificate, parse_xml, telnet_text, ftp_texts, ssh_texts,
    kind_of_banner, parse_access_point, parse_advertisement, parse_frame,
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real message, cut and overwritten anywhere: it comes further into a parser than noise does."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    start, end = draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))
    return bytes(data[min(start, end) :]) if draw(st.booleans()) else bytes(data[: max(start, end)])


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@given(data=st.binary(max_size=2_000) | damaged())
def test_no_bytes_make_a_decoder_raise(parse, data):
    parse(data)


@given(st.text(max_size=500))
def test_no_text_makes_a_name_or_a_challenge_raise(text):
    name_parts(text)
    realms_of(text)


def test_http():
    page = parse_http(messages.HTTP)
    assert page.head.status == "401"
    assert page.head.values("set-cookie") == ("a=1", "b=2")
    assert page.title == "Front & door"
    assert page.realms == ('Cam "One"', "Plain")
    assert page.icon == "/i.ico?v=1"


def test_http_with_line_feeds_only_or_without_a_status_line():
    assert parse_http(messages.HTTP.replace(b"\r\n", b"\n")).title == "Front & door"
    assert parse_http(b"Server: x\r\nETag: 1").head.values("server") == ("x",)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate"])
def test_http_compressed(coding):
    page = b"<title>Squeezed</title>"
    raw = zlib.compressobj(wbits=-15)
    body = {"gzip": gzip.compress(page), "deflate": zlib.compress(page), "raw deflate": raw.compress(page) + raw.flush()}
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding.split()[-1]}\r\n\r\n".encode()
    assert parse_http(head + body[coding]).title == "Squeezed"


def test_http_compressed_and_written_down_as_latin_1():
    body = gzip.compress(b"<title>Squeezed</title>").decode("latin-1")
    assert parse_http(f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{body}".encode()).title == "Squeezed"


def test_http_bomb_is_bounded():
    bomb = gzip.compress(b"\0" * 30_000_000)
    page = parse_http(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bomb)
    assert len(page.body) <= limits.RAW


def test_http_chunked_and_chinese():
    body = "<meta charset=gb2312><title>网络摄像机</title>".encode("gb2312")
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert parse_http(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked).title == "网络摄像机"


def test_streams_are_known_by_their_type():
    assert is_stream("multipart/x-mixed-replace;boundary=x")
    assert is_stream("Image/JPEG")
    assert not is_stream("image/x-icon")
    assert not is_stream("text/html")


def test_rtsp():
    answer = parse_rtsp(messages.RTSP)
    assert answer.head.status == "200"
    assert answer.sdp is not None
    assert (answer.sdp.session, answer.sdp.info, answer.sdp.tool) == ("Front", "Info", "maker 1")
    assert answer.sdp.media == ("video", "audio")
    assert answer.sdp.codecs == ("video H264", "audio PCMA")


def test_rtsp_whose_blank_line_was_lost():
    trimmed = messages.RTSP.replace(b"\r\n\r\n", b"\r\n")
    sdp = parse_rtsp(trimmed).sdp
    assert sdp is not None
    assert sdp.media == ("video", "audio")


def test_ssdp_question_is_no_answer():
    assert parse_ssdp(messages.SSDP).target == "upnp:rootdevice"
    asked = parse_ssdp(b"M-SEARCH * HTTP/1.1\r\nST: urn:axis-com:service:BasicService:1\r\n\r\n")
    assert asked.asks
    assert asked.target == ""


def test_upnp_whole_and_from_the_device_on():
    whole = dict(parse_upnp(messages.UPNP))
    assert whole["upnp.friendly_name"] == "Hall & stairs"
    assert whole["upnp.service"] == "urn:example:service:1"
    fragment = messages.UPNP[messages.UPNP.index(b"<device>") : -len(b"</root>")]
    assert dict(parse_upnp(fragment)) == whole


def test_wsd_with_prefixes_that_nobody_bound():
    said = parse_wsd(messages.PROBE_MATCH)
    assert said.types == ("NetworkVideoTransmitter", "Device")
    assert said.scopes == ("onvif://www.onvif.org/name/EX", "onvif://www.onvif.org/hardware/EX-1")
    assert said.xaddrs == ("http://192.0.2.9:8899/onvif/device_service",)
    assert said.addresses == ("urn:uuid:1",)


def test_wsd_fragments_and_bare_types():
    start = messages.PROBE_MATCH.index(b"<d:ProbeMatches>")
    fragment = messages.PROBE_MATCH[start : messages.PROBE_MATCH.index(b"</s:Body>")]
    assert parse_wsd(fragment) == parse_wsd(messages.PROBE_MATCH)
    assert parse_wsd(b"wsdp:Device wprt:PrintDeviceType").types == ("Device", "PrintDeviceType")


def test_a_wsd_question_says_nothing_of_who_asks():
    assert parse_wsd(messages.WSD_QUESTION).types == ()


def test_onvif():
    said = parse_onvif(b"HTTP/1.1 200 OK\r\n\r\n" + messages.DEVICE_INFORMATION)
    assert (said.manufacturer, said.model) == ("Example", "EX-1")
    assert "GetDeviceInformationResponse" in said.elements
    assert parse_onvif(messages.SOAP_FAULT).faults == ("s:Sender", "ter:NotAuthorized", "Sender not Authorized")


def test_xml_keeps_what_came_before_a_mistake():
    names = [element.name for element in parse_xml(b"<a><b>x</b><c></a>")]
    assert names == ["a", "b", "c"]


@pytest.mark.parametrize("hostile", [
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
])
def test_xml_expands_no_entities(hostile):
    assert "root:" not in str(parse_xml(hostile))
    assert "aaaa" not in str(parse_xml(hostile))


def test_xml_is_bounded():
    assert len(parse_xml(b"<a>" * 100_000)) <= limits.XML_DEPTH
    assert len(parse_xml(b"<a/>" * 10_000)) <= limits.XML_ELEMENTS


def test_mdns():
    said = parse_dns(messages.mdns_answer())
    assert said.services == ("_hap._tcp",)
    assert said.instances == (("_hap._tcp", "Front door"),)
    assert said.txt == (("_hap._tcp", "ci=17"), ("_hap._tcp", "md=EX"))
    assert said.hosts == ("ex-1",)
    assert said.addresses == (("ex-1", "192.0.2.9"),)


def test_an_mdns_question_says_nothing_of_who_asks():
    said = parse_dns(messages.mdns_question())
    assert not said.answer
    assert said.services == ()
    assert said.asked == ("_googlecast._tcp.local.",)


def test_mdns_pointer_loop():
    assert parse_dns(b"\0\0\x84\0\0\0\0\x01\0\0\0\0\xc0\x0c\0\x0c\0\x01\0\0\0\x78\0\x02\xc0\x0c").services == ()


def test_certificate():
    said = parse_certificate(messages.certificate())
    assert said is not None
    assert said.subject == r"CN=axis-00408c000001,O=Example\, AB,C=SE"
    assert said.alternative == ("camera.example",)


@pytest.mark.parametrize("text", [
    r"CN=x,O=Example\, AB,C=SE", r"CN = x, O = Example\, AB, C = SE", "/CN=x/O=Example, AB/C=SE",
    'subject=CN = x, O = "Example, AB", C = SE', "commonName=x,organizationName=Example\\, AB,countryName=SE",
])
def test_names_of_certificates_in_any_hand(text):
    if '"' in text:
        assert "CN=x" in name_parts(text)
    else:
        assert name_parts(text) == ("CN=x", "O=Example, AB", "C=SE")


def test_dhcp():
    said = parse_dhcp(messages.dhcp_request())
    assert said is not None
    assert said.request
    assert (said.hostname, said.vendor_class, said.param_list) == ("DCS-1", "udhcp", "1,3,6")
    assert (said.mac, said.ip) == ("00:40:8c:00:00:01", "192.0.2.9")


def test_a_dhcp_answer_is_not_the_clients():
    said = parse_dhcp(messages.dhcp_request(op=2))
    assert said is not None
    assert not said.request


def test_sip():
    assert parse_sip(messages.SIP).server == "Example Door 1.0"
    assert parse_sip(b"Example Door 1.0").user_agent == "Example Door 1.0"


def test_snmp_engine():
    engine = parse_engine(messages.engine_report(b"\x80\x00\x1f\x88\x80abcd"))
    assert engine is not None
    assert enterprise_of(engine) == 8072
    assert parse_engine(DISCOVERY) is None
    assert DISCOVERY[1] == len(DISCOVERY) - 2


def test_netbios():
    said = parse_netbios(messages.node_status())
    assert said.names == ("NAS-1<00>", "NAS-1<20>")
    assert said.groups == ("HOME<00>",)
    assert said.mac == "00:11:32:00:00:01"


def test_banners():
    assert telnet_text(b"\xff\xfd\x18\xff\xfb\x01\x1b[2JLocalHost login: ") == "LocalHost login:"
    assert ftp_texts(b"220 Example FTP ready.\r\n") == ("220 Example FTP ready.", "Example FTP ready.")
    assert ssh_texts(b"SSH-2.0-dropbear_2019\r\n") == ("SSH-2.0-dropbear_2019", "dropbear_2019")
    assert kind_of_banner(b"SSH-2.0-x") == "ssh.banner"
    assert kind_of_banner(b"\xff\xfb\x01login") == "telnet.banner"
    assert kind_of_banner(b"RFB 003.008\n") == "tcp.banner"
