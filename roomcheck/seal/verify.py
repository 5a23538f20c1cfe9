"""Verifying a bundle, offline, also a stranger's: one answer for each question, and none taken from the bundle itself.

`verify` runs nothing that a bundle holds, and unpacks only what its own lists name.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from roomcheck.model.entry import Custody
from roomcheck.model.errors import BundleError, RoomcheckError
from roomcheck.model.recording import Recording
from roomcheck.model.text import harmless
from roomcheck.recording.chain import parse
from roomcheck.seal import bag, custody, releases, signature
from roomcheck.seal.answers import Answer, Difference, Question, State, Verification, What
from roomcheck.seal.bundle import base_of
from roomcheck.seal.contained import Contained, look_into
from roomcheck.seal.contents import attachments
from roomcheck.seal.key import spoken
from roomcheck.seal.recheck import Reassess, Rechecked, recheck
from roomcheck.seal.timing import RECORDING_LARGEST, answer_time

SHOWN = 200
"""Particulars of one answer that are kept."""
_PDF_LARGEST = 128 * 1024 * 1024


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What the one who verifies knows from elsewhere: hexadecimal, spaces and case do not matter."""

    key: str | None = None
    head: str | None = None
    """The head hash at any moment of the recording: entries that were added later do not contradict it."""
    authorities: tuple[bytes, ...] = ()
    """Certificates of timestamp authorities that are trusted, PEM."""


def verify(
    bundle: Path,
    *,
    expected: Expected | None = None,
    reassess: Reassess | None = None,
    current: Path | None = None,
    known: dict[str, str] | None = None,
) -> Verification:
    """Answers every `Question` that arises on `bundle`.

    `reassess` computes findings again; `current` is the library of signatures of the one who verifies, to compare
    with. `known` are the released libraries, those of this version of roomcheck where None.

    Raises BundleError where the file cannot be read or is no container at all.
    """
    expected = expected or Expected()
    sha256 = custody.sha256_of(bundle)
    try:
        with bundle.open("rb") as file:
            contained = look_into(file)
            return _verify(bundle, sha256, contained, expected, reassess, current, known)
    except OSError as error:
        raise BundleError(
            f"The bundle {bundle} cannot be read ({(error.strerror or str(error)).lower()}).", "Check the path."
        ) from error


def _verify(
    bundle: Path, sha256: str, contained: Contained, expected: Expected, reassess: Reassess | None,
    current: Path | None, known: dict[str, str] | None,
) -> Verification:
    recording, chain = _recording(contained, expected.head)
    signed = signature.check(
        contained.read(bag.TAG_MANIFEST) or b"", contained.read(bag.SIGNATURE, signature.LARGEST) or b""
    )
    differences = (*contained.differences, *_stated(contained, recording, signed))
    intact = _intact(contained, differences)
    again = _assessment(contained, recording, intact, reassess, current)
    answers = [
        intact,
        _signature(signed, expected.key),
        answer_time(contained, recording, signed.claimed_at, expected.authorities),
        chain,
        *_attachments(contained, recording),
        again.answer,
        _library(again, known if known is not None else releases.known()),
        *_reports(contained, signed),
    ]
    later = _custody(bundle, sha256)
    return Verification(
        bundle=bundle.name, sha256=sha256, size=bundle.stat().st_size,
        answers=tuple(answers if later is None else [*answers, later]), differences=differences,
        changes=again.changes, head=recording.head if recording else None,
        fingerprint=signed.fingerprint if signed.holds else None,
    )


