"""A document as JSON, for machines: its text, and the assessment as its recipient may read it."""

import msgspec

from roomcheck.report.document import Document


def render_json(document: Document) -> bytes:
    """`roomcheck.report/1`: UTF-8, indented by two, a final line end.

    `assessment` is `roomcheck.assessment/1`, or null.
    """
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
