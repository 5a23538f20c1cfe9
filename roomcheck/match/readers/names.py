"""The names that devices give themselves, or have been given: DNS-SD, reverse DNS, DHCP, NetBIOS."""

import re

from roomcheck.match.readers.reader import Pairs, text_of
from roomcheck.model.observation import Observation
from roomcheck.model.text import decode
from roomcheck.wire.dhcp import parse_dhcp
from roomcheck.wire.dns import parse_dns
from roomcheck.wire.netbios import parse_netbios


def mdns(observation: Observation) -> Pairs:
    message = parse_dns(observation.data)
    yield from (("dns.service", service) for service in message.services)
    yield from (("dns.instance", f"{service} {instance}") for service, instance in message.instances)
    yield from (("dns.txt", f"{service} {string}") for service, string in message.txt)
    for host in message.hosts:
        yield "dns.host", host
        yield "host.name", host
    yield from (("dns.ptr", pointer) for pointer in message.pointers)


def reverse(observation: Observation) -> Pairs:
    return _host_name(text_of(observation))


def _host_name(name: str) -> Pairs:
    """A host's name as it is, and without its domain."""
    name = name.strip().rstrip(".")
    yield "host.name", name
    if "." in name:
        yield "host.name", name.partition(".")[0]


def dhcp(observation: Observation) -> Pairs:
    message = parse_dhcp(observation.data)
    if message is None or not message.request:
        return
    yield "dhcp.hostname", message.hostname
    yield from _host_name(message.hostname)
    yield "dhcp.vendor_class", message.vendor_class
    yield "dhcp.param_list", message.param_list


def dhcp_hostname(observation: Observation) -> Pairs:
    yield "dhcp.hostname", text_of(observation)
    yield from _host_name(text_of(observation))


def dhcp_param_list(observation: Observation) -> Pairs:
    """Numbers as text, or the option's own bytes."""
    data = observation.data
    codes = re.findall(r"\d{1,3}", decode(data)) if re.fullmatch(rb"[\d\s,;\[\]()]*", data) else map(str, data)
    return (("dhcp.param_list", ",".join(codes)),)


def netbios(observation: Observation) -> Pairs:
    message = parse_netbios(observation.data)
    for name in message.names:
        yield "netbios.name", name
        if name.endswith(("<00>", "<20>")):
            yield "host.name", name[:-4]
    yield from (("netbios.group", name) for name in message.groups)
