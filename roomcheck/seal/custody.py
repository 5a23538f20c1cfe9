"""Custody: who did what with a check, and later with its bundle.

Before the seal each step is an entry of the recording itself. Afterwards a bundle is never touched again: what happens
to it goes into a side file, `BUNDLE.custody.jsonl`, whose lines name the bundle's SHA-256 and follow from each other
like those of a recording. The side file proves no more than the person who kept it: it is a diary, not a seal.
"""

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.model.entry import Custody
from roomcheck.model.errors import BundleError, SealFailed
from roomcheck.model.recording import GENESIS, digest
from roomcheck.model.text import harmless
from roomcheck.seal.answers import Answer, Question, State
from roomcheck.seal.atomic import replacing
from roomcheck.seal.container import CHUNK

SUFFIX: Final = ".custody.jsonl"
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a side file that are read."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a side file. `prev` is the SHA-256 of the line before, 64 zeros in the first."""

    seq: int
    prev: str
    at: str
    bundle: str
    action: str
    """opened, verified, copied, handed over, received, ..."""
    by: str
    detail: str = ""


class Diary(msgspec.Struct, frozen=True):
    """The steps of a side file, its head, and why it does not hold, where it does not."""

    steps: tuple[Step, ...]
    head: str
    why: str = ""


def opened(by: str) -> Custody:
    """The recording was opened again."""
    return Custody(action="opened", by=harmless(by))


def added(by: str, file: str, sha256: str) -> Custody:
    """A file was added to the recording."""
    return Custody(action="added", by=harmless(by), detail=f"{harmless(file)} {sha256}")


def sealed(by: str, fingerprint: str) -> Custody:
    """The recording is about to be sealed with this key: the last entry before a bundle is made."""
    return Custody(action="sealed", by=harmless(by), detail=f"key {fingerprint}")


def beside(bundle: Path) -> Path:
    """Where the side file of a bundle lies."""
    return bundle.with_name(bundle.name + SUFFIX)


def sha256_of(bundle: Path) -> str:
    """The bundle's SHA-256. Raises BundleError where it cannot be read."""
    if bundle.exists() and not bundle.is_file():
        raise BundleError(f"{bundle} is not a file.", "Give the file that `roomcheck seal` made.")
    hashed = hashlib.sha256()
    try:
        with bundle.open("rb") as file:
            while block := file.read(CHUNK):
                hashed.update(block)
    except OSError as error:
        raise BundleError(
            f"The bundle {bundle} cannot be read ({(error.strerror or str(error)).lower()}).", "Check the path."
        ) from error
    return hashed.hexdigest()


def note(bundle: Path, action: str, by: str, *, at: str, detail: str = "") -> Step:
    """Adds a step to the bundle's side file, which is made where there is none. `at` is RFC 3339, UTC.

    Raises BundleError where the bundle cannot be read, SealFailed where the side file does not hold or cannot be
    written; then it is as it was.
    """
    place = beside(bundle)
    sha256 = sha256_of(bundle)
    before = _bytes(place)
    diary = parse(before)
    if diary.why:
        raise SealFailed(f"The custody file {place} {diary.why}.", "Keep it as it is, and begin a new one elsewhere.")
    step = Step(
        seq=len(diary.steps), prev=diary.head, at=at, bundle=sha256, action=harmless(action), by=harmless(by),
        detail=harmless(detail, 1024),
    )
    try:
        with replacing(place) as file:
            file.write(before + msgspec.json.encode(step) + b"\n")
    except OSError as error:
        raise SealFailed(
            f"The custody file {place} cannot be written ({(error.strerror or str(error)).lower()}).",
            "Check that you may write beside the bundle.",
        ) from error
    return step


def parse(data: bytes) -> Diary:
    """The steps in a side file's bytes. Never raises."""
    steps: list[Step] = []
    head = GENESIS
    lines = data.split(b"\n")
    torn = lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            step = msgspec.json.decode(line[: limits.LINE], type=Step)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return Diary(tuple(steps), head, f"has a line {number} that is none of its form")
        if step.prev != head or step.seq != number - 1:
            return Diary(tuple(steps), head, f"has a line {number} that does not follow from the line before")
        steps.append(step)
        head = digest(line)
    return Diary(tuple(steps), head, "ends in a torn line" if torn else "")


def answer(bundle: Path, sha256: str) -> Answer | None:
    """What the side file says, None where there is none."""
    place = beside(bundle)
    if not place.is_file():
        return None
    diary = parse(_bytes(place))
    details = tuple(
        f"{harmless(step.at)} {harmless(step.action)}, by {harmless(step.by)}"
        + (f": {harmless(step.detail, 1024)}" if step.detail else "")
        + (" (of an earlier bundle at this place)" if step.bundle != sha256 else "")
        for step in diary.steps
    )
    if diary.why:
        return _answer(State.ALTERED, f"The custody file beside the bundle {diary.why}.", details)
    own = sum(step.bundle == sha256 for step in diary.steps)
    if not own:
        return _answer(State.UNCHECKED, "The custody file beside the bundle speaks of another bundle.", details)
    return _answer(
        State.HOLDS,
        f"The custody file beside the bundle names {own} {'step' if own == 1 else 'steps'} of this bundle, each "
        "following from the line before. It proves no more than the person who kept it.",
        details,
    )


def _answer(state: State, sentence: str, details: tuple[str, ...]) -> Answer:
    return Answer(question=Question.CUSTODY, state=state, sentence=sentence, details=details, essential=False)


def _bytes(place: Path) -> bytes:
    try:
        if not place.exists():
            return b""
        if place.stat().st_size > LARGEST:
            raise SealFailed(f"The custody file {place} is too large.", "Move it aside, and begin a new one.")
        return place.read_bytes()
    except OSError as error:
        raise SealFailed(
            f"The custody file {place} cannot be read ({(error.strerror or str(error)).lower()}).", "Check its rights."
        ) from error
