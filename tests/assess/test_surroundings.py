"""What the network itself is, where that keeps its silence from meaning anything."""

import pytest

from roomcheck.assess.devices import tell_apart
from roomcheck.assess.surroundings import is_gateway, reached, shortcomings
from roomcheck.model.entry import Opened
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import Reason

ROUTER, OTHER = "10.0.0.1", "10.0.0.5"
NOTHING = frozenset()


def place(medium=Medium.WIFI, prefix=24, **gateways):
    interface = Interface(name="wlan0", index=3, medium=medium, addresses=(OwnAddress("10.0.0.9", prefix),))
    return Network(interface=interface, gateway4=gateways.get("gateway4", ROUTER), gateway6=gateways.get("gateway6"))


def opened(network=None, means="scan"):
    return Opened(engine="0", signatures="0", means=means, network=network or place())


def seen(kind, ip, data=b"x", exchange="e1"):
    return observe(kind, data, at="2026-11-22T10:00:00Z", via="test", source=Source(ip=ip), exchange=exchange)


ANSWERS = seen("http.response", OTHER, b"HTTP/1.1 200 OK\r\n\r\n")


def found(*observations, check=None, proxies=NOTHING):
    return shortcomings(check or opened(), tell_apart(enumerate(observations)), proxies)


def said(*observations, **more):
    absences = found(*observations, **more)
    assert all(each.subject == "network" for each in absences)
    return [(each.reason, each.detail) for each in absences]


def test_each_shortcoming_names_the_way_in_which_it_showed():
    service = seen("ssdp", OTHER, b"NT: InternetGatewayDevice")
    page = seen("http.response", ROUTER, b"HTTP/1.1 511 x\r\n\r\n")
    tunnel = opened(place(Medium.VPN, 32))
    shown = found(service, page, check=tunnel, proxies=frozenset({"a"}))
    assert [(each.via, each.reason) for each in shown] == [
        ("network", Reason.VPN), ("network", Reason.NO_PREFIX), ("arp", Reason.PROXY_ARP), ("test", Reason.CAPTIVE_PORTAL), ("ssdp", Reason.OTHER_NETWORK),
    ]
    assert [(each.via, each.reason) for each in found(seen("arp", ROUTER))] == [("network", Reason.ISOLATED)]


def test_an_ordinary_network_has_none():
    assert said(ANSWERS, seen("arp", ROUTER)) == []


def test_bare_observations_and_imports_say_nothing_of_the_network():
    assert shortcomings(None, (), NOTHING) == ()
    assert shortcomings(Opened(engine="0", signatures="0", means="scan"), (), NOTHING) == ()
    assert said(check=opened(means="import")) == []


def test_a_tunnel_is_not_the_network_of_the_place():
    assert said(ANSWERS, check=opened(place(Medium.VPN))) == [(Reason.VPN, "wlan0")]


@pytest.mark.parametrize(("prefix", "lonely"), [(24, False), (30, False), (31, True), (32, True)])
def test_a_prefix_without_neighbours(prefix, lonely):
    assert [reason for reason, _ in said(ANSWERS, check=opened(place(prefix=prefix)))] == [Reason.NO_PREFIX] * lonely


def test_no_neighbours_is_said_with_the_prefix():
    assert said(ANSWERS, check=opened(place(prefix=32))) == [(Reason.NO_PREFIX, "10.0.0.9/32")]


def test_each_that_answers_for_all_is_named():
    assert said(ANSWERS, proxies=frozenset({"b", "a"})) == [(Reason.PROXY_ARP, "a"), (Reason.PROXY_ARP, "b")]


@pytest.mark.parametrize(
    ("answer", "portal"),
    [
        (b"HTTP/1.1 511 Network Authentication Required\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/portal?x\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nlocation: http://login.example/login?mac=1&redirect=http\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nLocation: /index.html\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\n\r\nLocation: /portal and 511", False),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", False),
    ],
)
def test_a_log_in_page_before_the_network(answer, portal):
    assert said(ANSWERS, seen("http.response", ROUTER, answer)) == [(Reason.CAPTIVE_PORTAL, ROUTER)] * portal


