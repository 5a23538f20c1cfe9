"""Capitals of seven points' height, to be drawn large: Latin letters with their accents, and digits. As data."""

import unicodedata
from collections.abc import Iterator
from typing import Final

HEIGHT: Final = 7
ABOVE: Final = 2
"""Points above a capital for its accent."""
BELOW: Final = 2
"""Points below it for a cedilla."""

_ALPHABET: Final = "ABCDEFGHI JKLMNOPQR STUVWXYZ 0123456789 -.!?"
_DRAWN: Final = """
.###. ####. .#### ####. ##### ##### .#### #...# ###
#...# #...# #.... #...# #.... #.... #.... #...# .#.
#...# #...# #.... #...# #.... #.... #.... #...# .#.
##### ####. #.... #...# ####. ####. #.### ##### .#.
#...# #...# #.... #...# #.... #.... #...# #...# .#.
#...# #...# #.... #...# #.... #.... #...# #...# .#.
#...# ####. .#### ####. ##### #.... .#### #...# ###

..### #...# #.... #...# #...# .###. ####. .###. ####.
...#. #..#. #.... ##.## ##..# #...# #...# #...# #...#
...#. #.#.. #.... #.#.# #.#.# #...# #...# #...# #...#
...#. ##... #.... #.#.# #.#.# #...# ####. #...# ####.
...#. #.#.. #.... #...# #..## #...# #.... #.#.# #.#..
#..#. #..#. #.... #...# #...# #...# #.... #..#. #..#.
.##.. #...# ##### #...# #...# .###. #.... .##.# #...#

.#### ##### #...# #...# #...# #...# #...# #####
#.... ..#.. #...# #...# #...# #...# #...# ....#
#.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
.###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#...
....# ..#.. #...# .#.#. ##.## #...# ..#.. #....
####. ..#.. .###. ..#.. #...# #...# ..#.. #####

.###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###.
#...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...#
#..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...#
#.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .####
##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....#
#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#.
.###. .###. ##### .###. ...#. .###. .###. .#... .###. .##..

... . . .###.
... . # #...#
... . # ....#
### . # ...#.
... . # ..#..
... . . .....
... # # ..#..
"""

_MARKS: Final = {
    "\N{COMBINING ACUTE ACCENT}": ("...#.", "..#.."),
    "\N{COMBINING GRAVE ACCENT}": (".#...", "..#.."),
    "\N{COMBINING CIRCUMFLEX ACCENT}": ("..#..", ".#.#."),
    "\N{COMBINING DIAERESIS}": (".#.#.", "....."),
    "\N{COMBINING TILDE}": (".##.#", "#.##."),
    "\N{COMBINING CEDILLA}": ("..#..", ".##.."),
}
_SPACE: Final = 3
"""Points of an empty letter."""


def _glyphs() -> Iterator[tuple[str, tuple[str, ...]]]:
    for letters, block in zip(_ALPHABET.split(), _DRAWN.strip("\n").split("\n\n"), strict=True):
        lines = [line.split() for line in block.split("\n")]
        for place, letter in enumerate(letters):
            yield letter, tuple(line[place] for line in lines)


GLYPHS: Final = dict(_glyphs())


def points(text: str) -> tuple[str, ...]:
    """The text in capitals as rows of `#` and `.`; a letter that is not known is left empty.

    Rows for accents and cedillas are there only where the text has such.
    """
    drawn = [_letter(letter) for letter in unicodedata.normalize("NFC", text.upper())]
    rows = tuple(".".join(parts) for parts in zip(*drawn, strict=True)) if drawn else ()
    above = next((number for number in range(ABOVE) if "#" in "".join(rows[number : number + 1])), ABOVE)
    above = 0 if above < ABOVE else ABOVE
    below = len(rows) if any("#" in row for row in rows[ABOVE + HEIGHT :]) else ABOVE + HEIGHT
    return rows[above:below]


def _letter(letter: str) -> tuple[str, ...]:
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    glyph = GLYPHS.get(base, ("." * _SPACE,) * HEIGHT)
    width = len(glyph[0])
    above: tuple[str, ...] = ("." * width,) * ABOVE
    below: tuple[str, ...] = ("." * width,) * BELOW
    for mark in marks:
        drawn = _MARKS.get(mark)
        if drawn is None:
            continue
        fitted = tuple(_centred(row, width) for row in drawn)
        if unicodedata.combining(mark) < 220:  # attached below
            below = fitted
        else:
            above = fitted
    return (*above, *glyph, *below)


def _centred(row: str, width: int) -> str:
    """A mark of five points over a letter of another width."""
    start = (len(row) - width) // 2
    return row[start : start + width] if start >= 0 else row.center(width, ".")


def blocks(rows: tuple[str, ...], across: int, down: int) -> list[str]:
    """Rows of points as half blocks, each point so many cells wide and so many half cells high."""
    wide = ["".join(("█" if point == "#" else " ") * across for point in row) for row in rows for _ in range(down)]
    if len(wide) % 2:
        wide.append(" " * len(wide[0]))
    return ["".join(map(_half, upper, lower)) for upper, lower in zip(wide[::2], wide[1::2], strict=True)]


def _half(upper: str, lower: str) -> str:
    if upper == lower:
        return upper
    return "▀" if upper == "█" else "▄"
