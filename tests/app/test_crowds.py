"""Second addresses of one device, and addresses that one device answers for."""

from roomcheck.app.crowds import Claimed, Twins
from roomcheck.model.observation import Source, observe
from roomcheck.probes.probe import Target

LIAR, HONEST = "02:00:00:00:00:66", "02:00:00:00:00:11"


def seen(ip, mac=None, kind="arp"):
    return observe(kind, b"x", at="2026-11-22T10:00:00Z", via="test", source=Source(mac=mac, ip=ip))


def ask(ip, via="http"):
    return Target(via=via, ip=ip)


def test_only_the_ipv6_address_without_a_twin_is_asked():
    twins = Twins()
    for observation in (seen("10.0.0.5", HONEST), seen("fe80::5", HONEST, "ndp"), seen("fe80::6", LIAR, "ndp")):
        twins.learn(observation)
    assert not twins.holds_back(ask("10.0.0.5"))
    assert twins.holds_back(ask("fe80::5"))
    assert twins.holds_back(ask("fe80::6"))
    assert twins.tell_apart() == ([ask("fe80::6")], ["fe80::5"])
    assert twins.holds_back(ask("fe80::5", "rtsp"))
    assert not twins.holds_back(ask("fe80::6", "rtsp"))


def claims(count):
    claimed = Claimed()
    for host in range(2, 2 + count):
        assert claimed.learn(seen(f"10.0.0.{host}", LIAR)) == []
    return claimed


def test_a_few_addresses_of_one_device_are_asked_like_any():
    last = seen("10.0.0.9", LIAR)
    assert not claims(8).holds_back(ask("10.0.0.9"), last)


def test_many_addresses_of_one_device_wait_for_a_sign_of_life():
    claimed = claims(40)
    for host in (20, 21, 22):
        assert claimed.holds_back(ask(f"10.0.0.{host}"), seen(f"10.0.0.{host}", LIAR))
    assert claimed.held == 3
    assert claimed.learn(seen("10.0.0.20", kind="tcp.closed")) == [ask("10.0.0.20")]
    assert claimed.learn(seen("10.0.0.21", HONEST)) == [ask("10.0.0.21")]
    assert claimed.learn(seen("10.0.0.22", kind="udp.reply")) == [ask("10.0.0.22")]
    assert claimed.held == 0
    assert not claimed.holds_back(ask("10.0.0.20", "rtsp"), seen("10.0.0.20", LIAR))


def test_an_icmp_answer_of_the_liar_is_no_life():
    claimed = claims(40)
    assert claimed.holds_back(ask("10.0.0.30"), seen("10.0.0.30", LIAR))
    assert claimed.learn(seen("10.0.0.30", kind="icmp")) == []
