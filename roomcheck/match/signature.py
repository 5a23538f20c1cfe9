"""The records that a signature file holds. Data, not code; `signatures/README.md` explains them to their authors."""

import datetime as dt

import msgspec

from roomcheck.model.vocabulary import Basis, Grade, Kind


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Condition(_Data, frozen=True, kw_only=True):
    """One requirement on one field. Exactly one of `equals`, `one_of`, `matches` or `present` is given.

    `matches` is an RE2 pattern, searched anywhere in the value unless anchored; its named groups
    `maker`, `model`, `firmware` and `serial` become what is known of the device.
    """

    field: str
    equals: str | None = None
    one_of: tuple[str, ...] | None = None
    matches: str | None = None
    present: bool | None = None


class Specimen(_Data, frozen=True, kw_only=True):
    """An observation that stands in a signature as an example or a counter-example."""

    kind: str
    raw: str | None = None
    raw_hex: str | None = None
    port: int | None = None
    extracts: dict[str, str] = {}
    """The values that the signature must take from it."""
    also: tuple["Specimen", ...] = ()
    """Further observations of the same device, for a signature that needs several."""
    origin: str = ""
    """Where it comes from: a capture, a published answer, or `written from the specification`."""


class SourceNote(_Data, frozen=True, kw_only=True):
    """Where a fact comes from, and when it was read there."""

    ref: str
    date: dt.date
    note: str = ""


class Signature(_Data, frozen=True, kw_only=True):
    """What a certain observation looks like, and what it says about the device."""

    id: str
    """`maker-or-protocol.what`, lower case."""
    title: str
    """Completes the sentence "The device ..."."""
    says: tuple[Kind, ...]
    """The hypotheses that it supports, all alike."""
    grade: Grade
    """How much more probable this is if the device is one of `says` than if it is none of them."""
    basis: Basis
    grounds: str
    """`corpora`: the grade is what `roomcheck signatures calibrate` supports; `reasoning`: as written there."""
    reasoning: str = ""
    statement: str
    """The sentence for people: a key of `vocabulary.toml`."""
    params: dict[str, str] = {}
    fact: str
    """Signatures that show the same fact share this name, and are counted once."""
    on: tuple[str, ...] = ()
    """Kinds of observation to which `when` is put; empty: any."""
    when: tuple[Condition, ...] = ()
    """All must hold, of one observation."""
    unless: tuple[Condition, ...] = ()
    """None may hold, of the same observation."""
    together: tuple[tuple[Condition, ...], ...] = ()
    """Instead of `when`: each group must hold of some observation of the device."""
    maker: str | None = None
    model: str | None = None
    unconfirmed: bool = False
    """Nothing third-party confirms this answer yet: `suspect` at most."""
    innocent: tuple[str, ...] = ()
    """Keys of innocent explanations in `vocabulary.toml`."""
    carries_camera: bool = False
    """For innocent kinds: this very product carries a camera."""
    sources: tuple[SourceNote, ...]
    example: tuple[Specimen, ...]
    counter: tuple[Specimen, ...] = ()


class SignatureFile(_Data, frozen=True, kw_only=True):
    """One file: one maker or one protocol."""

    about: str
    maker: str | None = None
    """The default for every signature of the file."""
    signature: tuple[Signature, ...] = ()


class Sentence(_Data, frozen=True, kw_only=True):
    """A sentence in the languages of the reports; `{maker}`-like places are filled from the parameters."""

    en: str
    fr: str
    ar: str


class Vocabulary(_Data, frozen=True, kw_only=True):
    """`signatures/vocabulary.toml`."""

    version: str
    statement: dict[str, Sentence]
    innocent: dict[str, Sentence]
    kind: dict[str, Sentence]
    protocol: dict[str, Sentence] = {}
