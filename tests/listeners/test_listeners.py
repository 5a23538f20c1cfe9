"""The listeners, on a link in memory: what is heard becomes observations, once, and nothing is sent."""

import asyncio

from roomcheck.listeners import LISTENERS
from roomcheck.listeners.datagrams import MDNS, SSDP, TUYA, WSD
from roomcheck.listeners.frames import FrameListener
from roomcheck.listeners.fresh import Fresh
from tests.probes.fake_link import FakeLink
from tests.wire import messages
from tests.wire.test_captures import HOST, arp, udp

DEVICE = "192.0.2.9"
NOTIFY = b"NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\n\r\n"
HELLO = messages.PROBE_MATCH.replace(b"ProbeMatches", b"Hello").replace(b"ProbeMatch", b"Body2")


def run(listener, link):
    async def collect():
        return [seen async for seen in listener.listen(link)]

    return asyncio.run(collect())


def heard(listener, port, *datagrams):
    link = FakeLink()
    link.overheard[port] = [(data, DEVICE) for data in datagrams] + [(datagrams[0], "192.0.2.2")]
    found = run(listener, link)
    assert link.sent == []
    assert link.questions == []
    return [(each.kind, each.data) for each in found]


def test_mdns_answers_are_heard_once_and_questions_are_not():
    answer = messages.mdns_answer()
    assert heard(MDNS, 5353, answer, answer, messages.mdns_question()) == [("mdns", answer)]


def test_ssdp_notify():
    assert heard(SSDP, 1900, NOTIFY, b"M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n") == [("ssdp", NOTIFY)]


def test_wsd_hello():
    assert heard(WSD, 3702, HELLO, messages.WSD_QUESTION) == [("wsd", HELLO)]


def test_tuya_announcements_keep_the_port_they_were_heard_on():
    link = FakeLink()
    link.overheard[6666] = [(b"\0\0U\xaa", DEVICE)]
    assert [(each.kind, each.port) for each in run(TUYA, link)] == [("udp.reply", 6666)]


def test_frames_give_arp_and_dhcp_with_their_macs():
    link = FakeLink()
    dhcp = udp(messages.dhcp_request(), sport=68, dport=67)
    own = udp(messages.dhcp_request(), sport=68, dport=67, mac=HOST)
    mdns = udp(messages.mdns_answer(), sport=5353, dport=5353)
    link.live = [arp(), arp(), dhcp, own, mdns, b"noise"]
    found = run(FrameListener(), link)
    assert [(each.kind, each.source.mac) for each in found] == [
        ("arp", "00:40:8c:00:00:01"), ("dhcp", "00:40:8c:00:00:01"),
    ]


def test_a_flood_is_heard_up_to_a_limit():
    fresh = Fresh()
    assert sum(fresh("a", str(number).encode()) for number in range(10_000)) == 256
    assert sum(fresh(str(number), b"x") for number in range(100_000)) == 8_192 - 256


def test_every_listener_has_a_name():
    assert all(listener.name for listener in LISTENERS)
