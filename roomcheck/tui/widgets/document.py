"""A report, or a part of one, as text on a screen: the same document that becomes a page."""

from collections.abc import Iterable, Iterator

from textual.content import Content

from roomcheck.model.text import harmless
from roomcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Look,
    Paragraph,
    Role,
    Runs,
    Section,
    Table,
)

LONGEST = 4_000
"""Characters of one run that are shown."""


def content_of(document: Document) -> Content:
    """The whole document."""
    parts = [Content.styled(harmless(document.title, 300), "bold"), _runs(document.subtitle), Content("")]
    parts += _blocks(document.opening)
    for section in document.sections:
        parts += _section(section)
    return _lines(parts)


def body_of(section: Section) -> Content:
    """One section without its title."""
    return _lines(_blocks(section.blocks))


def titles_of(document: Document) -> list[str]:
    """What the document holds, by the titles of its sections."""
    return ["".join(harmless(run.text, 200) for run in section.title) for section in document.sections]


def _section(section: Section) -> list[Content]:
    return [Content(""), _runs(section.title).stylize("bold underline"), *_blocks(section.blocks)]


def _blocks(blocks: Iterable[Block]) -> list[Content]:
    return [line for block in blocks for line in _block(block)]


def _block(block: Block) -> Iterator[Content]:
    match block:
        case Paragraph(runs=runs, role=role):
            yield _runs(runs).stylize("bold") if role in (Role.LEAD, Role.LIMIT) else _runs(runs)
        case Bullets(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield Content(f"{number}. " if numbered else "· ") + _runs(item)
        case Facts(rows=rows):
            for row in rows:
                yield Content(f"{row.label}: ") + _runs(row.value)
        case Table(caption=caption, header=header, rows=table):
            yield Content.styled(caption, "italic")
            for cells in table:
                told = [Content(f"{title}: ") + _runs(cell) for title, cell in zip(header, cells, strict=False) if cell]
                yield Content("· ") + Content("; ").join(told)
        case Figure(alt=alt, caption=caption):
            yield Content.styled(f"[{caption}] ", "italic") + Content(harmless(alt, LONGEST))
    yield Content("")


def _runs(runs: Runs) -> Content:
    return Content("").join(
        Content.styled(harmless(run.text, LONGEST), "bold" if run.look in (Look.STRONG, Look.DATA) else "")
        for run in runs
    )


def _lines(parts: list[Content]) -> Content:
    """Lines one below the other, with never more than one empty line between them."""
    kept = [each for each, before in zip(parts, [Content(""), *parts], strict=False) if each.plain or before.plain]
    return Content("\n").join(kept)
