"""The room-reaction tests of a recording: what was done, and what each device's traffic did meanwhile."""

import math
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from roomcheck.flows.cues import KINDS, MOST, Block, Kind, possible
from roomcheck.model.addresses import mac_of
from roomcheck.model.assessment import Finding
from roomcheck.model.entry import Checked, Cue, Entry, Observation
from roomcheck.model.text import harmless
from roomcheck.report.masking import Masked, Told, short_mac
from roomcheck.report.recipient import Disclosure
from roomcheck.wire.radio import CueSeen, EffectSeen, ReactionSeen, parse_reaction

TESTS: Final = 4
"""Tests of one recording that are told; a check holds one."""
DEVICES: Final = 64
"""Devices of one test that are told; roomcheck tests a dozen."""
SECONDS: Final = 3_600
"""Seconds of a test that are drawn."""
_NOBODY: Final = "00:00:00:00:00:00"
_OUTCOMES: Final = ("two kinds", "one kind", "none")


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """What a test says of one device. `outcome` is `two kinds`, `one kind` or `none`."""

    device: str
    """Its hardware address."""
    access_point: str = ""
    finding: str = ""
    """The `id` of its finding in the assessment; empty where there is none."""
    outcome: str
    camera_like: bool
    """Whether its traffic is of a camera's kind."""
    effects: tuple[EffectSeen, ...] = ()
    rates: tuple[int, ...] = ()
    """Bytes that it sent in each second of the test."""
    entry: int = 0
    """Number of the recording's entry that holds this."""
    kept: bool = False
    """Whether the entry holds what the figures were computed from."""

    @property
    def passed(self) -> tuple[EffectSeen, ...]:
        return tuple(effect for effect in self.effects if effect.passed)


class ReactionTest(msgspec.Struct, frozen=True, kw_only=True):
    """One test: its cues, by what they were drawn, and its devices, those that reacted first."""

    cues: tuple[Block, ...] = ()
    seed: int | None = None
    """None for cues that somebody wrote down."""
    redraws: int = 0
    flows: int = 0
    """Devices that were tested beside each other."""
    reactions: tuple[Reaction, ...] = ()
    omitted: int = 0
    """Devices that the recipient is not told of."""
    begun: str = ""
    """When the first cue was shown, where the recording says so."""
    shown: tuple[int, ...] = ()
    """Numbers of the entries that say when the cues were shown."""

    @property
    def seconds(self) -> float:
        longest = max((len(one.rates) for one in self.reactions), default=0)
        return max((float(longest), *(cue.end for cue in self.cues)))

    def part(self, kind: Kind) -> tuple[Block, ...]:
        """The cues of one kind."""
        return tuple(cue for cue in self.cues if cue.action in {kind.change, kind.rest})

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of cues that were used."""
        return tuple(kind for kind in KINDS if self.part(kind))


def reaction_tests(entries: Iterable[Entry]) -> tuple[ReactionTest, ...]:
    """The tests in a recording, at most `TESTS`. One at which no device sent enough has no devices."""
    held = tuple(entries)
    tests: dict[tuple[tuple[CueSeen, ...], int | None], list[tuple[Entry, ReactionSeen]]] = {}
    for entry in held:
        body = entry.body
        if isinstance(body, Observation) and body.kind == "reaction" and (seen := parse_reaction(body.data)):
            tests.setdefault((seen.cues, seen.seed), []).append((entry, seen))
    if not tests:
        ran = any(isinstance(entry.body, Checked) and entry.body.via == "react" for entry in held)
        return (_with_moments(ReactionTest(), held),) if ran else ()
    found = [_test(seen) for seen in list(tests.values())[:TESTS]]
    return (_with_moments(found[0], held), *found[1:])


def _test(held: list[tuple[Entry, ReactionSeen]]) -> ReactionTest:
    first = held[0][1]
    reactions = sorted((_reaction(entry, seen) for entry, seen in held[:DEVICES]), key=_order)
    return ReactionTest(
        cues=possible([Block(cue.action, cue.begin, cue.end) for cue in first.cues]),
        seed=first.seed, redraws=max(first.redraws, 0), flows=max(first.flows, len(held)),
        reactions=tuple(reactions), omitted=len(held[DEVICES:]),
    )


def _with_moments(test: ReactionTest, held: tuple[Entry, ...]) -> ReactionTest:
    shown = [entry for entry in held if isinstance(entry.body, Cue)]
    seed = test.seed
    if seed is None and shown and isinstance(shown[0].body, Cue):
        seed = shown[0].body.seed
    return msgspec.structs.replace(
        test, seed=seed, begun=shown[0].at if shown else "", shown=tuple(entry.seq for entry in shown[:MOST])
    )


def _reaction(entry: Entry, seen: ReactionSeen) -> Reaction:
    source = entry.body.source.mac if isinstance(entry.body, Observation) else None
    return Reaction(
        device=mac_of(source or "") or _NOBODY, access_point=mac_of(seen.bssid) or _NOBODY,
        outcome=seen.outcome if seen.outcome in _OUTCOMES else "none",
        camera_like=seen.like == "camera", effects=tuple(_effects(seen.effects)),
        rates=tuple(max(rate, 0) for rate in seen.rates[:SECONDS]), entry=entry.seq, kept=bool(seen.pulse),
    )


def _order(one: Reaction) -> tuple[int, bool, str]:
    return _OUTCOMES.index(one.outcome), not one.camera_like, one.device


def _effects(effects: tuple[EffectSeen, ...]) -> Iterator[EffectSeen]:
    """At most one effect for each kind of cue, with figures that a page can show, whoever wrote them."""
    for kind in KINDS:
        effect = next((each for each in effects if each.kind == kind.name), None)
        if effect is not None:
            yield EffectSeen(
                kind=kind.name, measure=harmless(effect.measure, 16), contrast=harmless(effect.contrast, 16),
                passed=effect.passed, p=_within(effect.p, 1.0), power=_within(effect.power, 1.0),
                delay_s=int(_within(effect.delay_s, SECONDS)),
                ratio=_within(effect.ratio, 1e6), low=_within(effect.low, 1e6), high=_within(effect.high, 1e6),
            )


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)


def did_as_well(effect: EffectSeen, redraws: int) -> int:
    """How many of the redrawn schedules fitted as well at most, of which p is made: (1 + that) / (1 + redraws)."""
    return min(max(math.floor(effect.p * (redraws + 1) + 0.5) - 1, 0), redraws)


def masked_tests(
    tests: Iterable[ReactionTest], findings: Iterable[Finding], masked: Masked
) -> tuple[ReactionTest, ...]:
    """The tests as the recipient may read them: devices that are omitted are counted, the others named as elsewhere."""
    known = {one.addresses.mac: one.id for one in findings if one.addresses.mac}
    return tuple(_masked(test, known, masked) for test in tests)


def _masked(test: ReactionTest, known: dict[str, str], masked: Masked) -> ReactionTest:
    kept = []
    for one in test.reactions:
        told = masked.told.get(known.get(one.device, ""), Told(masked.least, ""))
        if told.disclosure is Disclosure.OMITTED:
            continue
        shown = str if told.disclosure is Disclosure.FULL else short_mac
        kept.append(
            msgspec.structs.replace(
                one, device=shown(one.device), access_point=shown(one.access_point), finding=told.label
            )
        )
    return msgspec.structs.replace(test, reactions=tuple(kept), omitted=test.omitted + len(test.reactions) - len(kept))
