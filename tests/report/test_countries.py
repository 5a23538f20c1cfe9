"""The packs: whole in every language, every confirmed fact with its source and date, the known traps right."""

import datetime as dt

import pytest

from roomcheck.report import Recipient, compose
from roomcheck.report.countries import ABOUT, countries, country_of, platform_of, platforms
from roomcheck.report.html import render_html
from roomcheck.report.parts.steps import STEPS
from tests.report.cases import case

NAMED = [one for one in countries() if one.fact]
PACKS = [*NAMED, *platforms()]


def said(pack, about, language="en"):
    return " ".join(getattr(fact.text, language) for fact in pack.fact if fact.about == about)


def test_the_packs_that_are_promised():
    assert {one.code for one in NAMED} == {"MU", "MA", "FR", "GB", "US", "DE", "IT", "ES", "KR", "JP", "CA", "AU"}
    assert {one.code for one in platforms()} == {"airbnb", "vrbo", "booking", "generic"}


@pytest.mark.parametrize("pack", PACKS, ids=lambda one: one.code)
def test_every_fact_is_sourced_or_marked(pack):
    for fact in pack.fact:
        assert fact.about in ABOUT
        assert fact.sources or not fact.verified, fact.text.en
        assert all(dt.date(2026, 1, 1) <= source.date <= dt.date(2026, 11, 22) for source in fact.sources)
        for text in (fact.text.en, fact.text.fr, fact.text.ar):
            assert text.strip()
            assert "!" not in text
        assert fact.text.fr != fact.text.en
        assert any("\u0600" <= one <= "\u06ff" for one in fact.text.ar), fact.text.en


@pytest.mark.parametrize("country", NAMED, ids=lambda one: one.code)
def test_every_country_says_whom_to_call_what_the_law_is_and_what_to_avoid(country):
    assert {"emergency", "device", "content", "law", "avoid"} <= {fact.about for fact in country.fact}
    assert set(country.steps) <= set(STEPS)
    order = [country.steps.index(one) for one in ("safety", "untouched", "photograph", "keep", "police", "platform", "host")]
    assert order == sorted(order)


@pytest.mark.parametrize("country", countries(), ids=lambda one: one.code)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_report_marks_what_is_not_confirmed(country, language):
    page = render_html(compose(case(), recipient=Recipient.POLICE, language=language, country=country.code)).decode()
    mark = {"en": "[not confirmed]", "fr": "[non confirmé]", "ar": "[غير مؤكَّد]"}[language]
    assert page.count(mark) == sum(not fact.verified for fact in country.fact)


@pytest.mark.parametrize(
    ("code", "about", "part"),
    [
        ("MU", "device", "police station"), ("MU", "content", "online form only"), ("MU", "required", "no anonymous report"),
        ("MU", "content", "800 2378"), ("MU", "law", "section 7"), ("MU", "law", "section 19"), ("MU", "avoid", "emergency"),
        ("MA", "law", "447-1"), ("MA", "law", "447-2"), ("MA", "law", "447-3"), ("MA", "avoid", "False denunciation"),
        ("MA", "device", "King’s prosecutor"), ("MA", "content", "e-blagh.ma"),
        ("FR", "law", "226-1"), ("FR", "law", "226-3"), ("FR", "device", "plainte"), ("FR", "avoid", "PHAROS is not for a device"),
        ("GB", "law", "section 67"), ("GB", "law", "the purpose must be shown"), ("GB", "emergency", "101"),
        ("US", "law", "1801"), ("US", "law", "law of the state"), ("DE", "law", "201a"), ("DE", "law", "4 ORs 24/25"),
        ("DE", "law", "what the lens can see"), ("IT", "law", "615-bis"), ("IT", "required", "herself or himself"),
    ],
)
def test_the_known_traps(code, about, part):
    assert part in said(country_of(code), about)


def test_airbnb():
    rule = said(platform_of("airbnb"), "rule")
    assert "30 April 2024" in rule
    assert "even if it is turned off" in rule


def test_a_report_without_a_country_says_so():
    page = render_html(compose(case(), recipient=Recipient.GUEST, language="en", country="ZZ")).decode()
    assert "No country was named for this report." in page
