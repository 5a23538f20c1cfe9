"""The probes of the general protocols, on a link in memory: what they ask, what they never ask, what they yield."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model import limits
from roomcheck.model.observation import Source, observe
from roomcheck.net.link import FORBIDDEN_PORTS, Presence
from roomcheck.probes import GENERAL, PROBES
from roomcheck.probes.arp import ArpProbe
from roomcheck.probes.banner import BannerProbe
from roomcheck.probes.http import HttpProbe, Place, place_of
from roomcheck.probes.mdns import MdnsProbe
from roomcheck.probes.netbios import NETBIOS
from roomcheck.probes.onvif import OnvifProbe
from roomcheck.probes.ports import ALL_PORTS, SPEAKS
from roomcheck.probes.probe import Target
from roomcheck.probes.reverse import ReverseProbe
from roomcheck.probes.rtsp import RtspProbe
from roomcheck.probes.sip import SIP
from roomcheck.probes.snmp import SNMP
from roomcheck.probes.ssdp import SsdpProbe
from roomcheck.probes.tcp import TcpProbe
from roomcheck.probes.tls import TlsProbe
from roomcheck.probes.upnp import UpnpProbe, points_elsewhere
from roomcheck.probes.wsd import WsdProbe
from roomcheck.wire.dns import parse_dns
from tests.probes.fake_link import AT, FakeLink
from tests.wire import messages

CAMERA = "192.0.2.9"


def run(probe, link, target):
    async def collect():
        return [seen async for seen in probe.ask(link, target)]

    return asyncio.run(asyncio.wait_for(collect(), 20))


def seen(kind, data=b"", *, ip=CAMERA, port=None, via="test"):
    return observe(kind, data, at=AT, via=via, source=Source(ip=ip), port=port)


def opened(port):
    return seen("tcp.open", port=port)


def once(answer):
    """A server that answers the first question with `answer`."""
    return lambda question: answer if question else b""


def by_line(answers):
    """A server that answers by the first line of the question."""
    def serve(question):
        return next((answer for start, answer in answers.items() if question.startswith(start)), b"")
    return serve


def html(body, *headers):
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_names_are_unique():
    names = [probe.name for probe in PROBES]
    assert len(set(names)) == len(names)


def test_no_listed_port_is_one_where_bytes_act():
    assert not FORBIDDEN_PORTS & (set(SPEAKS) | set(ALL_PORTS))


def test_a_host_that_was_seen_is_asked_for_cameras_first():
    targets = [target for probe in GENERAL for target in probe.following(seen("arp", b"x" * 28))]
    by_name = {(target.via, target.detail): target for target in targets}
    assert by_name["tcp", "camera ports"].urgency < by_name["tcp", "common ports"].urgency
    assert by_name["wsd", ""].urgency <= 2
    assert {"mdns", "ssdp", "wsd", "tcp", "reverse", "netbios", "sip", "snmp"} == {target.via for target in targets}


@pytest.mark.parametrize(("port", "asked"), [
    (554, {"rtsp"}), (80, {"rtsp", "http"}), (443, {"http"}), (8009, {"tls"}), (23, {"banner"}), (37777, {"banner"}),
    (445, set()), (51_234, {"rtsp", "http"}), (8554, {"rtsp"}), (2020, {"http"}),
])
def test_what_an_open_port_is_asked(port, asked):
    assert {target.via for probe in GENERAL for target in probe.following(opened(port))} == asked


@given(kind=st.sampled_from(["wsd", "ssdp", "http.response", "tcp.banner", "mdns", "arp"]), data=st.binary(max_size=300))
def test_following_never_raises_and_stays_on_the_host(kind, data):
    for probe in GENERAL:
        for target in probe.following(seen(kind, data, port=80)):
            assert target.ip == CAMERA


def test_arp_yields_who_is_there():
    link = FakeLink()
    link.presences = [Presence(ip=CAMERA, mac="00:40:8c:00:00:01", at=AT, kind="arp", data=b"x" * 28)]
    found = run(ArpProbe(), link, ArpProbe().first(link.network)[0])
    assert [(each.kind, each.source.mac, each.source.ip) for each in found] == [("arp", "00:40:8c:00:00:01", CAMERA)]


def test_tcp_yields_open_ports_and_one_refusal():
    link = FakeLink()
    link.servers[CAMERA, 554] = once(b"")
    link.refusing = {CAMERA}
    found = run(TcpProbe(), link, TcpProbe().following(seen("arp"))[0])
    assert sorted((each.kind, each.port) for each in found if each.kind == "tcp.open") == [("tcp.open", 554)]
    assert [each.kind for each in found].count("tcp.closed") == 1


def test_rtsp_asks_options_then_describe_and_nothing_else():
    link = FakeLink()
    options = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n"
    link.servers[CAMERA, 554] = by_line({b"OPTIONS": options, b"DESCRIBE": messages.RTSP})
    found = run(RtspProbe(), link, RtspProbe().following(opened(554))[0])
    assert [each.kind for each in found] == ["rtsp.response"] * 2
    assert b"m=video" in found[1].data
    asked = [data.split(b"\r\n")[0] for _, _, data in link.sent]
    assert asked == [b"OPTIONS rtsp://192.0.2.9:554/ RTSP/1.0", b"DESCRIBE rtsp://192.0.2.9:554/ RTSP/1.0"]
    assert all(b"Authorization" not in data for _, _, data in link.sent)
    assert all(conversation.closed for conversation in link.conversations)


def test_rtsp_on_a_web_server_stops_at_its_answer():
    link = FakeLink()
    link.servers[CAMERA, 80] = once(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    found = run(RtspProbe(), link, Target(via="rtsp", ip=CAMERA, port=80))
    assert [each.kind for each in found] == ["http.response"]
    assert len(link.sent) == 1


def test_an_answer_like_rtsp_anywhere_is_asked_on():
    answer = seen("tcp.banner", b"RTSP/1.0 400 Bad Request\r\n\r\n", port=9000)
    assert RtspProbe().following(answer)[0].port == 9000


def test_http_front_page_icon_and_one_redirect_on_the_same_host():
    link = FakeLink()
    link.servers[CAMERA, 80] = by_line({
        b"GET / ": b"HTTP/1.1 302 Found\r\nLocation: /login.html\r\nContent-Length: 0\r\n\r\n",
        b"GET /login.html ": html(b'<title>Cam</title><link rel="icon" href="/img/f.ico">'),
        b"GET /img/f.ico ": b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\nICON",
    })
    found = run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert [each.kind for each in found] == ["http.response", "http.response", "favicon"]
    assert found[2].data == b"ICON"
    assert [data.split(b" ")[1] for _, _, data in link.sent] == [b"/", b"/login.html", b"/img/f.ico"]


@pytest.mark.parametrize("location", [
    "http://198.51.100.1/", "https://example.com/", "//198.51.100.1/x", "http://127.0.0.1/", "ftp://192.0.2.9/", "javascript:x",
    "http://192.0.2.10/", "http://192.0.2.9:99999/", "/a\r\nX: y",
])
def test_http_never_goes_elsewhere(location):
    place = place_of(location, Place(CAMERA, 80, "/", tls=False))
    assert place is None
    link = FakeLink()
    link.servers[CAMERA, 80] = once(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())
    run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert {ip for ip, _, _ in link.sent} == {CAMERA}


def test_http_redirects_are_followed_once():
    link = FakeLink()
    link.servers[CAMERA, 80] = once(b"HTTP/1.1 301 Moved\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
    run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert len(link.sent) == 2


@pytest.mark.parametrize("kind", ["multipart/x-mixed-replace;boundary=1", "image/jpeg", "video/mp4", "audio/basic"])
def test_http_keeps_no_byte_of_a_picture(kind):
    link = FakeLink()
    link.servers[CAMERA, 81] = once(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + b"PICTURE" * 9_000)
    found = run(HttpProbe(), link, HttpProbe().following(opened(81))[0])
    assert b"PICTURE" not in found[0].data
    assert kind.encode() in found[0].data
    assert link.read_bytes < 500


def test_http_endless_body_is_cut():
    link = FakeLink()
    link.servers[CAMERA, 80] = once(b"HTTP/1.1 401 No\r\nContent-Type: text/html\r\n\r\n" + b"x" * 1_000_000)
    found = run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert len(found[0].data) == limits.RAW
    assert found[0].length is not None
    assert link.read_bytes <= limits.ANSWER + 200


def test_a_photograph_is_no_icon():
    link = FakeLink()
    link.servers[CAMERA, 80] = by_line({
        b"GET / ": html(b"<title>x</title>"),
        b"GET /favicon.ico ": b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + b"PICTURE" * 9_000,
    })
    found = run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert [each.kind for each in found] == ["http.response"]
    assert link.read_bytes < 500


def test_an_html_page_is_no_icon():
    link = FakeLink()
    link.servers[CAMERA, 80] = once(html(b"<title>x</title>"))
    found = run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert [each.kind for each in found] == ["http.response"]


def test_a_large_icon_gives_its_digest_too():
    link = FakeLink()
    icon = b"i" * (limits.RAW + 100)
    link.servers[CAMERA, 80] = by_line({
        b"GET / ": html(b"<title>x</title>"),
        b"GET /favicon.ico ": b"HTTP/1.1 200 OK\r\nContent-Type: image/x-icon\r\nContent-Length: %d\r\n\r\n" % len(icon) + icon,
    })
    found = run(HttpProbe(), link, HttpProbe().following(opened(80))[0])
    assert [each.kind for each in found] == ["http.response", "favicon", "favicon.md5"]


def test_https_shows_its_certificate():
    link = FakeLink()
    link.certificates[CAMERA, 443] = b"DER"
    link.servers[CAMERA, 443] = once(html(b"<title>x</title>"))
    found = run(HttpProbe(), link, HttpProbe().following(opened(443))[0])
    assert [each.kind for each in found] == ["tls.certificate", "http.response"]


def test_plain_http_on_a_tls_port_is_tried_again_with_tls():
    link = FakeLink()
    link.certificates[CAMERA, 8080] = b"DER"
    complaint = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 49\r\n\r\nThe plain HTTP request was sent to an HTTPS port."
    link.servers[CAMERA, 8080] = once(complaint)
    found = run(HttpProbe(), link, HttpProbe().following(opened(8080))[0])
    assert "tls.certificate" in {each.kind for each in found}


def test_tls_sends_nothing():
    link = FakeLink()
    link.certificates[CAMERA, 8009] = b"DER"
    link.servers[CAMERA, 8009] = once(b"")
    found = run(TlsProbe(), link, TlsProbe().following(opened(8009))[0])
    assert [(each.kind, each.data) for each in found] == [("tls.certificate", b"DER")]
    assert link.sent == []


@pytest.mark.parametrize(("port", "greeting", "kind"), [
    (23, b"\xff\xfb\x01LocalHost login: ", "telnet.banner"), (21, b"220 ready\r\n", "ftp.banner"),
    (22, b"SSH-2.0-dropbear\r\n", "ssh.banner"), (9527, b"console>", "tcp.banner"), (9530, b"SSH-2.0-x\r\n", "ssh.banner"),
])
def test_banners_are_only_read(port, greeting, kind):
    link = FakeLink()
    link.servers[CAMERA, port] = lambda question: b"" if question else greeting
    found = run(BannerProbe(), link, BannerProbe().following(opened(port))[0])
    assert [(each.kind, each.data) for each in found] == [(kind, greeting)]
    assert link.sent == []


def test_mdns_asks_for_cameras_and_then_for_what_was_only_named():
    link = FakeLink()

    def answers(question):
        asked = {name for payload in question.payloads for name in parse_dns(payload).asked}
        return [(messages.mdns_answer(), CAMERA, 5353), (b"noise", CAMERA, 5353)] if "_hap._tcp.local." in asked else []

    link.answers = answers
    found = run(MdnsProbe(), link, MdnsProbe().first(link.network)[0])
    assert [each.kind for each in found] == ["mdns"]
    question = link.questions[0]
    assert question.bind_port == 5353
    assert ("224.0.0.251", 5353) in question.to
    assert len(link.questions) == 1
    legacy = run(MdnsProbe(), link, MdnsProbe().following(seen("arp"))[0])
    assert [each.kind for each in legacy] == ["mdns"]
    assert link.questions[1].to == ((CAMERA, 5353),)
    assert link.questions[1].bind_port is None


def test_mdns_follows_up_a_type_that_it_did_not_know():
    from zeroconf import DNSOutgoing, DNSPointer

    message = DNSOutgoing(0x8400)
    message.add_answer_at_time(DNSPointer("_services._dns-sd._udp.local.", 12, 1, 60, "_odd._tcp.local."), 0)
    link = FakeLink()
    link.answers = lambda _question: [(message.packets()[0], CAMERA, 5353)]
    run(MdnsProbe(), link, MdnsProbe().first(link.network)[0])
    assert "_odd._tcp.local." in {name for payload in link.questions[1].payloads for name in parse_dns(payload).asked}


def test_ssdp_asks_three_ways_and_takes_answers_only():
    link = FakeLink()
    link.answers = lambda _question: [(messages.SSDP, CAMERA, 1900), (b"M-SEARCH * HTTP/1.1\r\n\r\n", CAMERA, 1900)]
    found = run(SsdpProbe(), link, SsdpProbe().first(link.network)[0])
    assert [each.kind for each in found] == ["ssdp"]
    assert [payload.count(b"\r\nST: ") for payload in link.questions[0].payloads] == [1, 1, 1]
    assert all(b"MX: 1\r\n" in payload for payload in link.questions[0].payloads)


def test_upnp_fetches_a_description_of_the_same_host_only():
    link = FakeLink()
    link.servers[CAMERA, 49152] = once(html(messages.UPNP))
    answer = seen("ssdp", messages.SSDP)
    found = run(UpnpProbe(), link, UpnpProbe().following(answer)[0])
    assert [(each.kind, each.data) for each in found] == [("upnp.xml", messages.UPNP)]
    assert points_elsewhere(answer) is None


@pytest.mark.parametrize("location", [
    b"http://198.51.100.7/d.xml", b"http://127.0.0.1:80/d.xml", b"https://192.0.2.9/d.xml", b"http://192.0.2.10/d.xml",
    b"file:///etc/passwd", b"http://[::1]/d.xml",
])
def test_upnp_locations_elsewhere_are_named_and_not_fetched(location):
    answer = seen("ssdp", messages.SSDP.replace(b"http://192.0.2.9:49152/desc.xml", location))
    assert UpnpProbe().following(answer) == ()
    assert points_elsewhere(answer) == location.decode()


def test_wsd_asks_for_cameras_in_both_forms_and_for_computers():
    link = FakeLink()
    link.answers = lambda question: [(messages.PROBE_MATCH, CAMERA, 3702)]
    found = run(WsdProbe(), link, WsdProbe().first(link.network)[0])
    assert [each.kind for each in found] == ["wsd"]
    payloads = link.questions[0].payloads
    assert len(set(payloads)) == 7
    for words in (b"dn:NetworkVideoTransmitter", b"tds:Device", b"<d:Types/>"):
        assert sum(words in payload for payload in payloads) == 2
    assert sum(b"<a:MessageID>urn:uuid:" in payload for payload in payloads) == 4
    assert sum(b">wsdp:Device<" in payload for payload in payloads) == 1
    unicast = WsdProbe().following(seen("arp"))[0]
    run(WsdProbe(), link, unicast)
    assert link.questions[1].to == ((CAMERA, 3702),)


def test_onvif_follows_its_own_address_only_and_asks_what_needs_no_login():
    probe = OnvifProbe()
    target = probe.following(seen("wsd", messages.PROBE_MATCH))[0]
    assert (target.ip, target.port, target.detail) == (CAMERA, 8899, "/onvif/device_service")
    assert probe.following(seen("wsd", messages.PROBE_MATCH, ip="192.0.2.77")) == ()
    link = FakeLink()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
    link.servers[CAMERA, 8899] = lambda question: (
        head % len(messages.DEVICE_INFORMATION) + messages.DEVICE_INFORMATION if b"GetDeviceInformation" in question
        else head % len(messages.SOAP_FAULT) + messages.SOAP_FAULT if question else b""
    )
    found = run(probe, link, target)
    assert [each.kind for each in found] == ["onvif.xml"] * 4
    asked = [data for _, _, data in link.sent]
    for words in (b"GetSystemDateAndTime", b"GetServices", b"GetDeviceInformation", b"GetScopes"):
        assert sum(words in data for data in asked) == 1
    assert not any(b"Security" in data or b"Authorization" in data for data in asked)


def test_one_service_is_asked_once_however_it_was_found():
    probe = OnvifProbe()
    match = messages.PROBE_MATCH.replace(b":8899/", b":80/")
    page = seen("http.response", b"HTTP/1.1 200 OK\r\n\r\n", port=80, via="http")
    assert probe.following(seen("wsd", match)) == probe.following(page)


def test_the_same_answer_is_taken_once():
    link = FakeLink()
    again = messages.PROBE_MATCH.replace(b"<s:Body>", b"<s:Header><a:RelatesTo>urn:uuid:2</a:RelatesTo></s:Header><s:Body>")
    link.answers = lambda question: [(messages.PROBE_MATCH, CAMERA, 3702), (again, CAMERA, 3702)]
    assert len(run(WsdProbe(), link, WsdProbe().first(link.network)[0])) == 1


def test_onvif_leaves_a_web_server_that_knows_no_soap_after_one_question():
    link = FakeLink()
    link.servers[CAMERA, 80] = once(html(b"<html>not found</html>"))
    target = OnvifProbe().following(seen("http.response", b"HTTP/1.1 200 OK\r\n\r\n", port=80, via="http"))[0]
    assert run(OnvifProbe(), link, target) == []
    assert len(link.sent) == 1


@pytest.mark.parametrize(("probe", "answer", "port", "kind"), [
    (SIP, messages.SIP, 5060, "sip.response"),
    (SNMP, messages.engine_report(b"\x80\x00\x1f\x88\x80abcd"), 161, "snmp.engine"),
    (NETBIOS, messages.node_status(), 137, "netbios"),
])
def test_single_questions(probe, answer, port, kind):
    link = FakeLink()
    link.answers = lambda question: [(answer, CAMERA, port), (b"noise", CAMERA, port)]
    found = run(probe, link, probe.following(seen("arp"))[0])
    assert [each.kind for each in found] == [kind]
    assert link.questions[0].to == ((CAMERA, port),)
    assert b"public" not in link.questions[0].payloads[0]


def test_reverse_names_are_asked_of_the_gateway_alone():
    link = FakeLink()
    link.answers = lambda _question: [(messages.reverse_answer("9.2.0.192.in-addr.arpa.", "dcs-1.lan."), "192.0.2.1", 53)]
    found = run(ReverseProbe(), link, ReverseProbe().following(seen("arp"))[0])
    assert [(each.kind, each.raw, each.source.ip) for each in found] == [("dns.reverse", "dcs-1.lan", CAMERA)]
    assert link.questions[0].to == (("192.0.2.1", 53),)
    assert parse_dns(link.questions[0].payloads[0]).asked == ("9.2.0.192.in-addr.arpa.",)


def test_no_gateway_no_question():
    link = FakeLink(gateway=None)
    assert run(ReverseProbe(), link, ReverseProbe().following(seen("arp"))[0]) == []
    assert link.questions == []


@pytest.mark.parametrize("probe", [RtspProbe(), HttpProbe(), TlsProbe(), BannerProbe(), OnvifProbe(), UpnpProbe()])
def test_a_host_that_is_gone_ends_quietly(probe):
    target = Target(via=probe.name, ip=CAMERA, port=80, detail="/x" if probe.name in {"upnp", "onvif"} else "")
    assert run(probe, FakeLink(), target) == []


@given(data=st.binary(max_size=400), start=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"RTSP/1.0 200 OK\r\n"]))
def test_nonsense_ends_quietly(data, start):
    link = FakeLink()
    link.servers[CAMERA, 80] = once(start + data)
    link.answers = lambda _question: [(start + data, CAMERA, 80)]
    for probe in GENERAL:
        detail = {"upnp": "/x", "onvif": "/onvif/device_service"}.get(probe.name, "")
        run(probe, link, Target(via=probe.name, ip=CAMERA, port=80, detail=detail))
