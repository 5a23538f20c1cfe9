"""WS-Discovery, with the types that ONVIF devices answer to, to the group and to each host.

OASIS WS-Discovery 1.1; ONVIF Core Specification, 7. Asked four ways, because devices in the field answer to one and
not to another: for video transmitters, for ONVIF devices, for everything, each with both forms of MessageID, and for
devices of the Devices Profile. Answers that say the same are taken once.
Our own module: the WSDiscovery package runs threads with sockets of its own and asks without types.
"""

import uuid
from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link, Question
from roomcheck.probes.hosts import aim_at_host
from roomcheck.probes.probe import PATIENCE, Target
from roomcheck.wire.wsd import Wsd, parse_wsd

PORT: Final = 3702
GROUP: Final = "239.255.255.250"
TYPES: Final = (
    '<d:Types xmlns:dn="http://www.onvif.org/ver10/network/wsdl">dn:NetworkVideoTransmitter</d:Types>',
    '<d:Types xmlns:tds="http://www.onvif.org/ver10/device/wsdl">tds:Device</d:Types>',
    "<d:Types/>",
)
DEVICES_PROFILE: Final = (
    '<d:Types xmlns:wsdp="http://schemas.xmlsoap.org/ws/2006/02/devprof">wsdp:Device</d:Types>'
)
"""What Windows, and software that plays it, answers to and nothing else: they name themselves and are cleared."""
_ENVELOPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
    ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
    "<s:Header><a:MessageID>{message}</a:MessageID>"
    "<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
    "<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>"
    "<s:Body><d:Probe>{types}<d:Scopes/></d:Probe></s:Body></s:Envelope>"
)


def searches() -> tuple[bytes, ...]:
    """The seven Probe messages, each with a MessageID of its own."""
    asked = [("urn:uuid:", types) for types in (*TYPES, DEVICES_PROFILE)] + [("uuid:", types) for types in TYPES]
    return tuple(_ENVELOPE.format(message=f"{form}{uuid.uuid4()}", types=types).encode() for form, types in asked)


class WsdProbe:
    name = "wsd"

    def first(self, network: Network) -> tuple[Target, ...]:
        return (Target(via=self.name, urgency=0, seconds=PATIENCE),) if network.subnets4 else ()

    def following(self, seen: Observation) -> tuple[Target, ...]:
        return aim_at_host(seen, via=self.name, urgency=1)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        question = Question(
            via=self.name, payloads=searches(), to=((target.ip or GROUP, PORT),),
            wait=1.2 if target.ip else 1.6,
        )
        told: set[tuple[str, Wsd]] = set()
        async for datagram in link.ask(question):
            said = (datagram.ip, parse_wsd(datagram.data))
            if b"Envelope" in datagram.data and said not in told:
                told.add(said)
                yield observe(
                    "wsd", datagram.data, at=datagram.at, via=self.name, source=Source(ip=datagram.ip),
                    port=datagram.port, exchange=datagram.exchange, length=datagram.length,
                )
