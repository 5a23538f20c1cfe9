"""Multicast DNS and DNS service discovery: zeroconf's parser dissects, this module reads (RFC 6762, RFC 6763)."""

import re
from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec
from zeroconf import (  # type: ignore[attr-defined]
    DNSAddress,
    DNSIncoming,
    DNSPointer,
    DNSRecord,
    DNSService,
    DNSText,
)

from roomcheck.model import limits
from roomcheck.model.addresses import ip_of
from roomcheck.model.text import decode

_TYPE: Final = re.compile(r"(?:^|\.)(_[A-Za-z0-9_-]{1,32}\._(?:tcp|udp))(?:\.|$)", re.IGNORECASE)
_TXT_STRINGS: Final = 48
_T = TypeVar("_T")


class Dns(msgspec.Struct, frozen=True):
    """What an answer says. A question tells what its sender looks for: it gives no services or hosts."""

    services: tuple[str, ...] = ()
    """`_hap._tcp`"""
    instances: tuple[tuple[str, str], ...] = ()
    """Service and instance name: `("_hap._tcp", "Kitchen")`."""
    txt: tuple[tuple[str, str], ...] = ()
    """Service and string: `("_hap._tcp", "ci=17")`."""
    hosts: tuple[str, ...] = ()
    """Host names without `.local`."""
    pointers: tuple[str, ...] = ()
    """What names that are no service point to, such as those of addresses."""
    addresses: tuple[tuple[str, str], ...] = ()
    """Host name and address."""
    asked: tuple[str, ...] = ()
    """The names that were asked for."""
    answer: bool = False


def parse_dns(data: bytes) -> Dns:
    """Any bytes as a DNS message; the empty record where it is none."""
    try:
        message = DNSIncoming(data[: limits.ANSWER])
        answer = message.is_response()
        records = message.answers()[: limits.DNS_RECORDS] if answer else []
        asked = tuple(question.name for question in message.questions[: limits.DNS_RECORDS])
        valid = message.valid
    except Exception:  # noqa: BLE001 - the library promises no exception; hostile bytes shall not test that
        return Dns()
    return _read(records, asked, answer=answer) if valid or records else Dns()


def _read(records: list[DNSRecord], asked: tuple[str, ...], *, answer: bool) -> Dns:
    named = [split_service(record.name) for record in records]
    pointed = [split_service(record.alias) for record in records if isinstance(record, DNSPointer)]
    hosts = [record.server for record in records if isinstance(record, DNSService)]
    hosts += [record.name for record in records if isinstance(record, DNSAddress)]
    addresses = (
        (_host(record.name), ip_of(_address(record.address))) for record in records if isinstance(record, DNSAddress)
    )
    return Dns(
        services=_once(service for service, _ in (*named, *pointed) if service),
        instances=_once((service, name) for service, name in (*named, *pointed) if service and name),
        txt=_once(
            (service, string)
            for record, (service, _) in zip(records, named, strict=True)
            if isinstance(record, DNSText)
            for string in txt_strings(record.text)
        ),
        hosts=_once(filter(None, map(_host, hosts))),
        pointers=_once(
            record.alias.rstrip(".")
            for record, (service, _) in zip(records, named, strict=True)
            if isinstance(record, DNSPointer) and not service and not split_service(record.alias)[0]
        ),
        addresses=_once((name, ip) for name, ip in addresses if ip),
        asked=asked,
        answer=answer,
    )


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


def split_service(name: str) -> tuple[str, str]:
    """`Kitchen._hap._tcp.local.` as `_hap._tcp` and `Kitchen`; empty where a name has no such part."""
    matches = list(_TYPE.finditer(name[:1_024]))
    if not matches or "_dns-sd._udp" in name.lower():
        return "", ""
    instance = name[: matches[-1].start()]
    return matches[-1][1].lower(), "" if instance.lower().endswith("_sub") else instance


def txt_strings(data: bytes) -> tuple[str, ...]:
    """The strings of a TXT record (RFC 6763, 6.1)."""
    strings: list[str] = []
    at = 0
    while at < len(data) and len(strings) < _TXT_STRINGS:
        size = data[at]
        if size:
            strings.append(decode(data[at + 1 : at + 1 + size]))
        at += 1 + size
    return tuple(strings)


def _host(name: str) -> str:
    name = name.rstrip(".")
    return name[:-6] if name.lower().endswith(".local") else name


def _address(packed: bytes) -> str:
    if len(packed) == 4:
        return ".".join(str(byte) for byte in packed)
    return ":".join(packed[at : at + 2].hex() for at in range(0, 16, 2)) if len(packed) == 16 else ""
