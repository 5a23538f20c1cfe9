"""Calibrate: the grades that rest on corpora, estimated from them and written down."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from roomcheck.intake.corpus import read_corpora
from roomcheck.match.calibrate import Estimate, Labelled, estimate
from roomcheck.match.library import Library
from roomcheck.match.matcher import Matcher
from roomcheck.model.vocabulary import Grade

FILE = "calibration.toml"


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """`corpora` are the digests of the files that were counted; `excess` names signatures graded beyond them."""

    corpora: dict[str, str]
    lines: int
    estimates: dict[str, Estimate]
    excess: tuple[tuple[str, str, str], ...]
    """Signature, the grade it states, the grade that the counts support."""


def calibrate(library: Library, corpora: Path) -> Calibration:
    """What the corpora in a folder support for each signature. Raises ImportFailed where there are none."""
    matcher = Matcher(library)
    labelled = tuple(_labelled(corpora, matcher))
    estimates = dict(estimate(library.signatures, labelled))
    return Calibration(
        corpora={file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(corpora.glob("*.jsonl"))},
        lines=len(labelled),
        estimates=estimates,
        excess=tuple(_excess(library, estimates)),
    )


def to_toml(calibration: Calibration, date: str) -> str:
    """The form that lies beside the signatures."""
    lines = [
        "# Written by `roomcheck signatures calibrate`: counts and digests of the corpora, none of their content.",
        "# own/own_of: responses of the signature's own side that it matches; other/other_of: of the other side.",
        "",
        f'date = "{date}"',
        f"responses = {calibration.lines}",
        "",
        "[corpora]",
        *(f'"{name}" = "{digest}"' for name, digest in calibration.corpora.items()),
        "",
        "[estimate]",
    ]
    for identifier, each in sorted(calibration.estimates.items()):
        lines.append(
            f'"{identifier}" = {{ own = {each.own}, own_of = {each.own_of}, other = {each.other}, '
            f'other_of = {each.other_of}, log10_lr = {each.log10_lr}, grade = "{each.grade}" }}'
        )
    return "\n".join(lines) + "\n"


def _labelled(corpora: Path, matcher: Matcher) -> Iterator[Labelled]:
    for line in read_corpora(corpora):
        if line.observations and (line.watching or line.innocent):
            yield Labelled(
                line.watching,
                frozenset(each.kind for each in line.observations),
                tuple(matcher.match(0, each) for each in line.observations),
            )


def _excess(library: Library, estimates: dict[str, Estimate]) -> Iterator[tuple[str, str, str]]:
    for signature in library.signatures:
        if signature.grounds != "corpora":
            continue
        found = estimates.get(signature.id)
        supported = found.grade if found else "none"
        if supported == "none" or Grade(supported).floor < signature.grade.floor:
            yield signature.id, signature.grade.value, supported
