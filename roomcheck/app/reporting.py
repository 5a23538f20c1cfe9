"""Make a report: one assessment, one recipient, one language, one country, one format."""

from pathlib import Path
from typing import Final

from roomcheck.app.again import assess_again
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Listing, Photo, Walk
from roomcheck.model.errors import UsageError
from roomcheck.model.recording import Recording
from roomcheck.recording import chain
from roomcheck.report import (
    Case,
    Document,
    Recipient,
    compose,
    reaction_tests,
    recipient_of,
    render_html,
    render_json,
)

FORMATS: Final = ("pdf", "html", "json", "case")
ANYWHERE: Final = "ZZ"
"""The country pack that names no country."""
_ENDING: Final = {form: {"case": "jsonld"}.get(form, form) for form in FORMATS}


def name_of(recipient: str, language: str, form: str = "pdf") -> str:
    """The usual name of a report, beside the recording that it is made from."""
    return f"report-{recipient}-{language}.{_ENDING[form]}"


def reports_in(folder: Path) -> tuple[Path, ...]:
    """The reports in the folder of a check that have their usual names, in the order of these."""
    found = (path for ending in _ENDING.values() for path in folder.glob(f"report-*.{ending}") if not path.is_dir())
    return tuple(sorted(found))


def case_of(place: Path, recording: Recording, assessment: Assessment, library: Library, platform: str) -> Case:
    """What a report is made from; files that the recording names and that are gone are named as missing."""
    folder = chain.path_of(place).parent if place.exists() else place.parent
    named = {
        body.photo if isinstance(body, Walk) else body.file
        for body in (entry.body for entry in recording.entries)
        if isinstance(body, Photo | Listing | Walk)
    } - {None}
    packets = folder / "packets.pcapng"
    return Case(
        assessment=assessment, entries=recording.entries, vocabulary=library.vocabulary, platform=platform,
        missing=frozenset(name for name in named if name and not (folder / name).is_file()),
        reactions=reaction_tests(recording.entries), packets=packets.name if packets.is_file() else None,
    )


def document_of(
    place: Path, library: Library, *, recipient: str, language: str, country: str, platform: str = "generic"
) -> Document:
    """The report as pure data. Raises UsageError, RecordingError, ChainBroken or ImportFailed."""
    recording, assessment = assess_again(place, library)
    case = case_of(place, recording, assessment, library, platform)
    return compose(case, recipient=recipient_of(recipient), language=language, country=country)


def render(document: Document, form: str, *, sign: bool = True) -> bytes:
    """The document in a format; a PDF is signed with this user's key, last, unless `sign` is False.

    The letter to the host is never signed: it names no check, and the signature would.
    """
    if form == "html":
        return render_html(document)
    if form == "json":
        return render_json(document)
    if form == "case":
        from roomcheck.report.ontology import render_case

        return render_case(document)
    if form == "pdf":
        from roomcheck.report.pdf import render_pdf

        data = render_pdf(document)
        return _signed(data, document.language) if sign and document.recipient != Recipient.HOST.value else data
    raise UsageError(f"There is no format “{form[:20]}”.", f"Choose one of: {', '.join(FORMATS)}.")


def _signed(data: bytes, language: str) -> bytes:
    from roomcheck.seal.key import open_key
    from roomcheck.seal.pades import TEXT, sign_pdf
    from roomcheck.words import Words

    return sign_pdf(data, open_key(), text=Words(language).say(TEXT))