def _stated(contained: Contained, recording: Recording | None, signed: signature.Signed) -> list[Difference]:
    """Where the bundle's own statements on itself do not fit what is in it."""
    found: list[Difference] = []
    said = bag.read_info(contained.read(bag.INFO) or b"")
    payload = [contained.members[name] for name in contained.under(bag.DATA)]
    facts = {"Payload-Oxum": f"{sum(member.size for member in payload)}.{len(payload)}"}
    if recording is not None:
        facts["External-Identifier"] = recording.head
        if contained.base != base_of(recording.head):
            found.append(
                Difference(harmless(contained.base), What.RENAMED, f"the folder's name was {base_of(recording.head)}")
            )
    if not signed.holds and bag.SIGNATURE in contained.members:
        found.append(Difference(bag.SIGNATURE, What.ALTERED, f"{signed.why} (it signs {bag.TAG_MANIFEST})"))
    if signed.fingerprint:
        facts["Signing-Key"] = signed.fingerprint
        if _der(contained.read(bag.CERTIFICATE)) != signed.certificate:
            found.append(Difference(bag.CERTIFICATE, What.ALTERED, "it is not the certificate of the key that signed"))
    found += [
        Difference(bag.INFO, What.ALTERED, f"what it says of {name} does not fit")
        for name, fact in facts.items()
        if said.get(name) != fact
    ]
    return found


def _der(pem: bytes | None) -> bytes:
    try:
        return x509.load_pem_x509_certificate(pem or b"").public_bytes(serialization.Encoding.DER)
    except ValueError:
        return b""


def _intact(contained: Contained, differences: Sequence[Difference]) -> Answer:
    if not differences:
        count = len(contained.under(bag.DATA))
        sentence = f"All {count} files are as the bundle's lists name them, and there is nothing else in it."
        return Answer(question=Question.INTACT, state=State.HOLDS, sentence=sentence)
    details = tuple(f"{one.name}: {one.what}; {one.detail}" for one in differences[:SHOWN])
    names = ", ".join(dict.fromkeys(one.name for one in differences[:5]))
    return Answer(
        question=Question.INTACT, state=State.ALTERED, details=details,
        sentence=f"The bundle is not as it was when it was sealed; it differs in {names}.",
    )


def _signature(signed: signature.Signed, expected: str | None) -> Answer:
    if not signed.holds:
        sentence = f"The signature does not hold: {signed.why}."
        return Answer(question=Question.SIGNATURE, state=State.ALTERED, sentence=sentence)
    details = (f"SHA-256 of its certificate: {spoken(signed.fingerprint)}", f"It calls itself: {signed.name}")
    if expected is not None and _plain(expected) != signed.fingerprint:
        return Answer(
            question=Question.SIGNATURE, state=State.ALTERED, details=details,
            sentence="The bundle is signed with another key than the one that you named.",
        )
    known = "the key that you named" if expected is not None else f"the key {spoken(signed.fingerprint)[:19]} ..."
    return Answer(
        question=Question.SIGNATURE, state=State.HOLDS, details=details,
        sentence=f"It is signed with {known}. A key shows that nothing was changed since, not whose key it is.",
    )


def _plain(hexadecimal: str) -> str:
    return "".join(char for char in hexadecimal.lower() if char in "0123456789abcdef")


def _recording(contained: Contained, expected: str | None) -> tuple[Recording | None, Answer]:
    def answer(state: State, sentence: str, details: tuple[str, ...] = ()) -> Answer:
        return Answer(question=Question.RECORDING, state=state, sentence=sentence, details=details)

    name = bag.RECORDING + "recording.jsonl"
    data = contained.read(name, RECORDING_LARGEST)
    if data is None:
        return None, answer(State.ALTERED, "There is no recording in the bundle.")
    try:
        recording = parse(data, "the recording")
    except RoomcheckError as error:
        return None, answer(State.ALTERED, harmless(error.happened, 400))
    if recording.torn:
        return None, answer(State.ALTERED, "The last line of the recording is torn.")
    details = (f"Head: {spoken(recording.head)}", *_steps(recording))
    whole = (
        f"Its {len(recording.entries)} entries each follow from the one before; "
        f"the head is {spoken(recording.head)[:19]} ..."
    )
    if expected is None:
        return recording, answer(State.HOLDS, f"{whole}.", details)
    reached = recording.entry_of(_plain(expected))
    if reached is None:
        sentence = "The hash that you named is not its head, nor was it at any of its entries."
        return recording, answer(State.ALTERED, sentence, details)
    return recording, answer(State.HOLDS, f"{whole}{_since(recording, reached)}", details)


