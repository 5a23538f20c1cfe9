"""The catalogues: complete, with the same places, compiled from what is committed."""

import gettext
import re
import string

import pytest
from babel.messages.pofile import read_po

from roomcheck.assess import sentences as assess_sentences
from roomcheck.model.errors import UsageError
from roomcheck.model.vocabulary import Grade, Reason, Verdict
from roomcheck.words import LANGUAGES, Words, terms
from tests.words.sentences import FOR_REPORTS, ROOT, sentences, stated

FOLDER = ROOT / "words" / "locale"
WITH_CATALOGUE = sorted(set(LANGUAGES) - {"en"})


def needed(language):
    return (sentences() if language == "fr" else sentences(*FOR_REPORTS)) | stated()


def catalogue(language):
    with (FOLDER / language / "LC_MESSAGES" / "roomcheck.po").open("rb") as stream:
        return {one.id: one for one in read_po(stream, locale=language) if one.id}


def places(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_language_has_a_catalogue():
    assert sorted(path.name for path in FOLDER.iterdir() if path.is_dir()) == WITH_CATALOGUE


@pytest.mark.parametrize("language", WITH_CATALOGUE)
def test_no_sentence_is_missing(language):
    known = {one.id if isinstance(one.id, str) else tuple(one.id) for one in catalogue(language).values() if one.string}
    missing = {text: where for text, where in needed(language).items() if text not in known}
    assert not missing


@pytest.mark.parametrize("language", WITH_CATALOGUE)
def test_no_sentence_is_left_over(language):
    said = sentences() | stated()
    assert not [one.id for one in catalogue(language).values() if (one.id if isinstance(one.id, str) else tuple(one.id)) not in said]


@pytest.mark.parametrize("language", WITH_CATALOGUE)
def test_places_are_the_same(language):
    for message in catalogue(language).values():
        if isinstance(message.id, str):
            assert places(message.string) == places(message.id), message.id
        else:
            for form in message.string:
                assert set(places(form)) <= set(places(message.id[1])), message.id


@pytest.mark.parametrize("language", WITH_CATALOGUE)
def test_compiled_is_what_is_written(language):
    with (FOLDER / language / "LC_MESSAGES" / "roomcheck.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for message in catalogue(language).values():
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string
    assert len([key for key in compiled._catalog if key and not isinstance(key, tuple)]) == len(
        [one for one in catalogue(language).values() if isinstance(one.id, str)]
    )


@pytest.mark.parametrize("language", WITH_CATALOGUE)
def test_nothing_is_fuzzy_or_empty(language):
    for message in catalogue(language).values():
        assert not message.fuzzy, message.id
        forms = [message.string] if isinstance(message.string, str) else message.string
        assert all(form.strip() for form in forms), message.id


BREAKABLE = re.compile(r" [:;?!»%]|« |(?<=[\d}]) (?:[kMG]?Hz|[kMG]bit/s|dBm?|ms|s|min|h|[kMG]o)(?![\w’])| = ")
"""A plain space where French has one that does not break: before high marks, inside quotes, before a unit."""


def test_french_marks_and_units_stay_with_their_word():
    for message in catalogue("fr").values():
        for said in [message.string] if isinstance(message.string, str) else message.string:
            assert not BREAKABLE.search(said), said


@pytest.mark.parametrize("text", ["Lancer ? [o/N]", "« caméra\u00a0»", "à {frequency} MHz", "{delay} s.", "5 %", "p = {p}", "{rate} kbit/s"])
def test_plain_spaces_are_found(text):
    assert BREAKABLE.search(text)
    assert not BREAKABLE.search(text.replace(" ", "\u00a0"))


def test_tone():
    texts = [*(needed("fr"))] + [str(one.string) for language in WITH_CATALOGUE for one in catalogue(language).values()]
    for text in texts:
        assert "!" not in str(text), text
        for word in (" clean", "threat", "hacker", "congratulations"):
            assert word not in str(text).lower(), text


@pytest.mark.parametrize(("number", "said"), [(1, "جهاز واحد"), (2, "جهازان"), (3, "3 أجهزة"), (11, "11 جهازًا"), (100, "100 جهاز")])
def test_arabic_has_six_forms(number, said):
    assert Words("ar").say_many("{number} device", "{number} devices", number) == said


def test_french_counts_nought_as_one():
    assert Words("fr").say_many("{number} device", "{number} devices", 0) == "0 appareil"
    assert Words("en").say_many("{number} device", "{number} devices", 0) == "0 devices"


def test_what_fills_a_place_is_no_template():
    assert Words("fr").say("Reported by: {person}", person="{0} {name} %s") == "Signalé par\u00a0: {0} {name} %s"


def test_unknown_language():
    with pytest.raises(UsageError) as caught:
        Words("xx")
    assert "en (English), fr (Français), ar (العربية)" in str(caught.value)


def test_directions():
    assert {language: Words(language).direction for language in LANGUAGES} == {"en": "ltr", "fr": "ltr", "ar": "rtl"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_controlled_word_is_known(language):
    words = Words(language)
    for said in (
        *(terms.verdict(words, one) for one in Verdict),
        *(terms.meaning(words, one) for one in Verdict),
        *(terms.grade(words, one.value) for one in Grade),
        *(terms.reason(words, one.value) for one in Reason),
        *(terms.level(words, one) for one in assess_sentences.LEVELS),
    ):
        assert said.strip()
    assert terms.reason(words, "{hostile}") == "{hostile}"
    assert terms.means(words, "{hostile}") == "{hostile}"


def test_one_pinned_sentence():
    assert terms.EMPTY_RESULT == assess_sentences.NOTHING_FOUND
    assert terms.NOT_THE_ROOM == assess_sentences.NOT_IN_THIS_ROOM


def test_every_means_has_a_name():
    probes = {path.stem for path in (ROOT / "probes").glob("*.py")}
    named = {"arp", "ndp", "tcp", "http", "tls", "rtsp", "onvif", "wsd", "mdns", "ssdp", "upnp", "reverse", "banner", "snmp", "sip", "netbios"}
    assert named <= probes
    assert all(terms.means(Words("fr"), one) != one for one in named - {"onvif"} - {"wsd", "ssdp", "snmp"} - {"netbios"})
