"""Reports: from an assessment and its recording to a page for one recipient, in one language, for one country."""

from roomcheck.report.case import Case, Phase, Reaction
from roomcheck.report.compose import compose
from roomcheck.report.document import Document
from roomcheck.report.html import render_html
from roomcheck.report.machine import render_json
from roomcheck.report.recipient import Recipient, recipient_of

__all__ = [
    "Case",
    "Document",
    "Phase",
    "Reaction",
    "Recipient",
    "compose",
    "recipient_of",
    "render_html",
    "render_json",
]
