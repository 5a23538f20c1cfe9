"""How long each report takes: `python -m tests.report.bench`."""

import time
from itertools import pairwise

from roomcheck.report import Recipient, compose, render_html, render_json
from roomcheck.report.pdf import render_pdf
from roomcheck.words import LANGUAGES
from tests.report.cases import case


def measure(language, recipient):
    """Seconds for composing, HTML with JSON, and PDF."""
    marks = [time.perf_counter()]
    document = compose(case(), recipient=recipient, language=language, country="MU")
    marks.append(time.perf_counter())
    render_html(document)
    render_json(document)
    marks.append(time.perf_counter())
    render_pdf(document)
    marks.append(time.perf_counter())
    return [after - before for before, after in pairwise(marks)]


if __name__ == "__main__":
    print(f"{'':14}{'compose':>9}{'html+json':>11}{'pdf':>8}  seconds")
    for language in LANGUAGES:
        for recipient in Recipient:
            composed, pages, paper = measure(language, recipient)
            print(f"{language} {recipient.value:<11}{composed:9.3f}{pages:11.3f}{paper:8.3f}")
