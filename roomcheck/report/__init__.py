"""Reports: from an assessment and its recording to a page for one recipient, in one language, for one country."""

from roomcheck.report.case import Case
from roomcheck.report.compose import compose
from roomcheck.report.document import Document
from roomcheck.report.html import render_html
from roomcheck.report.machine import render_json
from roomcheck.report.reactions import Reaction, ReactionTest, reaction_tests
from roomcheck.report.recipient import Recipient, recipient_of

__all__ = [
    "Case",
    "Document",
    "Reaction",
    "ReactionTest",
    "Recipient",
    "compose",
    "reaction_tests",
    "recipient_of",
    "render_html",
    "render_json",
]
