"""An observation's facts: named fields with their values, as `signatures/README.md` lists them.

Pure. Every value is one line of harmless text; what an observation does not say is not made up.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.model.addresses import is_local, mac_of, mac_of_bytes
from roomcheck.model.observation import Observation
from roomcheck.model.text import decode, harmless
from roomcheck.wire.banner import ftp_texts, kind_of_banner, ssh_texts, telnet_text
from roomcheck.wire.dhcp import parse_dhcp
from roomcheck.wire.dns import parse_dns
from roomcheck.wire.heads import realms_of, without_name
from roomcheck.wire.http import parse_http
from roomcheck.wire.netbios import parse_netbios
from roomcheck.wire.onvif import parse_onvif
from roomcheck.wire.radio import parse_access_point, parse_advertisement, parse_flow, parse_reaction
from roomcheck.wire.reolink import decode_reolink
from roomcheck.wire.rtsp import looks_like_rtsp, parse_rtsp
from roomcheck.wire.sdp import Sdp, parse_sdp
from roomcheck.wire.sip import parse_sip
from roomcheck.wire.snmp import enterprise_of, parse_engine
from roomcheck.wire.ssdp import parse_ssdp
from roomcheck.wire.udp import decode_udp
from roomcheck.wire.upnp import parse_upnp
from roomcheck.wire.wsd import parse_wsd
from roomcheck.wire.x509 import name_parts, parse_certificate

VALUE: Final = 1_024
"""Characters of a value that is neither a name nor a page."""

Registrant = Callable[[str], tuple[str, str] | None]
"""MAC -> the organisation that holds its prefix, and the prefix's digits."""
_Pairs = Iterable[tuple[str, str]]


class Fact(msgspec.Struct, frozen=True):
    """One field of one observation. A field may have several values, each a fact."""

    field: str
    value: str


def facts_of(observation: Observation, registrant: Registrant) -> tuple[Fact, ...]:
    """What an observation says, each fact once, at most `limits.FACTS`; never raises on what is in it."""
    pairs: _Pairs
    if (reader := _READERS.get(observation.kind)) is not None:
        pairs = reader(observation)
    elif observation.kind in _ADDRESSES:
        pairs = _address(observation, registrant)
    else:
        pairs = ()
    found: dict[tuple[str, str], None] = {}
    if observation.port is not None:
        found["port", str(observation.port)] = None
    for field, value in pairs:
        text = harmless(value, limits.RAW if field == "http.body" else VALUE).strip()
        if text:
            found[field, text] = None
        if len(found) >= limits.FACTS:
            break
    return tuple(Fact(field, value) for field, value in found)


def _text(observation: Observation) -> str:
    return decode(observation.data).strip()


def _same(observation: Observation) -> _Pairs:
    return ((observation.kind, _text(observation)),)


def _http(observation: Observation) -> Iterator[tuple[str, str]]:
    page = parse_http(observation.data)
    head = page.head
    if head.status:
        yield "http.status", head.status
    for value in head.values("server"):
        yield "http.server", value
    yield "http.title", page.title
    for realm in page.realms:
        yield "http.realm", realm
    for name, field in _HTTP_HEADERS:
        for value in head.values(name):
            yield field, value
    yield "http.body", page.body
    for name, value in head.headers:
        yield "http.header", f"{name}: {value}"


_HTTP_HEADERS: Final = (
    ("www-authenticate", "http.www_authenticate"), ("set-cookie", "http.set_cookie"),
    ("content-type", "http.content_type"), ("location", "http.location"), ("x-powered-by", "http.powered_by"),
)


def _http_server(observation: Observation) -> _Pairs:
    return (("http.server", without_name(_text(observation), "server")),)


def _http_set_cookie(observation: Observation) -> _Pairs:
    return (("http.set_cookie", without_name(_text(observation), "set-cookie")),)


