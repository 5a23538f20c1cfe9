"""Evidence -> hypotheses: how much each is supported, with dependent facts counted once.

Likelihood ratios of independent facts multiply (ENFSI guideline for evaluative reporting, 2015), so their logarithms
add up. Of several pieces of evidence that show one fact, only the strongest counts for a hypothesis.
"""

from collections.abc import Iterable

import msgspec

from roomcheck.model.assessment import Evidence
from roomcheck.model.vocabulary import WATCHING, Kind


class Weights(msgspec.Struct, frozen=True):
    """log10 of the likelihood ratio for each hypothesis that any evidence supports."""

    of: dict[Kind, float]

    def _best(self, kinds: frozenset[Kind]) -> tuple[Kind | None, float]:
        ranked = sorted(((weight, kind) for kind, weight in self.of.items() if kind in kinds), key=_rank)
        return (ranked[0][1], ranked[0][0]) if ranked else (None, 0.0)

    @property
    def watching(self) -> tuple[Kind | None, float]:
        """The best supported hypothesis of those that watch, and its weight."""
        return self._best(WATCHING)

    @property
    def innocent(self) -> tuple[Kind | None, float]:
        """The best supported innocent hypothesis, and its weight."""
        return self._best(frozenset(Kind) - WATCHING)

    @property
    def margin(self) -> float:
        """log10 of the likelihood ratio of the best watching against the best innocent hypothesis."""
        return self.watching[1] - self.innocent[1]


def weigh(evidence: Iterable[Evidence]) -> Weights:
    """The weights that the evidence gives; the order in which it comes does not matter."""
    strongest: dict[tuple[Kind, str], float] = {}
    for piece in evidence:
        for kind in piece.supports:
            key = (kind, piece.fact)
            strongest[key] = max(strongest.get(key, 0.0), piece.log10_lr)
    of: dict[Kind, float] = {}
    for kind, fact in sorted(strongest):
        of[kind] = round(of.get(kind, 0.0) + strongest[kind, fact], 3)
    return Weights(of)


def counted_once(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The same evidence, with `counted` false where stronger evidence of the same fact already counts."""
    seen: set[str] = set()
    marked: list[Evidence] = []
    for piece in sorted(evidence, key=lambda each: (-each.log10_lr, each.signature)):
        marked.append(msgspec.structs.replace(piece, counted=piece.fact not in seen))
        seen.add(piece.fact)
    return tuple(marked)


_PREFERENCE = {kind: place for place, kind in enumerate(Kind)}


def _rank(weighed: tuple[float, Kind]) -> tuple[float, int]:
    return -weighed[0], _PREFERENCE[weighed[1]]