def _since(recording: Recording, reached: int) -> str:
    """How much of the recording a head stands for that was known when entry `reached` was the last."""
    added = recording.entries[-1].seq - reached
    if not added:
        return ", the one that you named."
    return (
        f". The one that you named is the recording up to entry {reached}, unchanged; "
        f"{'1 entry was' if added == 1 else f'{added} entries were'} added since, for which it does not stand."
    )


def _steps(recording: Recording) -> tuple[str, ...]:
    return tuple(
        f"{harmless(entry.at)} {harmless(entry.body.action)}, by {harmless(entry.body.by)}"
        + (f": {harmless(entry.body.detail, 400)}" if entry.body.detail else "")
        for entry in recording.entries
        if isinstance(entry.body, Custody)
    )[-SHOWN:]


def _attachments(contained: Contained, recording: Recording | None) -> list[Answer]:
    named = attachments(recording) if recording else ()
    if not named:
        return []
    changed, missing = [], []
    for one in named:
        member = contained.members.get(bag.RECORDING + one.file)
        if member is None:
            missing.append(f"{harmless(one.file)}, which entry {one.entry} names, is not there")
        elif member.sha256 != one.sha256:
            changed.append(f"{harmless(one.file)} is not the file that entry {one.entry} names")
    if changed:
        state, sentence = State.ALTERED, "A file is not the one that was added to the recording."
    elif missing:
        state, sentence = State.UNCHECKED, "A file that the recording names is missing."
    else:
        state, sentence = State.HOLDS, f"All {len(named)} are there, byte for byte as they were added."
    details = tuple((*changed, *missing)[:SHOWN])
    return [
        Answer(question=Question.ATTACHMENTS, state=state, sentence=sentence, details=details, essential=False)
    ]


def _assessment(
    contained: Contained, recording: Recording | None, intact: Answer, reassess: Reassess | None, current: Path | None
) -> Rechecked:
    if recording is None or intact.state is not State.HOLDS:
        return Rechecked(
            Answer(
                question=Question.ASSESSMENT, state=State.UNCHECKED,
                sentence="The findings were not computed again, because the bundle was altered.",
            )
        )
    return recheck(contained, reassess, current)


def _library(again: Rechecked, known: dict[str, str]) -> Answer:
    if again.again is None:
        return Answer(
            question=Question.LIBRARY, state=State.UNCHECKED, essential=False,
            sentence="The library of signatures was not compared with the known releases.",
        )
    used = again.again.signatures
    return releases.compare(harmless(used.version), used.sha256, known)


def _reports(contained: Contained, signed: signature.Signed) -> list[Answer]:
    names = [name for name in contained.under(bag.DATA) if _is_report(name)]
    if not names:
        return []
    from roomcheck.seal import pades  # noqa: PLC0415 - loads pyHanko, and only where there is a PDF

    broken, unsigned, other = [], [], []
    for name in names:
        seal = pades.check(contained.read(name, _PDF_LARGEST) or b"")
        if not seal.signed:
            unsigned.append(f"{harmless(name)}: not signed itself")
        elif not seal.holds:
            broken.append(f"{harmless(name)}: {seal.why}")
        elif seal.fingerprint != signed.fingerprint:
            other.append(f"{harmless(name)}: signed with another key, {spoken(seal.fingerprint)}")
    if broken:
        state, sentence = State.ALTERED, "The signature of a report does not hold."
    elif other:
        state, sentence = State.UNCHECKED, "A report is signed with another key than the bundle."
    elif unsigned:
        state, sentence = State.UNCHECKED, "A report is not signed itself; the bundle's signature covers it."
    else:
        state, sentence = State.HOLDS, "It is whole, and made with the key that signed the bundle."
    details = (*broken, *other, *unsigned)
    return [Answer(question=Question.REPORT, state=state, sentence=sentence, details=details, essential=False)]


def _is_report(name: str) -> bool:
    """PDFs that roomcheck made, not those that the person added."""
    return name.lower().endswith(".pdf") and not name.startswith(bag.RECORDING + "files/")


def _custody(bundle: Path, sha256: str) -> Answer | None:
    try:
        return custody.answer(bundle, sha256)
    except RoomcheckError as error:
        return Answer(
            question=Question.CUSTODY, state=State.UNCHECKED, sentence=harmless(error.happened, 400), essential=False
        )
