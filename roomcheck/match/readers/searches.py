"""What devices say of themselves when they are searched for: SSDP and UPnP, WS-Discovery and ONVIF, SIP, SNMP."""

from roomcheck.match.readers.reader import Pairs, headers
from roomcheck.model.observation import Observation
from roomcheck.wire.http import parse_http
from roomcheck.wire.onvif import parse_onvif
from roomcheck.wire.sip import parse_sip
from roomcheck.wire.snmp import enterprise_of, parse_engine
from roomcheck.wire.ssdp import parse_ssdp
from roomcheck.wire.upnp import parse_upnp
from roomcheck.wire.wsd import parse_wsd


def ssdp(observation: Observation) -> Pairs:
    message = parse_ssdp(observation.data)
    if message.asks:
        yield from (("ssdp.header", f"user-agent: {value}") for value in message.head.values("user-agent"))
        return
    yield "ssdp.target", message.target
    yield "ssdp.server", message.server
    yield "ssdp.usn", message.usn
    yield "ssdp.location", message.location
    yield from headers(message.head, "ssdp.header")


def upnp(observation: Observation) -> Pairs:
    """The description, with or without the head of the answer that brought it."""
    data = observation.data
    return parse_upnp(parse_http(data).body.encode() if data[:5] == b"HTTP/" else data)


def wsd(observation: Observation) -> Pairs:
    message = parse_wsd(observation.data)
    yield from (("wsd.type", value) for value in message.types)
    yield from (("wsd.scope", value) for value in message.scopes)
    yield from (("wsd.xaddr", value) for value in message.xaddrs)
    yield from (("wsd.address", value) for value in message.addresses)


def onvif(observation: Observation) -> Pairs:
    message = parse_onvif(observation.data)
    yield "onvif.manufacturer", message.manufacturer
    yield "onvif.model", message.model
    yield from (("onvif.service", value) for value in message.services)
    yield from (("onvif.fault", value) for value in message.faults)
    yield from (("wsd.scope", value) for value in message.scopes)
    yield from (("onvif.element", value) for value in message.elements)


def sip(observation: Observation) -> Pairs:
    message = parse_sip(observation.data)
    yield "sip.server", message.server
    yield "sip.user_agent", message.user_agent
    yield from headers(message.head, "sip.header")


def snmp_engine(observation: Observation) -> Pairs:
    engine = parse_engine(observation.data)
    number = enterprise_of(engine) if engine else None
    return (("snmp.enterprise", str(number)),) if number is not None else ()
