"""Countries and platforms as data: who takes a report, what is required, what the law says, what to avoid.

One TOML file each. Every fact carries its sources with the date they were read; a fact that could not be confirmed
is `verified = false`, and every report says so beside it.
"""

import datetime as dt
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec

from roomcheck.match.signature import Sentence, SourceNote
from roomcheck.model.errors import UsageError

ABOUT: Final = ("emergency", "device", "content", "required", "law", "avoid", "rule", "disclose", "report")
"""What a fact may be about."""


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Known(_Data, frozen=True, kw_only=True):
    """One fact in every language, where it was read, and whether that source confirms it."""

    about: str
    text: Sentence
    verified: bool
    sources: tuple[SourceNote, ...] = ()


class Country(_Data, frozen=True, kw_only=True):
    code: str
    """ISO 3166-1 alpha-2."""
    name: Sentence
    against_unknown: bool = False
    """Whether a complaint is by custom made against a person unknown."""
    steps: tuple[str, ...]
    """The order of what to do now: keys of `roomcheck.report.parts.steps.STEPS`."""
    fact: tuple[Known, ...]


class Platform(_Data, frozen=True, kw_only=True):
    code: str
    name: Sentence
    fact: tuple[Known, ...]


def _codes(folder: str) -> tuple[str, ...]:
    files = resources.files("roomcheck.report") / folder
    return tuple(sorted(one.name.removesuffix(".toml") for one in files.iterdir() if one.name.endswith(".toml")))


def _read(folder: str, code: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("roomcheck.report") / folder / f"{code}.toml").read_text("utf-8"))


@cache
def country_of(code: str) -> Country:
    """The country of that code; UsageError for one that has no file."""
    known = _codes("countries")
    if code.upper() not in known:
        raise UsageError(f"There is no country “{code[:20]}” here.", "Choose one of: " + ", ".join(known) + ".")
    return msgspec.convert(_read("countries", code.upper()), Country)


@cache
def platform_of(code: str) -> Platform:
    """The platform of that name; UsageError for one that has no file."""
    known = _codes("platforms")
    if code.lower() not in known:
        raise UsageError(f"There is no platform “{code[:20]}” here.", "Choose one of: " + ", ".join(known) + ".")
    return msgspec.convert(_read("platforms", code.lower()), Platform)


def countries() -> tuple[Country, ...]:
    """All countries, by code."""
    return tuple(country_of(code) for code in _codes("countries"))


def platforms() -> tuple[Platform, ...]:
    """All platforms, by code."""
    return tuple(platform_of(code) for code in _codes("platforms"))


def newest(facts: tuple[Known, ...]) -> dt.date | None:
    """When the sources of these facts were last read."""
    return max((source.date for fact in facts for source in fact.sources), default=None)
