"""Every signature proves itself: its examples must match and give the values they state, its counter-examples not."""

from collections.abc import Iterator

import msgspec

from roomcheck.match.library import Library, Placed
from roomcheck.match.matcher import Hit, Matcher
from roomcheck.match.signature import Specimen
from roomcheck.model.observation import Observation, Source


class Failure(msgspec.Struct, frozen=True):
    file: str
    signature: str
    wrong: str


def prove(library: Library) -> tuple[Failure, ...]:
    """What does not hold, in the library's order; empty where everything does."""
    matcher = Matcher(library)
    return tuple(failure for placed in library.placed for failure in _prove_one(placed, matcher))


def observation_of(specimen: Specimen) -> Observation:
    """A specimen as an observation of a device called `specimen`."""
    return Observation(
        kind=specimen.kind, at="1970-01-01T00:00:00Z", via="specimen", source=Source(name="specimen"),
        raw=specimen.raw, raw_hex=specimen.raw_hex, port=specimen.port,
    )


def _prove_one(placed: Placed, matcher: Matcher) -> Iterator[Failure]:
    signature = placed.signature
    for number, specimen in enumerate(signature.example, start=1):
        hits = _hits(specimen, signature.id, matcher)
        whole = any(hit.group is None for hit in hits)
        groups = {hit.group for hit in hits}
        if not whole and (not signature.together or len(groups) < len(signature.together)):
            yield Failure(placed.file, signature.id, f"example {number} does not match")
            continue
        values = {name: value for hit in hits for name, value in hit.values}
        for name, expected in specimen.extracts.items():
            if values.get(name) != expected:
                yield Failure(
                    placed.file, signature.id,
                    f'example {number} gives {name} "{values.get(name)}" where "{expected}" is stated',
                )
    for number, specimen in enumerate(signature.counter, start=1):
        hits = _hits(specimen, signature.id, matcher)
        groups = {hit.group for hit in hits}
        if any(hit.group is None for hit in hits) or (
            signature.together and len(groups) == len(signature.together)
        ):
            yield Failure(placed.file, signature.id, f"counter-example {number} matches")


def _hits(specimen: Specimen, identifier: str, matcher: Matcher) -> list[Hit]:
    observations = [observation_of(each) for each in (specimen, *specimen.also)]
    return [
        hit
        for seq, observation in enumerate(observations)
        for hit in matcher.match(seq, observation).hits
        if hit.signature.id == identifier
    ]
