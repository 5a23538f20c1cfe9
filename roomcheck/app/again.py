"""Assess again: a recording, or observations and captures of others. Pure but for reading the file."""

from pathlib import Path
from typing import Final

from roomcheck.assess.assessor import assess
from roomcheck.intake.reader import read_file
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.errors import ImportFailed
from roomcheck.model.recording import Recording, bare
from roomcheck.recording import chain

_FIRST: Final = b'{"seq":'


def recording_of(place: Path) -> Recording:
    """The recording at `place`, or the observations in a file of others, as a recording in memory.

    Raises RecordingError, ChainBroken or ImportFailed.
    """
    if place.is_dir() or _is_recording(place):
        return chain.read(place)
    return bare(read_file(place))


def assess_again(place: Path, library: Library) -> tuple[Recording, Assessment]:
    """The recording at `place` and its assessment: the same bytes as when it was made."""
    recording = recording_of(place)
    return recording, assess(recording, library)


def _is_recording(place: Path) -> bool:
    try:
        with place.open("rb") as file:
            return file.read(len(_FIRST)) == _FIRST
    except OSError as error:
        raise ImportFailed(
            f"{place} cannot be read ({(error.strerror or str(error)).lower()}).", "Check the path."
        ) from error
