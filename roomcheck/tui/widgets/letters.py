"""A word as large as there is room for, to be read from the other side of the room."""

from itertools import chain
from typing import Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from roomcheck.tui.letters import blocks, points

_SCALES: Final = tuple((across, down) for across in range(1, 9) for down in range(across, 2 * across + 1))
"""Cells across and half cells down of one point."""


class Letters(Widget):
    """Fills its place with a text of capitals; words go below each other where that makes them larger."""

    DEFAULT_CSS = """
    Letters { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  the name that Textual gives it
        super().__init__(id=id)
        self._text = ""
        self._drawn: tuple[tuple[str, int, int], list[str]] | None = None

    @property
    def text(self) -> str:
        return self._text

    def tell(self, text: str) -> None:
        """Shows another text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        key = (self._text, width, height)
        if self._drawn is None or self._drawn[0] != key:
            self._drawn = (key, drawn(self._text, width, height))
        lines = self._drawn[1]
        at = y - (height - len(lines)) // 2
        text = lines[at].center(width) if 0 <= at < len(lines) else " " * width
        return Strip([Segment(text, self.rich_style)], width)


def drawn(text: str, width: int, height: int) -> list[str]:
    """The text in block letters, the largest that fit, up to twice as high as wide; as plain text where none do."""
    best: tuple[int, list[str]] = (0, [text[:width]])
    for parts in ((text,), tuple(text.split())):
        rows = [points(part) for part in parts]
        widest = max((len(row[0]) for row in rows if row), default=1)
        for across, down in _SCALES:
            if across * down <= best[0] or widest * across > width:
                continue
            tall = list(chain.from_iterable([*blocks(each, across, down), ""] for each in rows))[:-1]
            if len(tall) <= height:
                best = (across * down, [line.center(widest * across) for line in tall])
    return best[1]
