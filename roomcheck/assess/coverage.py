"""What was checked, what could not be, and why. A verdict on the room is never better than this."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from roomcheck.assess import sentences
from roomcheck.assess.sentences import in_english, state
from roomcheck.model.assessment import Absence, CoverageReport, Means, Statement
from roomcheck.model.entry import Checked, Closed, NotExamined, Opened
from roomcheck.model.vocabulary import Reason

NETWORK: Final = "network"
"""The subject of what concerns the whole link."""

SPOILS: Final = frozenset({
    Reason.ISOLATED, Reason.CAPTIVE_PORTAL, Reason.VPN, Reason.NO_PREFIX, Reason.PROXY_ARP, Reason.TOO_LARGE,
    Reason.NETWORK_CHANGED,
})
"""Said of the network, each of these alone means that silence says nothing."""

FINDS_HOSTS: Final = frozenset({"arp", "ndp", "neighbour"})

AIR: Final = frozenset({"air", "react"})
"""Means that hear what is in the air: never everything, so never better than `partial`."""

COMFORTLESS: Final = frozenset({"none", "low"})
"""Levels with which no comforting sentence may go, and exit status 4."""


def cover(
    opened: Opened | None,
    closed: Closed | None,
    checked: Iterable[Checked],
    absences: Iterable[NotExamined],
    others: int,
) -> CoverageReport:
    """The coverage of a check; `others` is how many devices besides the gateway gave a sign of themselves."""
    means = _means(checked)
    missing = tuple(absences)
    level = _level(opened, closed, means, missing, others)
    statement = state(sentences.LEVELS[level])
    return CoverageReport(
        level=level,
        sentence=in_english(statement),
        statement=statement,
        checked=means,
        not_examined=tuple(absence_of(each) for each in missing),
        next_steps=_next_steps(missing, closed),
    )


def absence_of(entry: NotExamined) -> Absence:
    """A typed absence with its sentence."""
    return Absence(
        via=entry.via, subject=entry.subject, reason=entry.reason.value, detail=entry.detail,
        statement=state(sentences.REASONS[entry.reason]),
    )


def _means(checked: Iterable[Checked]) -> tuple[Means, ...]:
    sums: dict[str, list[Checked]] = defaultdict(list)
    for each in checked:
        sums[each.via].append(each)
    return tuple(
        Means(
            via=via, asked=sum(each.asked for each in found), answered=sum(each.answered for each in found),
            seconds=round(sum(each.seconds for each in found), 3),
        )
        for via, found in sorted(sums.items())
    )


def _level(
    opened: Opened | None,
    closed: Closed | None,
    means: tuple[Means, ...],
    missing: tuple[NotExamined, ...],
    others: int,
) -> str:
    if opened is None or opened.means == "import":
        return "not stated"
    if opened.means in AIR:
        return "partial" if any(each.answered for each in means if each.via in AIR) else "low"
    looked = any(each.via in FINDS_HOSTS for each in means)
    if not means and not others:
        return "none"
    if opened.means == "listen" or any(each.subject == NETWORK and each.reason in SPOILS for each in missing):
        return "low"
    if not looked or not others:
        return "low"
    if closed is None or closed.how != "finished" or missing:
        return "partial"
    return "good"


def _next_steps(missing: tuple[NotExamined, ...], closed: Closed | None) -> tuple[Statement, ...]:
    reasons = list(dict.fromkeys(each.reason for each in missing))
    if closed is not None and closed.how != "finished" and Reason.INTERRUPTED not in reasons:
        reasons.append(Reason.INTERRUPTED)
    steps = dict.fromkeys(sentences.NEXT_STEPS[reason] for reason in reasons if reason in sentences.NEXT_STEPS)
    return tuple(state(step) for step in steps)
