"""XML from strangers: bounded, without entities or external references, and lenient where firmware is careless.

defusedxml's SAX reader does the parsing, with namespaces off, so that prefixes that nobody bound are no error.
Whatever was read before a mistake is kept: fragments, several roots and cut documents give what they hold.
"""

import re
from typing import Final
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces
from xml.sax.xmlreader import AttributesImpl

import msgspec

from roomcheck.model import limits
from roomcheck.wire.text import text_of

_DECLARATION: Final = re.compile(r"^[^<]{0,64}<\?xml\s([^>]{0,200})\?>")
_ENCODING: Final = re.compile(r"encoding\s*=\s*[\"']([A-Za-z0-9_-]{2,20})")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_AMPERSAND: Final = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)")
_TEXT: Final = 8_192
_ATTRIBUTES: Final = 32


class Element(msgspec.Struct, frozen=True):
    """One element in document order. Names are local names; `path` names its ancestors, the outermost first."""

    name: str
    path: tuple[str, ...]
    text: str
    attributes: tuple[tuple[str, str], ...]
    """Full names (`xmlns:tds`) and values."""


class _Enough(Exception):
    """A limit was reached; what was read stands."""


class _Draft:
    __slots__ = ("attributes", "name", "path", "text")

    def __init__(self, name: str, path: tuple[str, ...], attributes: tuple[tuple[str, str], ...]) -> None:
        self.name, self.path, self.attributes = name, path, attributes
        self.text = ""


class _Reader(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[_Draft] = []
        self._open: list[_Draft] = []
        self._wrapped = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the SAX interface
        if not self._wrapped:
            self._wrapped = True
            return
        if len(self.drafts) >= limits.XML_ELEMENTS or len(self._open) >= limits.XML_DEPTH:
            raise _Enough
        path = (*self._open[-1].path, self._open[-1].name) if self._open else ()
        said = tuple((key, value[: limits.TEXT]) for key, value in list(attrs.items())[:_ATTRIBUTES])
        draft = _Draft(local_name(name)[: limits.TEXT], path, said)
        self.drafts.append(draft)
        self._open.append(draft)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - the SAX interface
        if self._open:
            self._open.pop()

    def characters(self, content: str) -> None:
        if self._open and len(self._open[-1].text) < _TEXT:
            self._open[-1].text += content


def local_name(name: str) -> str:
    """A qualified name without its prefix or `{namespace}`."""
    return name.rpartition("}")[2].rpartition(":")[2]


def parse_xml(data: bytes) -> tuple[Element, ...]:
    """The elements of `data` as far as they could be read; empty where it is no XML. Never raises."""
    declared = _DECLARATION.match(data[:512].decode("latin-1"))
    encoding = _ENCODING.search(declared[1]) if declared else None
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", "replace")
    else:
        text = text_of(data, encoding[1] if encoding else "")
    text = _DECLARATION.sub("", _ILLEGAL.sub("", text), count=1)
    text = _LONE_AMPERSAND.sub("&amp;", text[max(text.find("<"), 0) :])
    reader = _Reader()
    from defusedxml.expatreader import create_parser  # noqa: PLC0415  it brings half the standard library's web client

    parser = create_parser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, False)  # noqa: FBT003 - the SAX interface
    parser.setFeature(feature_external_ges, False)  # noqa: FBT003 - the SAX interface
    parser.setContentHandler(reader)
    try:
        parser.feed("<wrap>")
        for at in range(0, len(text), 1_024):
            parser.feed(text[at : at + 1_024])
        parser.feed("</wrap>")
        parser.close()
    except Exception:  # noqa: BLE001, S110 - expat's, SAX's and defusedxml's many errors; what was read stands
        pass
    return tuple(
        Element(draft.name, draft.path, " ".join(draft.text[:_TEXT].split()), draft.attributes)
        for draft in reader.drafts
    )
