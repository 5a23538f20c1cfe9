"""What one finding is in a list: cells with what is shown, and by what they are sorted."""

from ipaddress import ip_address
from typing import Final

import msgspec

from roomcheck.model.assessment import Finding
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Verdict
from roomcheck.tui.saying import SYMBOLS, Saying
from roomcheck.words import msg

Place = tuple[float | str, ...]
_ORDER: Final = {Verdict.CAMERA: 0, Verdict.SUSPECT: 1, Verdict.UNRESOLVED: 2, Verdict.CLEARED: 3}

SORTS: Final = (("verdict", msg("by verdict")), ("address", msg("by address")), ("maker", msg("by maker")))
FILTERS: Final = (
    ("all", msg("all devices")),
    ("found", msg("cameras and suspects")),
    ("unresolved", msg("unresolved")),
    ("cleared", msg("cleared")),
)
_OF_FILTER: Final = {
    "found": (Verdict.CAMERA, Verdict.SUSPECT),
    "unresolved": (Verdict.UNRESOLVED,),
    "cleared": (Verdict.CLEARED,),
}


class Cell(msgspec.Struct, frozen=True):
    """What is shown, and by what it is sorted."""

    text: str
    place: Place = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One device in the list."""

    key: str
    of: Verdict
    verdict: Cell
    address: Cell
    kind: Cell
    maker: Cell
    name: Cell
    mark: Cell

    def place(self, sort: str) -> tuple[Place, Place]:
        """Where the row stands in an order; by verdict where that says nothing."""
        cell: Cell = getattr(self, sort)
        return cell.place, self.verdict.place


class View(msgspec.Struct, frozen=True):
    """What the person wants to see of the list."""

    sort: str = "verdict"
    only: str = "all"
    search: str = ""

    def shows(self, finding: Finding) -> bool:
        if finding.verdict not in _OF_FILTER.get(self.only, tuple(Verdict)):
            return False
        if not self.search:
            return True
        told = (
            finding.id,
            finding.addresses.mac,
            *finding.addresses.ipv4,
            *finding.addresses.ipv6,
            finding.maker,
            finding.vendor,
            finding.model,
            finding.kind,
            *finding.names,
        )
        return self.search.casefold() in " ".join(str(each) for each in told if each).casefold()


def row_of(finding: Finding, saying: Saying) -> Row:
    """The row of one finding; every text is harmless and bounded."""
    address = (*finding.addresses.ipv4, *finding.addresses.ipv6, finding.addresses.mac or finding.id)[0]
    maker = harmless(maker_of(finding), 80)
    kind = saying.kind(finding.kind) if finding.kind else ""
    name = harmless(finding.names[0], 80) if finding.names else ""
    if finding.gateway:
        kind = saying.say("{kind} (gateway)", kind=kind) if kind else saying.say("gateway")
    return Row(
        key=finding.id,
        of=finding.verdict,
        verdict=Cell(
            f"{SYMBOLS[finding.verdict]} {saying.verdict(finding.verdict)}",
            (_ORDER[finding.verdict], -abs(finding.log10_lr), finding.id),
        ),
        address=Cell(harmless(address, 64), _address_place(address)),
        kind=Cell(kind),
        maker=Cell(maker, (not maker, maker.casefold())),
        name=Cell(name),
        mark=Cell(mark_of(finding, saying)),
    )


def maker_of(finding: Finding) -> str:
    """Maker and model as one name; the registrant of the address where no maker is known."""
    maker, model = finding.maker or finding.vendor or "", finding.model or ""
    return model if model.casefold().startswith(maker.casefold()) and model else f"{maker} {model}".strip()


def mark_of(finding: Finding, saying: Saying) -> str:
    """How the person marked a device, in a word."""
    if finding.disclosed:
        return saying.say("disclosed")
    return saying.say("known") if finding.known else ""


def _address_place(address: str) -> Place:
    try:
        parsed = ip_address(address)
    except ValueError:
        return (9, address)
    return (parsed.version, f"{int(parsed):040d}")
