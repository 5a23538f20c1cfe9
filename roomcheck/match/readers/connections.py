"""What an open port and a connection show: the port, who greets there, and the certificate."""

import re
from typing import Final

from roomcheck.match.readers.reader import Pairs, Reader, text_of
from roomcheck.match.readers.web import http, rtsp
from roomcheck.model.observation import Observation
from roomcheck.wire.banner import ftp_texts, kind_of_banner, ssh_texts, telnet_text
from roomcheck.wire.makers.reolink import decode_reolink
from roomcheck.wire.rtsp import looks_like_rtsp
from roomcheck.wire.x509 import name_parts, parse_certificate


def tcp_open(observation: Observation) -> Pairs:
    """The port of the observation, or the one that its text begins with."""
    if observation.port is not None:
        return (("tcp.port", str(observation.port)),)
    digits = re.match(r"\d{1,5}(?![\d.])", text_of(observation))
    return (("tcp.port", digits[0]), ("port", digits[0])) if digits else ()


def ftp(observation: Observation) -> Pairs:
    return (("ftp.banner", text) for text in ftp_texts(observation.data))


def ssh(observation: Observation) -> Pairs:
    return (("ssh.banner", text) for text in ssh_texts(observation.data))


def telnet(observation: Observation) -> Pairs:
    return (("telnet.banner", telnet_text(observation.data)),)


_BANNERS: Final[dict[str, Reader]] = {"ftp.banner": ftp, "ssh.banner": ssh, "telnet.banner": telnet}


def tcp_banner(observation: Observation) -> Pairs:
    """The banner itself, and what it says where it is of a protocol that is known by its shape."""
    data = observation.data
    yield "tcp.banner", text_of(observation)
    if looks_like_rtsp(data):
        yield from rtsp(observation)
    elif data[:5] == b"HTTP/":
        yield from http(observation)
    elif (reader := _BANNERS.get(kind_of_banner(data))) is not None:
        yield from reader(observation)
    elif (baichuan := decode_reolink(data)) is not None:
        yield from baichuan.fields()


def certificate(observation: Observation) -> Pairs:
    parsed = parse_certificate(observation.data)
    if parsed is None:
        return
    yield from _named("tls.subject", parsed.subject)
    yield from _named("tls.issuer", parsed.issuer)
    yield from (("tls.san", name) for name in parsed.alternative)


def distinguished(observation: Observation) -> Pairs:
    """A certificate's name as others wrote it down."""
    return _named(observation.kind, text_of(observation))


def _named(field: str, name: str) -> Pairs:
    """The name as it is written, and each of its parts alone."""
    yield field, name
    yield from ((field, part) for part in name_parts(name))
