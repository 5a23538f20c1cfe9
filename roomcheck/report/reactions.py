"""The room-reaction tests of a recording: what was done, and what each device's traffic did meanwhile."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from roomcheck.flows.cues import KINDS, MOST, Block, Kind, possible, same_as_drawn, schedule_of
from roomcheck.model.addresses import mac_of
from roomcheck.model.assessment import Finding
from roomcheck.model.entry import Checked, Cue, Entry, NotExamined, Observation
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Reason
from roomcheck.report.masking import Masked, Told, short_mac
from roomcheck.report.recipient import Disclosure
from roomcheck.wire.radio import (
    ASKED,
    BY_HAND,
    DRAWN,
    CueSeen,
    EffectSeen,
    ReactionSeen,
    outcome_of,
    parse_reaction,
)

TESTS: Final = 4
"""Tests of one recording that are told; a check holds one."""
DEVICES: Final = 64
"""Devices of one test that are told; roomcheck tests a dozen."""
SECONDS: Final = 3_600
"""Seconds of a test that are drawn."""
COUNTED: Final = 1_000_000
"""Redrawn schedules and devices that are told at most; a test has a thousand of the first and a dozen of the others."""
_BYTES: Final = 1 << 32
"""Bytes in one second that are drawn at most."""
_SEEDS: Final = 1 << 63
_MORE: Final = re.compile(r"(\d{1,6}) devices? more", re.ASCII)
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
    missed: float = 0.0
    """The share of its frames that were not heard."""
    entry: int = 0
    """Number of the recording's entry that holds this."""
    kept: bool = False
    """Whether the entry holds what the figures were computed from."""

    @property
    def passed(self) -> tuple[EffectSeen, ...]:
        return tuple(effect for effect in self.effects if effect.passed)

    @property
    def tested(self) -> frozenset[str]:
        """The kinds of cues to which a reaction was looked for."""
        return frozenset(effect.kind for effect in self.effects)


class ReactionTest(msgspec.Struct, frozen=True, kw_only=True):
    """One test: its cues, by what they were drawn, and its devices, those that reacted first."""

    cues: tuple[Block, ...] = ()
    seed: int | None = None
    """None for cues that somebody wrote down."""
    chosen: str = BY_HAND
    """`drawn`, `asked` or `by hand`, as in `ReactionSeen`; the first two only where the cues are those of the seed."""
    named: int | None = None
    """A seed that the recording names although it does not give these cues."""
    redraws: int = 0
    flows: int = 0
    """Devices that were tested beside each other."""
    reactions: tuple[Reaction, ...] = ()
    omitted: int = 0
    """Devices that the recipient is not told of."""
    untested: int = 0
    """Devices that sent enough and were left out of the test, which takes a dozen."""
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

    @property
    def tested(self) -> tuple[Kind, ...]:
        """The kinds of cues to which a reaction was looked for in any device."""
        named = frozenset(name for one in self.reactions for name in one.tested)
        return tuple(kind for kind in KINDS if kind.name in named)

    def fewest(self, kind: Kind) -> int:
        """The cues of that action of a kind of which there are fewer."""
        held = [cue.action for cue in self.cues]
        return min(held.count(kind.change), held.count(kind.rest))


def reaction_tests(entries: Iterable[Entry]) -> tuple[ReactionTest, ...]:
    """The tests in a recording, at most `TESTS`. One at which no device sent enough has no devices."""
    held = tuple(entries)
    tests: dict[tuple[tuple[CueSeen, ...], int | None, int, str], list[tuple[Entry, ReactionSeen]]] = {}
    for entry in held:
        body = entry.body
        if isinstance(body, Observation) and body.kind == "reaction" and (seen := parse_reaction(body.data)):
            tests.setdefault((seen.cues, seen.seed, seen.redraws, seen.chosen), []).append((entry, seen))
    if not tests:
        ran = any(isinstance(entry.body, Checked) and entry.body.via == "react" for entry in held)
        return (_with_others(ReactionTest(), held),) if ran else ()
    found = [_test(seen) for seen in list(tests.values())[:TESTS]]
    return (_with_others(found[0], held), *found[1:])


def _test(held: list[tuple[Entry, ReactionSeen]]) -> ReactionTest:
    first = held[0][1]
    cues = possible([Block(cue.action, cue.begin, cue.end) for cue in first.cues])
    reactions = sorted((_reaction(entry, seen) for entry, seen in held[:DEVICES]), key=_order)
    seed = first.seed if first.chosen in {DRAWN, ASKED} and abs(first.seed or 0) < _SEEDS else None
    founded = seed is not None and _drawn(cues, seed)
    return ReactionTest(
        cues=cues, seed=seed if founded else None, chosen=first.chosen if founded else BY_HAND,
        named=None if founded else seed, redraws=int(_within(first.redraws, COUNTED)),
        flows=int(_within(max(first.flows, len(held)), COUNTED)),
        reactions=tuple(reactions), omitted=len(held[DEVICES:]),
    )


def _drawn(cues: tuple[Block, ...], seed: int) -> bool:
    """Whether the cues are those of the seed, as this version draws them."""
    schedule = schedule_of(cues, None)
    return schedule is not None and same_as_drawn(schedule, seed)


def _with_others(test: ReactionTest, held: tuple[Entry, ...]) -> ReactionTest:
    """The test with what other entries say of it: when cues were shown, and how many devices were left out."""
    shown = [entry for entry in held if isinstance(entry.body, Cue)]
    return msgspec.structs.replace(
        test, begun=shown[0].at if shown else "", shown=tuple(entry.seq for entry in shown[:MOST]),
        untested=next(filter(None, map(_untested, held)), 0),
    )


def _untested(entry: Entry) -> int:
    body = entry.body
    if not isinstance(body, NotExamined) or body.via != "react" or body.reason is not Reason.TOO_MUCH:
        return 0
    found = _MORE.fullmatch(body.detail)
    return int(found[1]) if found else 0


def _reaction(entry: Entry, seen: ReactionSeen) -> Reaction:
    source = entry.body.source.mac if isinstance(entry.body, Observation) else None
    effects = tuple(_effects(seen.effects))
    return Reaction(
        device=mac_of(source or "") or _NOBODY, access_point=mac_of(seen.bssid) or _NOBODY,
        outcome=outcome_of((effect.kind, effect.delay_s) for effect in effects if effect.passed),
        camera_like=seen.like == "camera", effects=effects,
        rates=tuple(int(_within(rate, _BYTES)) for rate in seen.rates[:SECONDS]), missed=_within(seen.missed, 1.0),
        entry=entry.seq, kept=bool(seen.pulse),
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
                heard=_within(effect.heard, 1.0), unheard=_within(effect.unheard, 1.0),
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
