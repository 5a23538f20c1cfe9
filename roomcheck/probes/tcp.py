"""Which TCP ports of a host are open: cameras' ports first, then those by which innocent devices are known."""

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.hosts import host_of, urgency_for
from roomcheck.probes.ports import ALL_PORTS, CAMERA_PORTS, COMMON_PORTS
from roomcheck.probes.probe import Follower, Target

CAMERAS: Final = "camera ports"
COMMON: Final = "common ports"
ALL: Final = "all"
FEW: Final = "a few ports"
"""The details of a target: which list to try. `ALL` and `FEW` only where the planner asks for it."""

SIGNS_OF_LIFE: Final = (554, 80, 443, 8000, 8080, 8554, 22, 445)
"""Where an address shows whether anybody is there."""


_LISTS: Final[Mapping[str, Iterable[int]]] = {ALL: ALL_PORTS, COMMON: COMMON_PORTS, FEW: SIGNS_OF_LIFE}


class TcpProbe(Follower):
    name = "tcp"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        ip = host_of(seen)
        if ip is None:
            return ()
        return (
            Target(via=self.name, ip=ip, detail=CAMERAS, urgency=urgency_for(ip, 1), seconds=10.0),
            Target(via=self.name, ip=ip, detail=COMMON, urgency=urgency_for(ip, 4), seconds=10.0),
        )

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None:
            return
        ip = target.ip
        ports = _LISTS.get(target.detail, CAMERA_PORTS)
        refused = False
        async for door in link.knock(((ip, port) for port in ports), via=self.name):
            if door.state == "open":
                rtt = b"" if door.rtt is None else f"{door.rtt:.6f}".encode()
                yield observe(
                    "tcp.open", rtt, at=door.at, via=self.name, source=Source(ip=ip), port=door.port,
                    exchange=door.exchange,
                )
            elif door.state == "refused" and not refused:
                refused = True
                yield observe(
                    "tcp.closed", b"", at=door.at, via=self.name, source=Source(ip=ip), port=door.port,
                    exchange=door.exchange,
                )
