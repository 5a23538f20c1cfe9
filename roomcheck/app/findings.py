"""What a check leaves beside its recording: the findings as data and as a page."""

from pathlib import Path

from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment, to_json
from roomcheck.model.errors import RecordingError
from roomcheck.recording import chain


def write_findings(folder: Path, assessment: Assessment, library: Library) -> None:
    """Writes `findings.json` and `findings.html` into `folder`, whole or not at all.

    Raises RecordingError where the disk is full; the recording is not touched.
    """
    _put(folder / "findings.json", to_json(assessment))
    _put(folder / "findings.html", page_of(folder, assessment, library))


def page_of(folder: Path, assessment: Assessment, library: Library) -> bytes:
    """The guest's page of findings."""
    from roomcheck.report import Case, compose, render_html
    from roomcheck.report.recipient import Recipient

    case = Case(assessment=assessment, entries=chain.read(folder).entries, vocabulary=library.vocabulary)
    return render_html(compose(case, recipient=Recipient.GUEST, language="en", country=""))


def _put(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be written ({(error.strerror or str(error)).lower()}).",
            "The recording is kept; `roomcheck assess` gives the findings again.",
        ) from error