def _http_www_authenticate(observation: Observation) -> Iterator[tuple[str, str]]:
    challenge = without_name(_text(observation), "www-authenticate")
    yield "http.www_authenticate", challenge
    for realm in realms_of(challenge):
        yield "http.realm", realm


def _favicon(observation: Observation) -> _Pairs:
    if observation.length is not None:
        return ()
    return (("favicon.md5", hashlib.md5(observation.data, usedforsecurity=False).hexdigest()),)


def _favicon_md5(observation: Observation) -> _Pairs:
    return (("favicon.md5", _text(observation).lower()),)


def _rtsp(observation: Observation) -> Iterator[tuple[str, str]]:
    answer = parse_rtsp(observation.data)
    head = answer.head
    if head.status:
        yield "rtsp.status", head.status
    for name, field in (("server", "rtsp.server"), ("public", "rtsp.public"), ("content-base", "rtsp.content_base")):
        for value in head.values(name):
            yield field, value
    for realm in answer.realms:
        yield "rtsp.realm", realm
    yield from _described(answer.sdp)
    for name, value in head.headers:
        yield "rtsp.header", f"{name}: {value}"


def _rtsp_server(observation: Observation) -> _Pairs:
    return (("rtsp.server", without_name(_text(observation), "server")),)


def _sdp(observation: Observation) -> Iterator[tuple[str, str]]:
    return _described(parse_sdp(observation.data))


def _described(sdp: Sdp | None) -> Iterator[tuple[str, str]]:
    if sdp is None:
        return
    yield from (("sdp.session", sdp.session), ("sdp.info", sdp.info), ("sdp.tool", sdp.tool))
    yield from (("sdp.media", media) for media in sdp.media)
    yield from (("sdp.codec", codec) for codec in sdp.codecs)
    yield from (("sdp.attribute", attribute) for attribute in sdp.attributes)


