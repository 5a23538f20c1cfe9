"""Weights -> verdict: the rules, in the order in which they are asked.

camera      the device declared it, or its camera-like traffic reacted to two kinds of cues, or it offers video and an
            independent fact points to a camera; and this outweighs every innocent hypothesis at least tenfold
suspect     what points to a camera is at least moderate and outweighs every innocent hypothesis
cleared     the device identified itself as something else, or several circumstances agree on what it is; and this
            outweighs the camera hypotheses at least tenfold
unresolved  anything else. Absence of evidence clears nothing
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from roomcheck.assess import sentences
from roomcheck.assess.sentences import state
from roomcheck.assess.weigh import Weights
from roomcheck.model.assessment import Evidence, Statement
from roomcheck.model.vocabulary import CARRIES_CAMERA, WATCHING, Basis, Grade, Kind, Verdict

TENFOLD: Final = 1.0
MODERATE: Final = Grade.MODERATE.floor
SELF_IDENTIFIED: Final = Grade.MODERATELY_STRONG.floor
"""What a device's own words must come to, to clear it."""
BY_CIRCUMSTANCE: Final = Grade.STRONG.floor
"""What circumstances alone must come to, to clear a device; at least two of them."""


REACTION: Final = "air.reaction"
"""The fact that a room-reaction test gives: a declaration that the device makes without wanting to."""


class Judgement(msgspec.Struct, frozen=True):
    """A verdict, the kind it goes with, and why it is this one."""

    verdict: Verdict
    kind: Kind | None
    reasons: tuple[Statement, ...]
    carries_camera: bool = False


def judge(evidence: tuple[Evidence, ...], weights: Weights) -> Judgement:
    """The verdict that the evidence supports. A pure function of the set of evidence."""
    watching_kind, watching = weights.watching
    innocent_kind, innocent = weights.innocent
    against = [piece for piece in evidence if WATCHING & set(piece.supports)]
    grounds = _grounds(against)

    if grounds is not None and weights.margin >= TENFOLD:
        return Judgement(Verdict.CAMERA, watching_kind, (state(grounds),))
    if against and watching >= MODERATE and weights.margin > 0:
        return Judgement(Verdict.SUSPECT, watching_kind, tuple(_doubts(against, grounds, innocent)))
    cleared = _clears(evidence, innocent_kind, innocent) if -weights.margin >= TENFOLD else None
    if cleared is not None and innocent_kind is not None:
        carries = innocent_kind in CARRIES_CAMERA
        reasons = [state(cleared)] + ([state(sentences.CARRIES_CAMERA)] if carries else [])
        return Judgement(Verdict.CLEARED, innocent_kind, tuple(reasons), carries)
    return Judgement(Verdict.UNRESOLVED, None, (state(sentences.NOT_ENOUGH),))


def _grounds(against: list[Evidence]) -> str | None:
    """On what a verdict of `camera` may rest, None where it may not be given."""
    confirmed = [piece for piece in against if not piece.unconfirmed]
    declared = [piece for piece in confirmed if _declares(piece)]
    if declared:
        return sentences.REACTED if all(piece.fact == REACTION for piece in declared) else sentences.DECLARED
    video = [piece for piece in confirmed if piece.basis is Basis.VIDEO]
    facts = {piece.fact for piece in video}
    if video and any(piece.fact not in facts and _independent(piece) for piece in confirmed):
        return sentences.VIDEO_AND_FACT
    return None


def _declares(piece: Evidence) -> bool:
    strong = piece.log10_lr >= Grade.STRONG.floor
    return strong and piece.basis in (Basis.DECLARES, Basis.PRODUCT)


def _independent(piece: Evidence) -> bool:
    """Whether evidence is the independent camera fact that a video track needs beside it."""
    if piece.basis is Basis.CIRCUMSTANCE:
        return piece.log10_lr >= Grade.MODERATELY_STRONG.floor
    return piece.basis is not Basis.VIDEO and piece.log10_lr >= MODERATE


def _doubts(against: Iterable[Evidence], grounds: str | None, innocent: float) -> Iterable[Statement]:
    pieces = list(against)
    yield state(sentences.OUTWEIGHS)
    if grounds is not None or innocent >= SELF_IDENTIFIED:
        yield state(sentences.CONTRADICTED)
    if all(piece.basis is Basis.CIRCUMSTANCE for piece in pieces):
        yield state(sentences.CIRCUMSTANTIAL)
    if any(piece.basis is Basis.VIDEO for piece in pieces):
        yield state(sentences.VIDEO_ONLY)
    if any(piece.unconfirmed for piece in pieces):
        yield state(sentences.UNCONFIRMED)


def _clears(evidence: tuple[Evidence, ...], kind: Kind | None, weight: float) -> str | None:
    """Why the evidence clears a device as `kind`, None where it does not."""
    supporting = [piece for piece in evidence if kind in piece.supports]
    own_words = any(piece.basis in (Basis.DECLARES, Basis.PRODUCT) for piece in supporting)
    if own_words and weight >= SELF_IDENTIFIED:
        return sentences.IDENTIFIED
    facts = {piece.fact for piece in supporting}
    if len(facts) > 1 and weight >= BY_CIRCUMSTANCE:
        return sentences.IDENTIFIED_BY_CIRCUMSTANCE
    return None
