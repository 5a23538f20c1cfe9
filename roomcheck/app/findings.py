"""What a check leaves beside its recording: the findings as data and as a page."""

from pathlib import Path

from roomcheck.app.files import put
from roomcheck.app.reporting import ANYWHERE, case_of
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment, to_json
from roomcheck.recording import chain
from roomcheck.report import Recipient, compose, render_html


def write_findings(folder: Path, assessment: Assessment, library: Library, language: str = "en") -> None:
    """Writes `findings.json` and `findings.html` into `folder`, whole or not at all.

    Raises RecordingError where the disk is full; the recording is not touched.
    """
    put(folder / "findings.json", to_json(assessment))
    case = case_of(folder, chain.read(folder), assessment, library, "generic")
    page = compose(case, recipient=Recipient.GUEST, language=language, country=ANYWHERE)
    put(folder / "findings.html", render_html(page))
