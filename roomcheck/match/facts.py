"""An observation's facts: named fields with their values, as `signatures/README.md` lists them.

Pure. Every value is one line of harmless text; what an observation does not say is not made up.
"""

from typing import Final

import msgspec

from roomcheck.match.readers import READERS
from roomcheck.match.readers.addresses import KINDS as ADDRESSES
from roomcheck.match.readers.addresses import Registrant, address
from roomcheck.match.readers.reader import Pairs
from roomcheck.model import limits
from roomcheck.model.observation import Observation
from roomcheck.model.text import harmless

VALUE: Final = 1_024
"""Characters of a value that is neither a name nor a page."""


class Fact(msgspec.Struct, frozen=True):
    """One field of one observation. A field may have several values, each a fact."""

    field: str
    value: str


def facts_of(observation: Observation, registrant: Registrant) -> tuple[Fact, ...]:
    """What an observation says, each fact once, at most `limits.FACTS`; never raises on what is in it."""
    found: dict[tuple[str, str], None] = {}
    if observation.port is not None:
        found["port", str(observation.port)] = None
    for field, value in _read(observation, registrant):
        text = harmless(value, limits.RAW if field == "http.body" else VALUE).strip()
        if text:
            found[field, text] = None
        if len(found) >= limits.FACTS:
            break
    return tuple(Fact(field, value) for field, value in found)


def _read(observation: Observation, registrant: Registrant) -> Pairs:
    if (reader := READERS.get(observation.kind)) is not None:
        return reader(observation)
    return address(observation, registrant) if observation.kind in ADDRESSES else ()
