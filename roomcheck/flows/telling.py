"""Flows and reactions as observations; networks and stations as what they are: addresses with a name or none."""

from collections.abc import Iterator
from typing import Final

import msgspec

from roomcheck.flows.cues import Schedule
from roomcheck.flows.likeness import Likeness, liken_all, scorecard
from roomcheck.flows.reaction import Outcome, Reaction
from roomcheck.flows.table import Air, Flow
from roomcheck.model import limits
from roomcheck.model.addresses import is_group, is_local, mac_of_bytes
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.wire.captured import rfc3339
from roomcheck.wire.radio import ASKED, BY_HAND, DRAWN, CueSeen, EffectSeen, FlowSeen, ReactionSeen

VIA: Final = "air"
REASONS: Final = 4
_FLOWS: Final = 256
_STATIONS: Final = 1_024
_NETWORKS: Final = 512
_LEAST_BYTES: Final = 20_000
"""Bytes that a station must have sent for its flow to be told."""


class _Network(msgspec.Struct, frozen=True, omit_defaults=True):
    bssid: str
    ssid: str | None = None
    channel: int | None = None
    signal_dbm: int | None = None
    hidden: bool = False
    multi_link: bool = False


def tell(air: Air, mine: frozenset[str] = frozenset()) -> Iterator[Observation]:
    """All that was heard, bounded: networks, stations, and flows with their likeness. `mine` are left out."""
    at = rfc3339(air.ended)
    for network in sorted(air.networks.values(), key=lambda each: (-each.beacons, each.bssid))[:_NETWORKS]:
        source = Source(mac=network.bssid)
        told = _Network(
            network.bssid, network.ssid, network.channel, network.signal, network.ssid is None, network.multi_link
        )
        yield observe("wifi.ap", msgspec.json.encode(told), at=at, via=VIA, source=source)
        yield observe("wifi.bssid", network.bssid.encode(), at=at, via=VIA, source=source)
    named = {network.bssid for network in air.networks.values()}
    stations = [each for each in air.stations.values() if each.mac not in named | mine and not is_group(each.mac)]
    for station in sorted(stations, key=lambda each: (-each.frames, each.mac))[:_STATIONS]:
        if not is_local(station.mac) or station.frames > 1:
            yield observe(
                "mac", station.mac.encode(), at=rfc3339(station.last), via=VIA, source=Source(mac=station.mac)
            )
    for flow, likeness in judged(air, mine):
        yield tell_flow(flow, likeness)


def judged(air: Air, mine: frozenset[str] = frozenset()) -> list[tuple[Flow, Likeness]]:
    """The flows that sent enough to be measured, with their likeness, those that sent most first."""
    found: list[tuple[Flow, Likeness]] = []
    for flow in air.busiest():
        if flow.up_bytes < _LEAST_BYTES or len(found) >= _FLOWS:
            break
        likeness = liken_all(flow.windows())
        if likeness is not None and flow.station not in mine:
            found.append((flow, likeness))
    return found


def tell_flow(flow: Flow, likeness: Likeness) -> Observation:
    seconds = max((flow.last - flow.first) / 1e6, 1.0)
    seen = FlowSeen(
        bssid=flow.bssid, other=mac_of_bytes(flow.key.other) or "",
        like="camera" if likeness.camera_like else "other", score=likeness.score, threshold=scorecard().threshold,
        reasons=tuple(f"{part.says} ({part.points:+.1f})" for part in likeness.reasons[:REASONS]),
        seconds=round(seconds, 1), up_kbit_s=round(flow.up_bytes * 8 / 1000 / seconds, 1),
        up_frames=flow.up, down_frames=flow.down, repeated=flow.repeated, missed=flow.missed,
        aggregated=flow.aggregated, signal_dbm=flow.signal, frequency=flow.channel,
    )
    return observe(
        "wifi.flow", msgspec.json.encode(seen), at=rfc3339(flow.last), via=VIA, source=Source(mac=flow.station)
    )


def tell_reaction(
    reaction: Reaction, outcome: Outcome, schedule: Schedule, rates: tuple[int, ...], *, like: bool, missed: float,
    at: str,
) -> Observation:
    """One flow's part in a reaction test, with the cues, the bytes of each second and what it was computed from.

    `missed` is the share of its frames that were not heard. Where all of it is longer than an observation may be, the
    bytes and what it was computed from are left out.
    """
    seen = ReactionSeen(
        bssid=reaction.bssid,
        like="camera" if like else "other",
        effects=tuple(
            EffectSeen(
                kind=each.kind, measure=each.measure, contrast=each.contrast, p=each.p, ratio=each.ratio, low=each.low,
                high=each.high, delay_s=each.delay, power=each.power, passed=each.passed,
                heard=each.heard, unheard=each.unheard,
            )
            for each in reaction.effects
        ),
        seed=outcome.seed, redraws=outcome.redraws, flows=len(outcome.reactions),
        cues=tuple(sorted(
            (CueSeen(block.action, block.begin, block.end) for part in schedule.parts for block in part.blocks),
            key=lambda cue: cue.begin,
        )),
        chosen=chosen_of(schedule), missed=round(missed, 3), rates=rates, pulse=reaction.pulse,
    )
    data = msgspec.json.encode(seen)
    if len(data) > limits.RAW:
        data = msgspec.json.encode(msgspec.structs.replace(seen, pulse=b"", rates=()))
    return observe("reaction", data, at=at, via="react", source=Source(mac=reaction.station))


def chosen_of(schedule: Schedule) -> str:
    """Who chose the times: `DRAWN`, `ASKED` or `BY_HAND`."""
    if schedule.seed is None:
        return BY_HAND
    return ASKED if schedule.asked else DRAWN
