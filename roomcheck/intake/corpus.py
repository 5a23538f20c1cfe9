"""Labelled responses of real devices, as the corpora hold them, mapped onto the kinds of observation.

One JSON object a line: `source`, `kind`, `raw`, `label` (`camera`, `dvr_nvr`, `not_camera`, `ambiguous`), `vendor`,
`model`, `how_labelled`, and `device_id`, `mac`, `port`, `sport` where known.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from zeroconf import DNSOutgoing, DNSText  # type: ignore[attr-defined]
from zeroconf.const import _CLASS_IN, _FLAGS_QR_RESPONSE, _TYPE_TXT

from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import Observation, Source, observe

WATCHING_LABELS: Final = frozenset({"camera", "dvr_nvr"})
NO_TIME: Final = "1970-01-01T00:00:00Z"


class Line(msgspec.Struct, frozen=True):
    """One line of a corpus; fields that only some lines have are None elsewhere."""

    source: str
    kind: str
    raw: str
    label: str
    vendor: str | None = None
    model: str | None = None
    how_labelled: str = ""
    device: str | None = None
    description: str | None = None
    device_id: str | None = None
    mac: str | None = None
    port: int | None = None
    sport: int | None = None
    dport: int | None = None
    wire_hex: str | None = None


class Labelled(msgspec.Struct, frozen=True):
    """The observations that one line of a corpus comes to, and what it is said to be. No observation: no such kind."""

    line: Line
    number: int
    observations: tuple[Observation, ...]

    @property
    def watching(self) -> bool:
        return self.line.label in WATCHING_LABELS

    @property
    def innocent(self) -> bool:
        return self.line.label == "not_camera"


def read_corpora(folder: Path) -> Iterator[Labelled]:
    """Every line of every corpus in `folder`. Raises ImportFailed where there is none, or a line does not hold."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise ImportFailed(f"There are no corpora in {folder}.", "Name their folder with ROOMCHECK_CORPORA.")
    for file in files:
        for number, text in enumerate(file.read_text("utf-8").rstrip("\n").split("\n"), start=1):
            line = _line(text, f"Line {number} of {file.name}")
            yield Labelled(line, number, tuple(_observations(line)))


def _line(text: str, place: str) -> Line:
    try:
        return msgspec.json.decode(text, type=Line)
    except msgspec.DecodeError as error:
        raise ImportFailed(f"{place} does not hold: {error}.", "Mend or remove it.") from error


def _observations(line: Line) -> Iterator[Observation]:
    reader = _READERS.get(line.kind)
    if reader is None:
        return
    source = Source(name=line.device_id or "device")
    for kind, data, port in reader(line):
        yield observe(kind, data, at=NO_TIME, via="corpus", source=source, port=port)


Piece = tuple[str, bytes, int | None]
Reader = Callable[[Line], Iterator[Piece]]


def _as(kind: str) -> Reader:
    def read(line: Line) -> Iterator[Piece]:
        yield kind, line.raw.encode("utf-8", "surrogateescape"), line.port

    return read


def _hex(kind: str) -> Reader:
    def read(line: Line) -> Iterator[Piece]:
        yield kind, bytes.fromhex(line.raw), line.port or line.sport or line.dport

    return read


def _wire(port: int) -> Reader:
    def read(line: Line) -> Iterator[Piece]:
        yield "udp.reply", bytes.fromhex(line.wire_hex or ""), port

    return read


def _powered_by(line: Line) -> Iterator[Piece]:
    yield "http.response", f"HTTP/1.1 200 OK\r\nX-Powered-By: {line.raw}\r\n\r\n".encode(), line.port


def _sip(line: Line) -> Iterator[Piece]:
    yield "sip.response", f"SIP/2.0 200 OK\r\nServer: {line.raw}\r\nUser-Agent: {line.raw}\r\n\r\n".encode(), 5060


def _rtsp_realm(line: Line) -> Iterator[Piece]:
    answer = f'RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\nWWW-Authenticate: Digest realm="{line.raw}", nonce="0"\r\n\r\n'
    yield "rtsp.response", answer.encode(), 554


def _ports(line: Line) -> Iterator[Piece]:
    for port in line.raw.split(","):
        if port.strip().isdigit():
            yield "tcp.open", b"", int(port)


_DHCP: Final = {"hostname": "dhcp.hostname", "vendor_class": "dhcp.vendor_class", "params": "dhcp.param_list"}


def _dhcp(line: Line) -> Iterator[Piece]:
    said: dict[str, Any] = json.loads(line.raw)
    for key, kind in _DHCP.items():
        if said.get(key):
            yield kind, str(said[key]).encode(), None


def _txt(service: str) -> Reader:
    def read(line: Line) -> Iterator[Piece]:
        text = line.raw.encode()[:255]
        message = DNSOutgoing(_FLAGS_QR_RESPONSE)
        name = f"device.{service}.local."
        message.add_answer_at_time(DNSText(name, _TYPE_TXT, _CLASS_IN, 4500, bytes([len(text)]) + text), 0)
        yield "mdns", message.packets()[0], 5353

    return read


def _wsd_parsed(line: Line) -> Iterator[Piece]:
    said: dict[str, Any] = json.loads(line.raw)
    yield "wsd", _probe_match(" ".join(said.get("types", ())), " ".join(said.get("scopes", ()))), 3702


def _wsd_types(line: Line) -> Iterator[Piece]:
    yield "wsd", _probe_match(line.raw, ""), 3702


def _probe_match(types: str, scopes: str) -> bytes:
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body><d:ProbeMatches><d:ProbeMatch>'
        f"<d:Types>{types}</d:Types><d:Scopes>{scopes}</d:Scopes>"
        "</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()


_READERS: Final[dict[str, Reader]] = {
    "banner_hex": _hex("tcp.banner"),
    "dhcp": _dhcp,
    "dhcp_vendor_class": _as("dhcp.vendor_class"),
    "favicon_md5": _as("favicon.md5"),
    "ftp": _as("ftp.banner"),
    "http_header_server": _as("http.server"),
    "http_header_set_cookie": _as("http.set_cookie"),
    "http_header_www_authenticate": _as("http.www_authenticate"),
    "http_header_x_powered_by": _powered_by,
    "http_response": _as("http.response"),
    "http_title": _as("http.title"),
    "kasa_udp9999": _wire(9999),
    "mac": _as("mac"),
    "mdns": _hex("mdns"),
    "mdns_device_info_txt": _txt("_device-info._tcp"),
    "mdns_workstation_txt": _txt("_workstation._tcp"),
    "nbns_hex": _hex("netbios"),
    "rtsp": _as("rtsp.response"),
    "rtsp_realm": _rtsp_realm,
    "rtsp_server": _as("rtsp.server"),
    "sip": _sip,
    "snmp_sysdescr": _as("snmp.sysdescr"),
    "ssdp": _as("ssdp"),
    "ssh": _as("ssh.banner"),
    "tapo_udp20002": _wire(20002),
    "tcp_ports": _ports,
    "telnet": _as("telnet.banner"),
    "udp_hex": _hex("udp.reply"),
    "upnp_xml": _as("upnp.xml"),
    "wsd": _as("wsd"),
    "wsd_parsed": _wsd_parsed,
    "wsd_types": _wsd_types,
    "x509_der_hex": _hex("tls.certificate"),
    "x509_issuer": _as("tls.issuer"),
    "x509_subject": _as("tls.subject"),
}
"""The corpora's kinds. Certificates' JARM hashes and SNMP object identifiers have no counterpart, and are left out."""
