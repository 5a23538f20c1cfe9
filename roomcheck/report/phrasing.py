"""Says things in the language of one report: sentences with runs, vocabulary, times."""

import datetime as dt
import string
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from roomcheck.match.signature import Sentence, Vocabulary
from roomcheck.model.assessment import Statement
from roomcheck.model.text import harmless
from roomcheck.report.document import Block, Bullets, Fact, Look, Paragraph, Role, Run, Runs, Section
from roomcheck.words import Words, terms

_NO_TIME: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""What stands where an imported observation says no time."""

LONGEST: Final = 4_000
"""Characters of one outside text that are shown; the recording holds all."""


class Writer:
    """One language, one vocabulary, one zone, and the recipient's masking."""

    def __init__(self, words: Words, vocabulary: Vocabulary, zone: str, masked: Callable[[str], str]) -> None:
        self.words = words
        self._masked = masked
        self._vocabulary = vocabulary
        self._zone = _zone(zone)

    def say(self, msgid: str, /, **params: str | int | Runs) -> Runs:
        """A sentence of the catalogue; what fills its places keeps its own direction."""
        places = {name: self.data(value) if isinstance(value, str) else value for name, value in params.items()}
        return filled(self.words.template(msgid), places)

    def many(self, one: str, many: str, number: int, /) -> Runs:
        return (Run(self.words.say_many(one, many, number)),)

    def word(self, text: str, look: Look = Look.TEXT) -> Runs:
        """A word that is already in the report's language."""
        return (Run(text, look),)

    def clean(self, text: str) -> str:
        """Outside text made harmless, and masked for the recipient."""
        return harmless(self._masked(text), LONGEST)

    def data(self, text: str) -> Runs:
        """What came from outside."""
        return (Run(self.clean(text), Look.DATA),) if text else ()

    def number(self, value: float, places: int) -> Runs:
        """A figure with the decimal sign of the language."""
        return (Run(self.decimal(f"{value:.{places}f}"), Look.DATA),)

    def decimal(self, figure: str) -> str:
        """A figure that has a point, with the decimal sign of the language."""
        return self.words.figure(figure)

    def strong(self, msgid: str, /) -> Runs:
        return (Run(self.words.say(msgid), Look.STRONG),)

    def paragraph(self, msgid: str, /, *, role: Role = Role.NORMAL, **params: str | int | Runs) -> Paragraph:
        return Paragraph(runs=self.say(msgid, **params), role=role)

    def fact(self, msgid: str, value: Runs) -> Fact:
        """A labelled value; "not stated" where there is none."""
        return Fact(self.words.say(msgid), value or self.say("not stated"))

    def section(self, msgid: str, blocks: Iterable[Block], *, level: int = 2, fresh_page: bool = False) -> Section:
        return Section(title=self.say(msgid), blocks=tuple(blocks), level=level, fresh_page=fresh_page)

    def bullets(self, items: Iterable[Runs], *, numbered: bool = False) -> Bullets:
        return Bullets(items=tuple(items), numbered=numbered)

    def sentence(self, sentence: Sentence | None, fallback: str = "", params: dict[str, str] | None = None) -> Runs:
        """A sentence of the signatures in the report's language; the English fallback where it has none."""
        template = getattr(sentence, self.words.language, "") if sentence else ""
        if template:
            return filled(template, self._places(params))
        look = Look.TEXT if self.words.language == "en" else Look.ENGLISH
        return (Run(self.clean(fallback), look),) if fallback else ()

    def statement(self, statement: Statement, fallback: str) -> Runs:
        """A statement by its key: of the vocabulary, or an English sentence that the catalogues translate."""
        voc = self._vocabulary
        known = voc.statement.get(statement.key) or voc.innocent.get(statement.key)
        if known is None and " " in statement.key and self.words.knows(statement.key):
            return filled(self.clean(self.words.template(statement.key)), self._places(statement.params))
        return self.sentence(known, fallback, statement.params)

    def _places(self, params: Mapping[str, str] | None) -> dict[str, Runs]:
        """What fills a sentence's places: a word of the vocabulary in the reader's language, else data."""
        voc = self._vocabulary
        places: dict[str, Runs] = {}
        for name, value in (params or {}).items():
            known = voc.kind.get(value) or voc.protocol.get(value)
            places[name] = self.word(str(getattr(known, self.words.language))) if known else self.data(value)
        return places

    def kind(self, value: str | None) -> str:
        """The short name of a kind of device."""
        return self.clean(terms.kind(self.words, value))

    def via(self, value: str) -> str:
        """The name of a means of looking."""
        return self.clean(terms.means(self.words, value))

    def listed(self, parts: Iterable[Runs], mark: str = ",") -> Runs:
        """Runs one after another, with the comma or semicolon of the language between."""
        if self.words.language == "ar":
            mark = {",": "،", ";": "؛"}[mark]
        elif self.words.language == "fr":
            mark = {",": ",", ";": "\u00a0;"}[mark]
        return joined(parts, f"{mark} ")

    def when(self, at: str | None) -> Runs:
        """A time of the recording as the clock on the wall showed it, with its offset."""
        moment = moment_of(at)
        if moment is None:
            return ()
        local = moment.astimezone(self._zone)
        return (Run(f"{local:%Y-%m-%d %H:%M:%S} {local:%z}"[:-2] + ":" + f"{local:%z}"[-2:], Look.DATA),)


def filled(template: str, params: Mapping[str, int | Runs]) -> Runs:
    """A template with its places filled by runs. Nothing that fills a place is read as a template.

    A place that nothing fills stays as it is written, and so does a template that is none.
    """
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return (Run(template),)
    runs: list[Run] = []
    for literal, name, _, _ in parts:
        if literal:
            runs.append(Run(literal))
        if name is not None:
            value = params.get(name, (Run("{" + name + "}"),))
            runs.extend((Run(str(value)),) if isinstance(value, int) else value)
    return tuple(runs)


def plain(runs: Runs) -> str:
    """The text of runs alone."""
    return "".join(run.text for run in runs)


def joined(parts: Iterable[Runs], between: str) -> Runs:
    """Runs one after another with a mark between."""
    result: list[Run] = []
    for part in parts:
        if part:
            if result:
                result.append(Run(between))
            result.extend(part)
    return tuple(result)


def moment_of(at: str | None) -> dt.datetime | None:
    """An RFC 3339 time, None where it is none or says no time."""
    try:
        moment = dt.datetime.fromisoformat(at or "")
    except ValueError:
        return None
    if moment.replace(tzinfo=dt.UTC) == _NO_TIME:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _zone(text: str) -> dt.tzinfo:
    try:
        return dt.datetime.strptime(text, "%z").tzinfo or dt.UTC
    except ValueError:
        return dt.UTC
