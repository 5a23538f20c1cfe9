"""ONVIF's device service, asked what needs no login (ONVIF Core Specification, 8; access class PRE_AUTH).

GetSystemDateAndTime, GetServices, GetDeviceInformation, GetScopes: all read-only. A refusal is an answer too.
"""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.hosts import bracketed
from roomcheck.probes.http import Place, place_of
from roomcheck.probes.probe import Follower, Target
from roomcheck.probes.reading import conversing, read_answer
from roomcheck.wire.http import unpacked
from roomcheck.wire.onvif import parse_onvif
from roomcheck.wire.wsd import parse_wsd

SERVICE: Final = "/onvif/device_service"
PORTS: Final = frozenset({80, 81, 88, 2020, 5000, 8000, 8080, 8081, 8086, 8888, 8899})
"""Where the service is tried without being announced, if an HTTP server answered there."""
_DEVICE: Final = 'xmlns="http://www.onvif.org/ver10/device/wsdl"'
QUESTIONS: Final = (
    f"<GetSystemDateAndTime {_DEVICE}/>",
    f"<GetServices {_DEVICE}><IncludeCapability>false</IncludeCapability></GetServices>",
    f"<GetDeviceInformation {_DEVICE}/>",
    f"<GetScopes {_DEVICE}/>",
)
_ENVELOPE: Final = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">'
    '<s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
    "{}</s:Body></s:Envelope>"
)
"""Written as ONVIF's own test tools write it: simple servers compare words where they should parse."""


class OnvifProbe(Follower):
    name = "onvif"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        ip = seen.source.ip
        if ip is None:
            return ()
        places: list[Place] = []
        if seen.kind == "wsd":
            here = Place(ip, 80, "/", tls=False)
            found = (place_of(xaddr, here) for xaddr in parse_wsd(seen.data).xaddrs if "://" in xaddr)
            places = [place for place in found if place is not None and not place.tls and "onvif" in place.path.lower()]
        elif seen.kind == "http.response" and seen.port in PORTS and seen.via == "http":
            places = [Place(ip, seen.port, SERVICE, tls=False)]
        return tuple(
            Target(via=self.name, ip=place.ip, port=place.port, detail=place.path, urgency=1, seconds=10.0)
            for place in dict.fromkeys(places)
        )

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None or target.port is None:
            return
        for question in QUESTIONS:
            async with conversing(link, target.ip, target.port, via=self.name) as conversation:
                if conversation is None:
                    return
                if not await conversation.send(request(target.ip, target.port, target.detail or SERVICE, question)):
                    return
                _, head = await read_answer(conversation)
                body = unpacked(head)
                if "Envelope" not in parse_onvif(body).elements:
                    return
                yield observe(
                    "onvif.xml", body, at=link.clock.now(), via=self.name, source=Source(ip=target.ip),
                    port=target.port, exchange=conversation.exchange,
                )


def request(ip: str, port: int, path: str, question: str) -> bytes:
    """One SOAP 1.2 question without credentials (ONVIF Core Specification, 5.7)."""
    body = _ENVELOPE.format(question)
    return (
        f"POST {path} HTTP/1.1\r\nHost: {bracketed(ip)}:{port}\r\nUser-Agent: roomcheck\r\n"
        f"Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        f"Connection: close\r\n\r\n{body}"
    ).encode()
