"""Which observations are of one device."""

from roomcheck.assess.devices import ANSWERS_FOR_OTHERS, tell_apart
from roomcheck.model.observation import Source, observe

A, B = "02:00:00:00:00:0a", "02:00:00:00:00:0b"


def seen(kind, mac=None, ip=None, name=None, data=b"x"):
    return observe(kind, data, at="2026-11-22T10:00:00Z", via="test", source=Source(mac=mac, ip=ip, name=name))


def apart(*observations):
    return {each.id: each for each in tell_apart(enumerate(observations))}


def test_addresses_of_one_mac_are_one_device():
    found = apart(seen("arp", A, "10.0.0.5"), seen("ndp", A, "fe80::1"), seen("http.server", ip="10.0.0.5"))
    assert set(found) == {A}
    assert (found[A].ipv4, found[A].ipv6, len(found[A].observations)) == (("10.0.0.5",), ("fe80::1",), 3)


def test_an_answer_before_the_address_is_known_still_belongs_to_it():
    assert set(apart(seen("udp.reply", ip="10.0.0.5"), seen("arp", A, "10.0.0.5"))) == {A}


def test_an_address_that_changes_hands_belongs_to_each_in_turn():
    found = apart(
        seen("arp", A, "10.0.0.5"), seen("http.server", ip="10.0.0.5", data=b"a"),
        seen("arp", B, "10.0.0.5"), seen("http.server", ip="10.0.0.5", data=b"b"),
    )
    assert [each.data for _, each in found[A].observations] == [b"x", b"a"]
    assert [each.data for _, each in found[B].observations] == [b"x", b"b"]


def test_a_device_without_mac_is_its_address():
    assert set(apart(seen("http.server", ip="10.0.0.5"))) == {"10.0.0.5"}


def test_one_that_answers_for_all_does_not_swallow_those_behind_it():
    arps = [seen("arp", A, f"10.0.0.{host}") for host in range(1, ANSWERS_FOR_OTHERS + 20)]
    found = apart(*arps, seen("http.server", ip="10.0.0.7"))
    assert set(found) == {A, "10.0.0.7"}
    assert found["10.0.0.7"].mac is None
    assert found[A].answers_for > ANSWERS_FOR_OTHERS


def test_a_stable_name_is_the_device():
    found = apart(seen("mac", name="tv", data=A.encode()), seen("http.server", name="tv"), seen("http.server", name="other"))
    assert set(found) == {"tv", "other"}
    assert found["tv"].mac == A


def test_an_address_that_is_none_is_not_taken_for_one():
    found = apart(seen("mac", name="tv", data=b""), seen("mac", name="box", data=b"zz:00"), seen("mac", name="dot", data=b"0200.0000.000A"))
    assert (found["tv"].mac, found["box"].mac, found["dot"].mac) == (None, None, A)
