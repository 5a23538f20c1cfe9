"""The text of the PDFs as poppler reads it, and their pages as pictures, compared with what was looked at.

`ROOMCHECK_UPDATE_GOLDEN=1` writes them anew; look at them before they are committed.
"""

import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from roomcheck.report import Recipient, compose
from roomcheck.report.pdf import _compiled, render_pdf
from roomcheck.words import LANGUAGES
from tests.report.cases import case

FOLDER = Path(__file__).parent / "golden"
COUNTRY = {"en": "GB", "fr": "FR", "ar": "MA"}
PICTURED = [("en", Recipient.GUEST), ("fr", Recipient.POLICE), ("ar", Recipient.GUEST), ("ar", Recipient.HOST)]
PAGES = 4
TYPST = "0.15"


def document(language, recipient):
    return compose(case(), recipient=recipient, language=language, country=COUNTRY[language])


def compare(path, data):
    if os.environ.get("ROOMCHECK_UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data, f"{path.name} differs"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("recipient", Recipient)
def test_text(language, recipient, tmp_path):
    paper = tmp_path / "report.pdf"
    paper.write_bytes(render_pdf(document(language, recipient)))
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", str(paper), "-"], check=True, capture_output=True).stdout
    compare(FOLDER / f"{recipient.value}-{language}.txt", text)


@pytest.mark.skipif(not version("typst").startswith(TYPST), reason="pictures are those of another version of Typst")
@pytest.mark.parametrize(("language", "recipient"), PICTURED)
def test_pictures(language, recipient):
    pages = _compiled(document(language, recipient), format="png", ppi=50)
    assert len(pages) >= (1 if recipient is Recipient.HOST else PAGES)
    for number, page in enumerate(pages[:PAGES], 1):
        compare(FOLDER / f"{recipient.value}-{language}-{number}.png", page)
