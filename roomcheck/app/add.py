"""What the person adds to a recording: each is an entry, and nothing is ever edited."""

from pathlib import Path

from roomcheck.model.entry import Body, Correction, Entry, Leak, Listing, Mark, Note, Photo, Walk
from roomcheck.model.errors import UsageError
from roomcheck.model.recording import Recording
from roomcheck.net.clock import SystemClock
from roomcheck.recording import attachment, chain, journal

MARKS = ("known", "disclosed", "unmarked")
OUTCOMES = ("done", "skipped", "suspicious")


def add(place: Path, body: Body) -> Entry:
    """Appends one entry to the recording at `place`. Raises RecordingError or ChainBroken."""
    with journal.reopen(place, SystemClock().now) as recording:
        return recording.append(body)


def note(place: Path, text: str, device: str | None = None) -> Entry:
    return add(place, Note(text=text, device=_device(place, device)))


def mark(place: Path, device: str, what: str, said_by: str = "", text: str = "") -> Entry:
    """Marks a device as `known`, `disclosed` or `unmarked`."""
    return add(place, Mark(device=_device(place, device) or device, mark=what, said_by=said_by, text=text))


def photo(place: Path, file: Path, caption: str = "", device: str | None = None, where: str | None = None) -> Entry:
    """Keeps a photograph byte for byte beside the recording, and says so in it."""
    named = _device(place, device)
    kept = attachment.keep(file, chain.path_of(place).parent)
    return add(
        place,
        Photo(file=kept.file, sha256=kept.sha256, size=kept.size, caption=caption, device=named, place=where),
    )


def listing(place: Path, file: Path, url: str, captured_at: str, discloses: tuple[str, ...] = ()) -> Entry:
    """Keeps the listing as the person saved it, with its address and time as the person states them."""
    kept = attachment.keep(file, chain.path_of(place).parent)
    return add(
        place,
        Listing(
            file=kept.file, sha256=kept.sha256, size=kept.size, url=url, captured_at=captured_at, discloses=discloses
        ),
    )


def leak(place: Path, address: str, seen_at: str, seen_by: str, shows: str) -> Entry:
    """Records where footage was seen. Nothing is fetched."""
    return add(place, Leak(address=address, seen_at=seen_at, seen_by=seen_by, shows=shows))


def walk(place: Path, where: str, outcome: str, text: str = "", file: Path | None = None) -> Entry:
    """Records one step of the physical check, with a photograph where there is one."""
    kept = attachment.keep(file, chain.path_of(place).parent) if file is not None else None
    return add(place, Walk(place=where, outcome=outcome, text=text, photo=kept.file if kept else None))


def correct(place: Path, of: int, text: str) -> Entry:
    """Says that entry `of` was wrong, and in what."""
    recording = chain.read(place)
    if not 0 <= of < len(recording.entries):
        raise UsageError(f"The recording has no entry {of}.", f"Its entries are 0 to {len(recording.entries) - 1}.")
    return add(place, Correction(of=of, text=text))


def _device(place: Path, device: str | None) -> str | None:
    """The device as the recording knows it, by any of its addresses. Raises UsageError where it knows none such."""
    if device is None:
        return None
    wanted = device.strip().lower()
    if wanted not in _known(chain.read(place)):
        raise UsageError(
            f"The recording knows no device {device}.", "Give its address as `roomcheck assess` shows it."
        )
    return wanted


def _known(recording: Recording) -> set[str]:
    sources = [observation.source for _, observation in recording.observations]
    return {name.lower() for source in sources for name in (source.mac, source.ip, source.name) if name}
