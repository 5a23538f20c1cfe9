"""Whether the findings follow from the recording: they are computed again, and compared byte for byte."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from roomcheck.model.assessment import Assessment, Finding, from_json
from roomcheck.model.errors import RoomcheckError
from roomcheck.model.text import harmless
from roomcheck.seal import bag
from roomcheck.seal.answers import Answer, Change, Question, State
from roomcheck.seal.contained import Contained, place_of

Reassess = Callable[[Path, Path], bytes]
"""From the folder of a recording and the folder of a library of signatures, the assessment's JSON bytes."""

LARGEST = 256 * 1024 * 1024
"""Bytes of findings that are compared."""
FINDINGS = bag.RECORDING + "findings.json"


class Rechecked(msgspec.Struct, frozen=True):
    """`again` is the assessment as it was computed here, None where it could not be."""

    answer: Answer
    again: Assessment | None = None
    changes: tuple[Change, ...] = ()


def recheck(contained: Contained, reassess: Reassess | None, current: Path | None) -> Rechecked:
    """Computes the findings again with the bundle's own signatures, and with those in `current` where it is named.

    Call it only for a bundle of which every file is as it was sealed. Never raises for what a bundle holds.
    """
    if reassess is None:
        return Rechecked(_cannot("The findings were not computed again here."))
    sealed = contained.read(FINDINGS, LARGEST)
    if sealed is None:
        return Rechecked(_cannot("The bundle holds no findings to compare with."))
    with tempfile.TemporaryDirectory(prefix="roomcheck-verify-") as name:
        folder = Path(name)
        try:
            unpack(contained, bag.RECORDING, folder / "recording", without=FINDINGS)
            unpack(contained, bag.SIGNATURES, folder / "signatures")
            again = reassess(folder / "recording", folder / "signatures")
        except RoomcheckError as error:
            return Rechecked(_cannot(f"The findings could not be computed again: {harmless(error.happened, 400)}"))
        except Exception as error:  # noqa: BLE001 - a stranger's recording must not end the verification
            return Rechecked(_cannot(f"The findings could not be computed again ({harmless(repr(error), 200)})."))
        newer = _newer(reassess, folder / "recording", current)
    return _judge(sealed, again, newer)


def _newer(reassess: Reassess, recording: Path, current: Path | None) -> bytes | None:
    """The findings with the signatures of the one who verifies; None where there are none, or they fail."""
    if current is None:
        return None
    try:
        return reassess(recording, current)
    except Exception:  # noqa: BLE001 - a comparison that fails says nothing against the bundle
        return None


def unpack(contained: Contained, prefix: str, folder: Path, *, without: str = "") -> None:
    """Writes the files under `prefix` into `folder` as ordinary files. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in contained.under(prefix):
        if name != without:
            target = folder.joinpath(*place_of(name, prefix).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                contained.copy(name, file)


def _judge(sealed: bytes, again: bytes, newer: bytes | None) -> Rechecked:
    here = _read(again)
    there = _read(sealed)
    changes = differences(here, _read(newer)) if newer is not None and here is not None else ()
    if again == sealed:
        return Rechecked(
            Answer(
                question=Question.ASSESSMENT,
                state=State.HOLDS,
                sentence="The findings were computed again from the recording and the signatures in the bundle; "
                "they are the same, byte for byte.",
            ),
            here,
            changes,
        )
    if here is None or there is None:
        return Rechecked(_answer(State.ALTERED, "The findings in the bundle are not in the form of findings."), here)
    details = tuple(shown(change) for change in differences(there, here))
    if there.engine != here.engine:
        outcome = "and differ as listed" if details else "and say the same of every device"
        sentence = (
            f"The findings were made by roomcheck {harmless(there.engine)}; they were computed again by "
            f"{harmless(here.engine)} {outcome}. Use version {harmless(there.engine)} for a comparison byte for byte."
        )
        return Rechecked(_answer(State.UNCHECKED, sentence, details), here, changes)
    return Rechecked(
        _answer(
            State.ALTERED,
            "The findings in the bundle do not follow from its recording and signatures.",
            details or ("The devices and verdicts are the same.", *_particulars(there, here)),
        ),
        here,
        changes,
    )


def differences(before: Assessment, after: Assessment | None) -> tuple[Change, ...]:
    """The devices of which the two say something else, and which evidence came, went or weighs otherwise."""
    if after is None:
        return ()
    old = {finding.id: finding for finding in before.devices}
    new = {finding.id: finding for finding in after.devices}
    changes = []
    for device in dict.fromkeys((*old, *new)):
        was, now = old.get(device), new.get(device)
        if was is None or now is None or (was.verdict, was.kind, was.log10_lr) != (now.verdict, now.kind, now.log10_lr):
            changes.append(Change(device=device, was=_verdict(was), now=_verdict(now), why=_why(was, now)))
    return tuple(changes)


def _particulars(before: Assessment, after: Assessment) -> tuple[str, ...]:
    """What else than verdicts differs, by its name in the findings."""
    if before.signatures.sha256 != after.signatures.sha256:
        was, now = (harmless(one.signatures.sha256, 64) for one in (before, after))
        return (f"The findings were made with the signatures {was}; those in the bundle are {now}.",)
    if before.recording.head != after.recording.head:
        return ("The findings were made when the recording had other entries.",)
    old, new = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
    return tuple(f"Other in the findings: {name}" for name in old if old[name] != new[name])


def shown(change: Change) -> str:
    """One line for people."""
    line = f"{harmless(change.device)}: {change.was or 'not named'}, now {change.now or 'not named'}"
    return line + (f" ({'; '.join(change.why)})" if change.why else "")


def _verdict(finding: Finding | None) -> str | None:
    if finding is None:
        return None
    kind = f" ({finding.kind})" if finding.kind else ""
    return f"{finding.verdict}{kind}, log10 of the likelihood ratio {finding.log10_lr:g}"


def _why(was: Finding | None, now: Finding | None) -> tuple[str, ...]:
    old = {evidence.signature: evidence.strength for evidence in (was.evidence if was else ())}
    new = {evidence.signature: evidence.strength for evidence in (now.evidence if now else ())}
    gone = [f"no longer: {harmless(name)}" for name in old if name not in new]
    came = [f"new: {harmless(name)}, {harmless(new[name])}" for name in new if name not in old]
    otherwise = [
        f"{harmless(name)}: {harmless(old[name])}, now {harmless(new[name])}"
        for name in old
        if name in new and old[name] != new[name]
    ]
    return (*gone, *came, *otherwise)


def _read(data: bytes) -> Assessment | None:
    try:
        return from_json(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _answer(state: State, sentence: str, details: tuple[str, ...] = ()) -> Answer:
    return Answer(question=Question.ASSESSMENT, state=state, sentence=sentence, details=details)


def _cannot(sentence: str) -> Answer:
    return _answer(State.UNCHECKED, sentence)
