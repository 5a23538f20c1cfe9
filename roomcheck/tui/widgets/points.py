"""The access points around, as the system lists them. Names that cameras give their own networks stand out."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

import msgspec

from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict
from roomcheck.tui.saying import SYMBOLS, Saying, saying_of
from roomcheck.tui.widgets.listing import Change, Column, Listing
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.app.surroundings import Point

_STAND_OUT = (Verdict.CAMERA, Verdict.SUSPECT)


class PointRow(msgspec.Struct, frozen=True, kw_only=True):
    """One access point in the list; every text is harmless."""

    name: str
    says: str
    strength: str
    channel: str
    bssid: str
    maker: str
    verdict: Verdict


class Points(Listing[PointRow]):
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("name", msg("Network"), 14, 28),
        Column("says", msg("By its name"), 12, 13),
        Column("strength", msg("Strength"), 8, 9),
        Column("channel", msg("Channel"), 8, 9),
        Column("maker", msg("Maker"), 10, 28),
        Column("bssid", msg("Address"), 17, 17),
    )

    def show(self, points: "Iterable[Point]") -> Change:
        """Brings the rows to `points`; those that stand out come first, then the strongest."""
        self.speaks_anew()
        saying = saying_of(self)
        rows = {point.listed.id: row_of(point, saying) for point in points}
        return self.put(rows, sorted(rows, key=lambda key: rows[key].verdict not in _STAND_OUT))

    def cell(self, row: PointRow, column: str) -> str:
        text: str = getattr(row, column)
        return text

    def colour(self, row: PointRow, column: str) -> str:
        return f"verdict-{row.verdict.value}" if column == "says" and row.says else ""


def row_of(point: "Point", saying: Saying) -> PointRow:
    """The row of one access point."""
    listed, verdict = point.listed, point.verdict
    dbm, quality = listed.signal_dbm, listed.quality
    strength = f"{dbm} dBm" if dbm is not None else f"{quality} %" if quality is not None else ""
    place = listed.channel if listed.channel is not None else f"{listed.frequency} MHz" if listed.frequency else ""
    return PointRow(
        name=harmless(listed.ssid, 64) if listed.ssid else saying.say("(no name)"),
        says=f"{SYMBOLS[verdict]} {saying.verdict(verdict)}" if verdict in _STAND_OUT else "",
        strength=strength,
        channel=str(place),
        bssid=listed.bssid or saying.say("(not told)"),
        maker=harmless(point.maker, 64) if point.maker else "",
        verdict=verdict,
    )