def _mdns(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_dns(observation.data)
    yield from (("dns.service", service) for service in message.services)
    yield from (("dns.instance", f"{service} {instance}") for service, instance in message.instances)
    yield from (("dns.txt", f"{service} {string}") for service, string in message.txt)
    for host in message.hosts:
        yield "dns.host", host
        yield "host.name", host
    yield from (("dns.ptr", pointer) for pointer in message.pointers)


def _host_name(name: str) -> Iterator[tuple[str, str]]:
    name = name.strip().rstrip(".")
    yield "host.name", name
    if "." in name:
        yield "host.name", name.partition(".")[0]


def _reverse(observation: Observation) -> Iterator[tuple[str, str]]:
    return _host_name(_text(observation))


def _ssdp(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_ssdp(observation.data)
    if message.asks:
        yield from (("ssdp.header", f"user-agent: {value}") for value in message.head.values("user-agent"))
        return
    yield "ssdp.target", message.target
    yield "ssdp.server", message.server
    yield "ssdp.usn", message.usn
    yield "ssdp.location", message.location
    for name, value in message.head.headers:
        yield "ssdp.header", f"{name}: {value}"


def _upnp(observation: Observation) -> _Pairs:
    data = observation.data
    return parse_upnp(parse_http(data).body.encode() if data[:5] == b"HTTP/" else data)


def _wsd(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_wsd(observation.data)
    yield from (("wsd.type", value) for value in message.types)
    yield from (("wsd.scope", value) for value in message.scopes)
    yield from (("wsd.xaddr", value) for value in message.xaddrs)
    yield from (("wsd.address", value) for value in message.addresses)


def _onvif(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_onvif(observation.data)
    yield "onvif.manufacturer", message.manufacturer
    yield "onvif.model", message.model
    yield from (("onvif.service", value) for value in message.services)
    yield from (("onvif.fault", value) for value in message.faults)
    yield from (("wsd.scope", value) for value in message.scopes)
    yield from (("onvif.element", value) for value in message.elements)


def _certificate(observation: Observation) -> Iterator[tuple[str, str]]:
    certificate = parse_certificate(observation.data)
    if certificate is None:
        return
    for field, name in (("tls.subject", certificate.subject), ("tls.issuer", certificate.issuer)):
        yield from _named(field, name)
    yield from (("tls.san", name) for name in certificate.alternative)


def _distinguished(observation: Observation) -> Iterator[tuple[str, str]]:
    return _named(observation.kind, _text(observation))


def _named(field: str, name: str) -> Iterator[tuple[str, str]]:
    """The name as it is written, and each of its parts alone."""
    yield field, name
    yield from ((field, part) for part in name_parts(name))


def _dhcp(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_dhcp(observation.data)
    if message is None or not message.request:
        return
    yield "dhcp.hostname", message.hostname
    yield from _host_name(message.hostname)
    yield "dhcp.vendor_class", message.vendor_class
    yield "dhcp.param_list", message.param_list


def _dhcp_hostname(observation: Observation) -> Iterator[tuple[str, str]]:
    yield "dhcp.hostname", _text(observation)
    yield from _host_name(_text(observation))


def _dhcp_param_list(observation: Observation) -> _Pairs:
    data = observation.data
    codes = re.findall(r"\d{1,3}", decode(data)) if re.fullmatch(rb"[\d\s,;\[\]()]*", data) else map(str, data)
    return (("dhcp.param_list", ",".join(codes)),)


def _ftp(observation: Observation) -> _Pairs:
    return (("ftp.banner", text) for text in ftp_texts(observation.data))


def _ssh(observation: Observation) -> _Pairs:
    return (("ssh.banner", text) for text in ssh_texts(observation.data))


def _telnet(observation: Observation) -> _Pairs:
    return (("telnet.banner", telnet_text(observation.data)),)


def _tcp_banner(observation: Observation) -> Iterator[tuple[str, str]]:
    data = observation.data
    yield "tcp.banner", decode(data).strip()
    if looks_like_rtsp(data):
        yield from _rtsp(observation)
    elif data[:5] == b"HTTP/":
        yield from _http(observation)
    elif (reader := _BANNERS.get(kind_of_banner(data))) is not None:
        yield from reader(observation)
    elif (baichuan := decode_reolink(data)) is not None:
        yield from baichuan.fields()


def _sip(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_sip(observation.data)
    yield "sip.server", message.server
    yield "sip.user_agent", message.user_agent
    for name, value in message.head.headers:
        yield "sip.header", f"{name}: {value}"


def _snmp_engine(observation: Observation) -> _Pairs:
    engine = parse_engine(observation.data)
    number = enterprise_of(engine) if engine else None
    return (("snmp.enterprise", str(number)),) if number is not None else ()


def _tcp_open(observation: Observation) -> _Pairs:
    if observation.port is not None:
        return (("tcp.port", str(observation.port)),)
    digits = re.match(r"\d{1,5}(?![\d.])", _text(observation))
    return (("tcp.port", digits[0]), ("port", digits[0])) if digits else ()


def _netbios(observation: Observation) -> Iterator[tuple[str, str]]:
    message = parse_netbios(observation.data)
    for name in message.names:
        yield "netbios.name", name
        if name.endswith(("<00>", "<20>")):
            yield "host.name", name[:-4]
    yield from (("netbios.group", name) for name in message.groups)


def _access_point(observation: Observation) -> _Pairs:
    return (("wifi.ssid", parse_access_point(observation.data).ssid or ""),)


def _advertisement(observation: Observation) -> Iterator[tuple[str, str]]:
    said = parse_advertisement(observation.data)
    yield "ble.name", said.name or ""
    yield from (("ble.service", service) for service in said.services)
    yield from (("ble.maker_id", str(number)) for number in said.maker_ids)


def _flow(observation: Observation) -> Iterator[tuple[str, str]]:
    seen = parse_flow(observation.data)
    if seen is not None:
        yield "flow.like", seen.like
        yield "flow.rate", f"{seen.up_kbit_s:.0f} kbit/s"


def _reaction(observation: Observation) -> Iterator[tuple[str, str]]:
    seen = parse_reaction(observation.data)
    if seen is not None:
        yield "reaction.outcome", seen.outcome
        yield "reaction.like", seen.like
        yield from (("reaction.kind", effect.kind) for effect in seen.effects if effect.passed)


def _udp(observation: Observation) -> Iterator[tuple[str, str]]:
    """The makers' decoders first; then the general protocols, by port or shape."""
    data, port = observation.data, observation.port or 0
    if pairs := decode_udp(data, port):
        yield from pairs
    elif (reader := _UDP_PORTS.get(port)) is not None:
        yield from reader(observation)
    elif data[:5] == b"HTTP/" or data[:7] == b"NOTIFY ":
        yield from _ssdp(observation)
    elif data[:7] == b"SIP/2.0":
        yield from _sip(observation)
    elif b"<" in data[:64] and (b"ProbeMatches" in data or b"Hello" in data):
        yield from _wsd(observation)


def _address(observation: Observation, registrant: Registrant) -> Iterator[tuple[str, str]]:
    mac = _mac(observation)
    if mac is None:
        return
    yield "mac", mac
    held = None if is_local(mac) else registrant(mac)
    if held is not None:
        yield "mac.registrant", held[0]
        yield "mac.prefix", held[1]


def _mac(observation: Observation) -> str | None:
    if observation.kind == "arp" and observation.raw_hex is not None and len(observation.data) >= 14:
        return mac_of_bytes(observation.data[8:14])
    if observation.kind == "neighbour":
        words = _text(observation).split()
        return mac_of(words[1]) if len(words) > 1 else observation.source.mac
    if observation.kind in {"mac", "wifi.bssid"}:
        return mac_of(_text(observation)) or observation.source.mac
    return observation.source.mac


_ADDRESSES: Final = frozenset({"mac", "arp", "ndp", "neighbour", "wifi.bssid"})

_BANNERS: Final[dict[str, Callable[[Observation], _Pairs]]] = {
    "ftp.banner": _ftp, "ssh.banner": _ssh, "telnet.banner": _telnet,
}

_UDP_PORTS: Final[dict[int, Callable[[Observation], _Pairs]]] = {
    137: _netbios, 161: _snmp_engine, 1900: _ssdp, 3702: _wsd, 5060: _sip, 5353: _mdns,
}

_READERS: Final[dict[str, Callable[[Observation], _Pairs]]] = {
    "ble.advertisement": _advertisement,
    "ble.name": _same,
    "ble.service": _same,
    "dhcp": _dhcp,
    "dhcp.hostname": _dhcp_hostname,
    "dhcp.param_list": _dhcp_param_list,
    "dhcp.vendor_class": _same,
    "dns.reverse": _reverse,
    "favicon": _favicon,
    "favicon.md5": _favicon_md5,
    "ftp.banner": _ftp,
    "http.response": _http,
    "http.server": _http_server,
    "http.set_cookie": _http_set_cookie,
    "http.title": _same,
    "http.www_authenticate": _http_www_authenticate,
    "mdns": _mdns,
    "netbios": _netbios,
    "onvif.xml": _onvif,
    "reaction": _reaction,
    "rtsp.response": _rtsp,
    "rtsp.server": _rtsp_server,
    "sdp": _sdp,
    "sip.response": _sip,
    "snmp.engine": _snmp_engine,
    "snmp.sysdescr": _same,
    "ssdp": _ssdp,
    "ssh.banner": _ssh,
    "tcp.banner": _tcp_banner,
    "tcp.open": _tcp_open,
    "telnet.banner": _telnet,
    "tls.certificate": _certificate,
    "tls.issuer": _distinguished,
    "tls.subject": _distinguished,
    "udp.reply": _udp,
    "upnp.xml": _upnp,
    "user_agent": _same,
    "wifi.ap": _access_point,
    "wifi.flow": _flow,
    "wifi.ssid": _same,
    "wsd": _wsd,
}
