"""The access points that the system knows of, and what may be said of each at once, without a check of its own."""

from collections.abc import Iterable

import msgspec

from roomcheck.assess.assessor import assess
from roomcheck.listeners.air import observations_of_point
from roomcheck.match.library import Library
from roomcheck.model.recording import bare
from roomcheck.model.vocabulary import Verdict
from roomcheck.net.air import airlist
from roomcheck.net.air.listed import Listed
from roomcheck.net.clock import SystemClock


class Point(msgspec.Struct, frozen=True):
    """An access point as the system lists it, with what may be said of it now."""

    listed: Listed
    maker: str | None
    verdict: Verdict
    """Of what its name and address say; never better than a check's, and kept nowhere."""


def points_around(library: Library) -> tuple[Point, ...]:
    """What the system knows of, the strongest first. Blocks for a few seconds at most; sends and records nothing."""
    return points_of(airlist.access_points(), library)


def points_of(listed: Iterable[Listed], library: Library) -> tuple[Point, ...]:
    """The same of a list that is at hand."""
    at, points = SystemClock().now(), tuple(listed)
    told = bare(each for point in points for each in observations_of_point(point, at))
    verdicts = {each.id: each.verdict for each in assess(told, library).devices}
    return tuple(
        Point(each, maker_of(each.bssid, library), verdicts.get(each.id, Verdict.UNRESOLVED)) for each in points
    )


def maker_of(mac: str, library: Library) -> str | None:
    """Who holds the prefix of an address; None for private and unregistered ones, and where there is no address."""
    holder = library.registry.holder(mac) if mac else None
    return holder[0] if holder is not None else None
