"""Who holds a MAC prefix: longest match over the IEEE registries of 36, 28 and 24 bits, offline."""

import bisect
import gzip
from pathlib import Path
from typing import Final

from roomcheck.model.addresses import is_local

PLACEHOLDER: Final = "IEEE Registration Authority"
"""The registrant of 24-bit blocks that are given out in smaller parts: it names nobody."""

_DIGITS: Final = (9, 7, 6)


class Registry:
    """A table of prefixes; `date` is that of the registries it was made from."""

    def __init__(self, lines: list[str], date: str) -> None:
        self._lines = lines
        self.date = date

    def holder(self, mac: str) -> tuple[str, str] | None:
        """The registrant and the prefix's digits, by longest match; None for private and unregistered addresses."""
        if is_local(mac):
            return None
        digits = mac.replace(":", "").upper()
        for length in _DIGITS:
            prefix = digits[:length] + "\t"
            at = bisect.bisect_left(self._lines, prefix)
            if at < len(self._lines) and self._lines[at].startswith(prefix):
                registrant = self._lines[at][length + 1 :]
                return None if registrant == PLACEHOLDER else (registrant, digits[:length])
        return None


def load(folder: Path) -> Registry:
    """The registry in `folder`: `ieee.txt.gz`, sorted lines of upper-case digits, a tab, and the registrant.

    The first line is `# date: YYYY-MM-DD`. A folder without one gives an empty registry dated `none`.
    """
    path = folder / "ieee.txt.gz"
    if not path.exists():
        return Registry([], "none")
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    date = lines.pop(0).partition("date:")[2].strip() if lines and lines[0].startswith("#") else "unknown"
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return Registry(lines, date)
