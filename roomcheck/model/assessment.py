"""What a recording comes to: pure data, the same bytes for the same recording, signatures and engine.

The JSON form is an interface (`roomcheck.assessment/1`): fields may be added, none removed or renamed.
"""

from typing import Any

import msgspec

from roomcheck.model.vocabulary import Basis, Kind, Verdict


class _Data(msgspec.Struct, frozen=True, kw_only=True):
    pass


class Statement(_Data, frozen=True, kw_only=True):
    """A sentence of the vocabulary by its key, so that every language can say it."""

    key: str
    params: dict[str, str] = {}


class Why(_Data, frozen=True, kw_only=True):
    """One node of the tree of why: what was required, whether it held, and on which bytes it rests."""

    holds: bool
    what: str
    saw: str = ""
    observation: int | None = None
    because: tuple["Why", ...] = ()


class Evidence(_Data, frozen=True, kw_only=True):
    """An observation that a signature matched, with the strength of what it says."""

    signature: str
    via: str
    at: str
    saw: str
    means: str
    strength: str
    basis: Basis
    supports: tuple[Kind, ...]
    log10_lr: float
    fact: str
    """Evidence of the same fact is counted once."""
    counted: bool = True
    """False where stronger evidence of the same fact is already counted."""
    unconfirmed: bool = False
    """True where nothing third-party confirms the protocol: `suspect` at most."""
    observations: tuple[int, ...]
    """Numbers of the recording's entries it rests on."""
    statement: Statement
    maker: str | None = None
    model: str | None = None
    sources: tuple[str, ...] = ()
    why: Why


class Alternative(_Data, frozen=True, kw_only=True):
    """What else a device may be, and why that is not excluded."""

    kind: str
    why: str
    statement: Statement


class Addresses(_Data, frozen=True, kw_only=True):
    mac: str | None = None
    ipv4: tuple[str, ...] = ()
    ipv6: tuple[str, ...] = ()


class Absence(_Data, frozen=True, kw_only=True):
    """What was not examined, and why."""

    via: str
    subject: str
    reason: str
    detail: str = ""
    statement: Statement


class Finding(_Data, frozen=True, kw_only=True):
    """One device with its verdict, its evidence, its innocent alternatives, and whether the listing disclosed it."""

    id: str
    addresses: Addresses
    names: tuple[str, ...] = ()
    vendor: str | None = None
    """The registrant of the MAC's prefix; not always the maker."""
    private_address: bool = False
    maker: str | None = None
    model: str | None = None
    verdict: Verdict
    kind: Kind | None = None
    support: str
    """The verbal grade of `log10_lr`, for the verdict's own side; `none` below the scale."""
    log10_lr: float
    """log10 of the likelihood ratio, cameras and their like against the best innocent hypothesis."""
    carries_camera: bool = False
    """An innocent kind of which models carry a camera."""
    reasons: tuple[Statement, ...] = ()
    """Why the verdict is this one and not another."""
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    not_examined: tuple[Absence, ...] = ()
    open_ports: tuple[int, ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    gateway: bool = False
    disclosed: bool | None = None
    known: bool = False
    marked_by: str | None = None
    notes: tuple[str, ...] = ()


class Means(_Data, frozen=True, kw_only=True):
    """One way of looking, over the whole check."""

    via: str
    asked: int
    answered: int
    seconds: float


class CoverageReport(_Data, frozen=True, kw_only=True):
    """`level` is `not stated` (no context), `none`, `low`, `partial` or `good`.

    `low` and `none` can never go with a comforting sentence.
    """

    level: str
    sentence: str
    statement: Statement
    checked: tuple[Means, ...] = ()
    not_examined: tuple[Absence, ...] = ()
    next_steps: tuple[Statement, ...] = ()


class RecordingId(_Data, frozen=True, kw_only=True):
    head: str
    entries: int
    opened_at: str | None = None
    closed_at: str | None = None
    closed: str | None = None
    """`finished`, `interrupted`, or None where the recording has no end."""


class SignaturesId(_Data, frozen=True, kw_only=True):
    version: str
    sha256: str
    registry: str
    """The date of the registry of prefixes."""


class Assessment(_Data, frozen=True, kw_only=True):
    schema: str = "roomcheck.assessment/1"
    engine: str
    recording: RecordingId
    signatures: SignaturesId
    network: dict[str, Any]
    coverage: CoverageReport
    summary: str
    """The one honest sentence on the state of the room, in English."""
    summary_statement: Statement
    counts: dict[str, int]
    devices: tuple[Finding, ...]


def to_json(assessment: Assessment) -> bytes:
    """The one serial form: UTF-8, indented by two, keys in the records' order, a final line end."""
    return msgspec.json.format(msgspec.json.encode(assessment), indent=2) + b"\n"


def from_json(data: bytes) -> Assessment:
    """Reads `to_json`'s form; raises msgspec.ValidationError or DecodeError on anything else."""
    return msgspec.json.decode(data, type=Assessment)
