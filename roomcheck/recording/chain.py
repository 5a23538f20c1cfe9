"""Reading a recording back, line by line, with every link of the chain checked."""

from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.model.entry import Entry
from roomcheck.model.errors import ChainBroken, RecordingError
from roomcheck.model.recording import GENESIS, Recording, digest

FILE: Final = "recording.jsonl"
"""The recording's name inside the folder of a check."""

_ALTERED: Final = "The recording was altered or damaged: keep it as it is, and use a copy."
_decoder: Final = msgspec.json.Decoder(Entry)


def path_of(place: Path) -> Path:
    """The recording's file, given it or the folder of its check."""
    return place / FILE if place.is_dir() else place


def read(place: Path) -> Recording:
    """The recording at `place`.

    Raises RecordingError where it cannot be read and ChainBroken where it was altered. A torn last line is no error:
    its bytes are in `torn`, and everything before it was verified.
    """
    path = path_of(place)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordingError(
            f"The recording {path} cannot be read ({(error.strerror or str(error)).lower()}).",
            "Check the path and that you may read the file.",
        ) from error
    return parse(data, str(path))


def parse(data: bytes, name: str = "recording") -> Recording:
    """The recording in `data`; `name` is what errors call it."""
    entries: list[Entry] = []
    head = GENESIS
    lines = data.split(b"\n")
    torn = lines.pop()
    for number, line in enumerate(lines, start=1):
        entry = _entry(line)
        if entry is None:
            if number == len(lines) and not torn:
                torn = line
                break
            raise ChainBroken(f"Line {number} of {name} is not an entry.", _ALTERED)
        if entry.prev != head or entry.seq != number - 1:
            raise ChainBroken(f"Line {number} of {name} does not follow from line {number - 1}.", _ALTERED)
        entries.append(entry)
        head = digest(line)
    if not entries:
        raise RecordingError(
            f"{name} holds no complete entry.", "Give the folder of a check, or its file recording.jsonl."
        )
    return Recording(tuple(entries), head, torn)


def _entry(line: bytes) -> Entry | None:
    if len(line) > limits.LINE:
        return None
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
