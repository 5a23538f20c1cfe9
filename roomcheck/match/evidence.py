"""Hits -> evidence: what was seen, what it means in words, and how strongly it speaks."""

from collections.abc import Iterable, Mapping

from roomcheck.match.matcher import Hit
from roomcheck.match.signature import Signature, Vocabulary
from roomcheck.model.assessment import Evidence, Statement, Why
from roomcheck.model.text import harmless


def evidence_of(hits: Iterable[Hit], vocabulary: Vocabulary) -> tuple[Evidence, ...]:
    """The evidence that one device's hits are; repeated hits of a signature become one, resting on all of them."""
    whole: dict[str, list[Hit]] = {}
    parts: dict[str, dict[int, list[Hit]]] = {}
    for hit in hits:
        if hit.group is None:
            whole.setdefault(hit.signature.id, []).append(hit)
        else:
            parts.setdefault(hit.signature.id, {}).setdefault(hit.group, []).append(hit)
    found = [_evidence(group[0].signature, group, vocabulary) for group in whole.values()]
    for groups in parts.values():
        signature = next(iter(groups.values()))[0].signature
        if len(groups) == len(signature.together):
            found.append(_evidence(signature, [groups[at][0] for at in sorted(groups)], vocabulary))
    return tuple(sorted(found, key=lambda evidence: (-evidence.log10_lr, evidence.signature)))


def _evidence(signature: Signature, hits: list[Hit], vocabulary: Vocabulary) -> Evidence:
    first = hits[0]
    values = {name: harmless(text) for hit in hits for name, text in hit.values}
    maker = values.get("maker") or signature.maker
    model = values.get("model") or signature.model
    statement = Statement(
        key=signature.statement, params=params_of(signature, first, maker, model)
    )
    return Evidence(
        signature=signature.id,
        via=first.observation.via,
        at=first.observation.at,
        saw=first.saw if not signature.together else "; ".join(hit.saw for hit in hits),
        means=say(vocabulary, statement),
        strength=signature.grade.value,
        basis=signature.basis,
        supports=signature.says,
        log10_lr=signature.grade.floor,
        fact=signature.fact,
        unconfirmed=signature.unconfirmed,
        observations=tuple(sorted({hit.seq for hit in hits})),
        statement=statement,
        maker=maker,
        model=model,
        sources=tuple(f"{source.ref} ({source.date.isoformat()})" for source in signature.sources),
        why=_together(signature, hits) if signature.together else first.why,
    )


def _together(signature: Signature, hits: list[Hit]) -> Why:
    return Why(holds=True, what=signature.title, because=tuple(hit.why for hit in hits))


def explanations_of(hits: Iterable[Hit]) -> tuple[str, ...]:
    """The keys of the innocent explanations that the hits' signatures name, each once, sorted."""
    return tuple(sorted({key for hit in hits for key in hit.signature.innocent}))


def params_of(signature: Signature, hit: Hit, maker: str | None, model: str | None) -> dict[str, str]:
    """What fills a sentence's places: the signature's own words first, then what was matched."""
    port = hit.observation.port
    found = {
        "maker": maker or "its maker",
        "model": model or harmless(hit.matched),
        "kind": signature.says[0].value if signature.says else "",
        "protocol": hit.observation.via,
        "where": hit.observation.kind,
        "name": harmless(hit.matched),
        "port": str(port) if port is not None else harmless(hit.matched),
        "service": harmless(hit.matched),
    }
    return found | signature.params


def say(vocabulary: Vocabulary, statement: Statement, language: str = "en") -> str:
    """A statement in a language; the key itself where the vocabulary lacks it (the linter forbids that)."""
    sentence = vocabulary.statement.get(statement.key) or vocabulary.innocent.get(statement.key)
    if sentence is None:
        return statement.key
    text: str = getattr(sentence, language)
    said = {name: _word(vocabulary, value, language) for name, value in statement.params.items()}
    return text.format_map(_Blank(said))


def _word(vocabulary: Vocabulary, value: str, language: str) -> str:
    """What fills a place: a word of the vocabulary in the language, else the value itself."""
    known = vocabulary.kind.get(value) or vocabulary.protocol.get(value)
    return str(getattr(known, language)) if known else value


class _Blank(dict[str, str]):
    def __init__(self, params: Mapping[str, str]) -> None:
        super().__init__(params)

    def __missing__(self, key: str) -> str:
        return "…"
