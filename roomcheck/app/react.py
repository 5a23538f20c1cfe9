"""The room-reaction test: cues to the person, frames from the air, and whether the two go together."""

import math
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.app.air import NETWORK, REFUSALS, AirPlan, Progress, Watch, context_of, read_captures, record, take
from roomcheck.assess.assessor import assess
from roomcheck.flows import cues, randomisation, reaction
from roomcheck.flows.cues import Block, Schedule
from roomcheck.flows.likeness import Likeness
from roomcheck.flows.reaction import Outcome, Reaction, Series
from roomcheck.flows.table import Air, Flow
from roomcheck.flows.telling import judged, tell_reaction
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Checked, Closed, Cue, Decision, NotExamined, Observation
from roomcheck.model.errors import ImportFailed
from roomcheck.model.recording import Recording
from roomcheck.model.vocabulary import Reason
from roomcheck.net.channel import FREQUENCIES
from roomcheck.net.clock import SystemClock
from roomcheck.net.monitor import DWELL, Monitor
from roomcheck.recording import chain, journal
from roomcheck.recording.journal import Journal
from roomcheck.wire.captured import rfc3339
from roomcheck.wire.radio import ReactionSeen, parse_reaction
from roomcheck.words import Line, msg

VIA: Final = "react"
_CUES: Final = 1 << 20
_SEEDS: Final = 1 << 31
_REDRAWS: Final = 10 * reaction.REDRAWS
"""Redrawn schedules of a recorded test that are computed again."""
_SECONDS: Final = 1_200
"""Seconds of a test of which the rates are written down."""


class Reacted(msgspec.Struct, frozen=True):
    """A finished test: its schedule, its statistics, and the likeness of each flow that was tested."""

    schedule: Schedule
    outcome: Outcome
    likes: dict[str, bool]
    assessment: Assessment
    air: Air


class Conductor:
    """Tells the person what to do. `told` is called when the action changes, `tick` ten times a second."""

    def __init__(
        self, told: Callable[[str | None, float], None], tick: Callable[[float, Air], None] | None = None
    ) -> None:
        self.told = told
        """With the action, None for rest, and the seconds until the next."""
        self.tick = tick
        """With the seconds since the beginning and what was heard; may raise Enough."""


def new_seed() -> int:
    """A seed that nobody could foresee."""
    return secrets.randbelow(_SEEDS)


def from_capture(
    file: Path, cue_file: Path, plan: AirPlan, library: Library, progress: Progress, watch: Watch | None = None, *,
    redraws: int = reaction.REDRAWS,
) -> Reacted:
    """The test on a capture and cues that were written down. `watch` may leave it with Enough while it is read.

    Raises ImportFailed or RecordingError.
    """
    try:
        written = cue_file.read_bytes()[:_CUES]
    except OSError as error:
        raise ImportFailed(f"{cue_file} could not be read ({error.strerror}).", "Check the name.") from None
    context = context_of(plan, library, "react", privileged=False)
    with journal.create(plan.folder, context, SystemClock().now) as recording:
        how = "interrupted"
        try:
            air = read_captures([file], recording, progress, watch, bursts=True)
            schedule = cues.read_cues(written, cue_file.name, (air.begun or 0) / 1e6)
            for number, block in enumerate(block for part in schedule.parts for block in part.blocks):
                at = rfc3339((air.begun or 0) + int(block.begin * 1e6))
                recording.append(Decision(what=f"cue {number}: {block.action}", why=f"as the cue file says, at {at}"))
            outcome, likes = _judge(air, schedule, plan, recording, redraws)
            how = "finished"
        finally:
            recording.append(Closed(how=how))
    return Reacted(schedule, outcome, likes, assess(chain.read(plan.folder), library), air)


def again(recording: Recording) -> tuple[tuple[ReactionSeen, ...], Outcome] | None:
    """What a recording tells of its test, and the same test computed again from the measures and the seed in it.

    None where the recording holds no test, or not all that the test was computed from, or what no test of roomcheck's
    can hold: it may come from anybody.
    """
    told = [
        (entry.body.source.mac or "", seen) for entry in recording.entries
        if isinstance(entry.body, Observation) and entry.body.kind == "reaction"
        and (seen := parse_reaction(entry.body.data)) is not None
    ]
    if not told:
        return None
    first = told[0][1]
    blocks = tuple(Block(cue.action, cue.begin, cue.end) for cue in first.cues)
    schedule = cues.schedule_of(blocks, first.seed)
    sound = blocks == cues.possible(blocks) and 0 <= first.redraws <= _REDRAWS and len(told) <= reaction.MOST
    if not sound or not schedule.parts:
        return None
    reactions = [Reaction(station=mac, bssid=seen.bssid, effects=(), pulse=seen.pulse) for mac, seen in told]
    found = randomisation.again(reactions, schedule, seed=first.seed or 0, redraws=first.redraws)
    return (tuple(seen for _, seen in told), found) if found is not None else None


