"""What goes into a bundle: the folder of the check, the library of signatures, the reports."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from roomcheck.model.entry import Listing, Photo, Torn
from roomcheck.model.errors import SealFailed
from roomcheck.model.recording import Recording
from roomcheck.model.text import harmless
from roomcheck.seal import names
from roomcheck.seal.bag import RECORDING, REPORT, SIGNATURES
from roomcheck.seal.parts import Part, measure


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """`recording` is the folder of one check, `signatures` that of the library; `reports` are single files.

    A report that lies in the folder of the check goes in once, as a report.
    """

    recording: Path
    signatures: Path
    reports: tuple[Path, ...] = ()


class Attachment(msgspec.Struct, frozen=True):
    """A file that an entry of the recording names."""

    entry: int
    file: str
    sha256: str


def attachments(recording: Recording) -> tuple[Attachment, ...]:
    """The files that a recording names, by the number of the entry."""
    return tuple(
        Attachment(entry.seq, entry.body.file, entry.body.sha256)
        for entry in recording.entries
        if isinstance(entry.body, Photo | Listing | Torn)
    )


def gather(contents: Contents, *, without: Iterable[Path] = ()) -> list[Part]:
    """Every file of the contents, measured, but hidden ones, empty folders and those in `without`.

    Raises SealFailed, naming the file, for a symbolic link, a special file, a name that cannot be kept everywhere, two
    names that differ in case alone, or what cannot be read.
    """
    left_out = {path.resolve() for path in without}
    reports = {path.resolve() for path in contents.reports}
    found = [(RECORDING + name, path) for name, path in _files(contents.recording, left_out | reports)]
    found += [(SIGNATURES + name, path) for name, path in _files(contents.signatures, set())]
    found += [(REPORT + path.name, _regular(path)) for path in contents.reports]
    seen: dict[str, str] = {}
    for name, path in found:
        why = names.why_not(name)
        if why:
            raise SealFailed(f"{harmless(str(path))} cannot be sealed: its name {why}.", "Rename it, and seal again.")
        folded = names.one_on_every_disk(name)
        if folded in seen:
            raise SealFailed(f"{seen[folded]} and {name} are one name on some disks.", "Rename one of them.")
        seen[folded] = name
    return [measure(name, path) for name, path in found]


def _files(folder: Path, left_out: set[Path]) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise SealFailed(
            f"The folder {folder} cannot be read ({(error.strerror or str(error)).lower()}).", "Check the path."
        ) from error
    for path in entries:
        if path.name.startswith(".") or path.resolve() in left_out:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from ((f"{path.name}/{name}", file) for name, file in _files(path, left_out))
        else:
            yield path.name, _regular(path)


def _regular(path: Path) -> Path:
    if path.is_symlink() or not path.is_file():
        raise SealFailed(
            f"{harmless(str(path))} is not an ordinary file.",
            "Put the file itself there, or take it out of the folder.",
        )
    return path
