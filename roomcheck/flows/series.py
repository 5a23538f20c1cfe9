"""What each station sent, as the room-reaction test takes it: bursts, bytes of each second, likeness."""

import math
from collections.abc import Sequence
from typing import Final

from roomcheck.flows.bursts import Bursts
from roomcheck.flows.likeness import Likeness
from roomcheck.flows.reaction import Series
from roomcheck.flows.table import Air, Flow

_SECONDS: Final = 1_200
"""Seconds of a test of which the rates are told."""


def likes_of(found: Sequence[tuple[Flow, Likeness]]) -> dict[tuple[str, str], bool]:
    """Whether any flow of a station through an access point is camera-like."""
    likes: dict[tuple[str, str], bool] = {}
    for flow, likeness in found:
        key = flow.station, flow.bssid
        likes[key] = likes.get(key, False) or likeness.camera_like
    return likes


def series_of(air: Air, found: Sequence[tuple[Flow, Likeness]]) -> list[Series]:
    """What each station sent, burst by burst; the flows of one station through one access point together."""
    begun = air.begun or 0
    sent: dict[tuple[str, str], list[Bursts]] = {}
    for flow, _ in found:
        if flow.bursts is not None:
            sent.setdefault((flow.station, flow.bssid), []).append(flow.bursts)
    return [
        Series(
            station, bssid,
            at=[at - begun for each in held for at in each.at],
            size=[size for each in held for size in each.size],
            frames=[count for each in held for count in each.frames],
            missed=[count for each in held for count in each.missed],
        )
        for (station, bssid), held in sent.items()
    ]


def missed_of(series: Series) -> float:
    """The share of its frames that were not heard."""
    missed = sum(series.missed)
    return missed / max(missed + sum(series.frames), 1)


def rates_of(series: Series, seconds: float) -> tuple[int, ...]:
    """The bytes of each second of a test of that many."""
    rates = [0] * min(math.ceil(seconds), _SECONDS)
    for at, size in zip(series.at, series.size, strict=True):
        second = at // 1_000_000
        if 0 <= second < len(rates):
            rates[second] += size
    return tuple(rates)
