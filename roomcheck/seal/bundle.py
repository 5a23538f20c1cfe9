"""Sealing: a check's folder becomes one file that can be handed over."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model.assessment import from_json
from roomcheck.model.errors import ChainBroken, RecordingError, SealFailed
from roomcheck.model.recording import Recording
from roomcheck.model.text import harmless
from roomcheck.recording.chain import FILE, read
from roomcheck.seal import bag, timestamp
from roomcheck.seal.atomic import replacing
from roomcheck.seal.contents import Contents, attachments, gather
from roomcheck.seal.key import Key
from roomcheck.seal.parts import Part, measure, write_container
from roomcheck.seal.readme import readme
from roomcheck.seal.signature import sign

SUFFIX: Final = ".zip"
FINDINGS: Final = "findings.json"


class Time(msgspec.Struct, frozen=True):
    """Whom to ask for a timestamp, in this order, how many are wanted, and by which transport."""

    authorities: tuple[str, ...]
    transport: timestamp.Transport
    wanted: int = 1


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was written. `notices` are sentences for the person; nothing in them undoes the seal."""

    path: Path
    sha256: str
    size: int
    head: str
    fingerprint: str
    files: int
    stamps: tuple[timestamp.Stamp, ...] = ()
    refusals: tuple[timestamp.Refusal, ...] = ()
    notices: tuple[str, ...] = ()


def base_of(head: str) -> str:
    """The one folder inside a bundle, and the stem of its usual name."""
    return f"roomcheck-{head[:12]}"


def usual_place(recording: Path, head: str) -> Path:
    """Where a bundle goes when the person names no place: beside the folder of the check."""
    return recording.resolve().parent / (base_of(head) + SUFFIX)


def seal(contents: Contents, output: Path, key: Key, *, engine: str, time: Time | None = None) -> Sealed:
    """Seals `contents` into `output`, whole or not at all.

    The same contents, key and engine give the same bytes but for the signature and the timestamps. Authorities that do
    not answer, and files that the recording names but that are not there, are notices: the seal is made all the same.

    Raises RecordingError or ChainBroken where the recording cannot be read or was altered, and SealFailed for
    everything else; a bundle that stood at `output` before stands there still.
    """
    recording = _whole(contents.recording)
    parts = gather(contents, without=(output, output.with_name(output.name + ".custody.jsonl")))
    notices = _missing(recording, parts) + _stale(contents.recording, recording)
    notices += (key.notice,) if key.notice else ()
    payload = bag.manifest({part.name: part.sha256 for part in parts})
    stamps: tuple[timestamp.Stamp, ...] = ()
    refusals: tuple[timestamp.Refusal, ...] = ()
    if time is not None:
        stamps, refusals = timestamp.ask(
            hashlib.sha256(payload).digest(), time.authorities, time.transport, wanted=time.wanted
        )
        notices += _on_time(stamps, refusals)
    tags = _tags(recording, parts, payload, key, engine) | {
        bag.time_file(number): stamp.reply for number, stamp in enumerate(stamps, start=1)
    }
    last = bag.manifest({name: hashlib.sha256(data).hexdigest() for name, data in tags.items()})
    tags |= {bag.TAG_MANIFEST: last, bag.SIGNATURE: sign(last, key)}
    base = base_of(recording.head)
    everything = [measure(f"{base}/{name}", data) for name, data in tags.items()]
    everything += [msgspec.structs.replace(part, name=f"{base}/{part.name}") for part in parts]
    sha256, size = _write(output, everything)
    return Sealed(
        path=output, sha256=sha256, size=size, head=recording.head, fingerprint=key.fingerprint, files=len(parts),
        stamps=stamps, refusals=refusals, notices=notices,
    )


def _whole(folder: Path) -> Recording:
    if not folder.is_dir():
        raise RecordingError(f"{folder} is not the folder of a check.", "Give the folder that holds recording.jsonl.")
    recording = read(folder)
    if recording.torn:
        raise ChainBroken(
            f"The last line of {folder / FILE} is torn.",
            "Add a note with `roomcheck note`: the torn line is then kept aside, and the recording can be sealed.",
        )
    return recording


def _missing(recording: Recording, parts: Sequence[Part]) -> tuple[str, ...]:
    there = {part.name: part.sha256 for part in parts}
    notices = []
    for attached in attachments(recording):
        found, name = there.get(bag.RECORDING + attached.file), harmless(attached.file)
        if found is None:
            notices.append(f"{name}, which entry {attached.entry} names, is missing; the bundle says so.")
        elif found != attached.sha256:
            notices.append(
                f"{name} is not the file that entry {attached.entry} names: it changed after it was added."
            )
    return tuple(notices)


def _stale(folder: Path, recording: Recording) -> tuple[str, ...]:
    """Sentences on findings that are not those of this recording as it is now."""
    try:
        findings = from_json((folder / FINDINGS).read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return (f"There is no {FINDINGS} in the form of findings; the bundle holds none.",)
    if findings.recording.head != recording.head:
        return (f"{FINDINGS} was made before the last entries of the recording; assess it again, and seal it again.",)
    return ()


def _on_time(stamps: Sequence[timestamp.Stamp], refusals: Sequence[timestamp.Refusal]) -> tuple[str, ...]:
    said = tuple(f"No timestamp from {harmless(refusal.authority)}: {refusal.why}." for refusal in refusals)
    if stamps:
        return said
    return (*said, "The bundle is sealed without a timestamp; it can be sealed again with one.")


def _tags(recording: Recording, parts: Sequence[Part], payload: bytes, key: Key, engine: str) -> dict[str, bytes]:
    opened = recording.opened
    fields = [
        ("Bag-Software-Agent", f"roomcheck {engine}"),
        ("Bagging-Date", recording.entries[-1].at[:10]),
        ("External-Identifier", recording.head),
        ("Payload-Oxum", f"{sum(part.size for part in parts)}.{len(parts)}"),
        ("Recording-Entries", str(len(recording.entries))),
        ("Recorded-By", f"roomcheck {opened.engine}" if opened else "another program"),
        ("Signing-Key", key.fingerprint),
    ]
    return {
        bag.BAGIT: bag.DECLARATION,
        bag.INFO: bag.info(fields),
        bag.MANIFEST: payload,
        bag.README: readme(engine, recording.head, key.fingerprint),
        bag.CERTIFICATE: key.pem,
    }


def _write(output: Path, parts: Sequence[Part]) -> tuple[str, int]:
    try:
        with replacing(output) as file:
            sha256 = write_container(file, parts)
            size = file.tell()
    except OSError as error:
        raise SealFailed(
            f"The bundle {output} cannot be written ({(error.strerror or str(error)).lower()}).",
            "Choose another place with --output, or make room; nothing was lost.",
        ) from error
    return sha256, size
