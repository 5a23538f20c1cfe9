"""Languages: what roomcheck says, in gettext catalogues whose keys are the English sentences.

Catalogues are `locale/LANGUAGE/LC_MESSAGES/roomcheck.po`; the `.mo` beside each is compiled from it and committed.
French is complete; Arabic covers the reports and what they share with the screens.
"""

import gettext
from importlib import resources
from typing import Final, Self

from roomcheck.model.errors import UsageError

LANGUAGES: Final = {"en": "English", "fr": "Français", "ar": "العربية"}
"""The languages by code, each named in itself."""

RIGHT_TO_LEFT: Final = frozenset({"ar"})


def msg(text: str) -> str:
    """Marks a sentence for the catalogues where it is written; it is translated where it is said."""
    return text


class Line(str):
    """A line in English that can be said again in another language: it keeps its sentence and what fills it."""

    __slots__ = ("msgid", "params")
    msgid: str
    params: dict[str, object]

    def __new__(cls, msgid: str, /, **params: object) -> Self:
        line = super().__new__(cls, msgid.format(**params) if params else msgid)
        line.msgid, line.params = msgid, params
        return line


class Words:
    """The sentences of one language. Raises UsageError for a language that has no catalogue."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise UsageError(
                f"There is no language “{language[:20]}” here.",
                "Choose one of: " + ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items()) + ".",
            )
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self._catalogue = _catalogue(language)

    def template(self, msgid: str) -> str:
        """The sentence in this language, its `{places}` unfilled; the English one where none is known."""
        return self._catalogue.gettext(msgid)

    def knows(self, msgid: str) -> bool:
        """Whether the language has the sentence. English always has."""
        return self.language == "en" or self._catalogue.gettext(msgid) != msgid

    def say(self, msgid: str, /, **params: object) -> str:
        """The sentence with its places filled. What fills them is never read as a template."""
        template = self._catalogue.gettext(msgid)
        return template.format(**params) if params else template

    def again(self, line: str) -> str:
        """A `Line` in this language; any other text as it is."""
        return self.say(line.msgid, **line.params) if isinstance(line, Line) else line

    def figure(self, figure: str) -> str:
        """A figure as English writes it, with the decimal sign and the spaces of this language."""
        if self.language == "fr":
            return figure.replace(".", ",").replace("%", "\u00a0%")
        return figure

    def say_many(self, one: str, many: str, number: int, /, **params: object) -> str:
        """The form of the sentence that `number` needs; `{number}` is filled with it."""
        return self._catalogue.ngettext(one, many, number).format(number=number, **params)


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    compiled = resources.files(__name__) / "locale" / language / "LC_MESSAGES" / "roomcheck.mo"
    with compiled.open("rb") as stream:
        return gettext.GNUTranslations(stream)
