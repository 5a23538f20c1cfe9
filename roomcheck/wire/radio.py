"""Access points, Bluetooth advertisements, flows and reactions, as roomcheck writes them down in JSON."""

from collections.abc import Iterable
from typing import Final

import msgspec

APART: Final = 6
"""Seconds by which the delays of the two kinds may differ: one camera has one delay, people and lamps have theirs."""
DRAWN, ASKED, BY_HAND = "drawn", "asked", "by hand"
"""Who chose the times of the cues: chance, as the test began; a seed that was known before; or somebody."""


class AccessPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of a `wifi.ap` observation; fields that it may have beside these are ignored here."""

    ssid: str | None = None
    bssid: str | None = None


class Advertisement(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of a `ble.advertisement` observation; fields that it may have beside these are ignored here."""

    name: str | None = None
    services: tuple[str, ...] = ()
    """Service UUIDs, in full or as four hexadecimal digits."""
    maker_ids: tuple[int, ...] = ()
    """Company identifiers of the Bluetooth SIG."""


def parse_access_point(data: bytes) -> AccessPoint:
    """The empty record where the bytes are none."""
    try:
        return msgspec.json.decode(data, type=AccessPoint)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return AccessPoint()


def parse_advertisement(data: bytes) -> Advertisement:
    """The empty record where the bytes are none."""
    try:
        return msgspec.json.decode(data, type=Advertisement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Advertisement()


class FlowSeen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a `wifi.flow` observation: one station's encrypted traffic, measured and likened to a camera's."""

    bssid: str
    other: str
    like: str
    """`camera` or `other`."""
    score: float = 0.0
    threshold: float = 0.0
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    up_kbit_s: float = 0.0
    up_frames: int = 0
    down_frames: int = 0
    repeated: int = 0
    missed: int = 0
    """Frames of which the sequence numbers tell that they were sent and not heard."""
    aggregated: int = 0
    signal_dbm: int | None = None
    frequency: int | None = None


class CueSeen(msgspec.Struct, frozen=True, array_like=True):
    """The room was in the state of `action` from `begin` to `end`, in seconds of the test."""

    action: str
    begin: float
    end: float


class EffectSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of cue did, in a `reaction` observation."""

    kind: str
    measure: str = "rate"
    """What went with the cues: one of `roomcheck.flows.pulse.MEASURES`."""
    contrast: str = "level"
    """`level` or `onset`, as in `roomcheck.flows.reaction`."""
    p: float
    ratio: float
    low: float
    high: float
    delay_s: int
    power: float
    passed: bool
    heard: float = 1.0
    """The share of half seconds in which the station was heard, as in `roomcheck.flows.reaction.Effect`."""
    unheard: float = 0.0
    """By how much the share of its unheard frames went with the cues."""


class ReactionSeen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a `reaction` observation: how one station's traffic went with the cues in the room."""

    bssid: str
    like: str
    """`camera` or `other`, as in `FlowSeen`."""
    effects: tuple[EffectSeen, ...] = ()
    seed: int | None = None
    redraws: int = 0
    flows: int = 0
    """Flows that were tested beside each other; p allows for them."""
    chosen: str = BY_HAND
    """`drawn`, `asked` or `by hand`."""
    missed: float = 0.0
    """The share of its frames that were not heard, by their sequence numbers."""
    cues: tuple[CueSeen, ...] = ()
    rates: tuple[int, ...] = ()
    """Bytes that the station sent in each second of the test; frames of a burst that were not heard are estimated."""
    pulse: bytes = b""
    """What the test was computed from: `roomcheck.flows.pulse.unpack` reads it."""

    @property
    def outcome(self) -> str:
        """As `outcome_of` has it."""
        return outcome_of((effect.kind, effect.delay_s) for effect in self.effects if effect.passed)


def outcome_of(passed: Iterable[tuple[str, int]]) -> str:
    """Of the kinds of cue that passed and their delays: `two kinds` where the delays fit, `one kind`, or `none`."""
    delays = dict(passed)
    if len(delays) > 1 and max(delays.values()) - min(delays.values()) <= APART:
        return "two kinds"
    return "one kind" if delays else "none"


def parse_flow(data: bytes) -> FlowSeen | None:
    """None where the bytes are none. Never raises."""
    try:
        return msgspec.json.decode(data, type=FlowSeen)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def parse_reaction(data: bytes) -> ReactionSeen | None:
    """None where the bytes are none. Never raises."""
    try:
        return msgspec.json.decode(data, type=ReactionSeen)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
