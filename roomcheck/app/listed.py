"""Check the air without special hardware: access points that the system lists, and Bluetooth -> assessment."""

import asyncio
from functools import partial
from typing import Final

import msgspec

from roomcheck.app.air import NETWORK, AirPlan, Progress, context_of
from roomcheck.assess.assessor import assess
from roomcheck.flows.telling import VIA
from roomcheck.listeners.air import (
    ACCESS_POINTS,
    BLUETOOTH,
    observation_of_advertisement,
    observations_of_point,
)
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Checked, Closed, Decision, NotExamined
from roomcheck.model.observation import Observation
from roomcheck.model.vocabulary import Reason
from roomcheck.net.air import airlist, bluetooth
from roomcheck.net.air.bluetooth import Hearing
from roomcheck.net.air.listed import Listed, once
from roomcheck.net.air.unheard import NO_LIBRARY, SWITCHED_OFF
from roomcheck.net.clock import SystemClock
from roomcheck.net.loop import run
from roomcheck.recording import chain, journal
from roomcheck.recording.journal import Journal
from roomcheck.words import Line, msg

_SECONDS: Final = 8.0
"""How long advertisements and changes of strength are heard; most devices advertise every second or two."""


class Around(msgspec.Struct, frozen=True):
    """What a system told of its surroundings. `assessment` is None where it told nothing; then nothing was written."""

    assessment: Assessment | None
    points: tuple[Listed, ...] = ()
    """As they were heard last, the strongest first."""
    missing: tuple[str, ...] = ()
    """Why something was not told of, in sentences of the catalogues."""


class _Told(msgspec.Struct, frozen=True):
    observations: tuple[Observation, ...]
    points: tuple[Listed, ...]
    hearing: Hearing


def check_listed(plan: AirPlan, library: Library, progress: Progress) -> Around:
    """Access points out of the system's cache, each again when its strength changes, and Bluetooth.

    Sends nothing, unless the plan has the person's consent to ask anew (`rescan`), which transmits.
    """
    clock = SystemClock()
    progress(Line(msg("asking the system for the access points that it knows")))
    told = run(_told(plan, clock))
    missing = [airlist.missing()] if not told.points else []
    missing += [told.hearing.why] if told.hearing.heard is None else []
    if not told.points and not told.hearing.heard:
        return Around(None, missing=tuple(missing))
    with journal.create(plan.folder, context_of(plan, library, "air", privileged=False), clock.now) as recording:
        if plan.rescan:
            recording.append(Decision(what="ask access points and Bluetooth devices", why="the person consented"))
        for observation in told.observations:
            recording.append(observation)
        for each in told.hearing.heard or ():
            recording.append(observation_of_advertisement(each, clock.now()))
        _account(told, recording)
        recording.append(Closed(how="finished"))
    return Around(assess(chain.read(plan.folder), library), told.points, tuple(missing))


async def _told(plan: AirPlan, clock: SystemClock) -> _Told:
    if plan.rescan:
        await airlist.rescan(consented=True)
    points: dict[str, Listed] = {}
    observations: list[Observation] = []

    async def watch() -> None:
        looking = partial(airlist.look, consented=plan.rescan)
        async for changed in airlist.changes(_SECONDS, looking=looking):
            if not changed and not points:
                return
            for point in changed:
                told = observations_of_point(point, clock.now())
                observations.extend(told[:1] if point.id in points else told)
                points[point.id] = point

    hearing, _ = await asyncio.gather(bluetooth.hear(_SECONDS, active=plan.rescan), watch())
    return _Told(tuple(observations), once(points.values()), hearing)


def _account(told: _Told, recording: Journal) -> None:
    """What was listened to, how long, and what could not be."""
    if told.points:
        answered = len(told.points)
        recording.append(
            Checked(via=ACCESS_POINTS, subject=NETWORK, asked=1, answered=answered, seconds=_SECONDS)
        )
    else:
        recording.append(NotExamined(via=ACCESS_POINTS, subject=NETWORK, reason=Reason.NO_EQUIPMENT))
    heard = told.hearing.heard
    if heard is None:
        reason = Reason.NO_EQUIPMENT if told.hearing.why in {SWITCHED_OFF, NO_LIBRARY} else Reason.NOT_SUPPORTED
        recording.append(NotExamined(via=BLUETOOTH, subject=NETWORK, reason=reason))
    else:
        recording.append(Checked(via=BLUETOOTH, subject=NETWORK, asked=1, answered=len(heard), seconds=_SECONDS))
    recording.append(NotExamined(via=VIA, subject=NETWORK, reason=Reason.NO_EQUIPMENT))
