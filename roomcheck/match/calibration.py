"""What labelled responses said about the signatures, as it lies beside them in `calibration.toml`."""

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model.errors import SignatureError
from roomcheck.model.vocabulary import Grade

FILE: Final = "calibration.toml"

NO_GRADE: Final = "none"
"""Where the counts support no grade at all."""


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Family(_Data, frozen=True, kw_only=True):
    """A family's counts: how many responses of its own side a member matched, how many of the other, of how many."""

    own: int
    own_of: int
    other: int
    other_of: int
    log10_lr: float
    grade: str


class Sighting(_Data, frozen=True, kw_only=True):
    """One signature's own part in that, and the grade that may be stated on these grounds."""

    own: int
    other: int
    grade: str


class Calibration(_Data, frozen=True, kw_only=True):
    """`corpora` are the SHA-256 digests of the files; `responses` how many different ones were counted."""

    date: str = ""
    responses: int = 0
    corpora: dict[str, str] = {}
    family: dict[str, Family] = {}
    signature: dict[str, Sighting] = {}

    def supported(self, identifier: str) -> str:
        """The highest grade that a signature may state on the grounds of these counts, or `none`."""
        found = self.signature.get(identifier)
        return found.grade if found else NO_GRADE

    def supports(self, identifier: str, grade: Grade) -> bool:
        """Whether a signature may state `grade` on these grounds."""
        supported = self.supported(identifier)
        return supported != NO_GRADE and Grade(supported).floor >= grade.floor


def read(folder: Path) -> Calibration:
    """The calibration beside the signatures in `folder`, an empty one where there is none. Raises SignatureError."""
    path = folder / FILE
    if not path.exists():
        return Calibration()
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Calibration)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SignatureError(
            f"{FILE} does not hold: {error}.", "Write it again with `roomcheck signatures calibrate --write`."
        ) from error


def to_toml(calibration: Calibration) -> str:
    """The written form, which `read` reads."""
    lines = [
        "# Written by `roomcheck signatures calibrate --write`: counts, and digests of the corpora.",
        "# own/own_of: responses of a family's own side that a member matches; other/other_of: of the other side.",
        "",
        f'date = "{calibration.date}"',
        f"responses = {calibration.responses}",
        "",
        "[corpora]",
        *(f'"{name}" = "{digest}"' for name, digest in sorted(calibration.corpora.items())),
        "",
        "[family]",
    ]
    lines += [
        f'"{name}" = {{ own = {each.own}, own_of = {each.own_of}, other = {each.other}, '
        f'other_of = {each.other_of}, log10_lr = {each.log10_lr}, grade = "{each.grade}" }}'
        for name, each in sorted(calibration.family.items())
    ]
    lines += ["", "[signature]"]
    lines += [
        f'"{name}" = {{ own = {each.own}, other = {each.other}, grade = "{each.grade}" }}'
        for name, each in sorted(calibration.signature.items())
    ]
    return "\n".join(lines) + "\n"
