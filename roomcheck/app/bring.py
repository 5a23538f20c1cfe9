"""Import: observations from files of others, into a recording of their own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from roomcheck import __version__
from roomcheck.intake.reader import read_file
from roomcheck.match.library import Library
from roomcheck.model.entry import Closed, Custody, Opened
from roomcheck.model.errors import ImportFailed
from roomcheck.net.clock import SystemClock, zone
from roomcheck.recording import attachment, journal
from roomcheck.recording.journal import Journal


class Brought(msgspec.Struct, frozen=True):
    observations: int
    head: str


def bring(files: Sequence[Path], folder: Path, library: Library) -> Brought:
    """Reads `files` into a new recording in `folder`, and keeps a copy of each beside it.

    Raises ImportFailed where a file cannot be read; then no recording is left. Raises RecordingError where the
    recording cannot be written.
    """
    clock = SystemClock()
    opened = Opened(
        engine=__version__, signatures=f"{library.identity.version} {library.identity.sha256}", means="import",
        zone=zone(),
    )
    with journal.create(folder, opened, clock.now) as recording:
        try:
            count = sum(_read_into(recording, file, folder) for file in files)
        except ImportFailed:
            recording.path.unlink()
            raise
        recording.append(Closed(how="finished"))
        return Brought(count, recording.head)


def _read_into(recording: Journal, file: Path, folder: Path) -> int:
    kept = attachment.keep(file, folder)
    recording.append(
        Custody(action="imported", by="roomcheck", detail=f"{file.name} sha256 {kept.sha256} as {kept.file}")
    )
    count = 0
    for observation in read_file(file):
        recording.append(observation)
        count += 1
    return count