def live(
    monitor: Monitor, plan: AirPlan, library: Library, conductor: Conductor, progress: Progress, *,
    seed: int | None = None, schedule: Schedule | None = None, redraws: int = reaction.REDRAWS,
) -> Reacted:
    """The test on a monitor interface, which stays on one channel. Every cue is an entry, with the seed.

    A test that an interrupt ends early is judged no further than the flows that were heard; one that the conductor
    leaves with Enough is not judged. Raises RecordingError; NoNetwork where the interface goes away.
    """
    clock = SystemClock()
    chosen = schedule or cues.draw(new_seed() if seed is None else seed)
    context = context_of(plan, library, "react", privileged=False)
    with journal.create(plan.folder, context, clock.now) as recording:
        started, how = clock.monotonic(), "interrupted"
        try:
            _choose_channel(monitor, plan, recording, progress)
            why = (
                "drawn by chance now, so that nothing but what senses this room can follow them" if seed is None
                else "the cues of this seed were asked for"
            )
            recording.append(Decision(what=f"cues of seed {chosen.seed}", why=why))
            air, whole = _conduct(monitor, chosen, recording, conductor)
            outcome, likes = _judge(air, chosen, plan, recording, redraws, whole=whole)
            how = "finished" if whole else "interrupted"
        finally:
            recording.append(Closed(how=how, seconds=round(clock.monotonic() - started, 3)))
    return Reacted(chosen, outcome, likes, assess(chain.read(plan.folder), library), air)


def _choose_channel(monitor: Monitor, plan: AirPlan, recording: Journal, progress: Progress) -> None:
    frequency = plan.frequency
    if frequency is None and monitor.can_hop:
        heard: dict[int, int] = {}
        refused = 0
        for each in FREQUENCIES:
            if not heard and refused >= REFUSALS:
                break
            if not monitor.tune(each):
                refused += 1
            else:
                look = Air()
                take(monitor, look, DWELL)
                heard[each] = look.data_frames
                progress(Line(msg("looking for the busiest channel: {frequency} MHz"), frequency=each))
        frequency = max(heard, key=lambda each: (heard[each], -each), default=None)
    if frequency is None:
        recording.append(Decision(what="stay on the adapter's channel", why="it cannot be changed from here"))
    elif monitor.tune(frequency):
        recording.append(Decision(what=f"stay at {frequency} MHz", why="the busiest, or the one that was asked for"))


def _conduct(monitor: Monitor, schedule: Schedule, recording: Journal, conductor: Conductor) -> tuple[Air, bool]:
    """What was heard as the cues were told, and whether the test came to its end."""
    clock = SystemClock()
    air = Air(bursts=True)
    begun = clock.monotonic()
    air.begin(time.time_ns() // 1_000)
    blocks = [block for part in schedule.parts for block in part.blocks]
    current: str | None = None
    number = 0

    def tick() -> None:
        nonlocal current, number
        second = clock.monotonic() - begun
        action = schedule.action_at(second)
        if number < len(blocks) and second >= blocks[number].begin:
            recording.append(Cue(action=blocks[number].action, block=number, seed=schedule.seed))
            number += 1
        if action != current:
            current = action
            ends = [edge for block in blocks for edge in (block.begin, block.end) if edge > second]
            conductor.told(action, min(ends, default=schedule.seconds) - second)
        if conductor.tick is not None:
            conductor.tick(second, air)

    conductor.told(None, schedule.parts[0].begin)
    try:
        take(monitor, air, schedule.seconds, tick)
    except KeyboardInterrupt:
        return air, False
    return air, True


def _judge(
    air: Air, schedule: Schedule, plan: AirPlan, recording: Journal, redraws: int, *, whole: bool = True
) -> tuple[Outcome, dict[str, bool]]:
    found = judged(air, plan.mine)
    record(air, recording, plan.mine)
    if not whole:
        recording.append(NotExamined(via=VIA, subject=NETWORK, reason=Reason.INTERRUPTED))
        return randomisation.run((), schedule, seed=0, redraws=redraws), {}
    seed = schedule.seed if schedule.seed is not None else 0
    series = series_of(air, found)
    outcome = randomisation.run(series, schedule, seed=seed, redraws=redraws)
    rates = {(each.station, each.bssid): rates_of(each, schedule) for each in series}
    likes = {flow.station: likeness.camera_like for flow, likeness in reversed(found)}
    for each in outcome.reactions:
        told = tell_reaction(
            each, outcome, schedule, rates[each.station, each.bssid], like=likes[each.station], at=rfc3339(air.ended)
        )
        recording.append(told)
    asked = sum(len(part.blocks) for part in schedule.parts)
    recording.append(
        Checked(via=VIA, subject=NETWORK, asked=asked, answered=len(outcome.reactions), seconds=schedule.seconds)
    )
    if not outcome.reactions:
        recording.append(NotExamined(via=VIA, subject=NETWORK, reason=Reason.TOO_QUIET))
    if any(len(part.blocks) < 2 * cues.LEAST for part in schedule.parts):
        recording.append(NotExamined(via=VIA, subject=NETWORK, reason=Reason.TOO_FEW_CUES))
    return outcome, likes


def series_of(air: Air, found: Sequence[tuple[Flow, Likeness]]) -> list[Series]:
    """What each station sent, burst by burst; the flows of one station through one access point together."""
    begun = air.begun or 0
    at: dict[tuple[str, str], list[int]] = {}
    size: dict[tuple[str, str], list[int]] = {}
    for flow, _ in found:
        if flow.bursts is not None:
            at.setdefault((flow.station, flow.bssid), []).extend(each - begun for each in flow.bursts.at)
            size.setdefault((flow.station, flow.bssid), []).extend(flow.bursts.size)
    return [Series(station, bssid, at[station, bssid], size[station, bssid]) for station, bssid in at]


def rates_of(series: Series, schedule: Schedule) -> tuple[int, ...]:
    """The bytes of each second of the test."""
    rates = [0] * min(math.ceil(schedule.seconds), _SECONDS)
    for at, size in zip(series.at, series.size, strict=True):
        second = at // 1_000_000
        if 0 <= second < len(rates):
            rates[second] += size
    return tuple(rates)
