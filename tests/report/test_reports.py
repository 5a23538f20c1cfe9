"""Every recipient in every language and every format."""

import json
import time

import msgspec
import pytest

from roomcheck.model.assessment import from_json
from roomcheck.model.errors import UsageError
from roomcheck.report import Recipient, compose, recipient_of, render_html, render_json
from roomcheck.report.document import Document, Figure
from roomcheck.report.ontology import render_case
from roomcheck.report.pdf import render_pdf
from roomcheck.words import LANGUAGES, Words, terms
from tests.report.cases import assessment, case, entries

ALL = [(language, recipient) for language in LANGUAGES for recipient in Recipient]


def document(recipient=Recipient.GUEST, language="en", country="FR", of=None):
    return compose(of or case(), recipient=recipient, language=language, country=country)


def text_of(one):
    """All text of a document, as its JSON holds it, without the assessment."""
    plain = json.loads(render_json(one))
    plain.pop("assessment", None)
    return json.dumps(plain, ensure_ascii=False)


def read(one):
    """What a reader reads: the runs of all blocks, and the titles."""
    texts = [one.title]

    def walk(value):
        if isinstance(value, dict):
            if "text" in value and set(value) <= {"text", "look"}:
                texts.append(value["text"])
            else:
                for key, below in value.items():
                    if key in {"caption", "alt", "label"} and isinstance(below, str):
                        texts.append(below)
                    walk(below)
        elif isinstance(value, list):
            for below in value:
                walk(below)

    walk(json.loads(msgspec.json.encode([one.subtitle, one.opening, one.sections])))
    return "".join(texts)


@pytest.mark.parametrize(("language", "recipient"), ALL)
def test_every_report_in_every_format_within_a_second(language, recipient):
    before = time.process_time()
    one = document(recipient, language)
    page, data = render_html(one), render_json(one)
    began = time.process_time()
    pdf = render_pdf(one)
    assert time.process_time() - began < 1.0
    assert time.process_time() - before < 1.5
    assert page.startswith(b"<!DOCTYPE html>")
    assert pdf.startswith(b"%PDF-1.7")
    assert msgspec.json.decode(data, type=Document).title == one.title


@pytest.mark.parametrize(("language", "recipient"), ALL)
def test_the_same_case_gives_the_same_bytes(language, recipient):
    for render in (render_html, render_json, render_pdf):
        assert render(document(recipient, language)) == render(document(recipient, language))


@pytest.mark.parametrize(("language", "recipient"), ALL)
def test_coverage_and_limits_come_before_findings(language, recipient):
    if recipient is Recipient.HOST:
        return
    words = Words(language)
    titles = ["".join(run.text for run in section.title) for section in document(recipient, language).sections]
    checked = titles.index(words.say("What was checked, and what was not"))
    assert checked < titles.index(words.say("Findings"))
    if recipient is Recipient.GUEST:
        assert checked < titles.index(words.say("What was found"))


@pytest.mark.parametrize(("language", "recipient"), ALL)
def test_the_sentence_on_the_room_is_on_every_page_with_findings(language, recipient):
    said = Words(language).say(terms.NOT_THE_ROOM) in read(document(recipient, language))
    assert said is (recipient is not Recipient.HOST)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_other_languages(language):
    for recipient in Recipient:
        looks = text_of(document(recipient, language))
        assert '"look": "english"' not in looks


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_result_is_pinned(language):
    sentence = Words(language).say(terms.EMPTY_RESULT)
    for recipient in set(Recipient) - {Recipient.HOST}:
        assert sentence in read(document(recipient, language, of=case(found=False)))


def test_too_little_coverage_never_comforts():
    text = read(document(of=case(found=False, level="low")))
    first = text.split("Findings")[0]
    assert terms.EMPTY_RESULT not in first


def test_the_host_learns_nothing():
    one = document(Recipient.HOST)
    everything = (render_html(one) + render_json(one)).decode()
    paper = render_pdf(one)
    assert b"roomcheck" not in render_html(one) + paper
    assert b"report.json" not in paper
    for secret in ("192.168", "44:19", "Hikvision", "ONVIF", "suspect", "9f86d081", "network", "scan", "check", "detector"):
        assert secret.lower() not in everything.lower().replace("roomcheck", ""), secret
    assert json.loads(render_json(one))["assessment"] is None
    with pytest.raises(UsageError):
        render_case(one)


def test_the_host_is_asked():
    said = read(document(Recipient.HOST, "fr"))
    assert "quels appareils peuvent enregistrer" in said
    assert "Anna Example" in said


def test_order_of_a_finding():
    said = read(document(Recipient.POLICE))
    at = [said.index(part) for part in ("What was observed", "What it supports.", "What else it could be:", "What this does not prove.", "How somebody else can repeat it:")]
    assert at == sorted(at)


def test_the_investigator_finds_numbers_and_the_tree():
    said = read(document(Recipient.INVESTIGATOR))
    assert "5.20" in said
    assert "Why, step by step:" in said
    assert "wsd.type equals NetworkVideoTransmitter" in said
    assert "5.20" not in read(document(Recipient.GUEST))


def test_police_names_a_person_unknown_where_that_is_the_custom():
    sentence = "complaint against a person unknown"
    assert sentence in read(document(Recipient.POLICE, country="MA"))
    assert sentence in read(document(Recipient.POLICE, country="FR"))
    assert sentence not in read(document(Recipient.POLICE, country="GB"))


