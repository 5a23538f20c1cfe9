"""Grades from counts: what labelled responses support, and no more.

For a signature, the likelihood ratio is the share of responses of its own side that it matches, against the share of
the other side's. Only responses of a kind that it looks at are counted. The share of its own side is estimated at
its middle, (k + 1/2) / (n + 1) (Jeffreys); that of the other side is taken at its 95 % upper bound (Clopper-Pearson:
3/m where none of m matched), so that a grade is never beyond what the number of examples supports.
"""

import math
from collections.abc import Iterable, Mapping

import msgspec

from roomcheck.match.matcher import Match
from roomcheck.match.signature import Signature
from roomcheck.model.vocabulary import WATCHING, Grade


class Labelled(msgspec.Struct, frozen=True):
    """One device's responses: their kinds, what they matched, and which side the device is on."""

    watching: bool
    kinds: frozenset[str]
    matches: tuple[Match, ...]


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """The counts behind a grade: `own` of `own_of` responses of the signature's side, `other` of `other_of` others."""

    own: int
    own_of: int
    other: int
    other_of: int
    log10_lr: float
    grade: str
    """`none` where the counts support no grade at all."""


def estimate(signatures: Iterable[Signature], labelled: Iterable[Labelled]) -> Mapping[str, Estimate]:
    """For each signature that matched anything, what the counts support."""
    lines = tuple(labelled)
    hit: dict[str, list[bool]] = {}
    for line in lines:
        for identifier in {each.signature.id for match in line.matches for each in match.hits}:
            hit.setdefault(identifier, []).append(line.watching)
    return {
        signature.id: _estimate(signature, hit[signature.id], lines)
        for signature in signatures if signature.id in hit
    }


def _estimate(signature: Signature, hits: list[bool], lines: tuple[Labelled, ...]) -> Estimate:
    side = bool(WATCHING & set(signature.says))
    looked_at = [line for line in lines if not signature.on or line.kinds & set(signature.on)]
    own_of = sum(line.watching is side for line in looked_at)
    other_of = len(looked_at) - own_of
    own = sum(watching is side for watching in hits)
    other = len(hits) - own
    ratio = ((own + 0.5) / (own_of + 1)) / upper(other, other_of)
    log10_lr = round(math.log10(ratio), 2)
    grade = Grade.of(log10_lr)
    return Estimate(
        own=own, own_of=own_of, other=other, other_of=other_of, log10_lr=log10_lr,
        grade=grade.value if grade else "none",
    )


def upper(errors: int, trials: int) -> float:
    """The one-sided 95 % upper bound of a rate (Clopper and Pearson, 1934); 1 where nothing was tried."""
    if errors >= trials:
        return 1.0
    low, high = errors / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(errors, trials, middle) > 0.05 else (low, middle)
    return high


def _at_most(errors: int, trials: int, rate: float) -> float:
    """The probability of at most `errors` among `trials`."""
    if not 0.0 < rate < 1.0:
        return 1.0 if rate <= 0.0 else 0.0
    return sum(
        math.exp(
            math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
            + k * math.log(rate) + (trials - k) * math.log1p(-rate)
        )
        for k in range(errors + 1)
    )
