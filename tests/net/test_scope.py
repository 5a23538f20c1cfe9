import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model.errors import OutOfScope
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.net.link import FORBIDDEN_PORTS
from roomcheck.net.scope import Scope

NETWORK = Network(
    interface=Interface(
        name="x0", index=9, addresses=(OwnAddress("192.168.7.2", 24), OwnAddress("fe80::2", 64), OwnAddress("2001:db8:5::2", 64)),
    ),
    gateway4="192.168.7.1",
)
SCOPE = Scope(NETWORK)


@pytest.mark.parametrize("ip", ["192.168.7.1", "192.168.7.254", "fe80::1", "fe80::1%x0", "2001:db8:5::77", "::ffff:192.168.7.9"])
def test_hosts_on_the_link(ip):
    assert SCOPE.in_scope(ip)
    assert SCOPE.refusal(ip, 80) is None


@pytest.mark.parametrize(
    "ip",
    ["192.168.8.1", "8.8.8.8", "127.0.0.1", "::1", "0.0.0.0", "2001:db8:6::1", "ff05::c", "ff0e::1", "192.168.7.2",
     "fe80::2", "192.168.7.0", "camera.local", "", "::ffff:8.8.8.8", "169.254.1.1"],
)
def test_everything_else_is_refused(ip):
    assert not SCOPE.in_scope(ip)
    assert SCOPE.refusal(ip, 80)
    with pytest.raises(OutOfScope):
        SCOPE.require(ip, 80)


@pytest.mark.parametrize("ip", ["255.255.255.255", "192.168.7.255", "224.0.0.251", "239.255.255.250", "233.89.188.1", "ff02::fb"])
def test_broadcasts_and_groups_of_the_link(ip):
    assert not SCOPE.in_scope(ip)
    assert SCOPE.reaches_all(ip)
    assert SCOPE.refusal(ip, 3702) is None


@pytest.mark.parametrize("port", sorted(FORBIDDEN_PORTS))
def test_ports_where_bytes_act(port):
    assert "never touches" in SCOPE.refusal("192.168.7.9", port)


@given(st.integers(0, 2**32 - 1))
def test_no_other_ipv4_host_is_ever_in_scope(number):
    address = ipaddress.IPv4Address(number)
    if SCOPE.in_scope(str(address)):
        assert address in ipaddress.ip_network("192.168.7.0/24")
        assert str(address) not in {"192.168.7.2", "192.168.7.0", "192.168.7.255"}


@given(st.text(max_size=60))
def test_any_text_is_answered_without_raising(text):
    assert isinstance(SCOPE.in_scope(text), bool)
    SCOPE.refusal(text, 80)


def test_a_host_prefix_has_no_neighbours():
    alone = Scope(Network(interface=Interface(name="x0", index=9, addresses=(OwnAddress("10.0.0.5", 32),))))
    assert not alone.in_scope("10.0.0.6")


def test_loopback_reaches_itself_only():
    loopback = Scope(Network(interface=Interface(name="lo", index=1, medium=Medium.LOOPBACK, addresses=(OwnAddress("127.0.0.1", 8), OwnAddress("::1", 128)))))
    assert loopback.in_scope("127.0.0.1")
    assert loopback.in_scope("127.9.9.9")
    assert loopback.in_scope("::1")
    assert not loopback.in_scope("192.168.7.9")
    assert not loopback.in_scope("fe80::1")
