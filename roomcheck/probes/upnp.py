"""A UPnP device's description, where its LOCATION is plain HTTP on the very host that named it.

Any other LOCATION is not fetched (UPnP Device Architecture 2.0, 2.1).
"""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.http import Place, place_of, request
from roomcheck.probes.probe import Follower, Target
from roomcheck.probes.reading import conversing, read_answer
from roomcheck.wire.http import unpacked
from roomcheck.wire.ssdp import parse_ssdp

_HTTP: Final = "http://"


def location_of(seen: Observation) -> Place | None:
    """Where the description of an SSDP answer lies on the same host; None where there is none, or it is elsewhere."""
    location = parse_ssdp(seen.data).location if seen.kind == "ssdp" else ""
    if seen.source.ip is None or not location.lower().startswith(_HTTP):
        return None
    return place_of(location, Place(seen.source.ip, 80, "/", tls=False))


def points_elsewhere(seen: Observation) -> str | None:
    """A LOCATION that is not fetched because it leads to another host, for the recording to name."""
    location = parse_ssdp(seen.data).location if seen.kind == "ssdp" else ""
    return location if location and location_of(seen) is None else None


class UpnpProbe(Follower):
    name = "upnp"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        place = location_of(seen)
        if place is None:
            return ()
        return (
            Target(via=self.name, ip=place.ip, port=place.port, detail=place.path, urgency=2, seconds=5.0),
        )

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None or target.port is None:
            return
        async with conversing(link, target.ip, target.port, via=self.name) as conversation:
            if conversation is None:
                return
            if not await conversation.send(request(Place(target.ip, target.port, target.detail, tls=False))):
                return
            _, head = await read_answer(conversation)
            body = unpacked(head) if head.status == "200" else b""
            if b"<" in body:
                yield observe(
                    "upnp.xml", body, at=link.clock.now(), via=self.name, source=Source(ip=target.ip),
                    port=target.port, exchange=conversation.exchange,
                    length=len(head.body),
                )
