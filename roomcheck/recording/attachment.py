"""Files that the person adds to a recording: kept byte for byte beside it, named by their hash."""

import hashlib
import os
from pathlib import Path

import msgspec

from roomcheck.model.errors import RecordingError

LARGEST = 256 * 1024 * 1024
"""Bytes of one attached file."""


class Kept(msgspec.Struct, frozen=True):
    """Where an attached file is kept, relative to the recording, and what it is."""

    file: str
    sha256: str
    size: int


def keep(source: Path, folder: Path) -> Kept:
    """Copies `source` into `folder/files`, whole and unchanged, and names it by its hash.

    Raises RecordingError where it is missing, too large, or cannot be copied; then nothing was added.
    """
    try:
        size = source.stat().st_size
        if size > LARGEST:
            raise RecordingError(
                f"{source} is larger than {LARGEST // (1024 * 1024)} megabytes.", "Add a smaller copy of it."
            )
        data = source.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        suffix = "".join(char for char in source.suffix.lower() if char.isalnum() or char == ".")[:8]
        target = folder / "files" / f"{sha256[:16]}{suffix}"
        target.parent.mkdir(mode=0o700, exist_ok=True)
        partial = target.with_name(f".{target.name}.part")
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        raise RecordingError(
            f"{source} cannot be added ({(error.strerror or str(error)).lower()}).",
            "Check the path; nothing was changed.",
        ) from error
    return Kept(f"files/{target.name}", sha256, size)
