"""The makers' probes: whom they ask, with which bytes, and what they make of what comes back."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model.network import Interface, Network, OwnAddress
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import FORBIDDEN_PORTS, Datagram, Question
from roomcheck.probes.discovery import Discovery
from roomcheck.probes.makers import MAKERS
from roomcheck.probes.probe import Probe, Target
from roomcheck.wire.udp import UDP_DECODERS, decode_udp

NETWORK = Network(interface=Interface(
    name="lab0", index=2, mac="02:00:00:00:00:01", addresses=(OwnAddress("192.0.2.1", 24), OwnAddress("fe80::1", 64)),
))
NOWHERE = Network(interface=Interface(name="lab0", index=2))
AT = "2026-01-01T00:00:00.000000Z"
NAMES = {probe.name: probe for probe in MAKERS}
BY_UDP = [probe for probe in MAKERS if isinstance(probe, Discovery)]


class Clock:
    def now(self) -> str:
        return AT

    def monotonic(self) -> float:
        return 0.0


class Link:
    """A link on which `heard` is what comes back to every question."""

    network, clock, privileged = NETWORK, Clock(), False

    def __init__(self, *heard: Datagram) -> None:
        self.heard: tuple[Datagram, ...] = heard
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> AsyncIterator[Datagram]:
        self.asked.append(question)
        for datagram in self.heard:
            yield datagram


def datagram(data: bytes, ip: str = "192.0.2.50", port: int = 40_000) -> Datagram:
    return Datagram(data=data, ip=ip, port=port, at=AT, exchange="u1", length=len(data))


def run(probe: Probe, link: Link, target: Target) -> list[Observation]:
    async def gather() -> list[Observation]:
        return [seen async for seen in probe.ask(link, target)]

    return asyncio.run(gather())


def seen(ip: str | None, kind: str = "arp", via: str = "arp", port: int | None = None) -> Observation:
    return observe(kind, b"x", at=AT, via=via, source=Source(ip=ip), port=port)


def test_every_maker_has_one_name_and_is_registered_once() -> None:
    assert len(NAMES) == len(MAKERS) == 21


@pytest.mark.parametrize("probe", BY_UDP, ids=lambda probe: probe.name)
def test_everybody_is_asked_once_and_first(probe: Discovery) -> None:
    (target,) = probe.first(NETWORK)
    assert target.ip is None
    assert target.urgency <= 1
    assert probe.first(NOWHERE) == ()
    link = Link()
    assert run(probe, link, target) == []
    (question,) = link.asked
    assert question.via == probe.name
    assert {ip for ip, _ in question.to} <= {"255.255.255.255", "239.255.255.250", "239.255.255.251"}
    assert "255.255.255.255" in {ip for ip, _ in question.to}
    assert not {port for _, port in question.to} & FORBIDDEN_PORTS
    assert question.bind_port is None or question.bind_port > 1_023
    assert all(0 < len(payload) <= 600 for payload in question.payloads)
    assert question.wait + question.wait / question.repeat * (question.repeat - 1) < target.seconds
    assert len(question.payloads) * len(question.to) * question.repeat <= 36


@pytest.mark.parametrize("probe", BY_UDP, ids=lambda probe: probe.name)
def test_a_host_is_asked_alone_where_the_protocol_allows(probe: Discovery) -> None:
    targets = probe.following(seen("192.0.2.50"))
    assert len(targets) == (1 if probe.hosts else 0)
    for target in targets:
        assert (target.ip, target.port) == ("192.0.2.50", probe.port)
        link = Link()
        run(probe, link, target)
        (question,) = link.asked
        assert {ip for ip, _ in question.to} == {"192.0.2.50"}
        assert len(question.payloads) * len(question.to) * question.repeat <= 16
        assert question.wait * 2 < target.seconds


def test_one_host_is_asked_few_questions_in_all() -> None:
    link = Link()
    for probe in BY_UDP:
        for target in probe.following(seen("192.0.2.50")):
            run(probe, link, target)
    assert sum(len(asked.payloads) * len(asked.to) * asked.repeat for asked in link.asked) <= 50


@pytest.mark.parametrize("ip", [None, "0.0.0.0", "255.255.255.255", "224.0.0.251", "fe80::2", "nonsense"])
def test_what_is_no_host_is_not_asked(ip: str | None) -> None:
    assert all(probe.following(seen(ip)) == () for probe in MAKERS)


def test_ones_own_answer_leads_to_no_further_question() -> None:
    for probe in BY_UDP:
        assert probe.following(seen("192.0.2.50", kind="udp.reply", via=probe.name)) == ()


def test_answers_are_kept_as_they_came_once_each_and_ones_own_are_left_out() -> None:
    probe = NAMES["kasa"]
    link = Link(
        datagram(b"\xd0\x00answer", port=9_999), datagram(b"\xd0\x00answer", port=9_999),
        datagram(b"other", ip="192.0.2.51"), datagram(b"echo", ip="192.0.2.1"),
    )
    (target,) = probe.first(NETWORK)
    found = run(probe, link, target)
    assert [(one.kind, one.source.ip, one.port, one.data, one.exchange, one.via, one.at) for one in found] == [
        ("udp.reply", "192.0.2.50", 9_999, b"\xd0\x00answer", "u1", "kasa", AT),
        ("udp.reply", "192.0.2.51", 40_000, b"other", "u1", "kasa", AT),
    ]
    alone = run(probe, link, probe.following(seen("192.0.2.51"))[0])
    assert [one.source.ip for one in alone] == ["192.0.2.51"]


def test_a_flood_from_one_host_costs_the_others_nothing() -> None:
    flood = [datagram(number.to_bytes(4, "big")) for number in range(900)]
    found = run(NAMES["sadp"], Link(*flood, datagram(b"other", ip="192.0.2.51")), NAMES["sadp"].first(NETWORK)[0])
    assert len(found) == 17
    assert found[-1].source.ip == "192.0.2.51"


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_hostile_answers_never_raise(answers: list[bytes]) -> None:
    for probe in BY_UDP:
        if probe.name != "tapo":
            found = run(probe, Link(*map(datagram, answers)), probe.first(NETWORK)[0])
            assert len(found) == len(set(answers))


@pytest.mark.parametrize("probe", BY_UDP, ids=lambda probe: probe.name)
def test_nothing_that_is_sent_is_taken_for_an_answer(probe: Discovery) -> None:
    link = Link()
    run(probe, link, probe.first(NETWORK)[0])
    for payload in link.asked[0].payloads:
        assert decode_udp(payload, probe.port) == ()
    assert any(probe.port in decoder.ports for decoder in UDP_DECODERS)


WRITES = (b"setConfig", b"modify", b"login", b"Login", b"pass", b"user", b"update", b"set_", b"reset", b"activate")


@pytest.mark.parametrize("probe", BY_UDP, ids=lambda probe: probe.name)
def test_nothing_is_set_and_nobody_logs_in(probe: Discovery) -> None:
    link = Link()
    run(probe, link, probe.first(NETWORK)[0])
    for payload in link.asked[0].payloads:
        assert not any(word in payload for word in WRITES)


def test_sadp_hears_the_group_that_answers_go_to() -> None:
    link = Link()
    run(NAMES["sadp"], link, NAMES["sadp"].first(NETWORK)[0])
    (question,) = link.asked
    assert (question.bind_port, question.join) == (37_020, ("239.255.255.250",))
    assert ("239.255.255.250", 37_020) in question.to
    assert question.payloads[0].endswith(b"<Types>inquiry</Types></Probe>")


@pytest.mark.parametrize(("name", "bound"), [
    ("xmeye", 34_569), ("v380", 10_009), ("hanwha", 7_711), ("ipro", 10_669), ("bosch", 1_758), ("dvrip", 5_050),
    ("ubnt", 10_001), ("vivotek", None), ("pppp", None),
])
def test_answers_that_come_to_a_fixed_port_are_waited_for_there(name: str, bound: int | None) -> None:
    link = Link()
    run(NAMES[name], link, NAMES[name].first(NETWORK)[0])
    assert link.asked[0].bind_port == bound


def test_tapo_asks_in_both_forms_on_both_ports_with_one_key_a_run() -> None:
    link = Link()
    for _ in range(2):
        run(NAMES["tapo"], link, NAMES["tapo"].first(NETWORK)[0])
    first, second = link.asked
    assert first == second
    assert {port for _, port in first.to} == {20_002, 20_004}
    assert first.payloads[0].hex() == "020000010000000000000000463cb5d3"
    assert b"BEGIN PUBLIC KEY" in first.payloads[1]
    assert b"PRIVATE" not in first.payloads[1]


def test_tuya_asks_with_its_own_address_and_a_new_nonce_each_time() -> None:
    probe = NAMES["tuya"]
    link = Link()
    for _ in range(2):
        run(probe, link, probe.first(NETWORK)[0])
    first, second = link.asked
    assert (first.bind_port, first.to) == (7_000, (("255.255.255.255", 7_000),))
    assert first.payloads != second.payloads
    assert probe.following(seen("192.0.2.50")) == ()