def test_what_to_do_now_has_the_order_of_the_country():
    said = read(document(Recipient.GUEST, country="IT"))
    at = [said.index(part) for part in ("leave first", "Do not touch", "first the whole room", "Go to the police before", "Make the complaint yourself", "Then report to the platform", "Write nothing to the host")]
    assert at == sorted(at)


def test_what_to_do_where_nothing_was_found():
    said = read(document(of=case(found=False)))
    assert "What you can still do" in said
    assert "Do not touch" not in said


def test_times_are_those_of_the_wall():
    assert "2026-11-20 22:04:01 +04:00" in read(document())


def test_place_proof():
    said = read(document(Recipient.POLICE))
    for part in ("Villa Bougainvillea Guest", "e8:65:d4:00:00:02", "192.168.1.1", "Bedroom 2", "Anna Example", "+0.4 seconds off, by NTP", "airbnb.com/rooms/12345678"):
        assert part in said


def test_integrity_says_what_is_proved_and_what_not():
    said = read(document(Recipient.POLICE))
    assert assessment().recording.head in said
    assert "It does not show that the recording was true" in said


def test_leaks_and_photographs_are_annexed():
    said = read(document(Recipient.POLICE))
    assert "https://example.org/post/991" in said
    assert "1" * 64 in said


def test_corrections_and_custody_are_annexed():
    said = read(document(Recipient.POLICE))
    assert "Entry 13: The hole is in the detector above the desk." in said
    assert "in the police station" in said
    assert "in the police station" not in read(document(Recipient.PLATFORM))


def test_a_missing_photograph_is_said_and_loses_nothing():
    said = read(document(of=case(missing=frozenset({"detector.jpg"}))))
    assert said.count("The file is no longer beside the recording; its hash is still recorded.") == 1
    assert "2" * 64 in said
    assert "bedroom-wide.jpg" in said


def test_a_case_of_an_import_has_no_place():
    bare = msgspec.structs.replace(case(), entries=())
    for recipient in Recipient:
        for language in LANGUAGES:
            one = document(recipient, language, of=bare)
            assert render_pdf(one)
            assert render_html(one)
    assert "does not say on which network" in read(document(of=bare))


def test_many_devices():
    devices = assessment().devices
    more = tuple(
        msgspec.structs.replace(devices[3], id=f"00:11:32:00:{at >> 8:02x}:{at & 255:02x}") for at in range(400)
    )
    big = msgspec.structs.replace(case(), assessment=msgspec.structs.replace(assessment(), devices=(*devices, *more)))
    began = time.process_time()
    one = document(of=big)
    assert render_pdf(one)
    assert time.process_time() - began < 3.0
    assert "and 384 more devices" in text_of(one)


def test_a_flood_of_evidence_is_printed_in_part_and_kept_whole():
    camera = assessment().devices[0]
    flooded = msgspec.structs.replace(camera, evidence=camera.evidence * 60, names=("n" * 300,) * 50)
    big = msgspec.structs.replace(case(), assessment=msgspec.structs.replace(assessment(), devices=(flooded,) * 60))
    one = document(Recipient.INVESTIGATOR, of=big)
    began = time.process_time()
    pdf = render_pdf(one)
    assert time.process_time() - began < 10.0
    assert len(pdf) < 30_000_000
    assert "The JSON form of this report holds all of them." in read(one)
    assert len(from_json(bytes(one.assessment)).devices[0].evidence) == len(flooded.evidence)


def test_the_data_are_the_assessment():
    one = document(Recipient.INVESTIGATOR)
    again = from_json(bytes(one.assessment))
    assert again.devices[0] == assessment().devices[0]
    assert again.recording == assessment().recording


def test_pictures_have_words():
    for language in LANGUAGES:
        for recipient in set(Recipient) - {Recipient.HOST}:
            one = document(recipient, language)
            figures = [block for section in one.sections for block in section.blocks if isinstance(block, Figure)]
            assert figures
            assert all(figure.alt.strip() and figure.caption.strip() for figure in figures)
            assert render_html(one).count(b'role="img"') == len(figures)


def test_pictures_need_no_colour():
    page = render_html(document()).decode()
    colours = {part[:3] for part in page.split('fill="#')[1:]} | {part[:3] for part in page.split('stroke="#')[1:]}
    assert colours <= {"000", "222", "ddd", "fff"}


@pytest.mark.parametrize(
    ("call", "listed"),
    [
        (lambda: recipient_of("mayor"), "guest, host, platform, police, investigator"),
        (lambda: document(language="de"), "en (English)"),
        (lambda: document(country="XX"), "AU, CA, DE, ES, FR, GB, IT, JP, KR, MA, MU, US"),
        (lambda: document(country="../../etc"), "AU, CA"),
        (lambda: document(of=case(platform="nowhere")), "airbnb, booking, generic, vrbo"),
    ],
)
def test_what_is_unknown_is_one_sentence_with_what_exists(call, listed):
    with pytest.raises(UsageError) as caught:
        call()
    assert listed in caught.value.advice
    assert "\n" not in str(caught.value)


def test_entries_of_the_case_are_untouched():
    assert entries() == case().entries
