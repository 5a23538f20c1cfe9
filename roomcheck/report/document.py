"""A report as pure data: sections of paragraphs, lists, tables and drawings, in one language, for one recipient.

Every string is plain text. A renderer escapes it once, for its own format; no renderer reads markup in it.
"""

from enum import StrEnum

import msgspec

from roomcheck.report.drawing import Drawing
from roomcheck.report.reactions import ReactionTest


class _Data(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Look(StrEnum):
    TEXT = "text"
    STRONG = "strong"
    DATA = "data"
    """What came from outside: addresses, names, file names. It keeps its own direction."""
    ENGLISH = "english"
    """A sentence that exists in English only."""


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of text of one look."""

    text: str
    look: Look = Look.TEXT


Runs = tuple[Run, ...]


class Role(StrEnum):
    NORMAL = "normal"
    LEAD = "lead"
    """The sentence to read if only one is read."""
    NOTE = "note"
    LIMIT = "limit"
    """What was not checked or is not proved: as prominent as a finding."""
    ADDRESS = "address"


class Paragraph(_Data, frozen=True, kw_only=True, tag="paragraph"):
    runs: Runs
    role: Role = Role.NORMAL


class Bullets(_Data, frozen=True, kw_only=True, tag="bullets"):
    items: tuple[Runs, ...]
    numbered: bool = False


class Fact(msgspec.Struct, frozen=True):
    label: str
    value: Runs


class Facts(_Data, frozen=True, kw_only=True, tag="facts"):
    """Labels and what stands for them."""

    rows: tuple[Fact, ...]


class Table(_Data, frozen=True, kw_only=True, tag="table"):
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[int, ...] = ()
    """The columns' shares; equal where empty."""


class Figure(_Data, frozen=True, kw_only=True, tag="figure"):
    """A drawing, what it shows in words for those who do not see it, and its caption."""

    drawing: Drawing
    alt: str
    caption: str


Block = Paragraph | Bullets | Facts | Table | Figure


class Section(_Data, frozen=True, kw_only=True):
    title: Runs
    level: int = 2
    """2 under the title, 3 under 2."""
    blocks: tuple[Block, ...] = ()
    fresh_page: bool = False


class Exhibit(_Data, frozen=True, kw_only=True):
    """A file that belongs to the recording."""

    file: str
    sha256: str
    size: int
    about: str = ""


class Document(_Data, frozen=True, kw_only=True):
    schema: str = "roomcheck.report/1"
    language: str
    direction: str
    recipient: str
    country: str
    title: str
    subtitle: Runs = ()
    made_at: str
    """RFC 3339: the end of the check, so that the same recording gives the same report."""
    engine: str
    opening: tuple[Block, ...] = ()
    sections: tuple[Section, ...]
    masked: tuple[str, ...] = ()
    """What was left out or masked for this recipient, in sentences of the report's language."""
    page_of: str
    """`{page}` and `{pages}` in the order of the language."""
    footer: str
    attachment: str
    """What the attached data are, in the report's language."""
    exhibits: tuple[Exhibit, ...] = ()
    reactions: tuple[ReactionTest, ...] = ()
    """The room-reaction tests of the recording, as the recipient may read them."""
    assessment: msgspec.Raw = msgspec.Raw(b"null")
    """The masked assessment as JSON; `null` for a letter that discloses none."""
