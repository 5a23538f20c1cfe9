"""Start line, header lines, body: the shape that HTTP, RTSP, SIP and SSDP share (RFC 9112, RFC 2326, RFC 3261).

Lenient on purpose: bare line feeds, folded lines, a missing start line and a missing body are all met in the field,
and in answers that somebody trimmed before handing them over.
"""

import re
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.model.text import decode

_LINE: Final = 4_096
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_NAME: Final = re.compile(r"^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64})[ \t]*:(.*)$", re.DOTALL)
_STATUS: Final = re.compile(r"^[A-Za-z]{2,8}/\d\.\d[ \t]+(\d{3})")
_REALM: Final = re.compile(r'realm[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"?|([^\s,"]+))', re.IGNORECASE)


class Head(msgspec.Struct, frozen=True):
    """A parsed message. Header names are in lower case, in the order received; at most `limits.HEADERS`."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def status(self) -> str | None:
        """The three digits of a status line, None where it is none."""
        match = _STATUS.match(self.start)
        return match[1] if match else None

    @property
    def method(self) -> str:
        """The first word of a request line, empty for a response."""
        return "" if self.status else self.start.partition(" ")[0]

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key == name)

    def value(self, name: str) -> str:
        """The first value of a header, empty where there is none."""
        return next(iter(self.values(name)), "")


def parse_head(data: bytes) -> Head:
    """Any bytes as a message; what makes no sense as a header line is left out."""
    cut = _BLANK.search(data)
    head, body = (data[: cut.start()], data[cut.end() :]) if cut else (data, b"")
    lines = decode(head[: limits.ANSWER]).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = "" if _NAME.match(lines[0]) else lines.pop(0)[:_LINE].strip()
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in {" ", "\t"} and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}"[:_LINE])
        elif (match := _NAME.match(line)) and len(headers) < limits.HEADERS:
            headers.append((match[1].lower(), match[2][:_LINE].strip()))
    return Head(start=start, headers=tuple(headers), body=body)


def realms_of(challenge: str) -> tuple[str, ...]:
    """The realms of a WWW-Authenticate value, which may hold several challenges (RFC 9110, 11.6.1)."""
    found = (match[1] if match[1] is not None else match[2] for match in _REALM.finditer(challenge[:_LINE]))
    return tuple(dict.fromkeys(re.sub(r"\\(.)", r"\1", realm) for realm in found))


def without_name(text: str, name: str) -> str:
    """A header's value, where somebody handed over `Name: value` instead."""
    match = _NAME.match(text)
    return match[2].strip() if match and match[1].lower() == name else text
