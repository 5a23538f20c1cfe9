"""The PDF as archives and screen readers need it: declared standards, tags, language, alternative texts, attachment."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from roomcheck.report import Recipient, compose, render_json
from roomcheck.report.document import Figure
from roomcheck.report.pdf import ReportError, _compiled, render_pdf
from roomcheck.words import LANGUAGES
from tests.report.cases import case


def document(recipient, language="en"):
    return compose(case(), recipient=recipient, language=language, country="FR")


def elements(node, kind):
    """All structure elements of a kind below a node."""
    found = []
    stack, seen = [node], set()
    while stack:
        one = stack.pop()
        if not hasattr(one, "get"):
            continue
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.get("/S") == kind:
            found.append(one)
        below = one.get("/K")
        if isinstance(below, list):
            stack.extend(item.get_object() if hasattr(item, "get_object") else item for item in below)
        elif below is not None:
            stack.append(below.get_object() if hasattr(below, "get_object") else below)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("recipient", Recipient)
def test_archival_and_accessible(recipient, language):
    one = document(recipient, language)
    reader = PdfFileReader(io.BytesIO(render_pdf(one)))
    root = reader.root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].data
    for part in (b"<pdfaid:part>3</pdfaid:part>", b"<pdfaid:conformance>A</pdfaid:conformance>", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert part in metadata
    assert one.title.encode() in metadata
    tree = root["/StructTreeRoot"]
    figures = [block for section in one.sections for block in section.blocks if isinstance(block, Figure)]
    tagged = elements(tree, "/Figure")
    assert len(tagged) == len(figures)
    assert all(str(one.get("/Alt", "")).strip() for one in tagged)
    assert len(elements(tree, "/H1")) == 1
    assert len(elements(tree, "/H2")) == sum(section.level == 2 for section in one.sections)
    if language == "ar":
        assert root["/ViewerPreferences"].get("/Direction") in {None, "/R2L"}


@pytest.mark.parametrize("recipient", Recipient)
def test_the_data_are_attached(recipient):
    one = document(recipient)
    root = PdfFileReader(io.BytesIO(render_pdf(one))).root
    if recipient is Recipient.HOST:
        assert "/AF" not in root
        return
    attached = root["/AF"][0].get_object()
    assert attached["/F"] == "report.json"
    assert attached["/AFRelationship"] == "/Data"
    assert attached["/EF"]["/F"].data == render_json(one)


def test_every_font_is_embedded():
    data = render_pdf(document(Recipient.GUEST, "ar"))
    assert data.count(b"/FontDescriptor") >= 4
    reader = PdfFileReader(io.BytesIO(data))
    fonts = set()
    for at in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(at)[0].get_object()
        for font in page["/Resources"].get_object()["/Font"].get_object().values():
            below = font.get_object()["/DescendantFonts"].get_object()[0].get_object()["/FontDescriptor"]
            assert any(key in below for key in ("/FontFile2", "/FontFile3"))
            fonts.add(str(below["/FontName"]).split("+")[-1])
    assert any("Arabic" in name for name in fonts)
    assert fonts <= {"NotoSans-Regular", "NotoSans-Bold", "NotoSansArabic-Regular", "NotoSansArabic-Bold"}


def test_a_fault_is_one_sentence_and_not_a_file(monkeypatch):
    with pytest.raises(ReportError) as caught:
        _compiled(document(Recipient.HOST), format="pdf", pdf_standards=["a-3a", "a-2b"])
    assert caught.value.advice
