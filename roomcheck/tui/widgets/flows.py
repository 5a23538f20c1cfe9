"""The list of flows: who sends what in the air, those like a camera's first; and why the one under the cursor is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from textual.content import Content
from textual.message import Message

from roomcheck.model.text import harmless
from roomcheck.tui.saying import Saying, saying_of
from roomcheck.tui.widgets.listing import Change, Column, Listing
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.app.overheard import Line

REASONS: Final = 6
"""Reasons of a flow that are told; the weightiest."""
_LIKE, _UNLIKE, _EARLY, _MINE = (
    ("◐", msg("like a camera")), ("–", msg("not like one")), ("…", msg("too early")), ("●", msg("yours")),
)


class FlowRow(msgspec.Struct, frozen=True, kw_only=True):
    """One flow in the list; every text is harmless."""

    like: str
    station: str
    rate: str
    network: str
    maker: str
    signal: str
    camera_like: bool


class Pointed(Message):
    """The cursor stands on another flow."""


class Flows(Listing[FlowRow]):
    """Rows are replaced in place while the air is heard."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("like", msg("Traffic"), 15, 17),
        Column("station", msg("Station"), 17, 17),
        Column("rate", msg("kbit/s out"), 11, 11),
        Column("network", msg("Network"), 10, 24),
        Column("maker", msg("Maker"), 10, 28),
        Column("signal", msg("Strength"), 8, 9),
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  the name that Textual gives it
        super().__init__(id=id)
        self._lines: dict[str, Line] = {}

    @property
    def line(self) -> "Line | None":
        """The flow under the cursor."""
        return self._lines.get(self.key or "")

    def show(self, lines: "Iterable[Line]") -> Change:
        """Brings the rows to `lines`; those like a camera's stand first, then those that sent most."""
        anew = self.speaks_anew()
        saying, before = saying_of(self), self._rows
        self._lines = {line.key: line for line in lines}
        rows = {}
        for key, line in self._lines.items():
            row = row_of(line, saying)
            rows[key] = before[key] if not anew and before.get(key) == row else row
        order = sorted(rows, key=lambda key: not rows[key].camera_like)
        return self.put(rows, order)

    def cell(self, row: FlowRow, column: str) -> str:
        text: str = getattr(row, column)
        return text

    def colour(self, row: FlowRow, column: str) -> str:
        return "verdict-suspect" if column == "like" and row.camera_like else ""

    def moved(self) -> None:
        self.post_message(Pointed())


def row_of(line: "Line", saying: Saying) -> FlowRow:
    """The row of one flow."""
    like = line.likeness is not None and line.likeness.camera_like and not line.mine
    symbol, word = _MINE if line.mine else _EARLY if line.likeness is None else _LIKE if like else _UNLIKE
    rate = f"{line.kbit_s:.0f}" if line.kbit_s >= 10 else f"{line.kbit_s:.1f}"
    return FlowRow(
        like=f"{symbol} {saying.say(word)}",
        station=line.station,
        rate=f"{rate:>11}",
        network=harmless(line.network, 64) if line.network else saying.say("(no name)"),
        maker=harmless(line.maker, 64) if line.maker else "",
        signal=f"{line.signal} dBm" if line.signal is not None else "",
        camera_like=like,
    )


def told(line: "Line", saying: Saying) -> Content:
    """What may be said of one flow, and for what reasons, each with its points."""
    say, likeness = saying.say, line.likeness
    if line.mine:
        return Content(say("You said that this device is yours: it is left out of checks and tests."))
    if likeness is None:
        return Content(say("Too little was heard to measure: at least five seconds, and 20 kB, are needed."))
    if likeness.camera_like:
        head = say(
            "Traffic of a camera's kind. A video call, a shared screen or another live picture looks the same; so does "
            "a neighbour's camera. This alone proves nothing."
        )
    else:
        head = say("Not of a camera's kind, as far as these measures tell.")
    lines = [Content.styled(head, "bold")]
    for reason in likeness.reasons[:REASONS]:
        sentence = say(reason.template, value=reason.value) if reason.template else harmless(reason.says, 300)
        lines.append(Content(f"{reason.points:+5.1f}  {sentence}"))
    return Content("\n").join(lines)
