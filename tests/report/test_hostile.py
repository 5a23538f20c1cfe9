"""Outside strings: shown, never obeyed, in every format and language."""

import html.parser
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomcheck.report import Recipient, compose, render_html, render_json
from roomcheck.report.masking import without_secrets
from roomcheck.report.ontology import render_case
from roomcheck.report.pdf import render_pdf, shows
from tests.report.cases import HOSTILE, hostile

ALLOWED = set(
    """html head meta title style body main footer section h1 h2 h3 p strong bdi span ul ol li table caption colgroup col
    thead tbody tr th td figure figcaption svg line polyline rect circle text""".split()
)
VOID = {"meta", "col", "line", "polyline", "rect", "circle"}
ATTRIBUTES = set(
    """lang dir charset name content http-equiv class scope style role aria-label viewbox direction font-family stroke fill
    xmlns points x y x1 x2 y1 y2 cx cy r width height stroke-width stroke-dasharray font-size font-weight text-anchor""".split()
)


class Strict(html.parser.HTMLParser):
    """Fails on any element or attribute that the page is not made of, and on anything left open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            if name not in {"aria-label", "xmlns"}:
                assert "url(" not in (value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text(text, language):
    for recipient in Recipient:
        one = compose(hostile(text), recipient=recipient, language=language, country="MU")
        page = render_html(one).decode()
        parser = Strict()
        parser.feed(page)
        assert parser.open == []
        for bad in ("<script", "<img", "\x00", "\x1b", "\u202e"):
            assert bad not in page.replace("<figure", "")
        assert "onerror=alert" not in page.replace("onerror=alert(2)&gt;", "").replace("src=x ", "")
        json.loads(render_json(one))
        pdf = render_pdf(one)
        assert pdf.startswith(b"%PDF-1.7")
        assert b"/JavaScript" not in pdf
        assert b"/etc/passwd" not in pdf
        if recipient is not Recipient.HOST:
            json.loads(render_case(one))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=120))
def test_any_text(text):
    one = compose(hostile(text or "x"), recipient=Recipient.INVESTIGATOR, language="ar", country="FR")
    parser = Strict()
    parser.feed(render_html(one).decode())
    assert parser.open == []
    assert render_pdf(one)


@given(st.text(alphabet=st.sampled_from("ab-/.:9 ك"), max_size=200))
def test_places_where_a_line_may_end_lose_nothing(text):
    from roomcheck.report.pdf import _printable

    assert _printable(text).replace("\u200b", "") == text


def test_what_no_font_shows_is_written_as_its_number():
    from roomcheck.report.pdf import _printable

    assert _printable("a\U0001f600b") == "a[U+1F600]b"
    assert _printable("كاميرا é Ж") == "كاميرا é Ж"
    assert shows("ك")
    assert not shows("隠")
    assert not shows("\u202e")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("rtsp://admin:hunter2@192.168.1.7/stream", "hunter2"),
        ("Authorization: Basic YWRtaW46YWRtaW4=", "YWRtaW46"),
        ("Set-Cookie: session=abcdef; Path=/", "abcdef"),
        ("GET /cgi?user=a&pwd=hunter2&x=1", "hunter2"),
        ('{"password": "hunter2"}', "hunter2"),
        ("psk=hunter2", "hunter2"),
    ],
)
def test_secrets_are_removed(text, secret):
    assert secret not in without_secrets(" " + text)
