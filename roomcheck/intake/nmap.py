"""nmap's XML (`nmap -oX`): addresses, open ports, and the parts of scripts' output that are the device's own words."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from roomcheck.model.addresses import ip_of, mac_of
from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.model.text import harmless

VIA: Final = "import"
_NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SCRIPTS: Final = {"http-title": "http.title", "http-server-header": "http.server", "banner": "tcp.banner"}
_GENERIC_TITLES: Final = ("Site doesn't have a title", "Did not follow redirect")


def read_nmap(stream: BinaryIO, path: Path) -> Iterator[Observation]:
    """The observations of a scan that somebody else made; raises ImportFailed where the file is no XML of nmap."""
    hosts = 0
    try:
        for _, element in iterparse(stream, events=("end",), forbid_dtd=False):
            if element.tag == "host":
                hosts += 1
                yield from _host(element)
                element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:  # LookupError: an unknown encoding
        if not hosts:
            raise ImportFailed(
                f"{harmless(path.name)} is not an XML file that nmap wrote ({harmless(str(error), 80)}).",
                "Run nmap with -oX and import that file.",
            ) from None


def _host(host: Element) -> Iterator[Observation]:
    addresses = {entry.get("addrtype"): entry.get("addr", "") for entry in host.iter("address")}
    mac = mac_of(addresses.get("mac", ""))
    source = Source(mac=mac, ip=ip_of(addresses.get("ipv4") or addresses.get("ipv6") or ""))
    if source.mac is None and source.ip is None:
        return
    at = _time(host.get("endtime") or host.get("starttime") or "")
    if mac:
        yield observe("mac", mac.encode(), at=at, via=VIA, source=source)
    for name in host.iter("hostname"):
        if name.get("type") == "PTR" and name.get("name"):
            yield observe("dns.reverse", name.get("name", "").encode(), at=at, via=VIA, source=source)
    for port in host.iter("port"):
        yield from _port(port, source, at)


def _port(port: Element, source: Source, at: str) -> Iterator[Observation]:
    state = port.find("state")
    number = port.get("portid", "")
    if state is None or state.get("state") != "open" or port.get("protocol") != "tcp" or not number.isdecimal():
        return
    where = min(int(number[:6]), 65_535)
    yield observe("tcp.open", b"", at=at, via=VIA, source=source, port=where)
    for script in port.findall("script"):
        for kind, text in _script(script):
            if text:
                yield observe(kind, text.encode("utf-8", "replace"), at=at, via=VIA, source=source, port=where)


def _script(script: Element) -> Iterator[tuple[str, str]]:
    name = script.get("id", "")
    lines = [line.strip() for line in script.get("output", "").strip().splitlines()[:64]]
    if name == "ssl-cert":
        yield from _certificate(lines)
    elif name == "http-title":
        told = [entry.text or "" for entry in script.findall("elem") if entry.get("key") == "title"] or lines
        yield from (("http.title", line) for line in told[:1] if not line.startswith(_GENERIC_TITLES))
    elif name == "http-auth":
        yield from (("http.www_authenticate", line) for line in lines if "realm" in line)
    elif name in _SCRIPTS:
        yield from ((_SCRIPTS[name], line) for line in lines[:4])


def _certificate(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        field, _, value = line.partition(": ")
        if field in {"Subject", "Issuer"}:
            yield f"tls.{field.lower()}", _named(value)


def _named(value: str) -> str:
    """`commonName=x/organizationName=y` as the parts' short names."""
    short = {
        "commonName": "CN", "organizationName": "O", "organizationalUnitName": "OU", "countryName": "C",
        "localityName": "L", "stateOrProvinceName": "ST",
    }
    for long, name in short.items():
        value = value.replace(f"{long}=", f"{name}=")
    return f"/{value}"


def _time(seconds: str) -> str:
    known = seconds.isdecimal() and len(seconds) < 11
    moment = dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC) if known else _NEVER
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
