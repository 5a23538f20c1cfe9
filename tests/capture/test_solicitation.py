"""Signs of life of IPv6 hosts: each once, of others alone, and of any frame without raising."""

from hypothesis import given
from hypothesis import strategies as st

from roomcheck.capture.solicitation import Solicitation

OWN = bytes.fromhex("020000000002")
OTHER = bytes.fromhex("020000000009")
HERE = bytes.fromhex("fe800000000000000000000000000009")


def icmp6(kind: int, *, mac: bytes = OTHER, ip: bytes = HERE, protocol: int = 58) -> bytes:
    head = b"\x60\0\0\0\0\x08" + bytes([protocol, 255]) + ip + bytes(16)
    return OWN + mac + b"\x86\xdd" + head + bytes([kind, 0, 1, 2, 3, 4, 5, 6])


def test_an_echo_and_neighbour_discovery_are_signs_of_different_kinds():
    for kind, name in ((129, "icmp"), (4, "icmp"), (132, "icmp"), (133, "ndp"), (136, "ndp"), (137, "ndp"), (138, "icmp")):
        frame = icmp6(kind)
        assert Solicitation(1, OWN, 0.0).heard(frame) == (HERE, OTHER, name, frame[54:])


def test_each_host_is_told_once():
    solicitation = Solicitation(1, OWN, 0.0)
    assert solicitation.heard(icmp6(129)) is not None
    assert solicitation.heard(icmp6(136)) is None
    assert solicitation.heard(icmp6(136, mac=b"\x02" * 6)) is not None, "somebody else says that he has the address"


def test_what_is_no_sign_of_anybody_else():
    solicitation = Solicitation(1, OWN, 0.0)
    assert solicitation.heard(icmp6(129, mac=OWN)) is None
    assert solicitation.heard(icmp6(129, ip=bytes(16))) is None
    assert solicitation.heard(icmp6(129, ip=b"\xff" + bytes(15))) is None
    assert solicitation.heard(icmp6(129, protocol=17)) is None
    assert solicitation.heard(icmp6(129)[:57]) is None


def test_it_lasts_a_second():
    assert Solicitation(1, OWN, 5.0).until == 6.0


@given(st.binary(max_size=100))
def test_any_frame_is_heard_without_raising(data):
    solicitation = Solicitation(1, OWN, 0.0)
    solicitation.heard(data)
    solicitation.heard(bytes(12) + b"\x86\xdd" + data)
