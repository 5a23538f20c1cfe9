"""Everything that the screens say, in the person's language; outside text is made harmless on its way in."""

import os
from collections.abc import Mapping
from typing import Final, Protocol, cast

from textual.content import Content
from textual.dom import DOMNode

from roomcheck.match.signature import Sentence, Vocabulary
from roomcheck.model.assessment import Statement
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict
from roomcheck.words import Words, terms

SCREEN_LANGUAGES: Final = ("en", "fr")
"""The languages of the screens; terminals cannot write from right to left, so Arabic is for reports."""

SYMBOLS: Final = {Verdict.CAMERA: "●", Verdict.SUSPECT: "◐", Verdict.UNRESOLVED: "?", Verdict.CLEARED: "○"}
"""One symbol a verdict, told apart without colour."""


class Saying:
    """One language of the screens. Before the signatures are loaded, their own sentences fall back to English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words = Words(language)
        self._vocabulary: Vocabulary | None = None

    def learn(self, vocabulary: Vocabulary) -> None:
        """Takes the sentences of the signatures."""
        self._vocabulary = vocabulary

    @property
    def vocabulary(self) -> Vocabulary | None:
        return self._vocabulary

    def say(self, msgid: str, /, **params: object) -> str:
        """A sentence of the catalogue; outside text that fills its places is made harmless."""
        return self.words.say(msgid, **{name: _safe(value) for name, value in params.items()})

    def many(self, one: str, many: str, number: int, /) -> str:
        """The form of the sentence that `number` needs."""
        return self.words.say_many(one, many, number)

    def statement(self, statement: Statement, fallback: str = "") -> str:
        """A statement of an assessment, wherever its sentence is kept."""
        known = self._sentence(statement.key)
        template = getattr(known, self.language, "") if known else self.words.template(statement.key)
        if template == statement.key and not known and fallback:
            template = fallback
        return _filled(template, {name: self._phrase(value) for name, value in statement.params.items()})

    def _phrase(self, value: str) -> str:
        """What fills a place of a statement, in this language where the signatures know it."""
        known = self._sentence(value)
        return str(getattr(known, self.language, value)) if known else value

    def _sentence(self, key: str) -> Sentence | None:
        if self._vocabulary is None:
            return None
        voc = self._vocabulary
        return voc.statement.get(key) or voc.innocent.get(key) or voc.protocol.get(key)

    def kind(self, kind: str | None) -> str:
        """The short name of a kind of device."""
        return harmless(terms.kind(self.words, kind))

    def via(self, via: str) -> str:
        """The name of a means of looking."""
        return harmless(terms.means(self.words, via))

    def verdict(self, verdict: Verdict) -> str:
        return terms.verdict(self.words, verdict)


class Speaking(Protocol):
    """The application, as far as its widgets need it to speak."""

    saying: Saying


def saying_of(node: DOMNode) -> Saying:
    """The language in which a widget speaks."""
    return cast("Speaking", node.app).saying


def plain(text: str, limit: int = 256) -> Content:
    """Outside text for a screen: harmless, and never read as markup."""
    return Content(harmless(text, limit))


def usual_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the environment asks for, by the order of POSIX; English where there is none such."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            code = value.partition("_")[0].partition(".")[0].lower()
            return code if code in SCREEN_LANGUAGES else "en"
    return "en"


def _safe(value: object) -> object:
    return harmless(value, 4_000) if isinstance(value, str) else value


def _filled(template: str, params: Mapping[str, str]) -> str:
    """A template with its places filled; one that nothing fills stays, and what fills is never a template."""
    parts = dict.fromkeys(params)
    for name in parts:
        template = template.replace("{" + name + "}", f"\x00{name}\x00")
    for name in parts:
        template = template.replace(f"\x00{name}\x00", harmless(params[name], 1_000))
    return template
