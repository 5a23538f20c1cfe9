"""What is asked next, and what is not asked twice."""

import asyncio

from roomcheck.app.planner import MOST_OF_ONE, Planner
from roomcheck.model.entry import Checked, Decision, NotExamined
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import Reason
from roomcheck.net.fake import FakeLink, fake_network
from roomcheck.probes.probe import Target

HOST = "192.168.1.64"


def seen(kind="arp", ip=HOST, via="test", data=b"x", mac=None):
    return observe(kind, data, at="2026-11-22T10:00:00Z", via=via, source=Source(ip=ip, mac=mac))


class Scripted:
    """A probe that answers by script: what it is asked first, what follows, and what each question yields."""

    def __init__(self, name, *, first=(), following=None, yields=None, seconds=0.0):
        self.name = name
        self.asked = []
        self._first, self._following, self._yields, self._seconds = first, following, yields, seconds

    def first(self, network):
        return self._first

    def following(self, observation):
        return self._following(observation) if self._following else ()

    async def ask(self, link, target):
        self.asked.append(target)
        await asyncio.sleep(self._seconds)
        for observation in self._yields(target) if self._yields else ():
            yield observation


def run(*probes, begin=(), until=lambda: True, stop_after=None, link=None):
    log = []

    def record(body):
        log.append(body)
        return len(log)

    async def go():
        planner = Planner(probes, link or FakeLink(network=fake_network()), record)
        planner.begin(fake_network())
        for observation in begin:
            planner.take(observation)
        if stop_after is None:
            await planner.run(until)
        else:
            running = asyncio.ensure_future(planner.run(until))
            await asyncio.sleep(stop_after)
            await planner.stop(Reason.BUDGET)
            running.cancel()
        planner.account()

    asyncio.run(go())
    return log


def absences(log):
    return [(each.via, each.subject, each.reason, each.detail) for each in log if isinstance(each, NotExamined)]


def test_equal_targets_are_asked_once():
    probe = Scripted("http", following=lambda _: (Target(via="http", ip=HOST, port=80),))
    run(probe, begin=[seen(), seen("mdns"), seen("ssdp")])
    assert len(probe.asked) == 1


def test_what_lies_off_the_link_is_never_asked():
    probe = Scripted("http", following=lambda s: (Target(via="http", ip="8.8.8.8"), Target(via="http", ip="127.0.0.1")))
    run(probe, begin=[seen(), seen(ip="10.9.9.9"), seen(ip="192.168.1.255")])
    assert probe.asked == []


def test_who_answered_the_question_to_all_is_not_asked_alone():
    def follows(observation):
        return (Target(via="sadp", ip=observation.source.ip, datagrams=True, urgency=3),) if observation.kind == "arp" else ()

    everybody = Scripted(
        "sadp", first=(Target(via="sadp", urgency=0),), following=follows,
        yields=lambda target: [seen("udp.reply", via="sadp")] if target.ip is None else [],
    )
    sweep = Scripted(
        "arp", first=(Target(via="arp", urgency=0),), yields=lambda _: [seen(), seen(ip="192.168.1.70")], seconds=0.02
    )
    run(everybody, sweep)
    assert [target.ip for target in everybody.asked] == [None, "192.168.1.70"]


def test_few_connections_to_one_host_at_once():
    now, most = 0, 0

    class Counting(Scripted):
        async def ask(self, link, target):
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.005)
            now -= 1
            for observation in ():
                yield observation

    run(Counting("http", following=lambda _: tuple(Target(via="http", ip=HOST, port=port) for port in range(100, 130))), begin=[seen()])
    assert 1 < most <= 4


def test_what_did_not_fit_is_said():
    targets = tuple(Target(via="http", ip=HOST, port=port) for port in range(100, 110))
    log = run(Scripted("http", following=lambda _: targets, seconds=5.0), begin=[seen()], stop_after=0.05)
    assert absences(log) == [
        ("http", "network", Reason.BUDGET, "6 questions to 1 devices were not asked"),
        ("http", "network", Reason.BUDGET, "4 questions to 1 devices were cut short"),
    ]
    assert [(each.via, each.asked) for each in log if isinstance(each, Checked)] == [("http", 4)]


def test_a_flood_is_bounded_and_said():
    log = run(Scripted("http"), begin=[seen("mdns", data=str(n).encode()) for n in range(MOST_OF_ONE + 40)] + [seen("mdns", ip="192.168.1.9")])
    kept = [each for each in log if getattr(each, "kind", "") == "mdns"]
    assert len(kept) == MOST_OF_ONE + 1
    assert absences(log) == [("mdns", HOST, Reason.TOO_MUCH, "40 more of mdns")]


def test_a_location_elsewhere_is_named_once_and_not_fetched():
    answer = b"HTTP/1.1 200 OK\r\nLOCATION: http://8.8.8.8/x.xml\r\n\r\n"
    log = run(Scripted("upnp"), begin=[seen("ssdp", data=answer), seen("ssdp", data=answer)])
    assert [each[:3] for each in absences(log)] == [("upnp", HOST, Reason.OFF_LINK)]


def test_addresses_that_one_device_claims_are_tried_at_a_few_doors_first():
    liar = "02:00:00:00:00:66"
    tcp = Scripted("tcp", following=lambda s: (Target(via="tcp", ip=s.source.ip, detail="camera ports"),) if s.kind == "arp" else ())
    run(tcp, begin=[seen(ip=f"192.168.1.{host}", mac=liar) for host in range(3, 103)] + [seen("tcp.closed", ip="192.168.1.90")])
    whole = {target.ip for target in tcp.asked if target.detail == "camera ports"}
    few = {target.ip for target in tcp.asked if target.detail == "a few ports"}
    assert len(whole) == 9
    assert "192.168.1.90" in whole
    assert len(few) == 92


def test_every_decision_says_why():
    log = run(Scripted("http", following=lambda _: (Target(via="http", ip=HOST, port=80),)), begin=[seen("mdns")])
    assert [(each.what, each.why) for each in log if isinstance(each, Decision)] == [(f"ask {HOST}: http:80", "entry 1 (mdns)")]
