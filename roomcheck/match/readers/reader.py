"""What readers are: an observation of one kind -> fields of `signatures/README.md` with their values.

A reader is pure and never raises. Values may be empty, long or harmful: `roomcheck.match.facts` sees to that.
"""

from collections.abc import Callable, Iterable

from roomcheck.model.observation import Observation
from roomcheck.model.text import decode
from roomcheck.wire.heads import Head

Pairs = Iterable[tuple[str, str]]
"""Fields with their values, in the order in which they are said."""
Reader = Callable[[Observation], Pairs]


def text_of(observation: Observation) -> str:
    """The observation's bytes as text, without space around it."""
    return decode(observation.data).strip()


def as_it_is(observation: Observation) -> Pairs:
    """The reader of kinds that are fields themselves."""
    return ((observation.kind, text_of(observation)),)


def of_head(head: Head, fields: Iterable[tuple[str, str]]) -> Pairs:
    """The values of some headers (`fields`: header and field), in that order."""
    for name, field in fields:
        for value in head.values(name):
            yield field, value


def headers(head: Head, field: str) -> Pairs:
    """Every header as it stands, each a value of `field`."""
    return ((field, f"{name}: {value}") for name, value in head.headers)
