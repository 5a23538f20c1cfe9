"""Text from outside, made harmless once, at the edge of the model."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from roomcheck.model import limits

_BIDI: Final = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""Marks that change direction, and with them the two line ends that only Unicode knows."""

MARKS: Final = 4
"""Combining marks on one character that are kept; more of them pile up over the lines around."""
_UNSAFE: Final = re.compile(f"[\x00-\x1f\x7f-\x9f{_BIDI}\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")
_UNSAFE_IN_LINES: Final = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _visible(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}" if ord(match[0]) > 0xFF else f"\\x{ord(match[0]):02x}"


def harmless(text: str, limit: int = limits.TEXT) -> str:
    r"""One line of outside text with controls, escapes and bidi marks made visible, cut at `limit` characters.

    Control characters become `\\x1b`-like text; what is cut ends in an ellipsis.
    """
    text = text[: limit * 4]
    shown = _UNSAFE.sub(_visible, text.replace("\r", " ").replace("\n", " ").replace("\t", " "))
    if not shown.isascii():
        shown = "".join(_few_marks(shown))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _few_marks(text: str) -> Iterator[str]:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MARKS:
            yield character


def is_plain(text: str) -> bool:
    """Whether text may stand in a recording as it is (line ends and tabs allowed, no other control)."""
    return _UNSAFE_IN_LINES.search(text) is None


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 where it is, else Latin-1. Never raises."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
