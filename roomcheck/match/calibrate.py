"""Grades from counts: what labelled responses support, and no more.

A likelihood ratio asks how much more often a thing is seen on one side (devices that watch, or innocent ones) than on
the other. One signature alone is seen too seldom to answer: it names one maker's product. So signatures are pooled in
families of one side and one basis, and the evidence is weighed as "a member of this family matched", whose ratio the
counts do give. Circumstances and video protocols are not alike across protocols, and form a family for each.

The share of the own side is estimated at its middle, (k + 1/2) / (n + 1) (Jeffreys); that of the other side is taken
at its 95 % upper bound (Clopper and Pearson; about 3/m where none of m matched), so that no grade goes beyond what the
number of examples supports. Only responses of kinds that a family looks at are counted, and equal ones once.

A signature may state its family's grade where it matched a response of its own side and none of the other. One that
did match the other side is no fair member of its family: it is judged by its own counts.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from roomcheck.match.calibration import NO_GRADE, Calibration, Family, Sighting
from roomcheck.match.matcher import Match
from roomcheck.match.signature import Signature
from roomcheck.model.vocabulary import WATCHING, Basis, Grade

_CONFIDENCE = 0.95


class Seen(msgspec.Struct, frozen=True):
    """One labelled response: which side its device is on, its kinds, and the signatures that it met in full."""

    watching: bool
    kinds: frozenset[str]
    signatures: frozenset[str]


def met(matches: Iterable[Match]) -> frozenset[str]:
    """The signatures that the matches of one device meet in full."""
    whole: set[str] = set()
    parts: dict[str, set[int]] = defaultdict(set)
    for match in matches:
        for hit in match.hits:
            if hit.group is None:
                whole.add(hit.signature.id)
                continue
            parts[hit.signature.id].add(hit.group)
            if len(parts[hit.signature.id]) == len(hit.signature.together):
                whole.add(hit.signature.id)
    return frozenset(whole)


def family_of(signature: Signature) -> str:
    """The family's name: side, basis, and the protocol where the basis alone does not make things alike."""
    side = "watching" if watches(signature) else "innocent"
    if signature.basis in (Basis.DECLARES, Basis.PRODUCT):
        return f"{side} {signature.basis.value}"
    first = signature.when[0] if signature.when else signature.together[0][0]
    return f"{side} {signature.basis.value} {first.field.partition('.')[0]}"


def watches(signature: Signature) -> bool:
    return bool(WATCHING & set(signature.says))


def kinds_of(signature: Signature) -> frozenset[str]:
    """The kinds of observation that a signature looks at: those it names, else those of its examples."""
    return frozenset(signature.on or (each.kind for each in signature.example))


def calibrate(signatures: Iterable[Signature], responses: Iterable[Seen]) -> Calibration:
    """What the responses support, for each family, and for each signature that met any of them."""
    seen = tuple(responses)
    families: dict[str, list[Signature]] = defaultdict(list)
    for signature in signatures:
        families[family_of(signature)].append(signature)
    estimates = {name: _family(members, seen) for name, members in families.items()}
    by_signature: dict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        for identifier in each.signatures:
            by_signature[identifier].append(each)
    sightings = {
        member.id: _sighting(member, by_signature[member.id], estimates[name], seen)
        for name, members in families.items() for member in members if member.id in by_signature
    }
    return Calibration(family=estimates, signature=sightings)


def _family(members: list[Signature], seen: tuple[Seen, ...]) -> Family:
    side = watches(members[0])
    names = frozenset(member.id for member in members)
    kinds = frozenset[str]().union(*map(kinds_of, members))
    looked_at = [each for each in seen if each.kinds & kinds]
    own = [bool(each.signatures & names) for each in looked_at if each.watching is side]
    other = [bool(each.signatures & names) for each in looked_at if each.watching is not side]
    return estimate(sum(own), len(own), sum(other), len(other))


def _sighting(member: Signature, matched: list[Seen], family: Family, seen: tuple[Seen, ...]) -> Sighting:
    own = sum(each.watching is watches(member) for each in matched)
    other = len(matched) - own
    if not own:
        grade = NO_GRADE
    elif other:
        grade = _family([member], seen).grade
    else:
        grade = family.grade
    return Sighting(own=own, other=other, grade=grade)


def estimate(own: int, own_of: int, other: int, other_of: int) -> Family:
    """The likelihood ratio that counts support, and its grade: none where one side was never tried, or never met."""
    if not own or not other_of:
        return Family(own=own, own_of=own_of, other=other, other_of=other_of, log10_lr=0.0, grade=NO_GRADE)
    ratio = ((own + 0.5) / (own_of + 1)) / upper(other, other_of)
    log10_lr = round(math.log10(ratio), 2)
    grade = Grade.of(log10_lr)
    return Family(
        own=own, own_of=own_of, other=other, other_of=other_of, log10_lr=log10_lr,
        grade=grade.value if grade else NO_GRADE,
    )


def upper(errors: int, trials: int) -> float:
    """The one-sided 95 % upper bound of a rate (Clopper and Pearson, 1934); 1 where nothing was tried."""
    if errors >= trials:
        return 1.0
    low, high = errors / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(errors, trials, middle) > 1 - _CONFIDENCE else (low, middle)
    return high


def _at_most(errors: int, trials: int, rate: float) -> float:
    """The probability of at most `errors` among `trials`, for a rate between 0 and 1."""
    return sum(
        math.exp(
            math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
            + k * math.log(rate) + (trials - k) * math.log1p(-rate)
        )
        for k in range(errors + 1)
    )
