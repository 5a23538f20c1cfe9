"""Import: observations from files of others, into a recording of their own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from roomcheck import __version__
from roomcheck.intake.reader import read_file
from roomcheck.match.library import Library
from roomcheck.model.entry import Closed, Custody, Opened
from roomcheck.net.clock import SystemClock, zone
from roomcheck.recording import attachment, journal


class Brought(msgspec.Struct, frozen=True):
    observations: int
    head: str


def bring(files: Sequence[Path], folder: Path, library: Library) -> Brought:
    """Reads `files` into a new recording in `folder`, and keeps a copy of each beside it.

    Raises ImportFailed where a file cannot be read, RecordingError where the recording cannot be written.
    """
    clock = SystemClock()
    opened = Opened(
        engine=__version__, signatures=f"{library.identity.version} {library.identity.sha256}", means="import",
        zone=zone(),
    )
    count = 0
    with journal.create(folder, opened, clock.now) as recording:
        for file in files:
            kept = attachment.keep(file, folder)
            recording.append(
                Custody(action="imported", by="roomcheck", detail=f"{file.name} sha256 {kept.sha256} as {kept.file}")
            )
            for observation in read_file(file):
                recording.append(observation)
                count += 1
        recording.append(Closed(how="finished"))
        return Brought(count, recording.head)
