"""One device and its matches -> the finding on it."""

from collections.abc import Iterable
from typing import Final

import msgspec

from roomcheck.assess import sentences
from roomcheck.assess.coverage import absence_of
from roomcheck.assess.devices import PRESENCE, Device
from roomcheck.assess.sentences import state
from roomcheck.assess.verdict import Judgement, judge
from roomcheck.assess.weigh import Weights, counted_once, weigh
from roomcheck.match.evidence import evidence_of, explanations_of, say
from roomcheck.match.library import Library
from roomcheck.match.matcher import Hit, Match
from roomcheck.model.addresses import is_local
from roomcheck.model.assessment import Addresses, Alternative, Evidence, Finding, Statement
from roomcheck.model.entry import Mark, Note, NotExamined
from roomcheck.model.vocabulary import WATCHING, Grade, Kind, Verdict

NAMES: Final = ("dhcp.hostname", "host.name", "dns.host", "upnp.friendly_name", "kasa.name", "netbios.name")
"""Fields that hold a name which somebody gave the device, the best first."""

ALWAYS_POSSIBLE: Final = "neighbour-device"
"""The innocent explanation that no scan of a network excludes."""

MOST_NAMES: Final = 8


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the person and the check said of one device."""

    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    absences: tuple[NotExamined, ...] = ()
    gateway: bool = False
    undisclosed: bool = False
    """A listing was added, and discloses no device of any kind."""


def find(device: Device, matches: Iterable[Match], said: Said, library: Library) -> Finding:
    """The finding on `device`. Pure; the order of matches does not matter to the verdict."""
    found = tuple(matches)
    hits = tuple(hit for match in found for hit in match.hits)
    evidence = counted_once(evidence_of(hits, library.vocabulary))
    weights = weigh(evidence)
    judgement = _complete(judge(evidence, weights), device, hits)
    supporting = _supporting(evidence, judgement)
    mark = said.marks[-1].mark if said.marks else ""
    private = device.mac is not None and is_local(device.mac)
    holder = library.registry.holder(device.mac) if device.mac else None
    log10_lr = round(weights.margin, 2)
    grade = Grade.of(abs(log10_lr))
    return Finding(
        id=device.id,
        addresses=Addresses(mac=device.mac, ipv4=device.ipv4, ipv6=device.ipv6),
        names=_names(found),
        vendor=holder[0] if holder else None,
        private_address=private,
        maker=next((piece.maker for piece in supporting if piece.maker), None),
        model=next((piece.model for piece in supporting if piece.model), None),
        verdict=judgement.verdict,
        kind=judgement.kind,
        support=grade.value if grade else "none",
        log10_lr=log10_lr,
        carries_camera=judgement.carries_camera,
        reasons=judgement.reasons,
        evidence=evidence,
        alternatives=_alternatives(judgement, weights, evidence, hits, library),
        not_examined=tuple(absence_of(each) for each in said.absences),
        open_ports=_ports(device),
        first_seen=device.observations[0][1].at,
        last_seen=max(observation.at for _, observation in device.observations),
        gateway=said.gateway,
        disclosed=_disclosed(mark, judgement.verdict, undisclosed=said.undisclosed),
        known=mark == "known",
        marked_by=(said.marks[-1].said_by or None) if mark in ("known", "disclosed") else None,
        notes=tuple(note.text for note in said.notes),
    )


def _complete(judgement: Judgement, device: Device, hits: tuple[Hit, ...]) -> Judgement:
    """Adds what only the device as a whole shows: silence, a private address, a product that carries a camera."""
    reasons: list[Statement] = list(judgement.reasons)
    carries = judgement.carries_camera
    if judgement.verdict is Verdict.CLEARED and not carries:
        carries = any(hit.signature.carries_camera and judgement.kind in hit.signature.says for hit in hits)
        reasons += [state(sentences.CARRIES_CAMERA)] if carries else []
    if judgement.verdict is Verdict.UNRESOLVED:
        if all(observation.kind in PRESENCE for _, observation in device.observations):
            reasons = [state(sentences.SILENT)]
        if device.mac is not None and is_local(device.mac):
            reasons.append(state(sentences.PRIVATE_ADDRESS))
    return msgspec.structs.replace(judgement, reasons=tuple(reasons), carries_camera=carries)


def _supporting(evidence: tuple[Evidence, ...], judgement: Judgement) -> list[Evidence]:
    side = WATCHING if judgement.kind in WATCHING else {judgement.kind}
    own = [piece for piece in evidence if side & set(piece.supports)]
    return own if judgement.kind is not None else list(evidence)


def _alternatives(
    judgement: Judgement, weights: Weights, evidence: tuple[Evidence, ...], hits: tuple[Hit, ...], library: Library
) -> tuple[Alternative, ...]:
    if judgement.verdict not in (Verdict.CAMERA, Verdict.SUSPECT):
        return ()
    counted = {piece.signature for piece in evidence if piece.counted}
    speaking = (hit for hit in hits if WATCHING & set(hit.signature.says) and hit.signature.id in counted)
    keys = dict.fromkeys([*explanations_of(speaking), ALWAYS_POSSIBLE])
    explained = [_explained(key, key, library) for key in keys]
    rivals = [
        Alternative(
            kind=kind.value, why=sentences.CONTRADICTED, statement=state(sentences.CONTRADICTED)
        )
        for kind, weight in weights.of.items() if kind not in WATCHING and weight > 0
    ]
    return (*rivals, *explained)


def _explained(kind: str, key: str, library: Library) -> Alternative:
    statement = Statement(key=key)
    return Alternative(kind=kind, why=say(library.vocabulary, statement), statement=statement)


def _names(matches: tuple[Match, ...]) -> tuple[str, ...]:
    ranked: dict[str, int] = {}
    for match in matches:
        for fact in match.facts:
            if fact.field in NAMES and fact.value:
                place = NAMES.index(fact.field)
                ranked[fact.value] = min(ranked.get(fact.value, place), place)
    return tuple(sorted(ranked, key=lambda name: (ranked[name], name)))[:MOST_NAMES]


def _ports(device: Device) -> tuple[int, ...]:
    return tuple(sorted({
        observation.port for _, observation in device.observations
        if observation.kind == "tcp.open" and observation.port is not None
    }))


def _disclosed(mark: str, verdict: Verdict, *, undisclosed: bool) -> bool | None:
    if mark == "disclosed":
        return True
    return False if undisclosed and verdict in (Verdict.CAMERA, Verdict.SUSPECT) else None


__all__ = ["Kind", "Said", "find"]
