"""Writing a recording: append-only, one entry a line, flushed as it goes."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from roomcheck.model.entry import Body, Entry, Observation, Opened, Torn, Truncation
from roomcheck.model.errors import RecordingError
from roomcheck.model.recording import GENESIS, digest, line_of
from roomcheck.recording.chain import FILE, path_of, read

try:
    import fcntl
except ImportError:  # Windows keeps a file that is open for writing to itself
    fcntl = None  # type: ignore[assignment]


class Journal:
    """An open recording. Whatever `append` has returned survives a kill of the process.

    `heard` is called with each entry after it was written; it must not raise.
    """

    def __init__(self, path: Path, descriptor: int, head: str, count: int, now: Callable[[], str]) -> None:
        self.path = path
        self.head = head
        self.count = count
        self.heard: list[Callable[[Entry], None]] = []
        self._descriptor = descriptor
        self._now = now
        self._end = os.lseek(descriptor, 0, os.SEEK_END)

    def append(self, body: Body) -> Entry:
        """Writes one entry, and a truncation after an observation of which not all was kept.

        Raises RecordingError where the disk is full or gone; what was written before stays whole.
        """
        entry = self._write(body)
        if isinstance(body, Observation) and body.length is not None:
            self._write(Truncation(of=entry.seq, kept=len(body.data), length=body.length))
        return entry

    def _write(self, body: Body) -> Entry:
        entry = Entry(seq=self.count, prev=self.head, at=self._now(), body=body)
        line = line_of(entry)
        try:
            self._put(line + b"\n")
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._end)
            why = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error)).lower()
            raise RecordingError(
                f"The recording {self.path} cannot be written on ({why}).",
                "What was recorded so far is kept. Make room, or choose another folder with --output.",
            ) from error
        self._end += len(line) + 1
        self.head = digest(line)
        self.count += 1
        for hear in self.heard:
            hear(entry)
        return entry

    def _put(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._descriptor, data) :]

    def close(self) -> None:
        """Brings everything to the disk. More than once does no harm."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def create(
    folder: Path, opened: Opened, now: Callable[[], str], heard: Sequence[Callable[[Entry], None]] = ()
) -> Journal:
    """A new recording in `folder`, which is made where it does not exist. Never writes over one.

    `heard` is called with every entry that was written, the first included.
    """
    path = folder / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | _CLOEXEC, 0o600)
    except FileExistsError as error:
        raise RecordingError(
            f"There is a recording at {path} already.", "Choose another folder with --output."
        ) from error
    except OSError as error:
        raise RecordingError(
            f"No recording can be made at {path} ({(error.strerror or str(error)).lower()}).",
            "Choose a folder that you may write to with --output.",
        ) from error
    _lock(descriptor, path)
    journal = Journal(path, descriptor, GENESIS, 0, now)
    journal.heard.extend(heard)
    try:
        journal.append(opened)
    except RecordingError:
        journal.close()
        path.unlink()
        raise
    return journal


def reopen(place: Path, now: Callable[[], str]) -> Journal:
    """An existing recording, verified, to add to. A torn last line is first kept aside, and reported by an entry."""
    path = path_of(place)
    recording = read(path)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | _CLOEXEC)
        _lock(descriptor, path)
        torn = _set_aside(path, descriptor, recording.torn) if recording.torn else None
    except OSError as error:
        raise RecordingError(
            f"The recording {path} cannot be added to ({(error.strerror or str(error)).lower()}).",
            "Check that you may write to it, and that its disk is not full.",
        ) from error
    journal = Journal(path, descriptor, recording.head, len(recording.entries), now)
    if torn is not None:
        journal.append(torn)
    return journal


def _set_aside(path: Path, descriptor: int, torn: bytes) -> Torn:
    name = digest(torn)
    aside = path.with_name(f"{path.stem}.torn-{name[:12]}")
    aside.write_bytes(torn)
    size = os.fstat(descriptor).st_size
    tail = torn if os.pread(descriptor, 1, size - 1) != b"\n" else torn + b"\n"
    os.ftruncate(descriptor, size - len(tail))
    return Torn(file=aside.name, sha256=hashlib.sha256(torn).hexdigest(), size=len(torn))


def _lock(descriptor: int, path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise RecordingError(
            f"Another roomcheck is writing to {path}.", "Wait until it ends, or close it."
        ) from error


_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
