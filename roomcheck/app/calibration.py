"""Calibrate: the grades that rest on corpora, estimated from them and written down."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from roomcheck.intake.corpus import Labelled, read_corpora
from roomcheck.match import calibrate as estimating
from roomcheck.match.calibrate import Seen, met
from roomcheck.match.calibration import Calibration
from roomcheck.match.library import Library
from roomcheck.match.matcher import Matcher


class Excess(msgspec.Struct, frozen=True):
    """A signature that says `corpora` and states more than they support."""

    signature: str
    states: str
    supported: str


def calibrate(library: Library, corpora: Path, date: str) -> Calibration:
    """What the corpora in a folder support. Raises ImportFailed where there are none."""
    seen = tuple(seen_in(read_corpora(corpora), Matcher(library)))
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(corpora.glob("*.jsonl"))}
    found = estimating.calibrate(library.signatures, seen)
    return msgspec.structs.replace(found, date=date, responses=len(seen), corpora=digests)


def seen_in(lines: Iterable[Labelled], matcher: Matcher) -> Iterator[Seen]:
    """The responses that count: of a known side, of a kind that roomcheck knows, and each only once."""
    counted: set[tuple[str, str]] = set()
    for line in lines:
        key = (line.line.kind, line.line.raw)
        if not line.observations or not (line.watching or line.innocent) or key in counted:
            continue
        counted.add(key)
        yield Seen(
            line.watching,
            frozenset(each.kind for each in line.observations),
            met(matcher.match(0, each) for each in line.observations),
        )


def excesses(library: Library, calibration: Calibration) -> tuple[Excess, ...]:
    """The signatures that state more on these grounds than the counts support, in the library's order."""
    beyond = (
        each for each in library.signatures
        if each.grounds == "corpora" and not calibration.supports(each.id, each.grade)
    )
    return tuple(Excess(each.id, each.grade.value, calibration.supported(each.id)) for each in beyond)


def same_counts(one: Calibration, other: Calibration) -> bool:
    """Whether two calibrations say the same; the day on which they were made does not count."""
    return msgspec.structs.replace(one, date="") == msgspec.structs.replace(other, date="")
