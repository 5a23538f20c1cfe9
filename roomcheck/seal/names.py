"""Which names a file may have inside a bundle, so that every system unpacks it to the same place."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 240
"""Bytes of a whole name in UTF-8."""
DEEPEST: Final = 8
"""Folders and the file itself."""

_FORBIDDEN: Final = re.compile('[\x00-\x1f\x7f-\x9f\\\\:*?"<>|%\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_DEVICES: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)


def why_not(name: str) -> str | None:
    """Why `name` (with forward slashes) may not stand in a bundle; None where it may."""
    if not name or len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        return "is empty or too long"
    if _FORBIDDEN.search(name):
        return "holds a character that a file name must not hold"
    if unicodedata.normalize("NFC", name) != name or any(0xD800 <= ord(char) <= 0xDFFF for char in name):
        return "is not in Unicode's composed form (NFC)"
    parts = name.split("/")
    if len(parts) > DEEPEST:
        return "lies too deep"
    for part in parts:
        if part in {"", ".", ".."}:
            return "leads out of its folder"
        if part[0] == "-" or part[-1] in " .":
            return "begins with a hyphen, or ends in a space or full stop"
        if part.partition(".")[0].lower() in _DEVICES:
            return "is the name of a device on Windows"
    return None


def one_on_every_disk(name: str) -> str:
    """What a disk that ignores upper and lower case takes the name for."""
    return unicodedata.normalize("NFC", name.casefold())
