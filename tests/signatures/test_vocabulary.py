"""The sentences of the reports: complete in every language, with the same places."""

import re
import string

import pytest

from roomcheck.match import library
from roomcheck.match.signature import Sentence, Vocabulary
from roomcheck.model.vocabulary import Kind

LANGUAGES = ("en", "fr", "ar")
PLACES = {"maker", "model", "kind", "protocol", "where", "name", "port", "service"}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return library.load().vocabulary


def sentences(vocabulary: Vocabulary) -> dict[str, Sentence]:
    tables = {"statement": vocabulary.statement, "innocent": vocabulary.innocent, "kind": vocabulary.kind,
              "protocol": vocabulary.protocol}
    return {f"{table}.{key}": sentence for table, found in tables.items() for key, sentence in found.items()}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_kind_of_device_has_a_name(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.kind) == {kind.value for kind in Kind}


def test_every_sentence_has_the_same_places_in_every_language(vocabulary: Vocabulary) -> None:
    for key, sentence in sentences(vocabulary).items():
        found = {language: places(getattr(sentence, language)) for language in LANGUAGES}
        assert found["en"] == found["fr"] == found["ar"], key
        assert found["en"] <= PLACES, key


def test_no_sentence_begins_with_a_place_so_that_none_needs_a_capital(vocabulary: Vocabulary) -> None:
    for key, sentence in vocabulary.statement.items():
        assert not any(getattr(sentence, language).startswith("{") for language in LANGUAGES), key


def test_sentences_are_calm_and_in_their_own_script(vocabulary: Vocabulary) -> None:
    for key, sentence in sentences(vocabulary).items():
        if not key.startswith("protocol."):
            assert re.search(r"[\u0600-\u06ff]", sentence.ar), key
        for language in LANGUAGES:
            text = getattr(sentence, language)
            assert "!" not in text, key
            assert not re.search(r"(?i)\b(?:threat|hacker|spy|menace|pirate|espion\w*|clean)\b", text), key


def test_statements_and_explanations_are_whole_sentences(vocabulary: Vocabulary) -> None:
    for key, sentence in {**vocabulary.statement, **vocabulary.innocent}.items():
        assert sentence.en.endswith("."), key
        assert sentence.fr.endswith("."), key
        assert sentence.ar.endswith("."), key


def test_what_signatures_say_can_be_said(vocabulary: Vocabulary) -> None:
    for signature in library.load().signatures:
        assert signature.statement in vocabulary.statement, signature.id
        for key in signature.innocent:
            assert key in vocabulary.innocent, signature.id
