"""A document as PDF/A-3a and PDF/UA-1, by Typst, with its data attached."""

import datetime as dt
import re
import tempfile
from bisect import bisect_right
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from roomcheck.model.errors import RoomcheckError
from roomcheck.report.document import Document
from roomcheck.report.machine import render_json
from roomcheck.report.phrasing import moment_of

STANDARDS: Final = ("a-3a", "ua-1")
_ADVICE: Final = "Make the HTML report instead, and tell the makers of roomcheck."
_LONG: Final = re.compile(r"[^\s\u200b]{25,}")
_AFTER_MARK: Final = re.compile(r"(?<=[/:;,.?&=_\-])(?=\w)")
_BREAK: Final = "\u200b"


class ReportError(RoomcheckError):
    """A report that could not be laid out. Nothing else is lost."""


def render_pdf(document: Document) -> bytes:
    """The document as PDF 1.7, the same bytes for the same document.

    Strings reach Typst as JSON and are shown, never evaluated; what the bundled fonts cannot show is written as its
    code point. ReportError where Typst refuses or warns.
    """
    moment = dt.datetime(*_date(document.made_at), tzinfo=dt.UTC)
    return _compiled(document, format="pdf", pdf_standards=list(STANDARDS), timestamp=moment)[0]


def _compiled(document: Document, **options: Any) -> list[bytes]:
    import typst  # noqa: PLC0415 - heavy, and only a report on paper needs it

    room = resources.files("roomcheck.report")
    plain: dict[str, Any] = _printable(msgspec.json.decode(msgspec.json.encode(_without_data(document))))
    plain["date"] = _date(document.made_at)
    plain["subject"] = f"roomcheck {document.engine}, {document.recipient}" if _has_data(document) else ""
    files = {
        "main.typ": (room / "page.typ").read_bytes(),
        "document.json": msgspec.json.encode(plain),
        "report.json": render_json(document),
    }
    with resources.as_file(room / "fonts") as fonts, tempfile.TemporaryDirectory() as nowhere:
        compiler = typst.Compiler(  # type: ignore[misc] # the stub leaves the type of its input open
            files,
            root=nowhere,
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            package_path=str(Path(nowhere) / "none"),
            package_cache_path=str(Path(nowhere) / "none"),
        )
        try:
            made, warnings = compiler.compile_with_warnings(**options)
        except typst.TypstError as error:
            raise ReportError(f"The page could not be laid out: {error}.", _ADVICE) from error
    if warnings:
        raise ReportError(f"The page has faults: {warnings[0]}.", _ADVICE)
    return list(made) if isinstance(made, list) else [bytes(made or b"")]


def _has_data(document: Document) -> bool:
    """A letter that discloses nothing carries no data either, nor the name of the program."""
    return bytes(document.assessment) != b"null"


def _without_data(document: Document) -> Document:
    return msgspec.structs.replace(document, assessment=msgspec.Raw(b"null"))


def _date(at: str) -> tuple[int, int, int, int, int, int]:
    moment = (moment_of(at) or dt.datetime(1980, 1, 1, tzinfo=dt.UTC)).astimezone(dt.UTC)
    return (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code points of the ranges that the bundled fonts cover."""
    text = (resources.files("roomcheck.report") / "fonts" / "coverage.txt").read_text("ascii")
    pairs = [line.split("-") for line in text.split() if line]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]


def shows(character: str) -> bool:
    """Whether one of the bundled fonts has the character."""
    firsts, lasts = _ranges()
    at = bisect_right(firsts, ord(character)) - 1
    return at >= 0 and ord(character) <= lasts[at]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        shown = "".join(one if one in "\n\u200b" or shows(one) else f"[U+{ord(one):04X}]" for one in value)
        return _LONG.sub(_breakable, shown)
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return value


def _breakable(found: re.Match[str]) -> str:
    """A long word with places where a line may end: after marks, and within what is still too long."""
    pieces: list[str] = []
    for part in _AFTER_MARK.split(found[0]):
        step = 16 if len(part) > 24 else len(part)
        pieces += [part[at : at + step] for at in range(0, len(part), step)]
    return _BREAK.join(pieces)
