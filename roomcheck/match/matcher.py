"""Observation -> hits: fast over all signatures at once, then in full on those that may hold."""

from collections import defaultdict
from typing import Final

import msgspec
import re2

from roomcheck.match.condition import Held, describe, hold
from roomcheck.match.facts import Fact, facts_of
from roomcheck.match.library import Library
from roomcheck.match.signature import Condition, Signature
from roomcheck.model.assessment import Why
from roomcheck.model.observation import Observation
from roomcheck.model.text import harmless

_SET_MEMORY: Final = 1 << 26


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A signature, or one group of a signature that needs several observations, that an observation met."""

    signature: Signature
    group: int | None
    """Which group of `together`; None for a whole signature."""
    seq: int
    observation: Observation
    saw: str
    values: tuple[tuple[str, str], ...]
    """Named groups that the patterns took."""
    matched: str
    """The first value that met a condition."""
    why: Why


class Match(msgspec.Struct, frozen=True):
    """What one observation comes to: the facts drawn from it, and the signatures that they meet."""

    facts: tuple[Fact, ...]
    hits: tuple[Hit, ...]


class _Candidate(msgspec.Struct, frozen=True):
    signature: Signature
    group: int | None
    conditions: tuple[Condition, ...]
    on: frozenset[str]


class _Field:
    """Which candidates one field's values may concern."""

    def __init__(self) -> None:
        self.present: list[int] = []
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.patterns: dict[str, list[int]] = defaultdict(list)
        self._set: re2.Set | None = None
        self._order: list[list[int]] = []

    def candidates(self, value: str) -> list[int]:
        found = [*self.present, *self.exact.get(value, ())]
        if self.patterns:
            if self._set is None:
                self._compile()
            assert self._set is not None
            for at in self._set.Match(value) or ():
                found.extend(self._order[at])
        return found

    def _compile(self) -> None:
        options = re2.Options()
        options.max_mem = _SET_MEMORY
        options.log_errors = False
        patterns = re2.Set.SearchSet(options)
        for pattern, owners in self.patterns.items():
            patterns.Add(pattern)
            self._order.append(owners)
        patterns.Compile()
        self._set = patterns


class Matcher:
    """A library compiled for matching. Compilation of a field waits until a value of it is seen."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._candidates: list[_Candidate] = []
        self._fields: dict[str, _Field] = defaultdict(_Field)
        for signature in library.signatures:
            on = frozenset(signature.on)
            if signature.together:
                for group, conditions in enumerate(signature.together):
                    self._enter(_Candidate(signature, group, conditions, on))
            else:
                self._enter(_Candidate(signature, None, signature.when, on))

    def _enter(self, candidate: _Candidate) -> None:
        if not candidate.conditions:
            return
        number = len(self._candidates)
        self._candidates.append(candidate)
        key = min(candidate.conditions, key=_generality)
        field = self._fields[key.field]
        if key.equals is not None:
            field.exact[key.equals].append(number)
        elif key.one_of is not None:
            for value in key.one_of:
                field.exact[value].append(number)
        elif key.matches is not None:
            field.patterns[key.matches].append(number)
        else:
            field.present.append(number)

    def match(self, seq: int, observation: Observation) -> Match:
        """Every signature, or part of one, that `observation` meets, in the library's order. Never raises."""
        facts = facts_of(observation, self.library.registry.holder)
        concerned: set[int] = set()
        values: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            values[fact.field].append(fact.value)
            if fact.field in self._fields:
                concerned.update(self._fields[fact.field].candidates(fact.value))
        hits = (self._in_full(self._candidates[number], seq, observation, values) for number in sorted(concerned))
        return Match(facts, tuple(hit for hit in hits if hit is not None))

    def _in_full(
        self, candidate: _Candidate, seq: int, observation: Observation, values: dict[str, list[str]]
    ) -> Hit | None:
        if candidate.on and observation.kind not in candidate.on:
            return None
        held: list[tuple[Condition, Held]] = []
        for condition in candidate.conditions:
            found = _first(condition, values)
            if found is None:
                return None
            held.append((condition, found))
        if any(_first(condition, values) is not None for condition in candidate.signature.unless):
            return None
        shown = sorted(held, key=lambda pair: _generality(pair[0]))
        leaves = tuple(
            Why(holds=True, what=describe(condition), saw=harmless(found.value), observation=seq)
            for condition, found in held
        )
        absent = tuple(
            Why(holds=True, what=f"not: {describe(condition)}", observation=seq)
            for condition in candidate.signature.unless
        )
        return Hit(
            signature=candidate.signature, group=candidate.group, seq=seq, observation=observation,
            saw=f"{shown[0][0].field}: {harmless(shown[0][1].value)}",
            values=tuple(pair for _, found in held for pair in found.groups),
            matched=shown[0][1].value,
            why=Why(holds=True, what=candidate.signature.title, observation=seq, because=(*leaves, *absent)),
        )


def _first(condition: Condition, values: dict[str, list[str]]) -> Held | None:
    for value in values.get(condition.field, ()):
        found = hold(condition, value)
        if found is not None:
            return found
    return None


def _generality(condition: Condition) -> int:
    """How little a condition selects: the most selective one is looked up first, and shown first."""
    if condition.field in _COMMON:
        return 3
    if condition.equals is not None or condition.one_of is not None:
        return 0
    return 1 if condition.matches is not None else 2


_COMMON: Final = frozenset({"port", "http.status", "rtsp.status", "mac"})
