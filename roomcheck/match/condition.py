"""Whether one condition holds of one value."""

from functools import lru_cache
from typing import Final

import msgspec
import re2

from roomcheck.match.signature import Condition

_OPTIONS: Final = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 22
_CACHED: Final = 65_536


class BadPattern(ValueError):
    """A pattern that is not RE2, or needs more memory than a pattern may."""


class Held(msgspec.Struct, frozen=True):
    """What a condition took from the value that met it."""

    value: str
    groups: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=_CACHED)
def compiled(pattern: str) -> "re2._Regexp[str]":
    """An RE2 pattern. Raises BadPattern."""
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error as error:
        raise BadPattern(str(error)) from error


def hold(condition: Condition, value: str) -> Held | None:
    """What `condition` takes from `value`, None where it does not hold. Linear in the value's length."""
    if condition.equals is not None:
        return Held(value) if value == condition.equals else None
    if condition.one_of is not None:
        return Held(value) if value in condition.one_of else None
    if condition.matches is not None:
        found = compiled(condition.matches).search(value)
        if found is None:
            return None
        groups = tuple((name, text) for name, text in sorted(found.groupdict().items()) if text)
        return Held(value, groups)
    return Held(value) if condition.present else None


def describe(condition: Condition) -> str:
    """The condition in words, for the tree of why."""
    if condition.equals is not None:
        return f'{condition.field} is "{condition.equals}"'
    if condition.one_of is not None:
        return f"{condition.field} is one of {', '.join(condition.one_of)}"
    if condition.matches is not None:
        return f"{condition.field} matches {condition.matches}"
    return f"{condition.field} is present"
