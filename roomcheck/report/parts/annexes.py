"""Annexes: what the person added, each an entry of the recording: photographs, notes, walk, leaks, listing."""

from roomcheck.model.entry import Body, Correction, Custody, Entry, Leak, Listing, Note, Photo, Walk
from roomcheck.report.case import Case
from roomcheck.report.document import Block, Exhibit, Facts, Role, Runs, Section, Table
from roomcheck.report.phrasing import Writer, joined


def annexes(case: Case, writer: Writer, *, notes: bool) -> list[Section]:
    """The annexes that have something in them."""
    sections = [_listing(case, writer), _photos(case, writer), _walk(case, writer), _leaks(case, writer)]
    if notes:
        sections += [_notes(case, writer), _custody(case, writer)]
    sections.append(_corrections(case, writer))
    return [one for one in sections if one is not None]


def exhibits(case: Case, writer: Writer) -> tuple[Exhibit, ...]:
    """The files that the recording names, with their hashes."""
    files = [one.body for one in case.entries if isinstance(one.body, Photo | Listing)]
    return tuple(
        Exhibit(
            file=writer.clean(one.file),
            sha256=writer.clean(one.sha256),
            size=one.size,
            about=writer.clean(one.caption if isinstance(one, Photo) else one.url),
        )
        for one in files
    )


def _of(case: Case, kind: type[Body]) -> list[tuple[Entry, Body]]:
    return [(one, one.body) for one in case.entries if isinstance(one.body, kind)]


def _listing(case: Case, writer: Writer) -> Section | None:
    blocks: list[Block] = []
    for _, body in _of(case, Listing):
        assert isinstance(body, Listing)
        said = writer.listed(writer.data(one) for one in body.discloses) or writer.say("no recording device")
        blocks.append(
            Facts(
                rows=(
                    writer.fact("Address of the listing", writer.data(body.url)),
                    writer.fact("Saved, as the person states", writer.data(body.captured_at)),
                    writer.fact("The listing discloses", said),
                    writer.fact("File", _file(body.file, body.size, case, writer)),
                    writer.fact("SHA-256 of the file", writer.data(body.sha256)),
                )
            )
        )
    return writer.section("The listing", blocks) if blocks else None


def _file(name: str, size: int, case: Case, writer: Writer) -> Runs:
    runs = writer.say("{file}, {size} bytes", file=writer.data(name), size=size)
    if name in case.missing:
        return (*runs, *writer.say(". The file is no longer beside the recording; its hash is still recorded."))
    return runs


def _photos(case: Case, writer: Writer) -> Section | None:
    words = writer.words
    rows = []
    for entry, body in _of(case, Photo):
        assert isinstance(body, Photo)
        about = writer.listed(
            (writer.data(body.place or ""), writer.data(body.caption), writer.data(body.device or "")), ";"
        )
        rows.append((writer.when(entry.at), about, _file(body.file, body.size, case, writer), writer.data(body.sha256)))
    if not rows:
        return None
    table = Table(
        caption=words.say("Photographs that belong to the recording"),
        header=(words.say("Added"), words.say("What it shows"), words.say("File"), "SHA-256"),
        rows=tuple(rows),
        widths=(3, 4, 4, 5),
    )
    note = writer.paragraph(
        "Photographs keep their bytes and their own data. They are not printed here; they go with the sealed file.",
        role=Role.NOTE,
    )
    return writer.section("Photographs", [table, note])


def _walk(case: Case, writer: Writer) -> Section | None:
    words = writer.words
    outcomes = {
        "done": words.say("looked at, nothing noticed"),
        "skipped": words.say("skipped"),
        "suspicious": words.say("noticed"),
    }
    rows = []
    for entry, body in _of(case, Walk):
        assert isinstance(body, Walk)
        rows.append(
            (
                writer.when(entry.at),
                writer.data(body.place),
                writer.word(outcomes[body.outcome]) if body.outcome in outcomes else writer.data(body.outcome),
                writer.data(body.text),
            )
        )
    if not rows:
        return None
    table = Table(
        caption=words.say("What the person looked at in the room"),
        header=(words.say("When"), words.say("Place"), words.say("Result"), words.say("Remark")),
        rows=tuple(rows),
        widths=(3, 4, 4, 5),
    )
    return writer.section("The room itself", [table])


def _leaks(case: Case, writer: Writer) -> Section | None:
    words = writer.words
    rows = []
    for _, body in _of(case, Leak):
        assert isinstance(body, Leak)
        rows.append(
            (writer.data(body.address), writer.data(body.seen_at), writer.data(body.seen_by), writer.data(body.shows))
        )
    if not rows:
        return None
    table = Table(
        caption=words.say("Where footage was seen"),
        header=(words.say("Address"), words.say("When"), words.say("Seen by"), words.say("What it is said to show")),
        rows=tuple(rows),
        widths=(6, 3, 3, 4),
    )
    note = writer.paragraph(
        "These lines were written by hand when the links were seen. roomcheck fetched nothing and keeps no image.",
        role=Role.NOTE,
    )
    return writer.section("Footage online", [table, note])


def _notes(case: Case, writer: Writer) -> Section | None:
    lines = []
    for entry, body in _of(case, Note):
        assert isinstance(body, Note)
        lines.append(joined((writer.when(entry.at), writer.data(body.text)), ": "))
    return writer.section("Notes of the person", [writer.bullets(lines)]) if lines else None


def _corrections(case: Case, writer: Writer) -> Section | None:
    lines = [
        writer.say("Entry {number}: {text}", number=body.of, text=body.text)
        for _, body in _of(case, Correction)
        if isinstance(body, Correction)
    ]
    return writer.section("Corrections", [writer.bullets(lines)]) if lines else None


def _custody(case: Case, writer: Writer) -> Section | None:
    words = writer.words
    rows = []
    for entry, body in _of(case, Custody):
        assert isinstance(body, Custody)
        rows.append((writer.when(entry.at), writer.data(body.action), writer.data(body.by), writer.data(body.detail)))
    if not rows:
        return None
    table = Table(
        caption=words.say("Who opened, added or sealed"),
        header=(words.say("When"), words.say("Action"), words.say("By"), words.say("Remark")),
        rows=tuple(rows),
        widths=(3, 3, 4, 6),
    )
    return writer.section("Custody", [table])
