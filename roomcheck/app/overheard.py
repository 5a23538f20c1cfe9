"""What the air holds at this moment, for who looks on: lines of flows, bounded in number and in effort."""

import time
from typing import Final

import msgspec

from roomcheck.app.surroundings import maker_of
from roomcheck.flows.likeness import Likeness, liken_all
from roomcheck.flows.table import Air, Flow, Key
from roomcheck.match.library import Library
from roomcheck.model.addresses import mac_of_bytes

MOST: Final = 64
"""Flows that are shown; those that sent most."""
EVERY: Final = 3.0
"""Seconds after which a flow is measured anew."""
EFFORT: Final = 0.04
"""Seconds of one look that may go into measuring; the rest waits for the next look."""
_LEAST: Final = 20_000
"""Bytes below which a flow is not measured."""


class Line(msgspec.Struct, frozen=True):
    """One flow now."""

    key: str
    station: str
    bssid: str
    network: str | None
    """The network's name, as its access point says it; None where it says none, or was not heard."""
    maker: str | None
    kbit_s: float
    """What the station sends: over the last five seconds while it is heard, over all in the end."""
    sent: int
    """Bytes."""
    seconds: float
    likeness: Likeness | None
    """None where too little was heard yet."""
    frequency: int | None
    signal: int | None
    mine: bool


class Overheard(msgspec.Struct, frozen=True):
    """The air at one moment; the flows that sent most first."""

    frames: int = 0
    networks: int = 0
    stations: int = 0
    seconds: float = 0.0
    lines: tuple[Line, ...] = ()


class Trace(msgspec.Struct, frozen=True):
    """The bytes that one station sent in each second."""

    station: str
    like: bool
    """Whether a flow of it looks like a camera's."""
    rates: tuple[int, ...]


class Overhearing:
    """Looks at an air that grows. `mine` are the person's own devices, and may change. Belongs to one thread."""

    def __init__(self, library: Library) -> None:
        self.mine: frozenset[str] = frozenset()
        self._library = library
        self._makers: dict[str, str | None] = {}
        self._judged: dict[Key, tuple[float, Likeness | None]] = {}

    def look(self, air: Air, *, over: bool = False) -> Overheard:
        """What is there now; `over` where nothing more will come, so that everything is measured."""
        began = time.monotonic()
        flows = [flow for flow, _ in zip(air.busiest(), range(MOST), strict=False) if flow.up_bytes]
        for flow in sorted(flows, key=lambda each: self._judged.get(each.key, (0.0, None))[0]):
            now = time.monotonic()
            if not over and now - began > EFFORT:
                break
            if flow.up_bytes >= _LEAST and (over or now - self._judged.get(flow.key, (0.0, None))[0] >= EVERY):
                self._judged[flow.key] = (now, liken_all(flow.windows()))
        return Overheard(
            air.frames, len(air.networks), len(air.stations), max(air.ended - (air.begun or air.ended), 0) / 1e6,
            tuple(self._line(flow, air, over=over) for flow in flows),
        )

    def traces(self, air: Air, most: int, seconds: int) -> tuple[Trace, ...]:
        """The traffic of the busiest stations since the beginning, those with a camera-like flow first."""
        flows: dict[str, list[Flow]] = {}
        for flow, _ in zip(air.busiest(), range(MOST), strict=False):
            if flow.up_bytes >= _LEAST and flow.station not in self.mine:
                flows.setdefault(flow.station, []).append(flow)
        like = {station: any(self._like(flow) for flow in own) for station, own in flows.items()}
        chosen = sorted(flows, key=lambda station: not like[station])[:most]
        return tuple(Trace(each, like[each], _together(flows[each], seconds)) for each in chosen)

    def _like(self, flow: Flow) -> bool:
        likeness = self._judged.get(flow.key, (0.0, None))[1]
        return likeness is not None and likeness.camera_like

    def _line(self, flow: Flow, air: Air, *, over: bool) -> Line:
        station, bssid = flow.station, flow.bssid
        if station not in self._makers:
            self._makers[station] = maker_of(station, self._library)
        point = air.networks.get(flow.key.bssid)
        return Line(
            key=f"{station} {bssid} {mac_of_bytes(flow.key.other)}", station=station, bssid=bssid,
            network=point.ssid if point is not None else None, maker=self._makers[station],
            kbit_s=_mean_rate(flow) if over else flow.pace.lately(air.ended, flow.first) * 8 / 1000, sent=flow.up_bytes,
            seconds=(flow.last - flow.first) / 1e6, likeness=self._judged.get(flow.key, (0.0, None))[1],
            frequency=flow.channel, signal=flow.signal, mine=station in self.mine,
        )


def _mean_rate(flow: Flow) -> float:
    return flow.up_bytes * 8 / 1000 / max((flow.last - flow.first) / 1e6, 1.0)


def _together(flows: list[Flow], seconds: int) -> tuple[int, ...]:
    sums: list[int] = []
    for flow in flows:
        for place, sent in enumerate(flow.pace.seconds[:seconds]):
            if place == len(sums):
                sums.append(0)
            sums[place] += sent
    return tuple(sums)
