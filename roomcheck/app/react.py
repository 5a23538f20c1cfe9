"""The room-reaction test: cues to the person, frames from the air, and whether the two go together."""

import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.app.air import (
    NETWORK,
    REFUSALS,
    AirPlan,
    Progress,
    Watch,
    account,
    context_of,
    read_captures,
    record,
    sound,
    take,
    unreadable,
)
from roomcheck.assess.assessor import assess
from roomcheck.flows import cues, randomisation, reaction
from roomcheck.flows.cues import Block, Schedule
from roomcheck.flows.reaction import Outcome, Reaction
from roomcheck.flows.series import likes_of, missed_of, rates_of, series_of
from roomcheck.flows.table import Air
from roomcheck.flows.telling import chosen_of, judged, tell_reaction
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Checked, Closed, Cue, Custody, Decision, NotExamined, Observation
from roomcheck.model.errors import ImportFailed
from roomcheck.model.recording import Recording
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Reason
from roomcheck.net.air.channel import FREQUENCIES
from roomcheck.net.air.monitor import DWELL, Monitor
from roomcheck.net.clock import SystemClock
from roomcheck.recording import chain, journal
from roomcheck.recording.journal import Journal
from roomcheck.wire.captured import rfc3339
from roomcheck.wire.radio import ASKED, ReactionSeen, parse_reaction
from roomcheck.words import Line, msg

VIA: Final = "react"
_CUES: Final = 1 << 20
_SEEDS: Final = 1 << 31
_REDRAWS: Final = 10 * reaction.REDRAWS
"""Redrawn schedules of a recorded test that are computed again."""
_SLACK: Final = 2.0
"""Seconds by which the last cue may end after the capture."""


class Reacted(msgspec.Struct, frozen=True):
    """A finished test: its schedule, its statistics, and the likeness of each flow that was tested."""

    schedule: Schedule
    outcome: Outcome
    likes: dict[tuple[str, str], bool]
    """By station and access point."""
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
    sound([file])
    written, name = _written(cue_file), harmless(cue_file.name)
    context = context_of(plan, library, "react", privileged=False)
    with journal.create(plan.folder, context, SystemClock().now) as recording:
        how = "interrupted"
        try:
            air = read_captures([file], recording, progress, watch, bursts=True)
            digest = hashlib.sha256(written).hexdigest()
            read = f"{name} sha256 {digest}, {len(written)} bytes"
            recording.append(Custody(action="read", by="roomcheck", detail=read))
            schedule = cues.read_cues(written, name, (air.begun or 0) / 1e6)
            _covered(air, schedule, name)
            for number, block in enumerate(block for part in schedule.parts for block in part.blocks):
                at = rfc3339((air.begun or 0) + int(block.begin * 1e6))
                recording.append(Decision(what=f"cue {number}: {block.action}", why=f"as the cue file says, at {at}"))
            outcome, likes = _judge(air, schedule, plan, recording, redraws)
            how = "finished"
        finally:
            recording.append(Closed(how=how))
    return Reacted(schedule, outcome, likes, assess(chain.read(plan.folder), library), air)


def _written(cue_file: Path) -> bytes:
    try:
        with cue_file.open("rb") as stream:
            written = stream.read(_CUES + 1)
    except OSError as error:
        raise unreadable(cue_file, error) from None
    if len(written) > _CUES:
        raise ImportFailed(f"{harmless(cue_file.name)} is too long for a file of cues.", "Write one change a line.")
    return written


def _covered(air: Air, schedule: Schedule, name: str) -> None:
    """Raises ImportFailed where the capture ends before the cues do: what was not captured shows no silence."""
    last, heard = max(part.end for part in schedule.parts), (air.ended - (air.begun or air.ended)) / 1e6
    if last > heard + _SLACK:
        raise ImportFailed(
            f"The cues of {name} go on until {last:.0f} s, and the capture ends after {heard:.0f} s.",
            "Give the whole capture that was made while they were followed, or leave the later cues out of the file.",
        )


def again(recording: Recording) -> tuple[tuple[ReactionSeen, ...], Outcome] | None:
    """What a recording tells of its test, and the same test computed again from the measures and the seed in it.

    None where the recording holds no test, or not all that the test was computed from, or what no test of roomcheck's
    can hold, such as cues that are not those of its seed: it may come from anybody.
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
    sound = blocks == cues.possible(blocks) and 0 <= first.redraws <= _REDRAWS and len(told) <= reaction.MOST
    together = {(seen.cues, seen.seed, seen.redraws, seen.chosen) for _, seen in told}
    schedule = cues.schedule_of(blocks, first.seed, asked=first.chosen == ASKED) if sound else None
    if schedule is None or len(together) > 1 or first.chosen != chosen_of(schedule):
        return None
    if schedule.seed is not None and not cues.same_as_drawn(schedule, schedule.seed):
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
    chosen = msgspec.structs.replace(chosen, asked=seed is not None)
    context = context_of(plan, library, "react", privileged=True)
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
            account(monitor, recording)
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
        why = "the busiest channel" if plan.frequency is None else "the channel that was asked for"
        recording.append(Decision(what=f"stay at {frequency} MHz", why=why))
    else:
        why = f"the channel at {frequency} MHz could not be set"
        recording.append(Decision(what="stay on the adapter's channel", why=why))
        sentence = msg("the channel at {frequency} MHz could not be set; listening where the adapter is")
        progress(Line(sentence, frequency=frequency))


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
) -> tuple[Outcome, dict[tuple[str, str], bool]]:
    found = judged(air, plan.mine)
    record(air, recording, plan.mine)
    if not whole:
        recording.append(NotExamined(via=VIA, subject=NETWORK, reason=Reason.INTERRUPTED))
        return randomisation.run((), schedule, seed=0, redraws=redraws), {}
    likes = likes_of(found)
    sent = sorted(series_of(air, found), key=lambda each: (not likes[each.station, each.bssid], -sum(each.size)))
    series, left = sent[: reaction.MOST], sent[reaction.MOST :]
    seed = schedule.seed if schedule.seed is not None else 0
    outcome = randomisation.run(series, schedule, seed=seed, redraws=redraws)
    for each, reacted in zip(series, outcome.reactions, strict=True):
        told = tell_reaction(
            reacted, outcome, schedule, rates_of(each, schedule.seconds), like=likes[each.station, each.bssid],
            missed=missed_of(each), at=rfc3339(air.ended),
        )
        recording.append(told)
    asked, answered = max(len(sent), 1), len(outcome.reactions)
    recording.append(Checked(via=VIA, subject=NETWORK, asked=asked, answered=answered, seconds=schedule.seconds))
    if left:
        recording.append(
            NotExamined(via=VIA, subject=NETWORK, reason=Reason.TOO_MUCH, detail=f"{len(left)} devices more")
        )
    if not outcome.reactions:
        recording.append(NotExamined(via=VIA, subject=NETWORK, reason=Reason.TOO_QUIET))
    kinds = {part.kind.name: Counter(block.action for block in part.blocks) for part in schedule.parts}
    few = [kind.name for kind in cues.KINDS if _blocks_of(kinds.get(kind.name)) < cues.LEAST]
    if few:
        recording.append(
            NotExamined(via=VIA, subject=NETWORK, reason=Reason.TOO_FEW_CUES, detail=", ".join(few))
        )
    return outcome, likes


def _blocks_of(actions: "Counter[str] | None") -> int:
    return min(actions.values()) if actions else 0