def test_a_redirect_of_another_device_is_no_portal():
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.5/portal\r\n\r\n"
    assert said(seen("http.response", OTHER, answer)) == []
    assert said(ANSWERS, seen("http.title", ROUTER, answer)) == []


def test_one_log_in_page_is_said_once():
    page = seen("http.response", ROUTER, b"HTTP/1.1 511 x\r\n\r\n")
    assert said(ANSWERS, page, page) == [(Reason.CAPTIVE_PORTAL, ROUTER)]


def test_a_network_on_which_only_the_gateway_answers_keeps_its_guests_apart():
    assert said(seen("arp", ROUTER)) == [(Reason.ISOLATED, "nothing but the gateway gave a sign of itself")]
    heard = seen("mdns", OTHER, exchange=None)
    assert said(seen("arp", ROUTER), heard) == [(Reason.ISOLATED, "1 devices were heard and none answered")]
    assert said(heard, check=opened(means="listen")) == []


def test_the_kernels_own_table_shows_that_a_device_was_reached():
    assert said(seen("neighbour", OTHER, b"10.0.0.5 02:00:00:00:00:05 REACHABLE", exchange=None)) == []
    device = tell_apart(enumerate([seen("mdns", OTHER, exchange=None)]))[0]
    assert not reached(device)


def test_a_device_that_comes_after_the_gateway_is_looked_at_too():
    service = seen("ssdp", OTHER, b"NT: InternetGatewayDevice")
    assert said(seen("ssdp", ROUTER, b"NT: InternetGatewayDevice"), service) == [(Reason.OTHER_NETWORK, OTHER)]
    page = seen("http.response", ROUTER, b"HTTP/1.1 511 x\r\n\r\n")
    assert said(ANSWERS, seen("http.response", ROUTER, b"HTTP/1.1 200 OK\r\n\r\n"), page) == [(Reason.CAPTIVE_PORTAL, ROUTER)]
    late = seen("http.response", ROUTER, b"HTTP/1.1 302 x\r\nX: " + b"x" * 3_000 + b"\r\nLocation: /portal\r\n\r\n")
    assert said(ANSWERS, late) == []


def test_a_second_router_means_another_network():
    service = b"NOTIFY * HTTP/1.1\r\nNT: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\r\n"
    assert said(seen("ssdp", OTHER, service)) == [(Reason.OTHER_NETWORK, OTHER)]
    assert said(seen("ssdp", OTHER, service), seen("ssdp", OTHER, service)) == [(Reason.OTHER_NETWORK, OTHER)]
    assert said(ANSWERS, seen("ssdp", ROUTER, service)) == []
    assert said(seen("http.response", OTHER, service)) == []
    assert said(seen("ssdp", OTHER, b"NT: upnp:rootdevice")) == []


def test_the_gateway_is_known_by_either_address():
    by4, by6 = (tell_apart(enumerate([seen("arp", ip)]))[0] for ip in (ROUTER, "fe80::1"))
    network = place(gateway6="fe80::1")
    assert is_gateway(by4, network)
    assert is_gateway(by6, network)
    assert not is_gateway(by6, place())


def named(*addresses):
    import socket

    from zeroconf import DNSAddress, DNSOutgoing

    message = DNSOutgoing(0x8400)
    for name, ip in addresses:
        message.add_answer_at_time(DNSAddress(name, 1, 1, 120, socket.inet_aton(ip)), 0)
    return message.packets()[0]


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        ([("cam.local.", "192.168.50.7"), ("tv.local.", "192.168.50.8")], ["192.168.50.0/24"]),
        ([("laptop.local.", "10.0.0.5"), ("laptop.local.", "172.17.0.1")], []),
        ([("laptop.local.", "169.254.3.4")], []),
        ([("web.local.", "8.8.8.8")], []),
        ([("tv.local.", "10.0.0.5")], []),
    ],
)
def test_names_of_another_network_show_that_it_exists(addresses, told):
    assert said(ANSWERS, seen("mdns", ROUTER, named(*addresses))) == [(Reason.OTHER_NETWORK, place) for place in told]
