"""The entries of a recording. Nothing in a recording is ever edited; a correction is another entry."""

import msgspec

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source
from roomcheck.model.vocabulary import Profile, Reason


class _Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Opened(_Entry, frozen=True, kw_only=True, tag="opened"):
    """The context of one check of one place; always the first entry."""

    schema: str = "roomcheck.recording/1"
    engine: str
    """The version of roomcheck that records."""
    signatures: str
    """Version and SHA-256 of the signatures that the check's own assessments used, as `version sha256`."""
    means: str
    """scan, listen, air, react or import."""
    zone: str = "UTC"
    """The machine's time zone as an offset, `+04:00`."""
    clock_offset_s: float | None = None
    """How far the machine's clock was off, where that is known."""
    clock_source: str | None = None
    platform: str = ""
    network: Network | None = None
    profile: Profile | None = None
    privileged: bool = False
    pace_per_s: int | None = None
    """Broadcast frames a second at the most."""
    listing: str | None = None
    room: str | None = None
    person: str | None = None


class Sent(_Entry, frozen=True, kw_only=True, tag="sent"):
    """A packet, or a sweep of alike packets, that roomcheck sent."""

    exchange: str
    via: str
    transport: str
    """arp, ndp, icmp, udp or tcp."""
    to: str
    """An address, or a prefix for a sweep."""
    port: int | None = None
    raw: str | None = None
    raw_hex: str | None = None
    count: int = 1
    length: int | None = None


class Checked(_Entry, frozen=True, kw_only=True, tag="checked"):
    """Something that was checked: by which means, on whom, how many asked and how many answered."""

    via: str
    subject: str
    """`network`, or a device's address."""
    asked: int
    answered: int = 0
    seconds: float = 0.0


class NotExamined(_Entry, frozen=True, kw_only=True, tag="not examined"):
    """A typed absence: what was not examined, and for which reason."""

    via: str
    subject: str
    reason: Reason
    detail: str = ""


class Decision(_Entry, frozen=True, kw_only=True, tag="decision"):
    """What the planner decided to ask, or not to ask, and why."""

    what: str
    why: str


class Truncation(_Entry, frozen=True, kw_only=True, tag="truncation"):
    """Entry `of` kept `kept` of `length` bytes."""

    of: int
    kept: int
    length: int


class Cue(_Entry, frozen=True, kw_only=True, tag="cue"):
    """A change in the room that the person was asked to make, or made."""

    action: str
    """move, still, light on, light off, ..."""
    block: int = 0
    seed: int | None = None


class Note(_Entry, frozen=True, kw_only=True, tag="note"):
    text: str
    device: str | None = None


class Photo(_Entry, frozen=True, kw_only=True, tag="photo"):
    """A photograph kept beside the recording, byte for byte."""

    file: str
    sha256: str
    size: int
    caption: str = ""
    device: str | None = None
    place: str | None = None


class Listing(_Entry, frozen=True, kw_only=True, tag="listing"):
    """The listing as a file the person saved, with its address and time as the person states them."""

    file: str
    sha256: str
    size: int
    url: str
    captured_at: str
    discloses: tuple[str, ...] = ()
    """Kinds of device that the listing discloses."""


class Mark(_Entry, frozen=True, kw_only=True, tag="mark"):
    """A device marked by the person: `known`, `disclosed` or `unmarked`, and who said so."""

    device: str
    mark: str
    said_by: str = ""
    text: str = ""


class Leak(_Entry, frozen=True, kw_only=True, tag="leak"):
    """Where footage was seen; added by hand, never fetched."""

    address: str
    seen_at: str
    seen_by: str
    shows: str


class Walk(_Entry, frozen=True, kw_only=True, tag="walk"):
    """One step of the physical check: `done`, `skipped` or `suspicious`."""

    place: str
    outcome: str
    text: str = ""
    photo: str | None = None


class Correction(_Entry, frozen=True, kw_only=True, tag="correction"):
    """Entry `of` was wrong, and in what."""

    of: int
    text: str


class Custody(_Entry, frozen=True, kw_only=True, tag="custody"):
    """Who opened, added or sealed."""

    action: str
    by: str
    detail: str = ""


class Torn(_Entry, frozen=True, kw_only=True, tag="torn"):
    """A torn last line, found when the recording was opened again; its bytes were kept aside."""

    file: str
    sha256: str
    size: int


class Closed(_Entry, frozen=True, kw_only=True, tag="closed"):
    """The end of a check: `finished` or `interrupted`."""

    how: str
    seconds: float = 0.0


Body = (
    Opened | Observation | Sent | Checked | NotExamined | Decision | Truncation | Cue | Note | Photo | Listing
    | Mark | Leak | Walk | Correction | Custody | Torn | Closed
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    r"""One line of a recording.

    `prev` is the SHA-256, in hexadecimal, of the bytes of the line before (without its line end), and 64 zeros in
    the first. The head hash of a recording is the SHA-256 of its last line, so `tail -n 1 | tr -d '\n' | sha256sum`
    shows it.
    """

    seq: int
    prev: str
    at: str
    body: Body


__all__ = [
    "Body", "Checked", "Closed", "Correction", "Cue", "Custody", "Decision", "Entry", "Leak", "Listing", "Mark",
    "NotExamined", "Note", "Observation", "Opened", "Photo", "Sent", "Source", "Torn", "Truncation", "Walk",
]
