"""Addresses in their one written form."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model.addresses import ip_of, is_group, is_local, mac_of, mac_of_bytes

macs = st.binary(min_size=6, max_size=6)


@given(macs, st.sampled_from([":", "-", ".", " ", ""]), st.booleans())
def test_every_usual_notation_is_one(data, separator, upper):
    text = separator.join(f"{byte:02X}" if upper else f"{byte:02x}" for byte in data)
    assert mac_of(f" {text} ") == mac_of_bytes(data) == data.hex(":")


@given(st.text(max_size=30))
def test_a_mac_is_twelve_digits_or_nothing(text):
    found = mac_of(text)
    assert found is None or mac_of(found) == found


@pytest.mark.parametrize("text", ["", "00:11:22:33:44", "00:11:22:33:44:55:66", "00:11:22:33:44:gg", "0011.2233.445", "٠٠:11:22:33:44:55"])
def test_what_is_no_mac(text):
    assert mac_of(text) is None


@given(st.binary(max_size=10))
def test_only_six_bytes_are_a_mac(data):
    assert (mac_of_bytes(data) is not None) == (len(data) == 6)


@given(macs)
def test_the_two_bits_of_the_first_byte(data):
    mac = mac_of_bytes(data)
    assert (is_local(mac), is_group(mac)) == (bool(data[0] & 2), bool(data[0] & 1))


@given(st.ip_addresses(), st.sampled_from(["", "%eth0"]))
def test_an_address_is_written_the_shortest_way(address, zone):
    long = address.exploded
    assert ip_of(f" {long}{zone if address.version == 6 else ''} ") == address.compressed


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_nothing(text):
    found = ip_of(text)
    assert found is None or str(ipaddress.ip_address(found)) == found
