"""Check a room: probes and listeners -> recording -> assessment, in one run."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from roomcheck.app.estimate import is_large
from roomcheck.app.opening import pace_decision
from roomcheck.app.plan import PROFILES, Plan
from roomcheck.app.planner import SWEEP, Planner
from roomcheck.assess.assessor import Assessor
from roomcheck.listeners.listener import Listener
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Body, Closed, Custody, Entry, NotExamined, Opened, Sent
from roomcheck.model.errors import RecordingError
from roomcheck.model.network import Network
from roomcheck.model.observation import Observation
from roomcheck.model.vocabulary import Profile, Reason
from roomcheck.net.link import Clock, Link
from roomcheck.probes.probe import Probe, Target
from roomcheck.probes.tcp import ALL
from roomcheck.recording import chain
from roomcheck.recording import journal as journals
from roomcheck.recording.journal import Journal

REFRESH: Final = 0.25
"""Seconds between two interim assessments at the least."""

LOOK_ROUND: Final = 1.0
"""Seconds between two looks at whether this is still the same network."""

_BROKEN_OFF: Final = frozenset({Reason.INTERRUPTED, Reason.NETWORK_CHANGED})


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a check is."""

    seconds: float
    most: float
    done: int
    open: int
    probes: tuple[tuple[str, int, int], ...] = ()
    """Probe, questions asked, questions answered."""


class Watcher(Protocol):
    """A front end. Its methods must be quick, and must not raise."""

    def wrote(self, entry: Entry) -> None: ...

    def judged(self, assessment: Assessment) -> None: ...

    def progressed(self, progress: Progress) -> None: ...


class Opener(Protocol):
    """Opens the link: `roomcheck.net.open_link`, or a fake one."""

    def __call__(
        self, recorder: Callable[[Sent | NotExamined], None]
    ) -> contextlib.AbstractAsyncContextManager[Link]: ...


class Instruments(msgspec.Struct, frozen=True):
    """What a check looks and judges with."""

    probes: tuple[Probe, ...]
    listeners: tuple[Listener, ...]
    library: Library


class Check:
    """One check of one place, from its first entry to its last.

    Ends by itself, on `stop()`, or when its task is cancelled; in each case the recording is closed and says how.
    """

    def __init__(self, plan: Plan, network: Network, clock: Clock, instruments: Instruments, watcher: Watcher) -> None:
        self._plan = plan
        self._network = network
        self._clock = clock
        self._instruments = instruments
        self._watcher = watcher
        self._assessor = Assessor(instruments.library)
        self._stopped: Reason | None = None
        self._stale = True
        self._planner: Planner | None = None
        self._journal: Journal | None = None
        self._ended = False
        self._broken: RecordingError | None = None
        self._before: list[tuple[int, Observation]] = []
        self._started = clock.monotonic()

    def stop(self) -> None:
        """Ends the check soon, as the person asked."""
        self._stopped = Reason.INTERRUPTED

    async def run(self, open_link: Opener, context: Opened) -> Assessment:
        """Runs the check and gives its assessment.

        Raises RecordingError where the recording cannot be written on; what was written is kept.
        """
        self._started = self._clock.monotonic()
        self._journal = self._open(context)
        with self._journal:
            how = "interrupted"
            try:
                async with open_link(self._record_sent) as link:
                    await self._look(link)
                how = how if self._stopped in _BROKEN_OFF else "finished"
            finally:
                self._record(Closed(how=how, seconds=round(self._elapsed(), 3)))
                self._ended = True
            if self._broken is not None:
                raise self._broken
            return self._assessor.assessment(self._journal.head)

    def say(self, body: Body) -> None:
        """Records what the person adds while the check runs; to be called in the check's own loop."""
        if self._journal is not None and not self._ended:
            self._record(body)

    def _open(self, context: Opened) -> Journal:
        """A new recording, or the one that was left off, with all that it holds taken in."""
        if not self._plan.resume:
            return journals.create(self._plan.folder, context, self._clock.now, (self._take,))
        journal = journals.reopen(self._plan.folder, self._clock.now)
        for entry in chain.read(self._plan.folder).entries:
            self._take(entry)
            if isinstance(entry.body, Observation):
                self._before.append((entry.seq, entry.body))
        journal.heard.append(self._take)
        journal.append(Custody(action="resumed", by=context.person or "the person"))
        return journal

    def _elapsed(self) -> float:
        return self._clock.monotonic() - self._started

    def _take(self, entry: Entry) -> None:
        self._assessor.add(entry)
        self._stale = True
        self._watcher.wrote(entry)

    def _record(self, body: Body) -> int:
        """Appends an entry. Where the disk is full or gone the check ends, and says so at its end."""
        assert self._journal is not None
        if self._broken is None:
            try:
                return self._journal.append(body).seq
            except RecordingError as error:
                self._broken, self._stopped = error, Reason.FAILED
        return self._journal.count

    def _record_sent(self, body: Sent | NotExamined) -> None:
        self._record(body)

    async def _look(self, link: Link) -> None:
        limits = PROFILES[self._plan.profile]
        listening = self._plan.listen_for
        planner = self._planner = Planner(self._probes(), link, self._record)
        listeners = [asyncio.create_task(self._listen(each, link)) for each in self._instruments.listeners]
        watching = (asyncio.create_task(self._refresh()), asyncio.create_task(self._watch_place(link)))
        most = limits.most if listening is None else listening
        least = limits.listen if listening is None else listening
        try:
            if listening is not None:
                self._record(NotExamined(via="probes", subject="network", reason=Reason.LISTEN_ONLY))
            else:
                self._record(pace_decision(self._network, self._plan))
            # Listeners have their sockets before the first question goes out.
            await asyncio.sleep(0)
            planner.begin(self._network)
            for seq, observation in self._before:
                planner.consider(seq, observation)
            try:
                async with asyncio.timeout(max(most - self._elapsed(), 0.1)):
                    await planner.run(lambda: self._enough(least))
            except TimeoutError:
                self._stopped = self._stopped or Reason.BUDGET
        except asyncio.CancelledError:
            self._stopped = Reason.INTERRUPTED
            raise
        finally:
            for task in (*listeners, *watching):
                task.cancel()
            await asyncio.gather(*listeners, *watching, return_exceptions=True)
            if self._stopped is not None:
                await planner.stop(self._stopped if listening is None else Reason.LISTEN_ONLY)
            planner.account()

    def _probes(self) -> tuple[Probe, ...]:
        """What may be asked here: nothing where one only listens, no sweep of what is larger than was agreed to."""
        if self._plan.listen_for is not None:
            return ()
        if self._plan.large or not is_large(self._network):
            return self._instruments.probes
        detail = ", ".join(map(str, self._network.subnets4))
        self._record(NotExamined(via=SWEEP, subject="network", reason=Reason.TOO_LARGE, detail=detail))
        return tuple(probe for probe in self._instruments.probes if probe.name != SWEEP)

    async def _watch_place(self, link: Link) -> None:
        """Ends the check where the computer has moved to another network: nothing may be sent there unasked."""
        while (change := await link.change()) is None:  # noqa: ASYNC110 - the system tells no event of it
            await asyncio.sleep(LOOK_ROUND)
        self._record(NotExamined(via="network", subject="network", reason=Reason.NETWORK_CHANGED, detail=change))
        self._stopped = self._stopped or Reason.NETWORK_CHANGED

    def _enough(self, least: float) -> bool:
        if self._stopped is not None:
            return True
        if self._plan.profile is Profile.THOROUGH and self._plan.listen_for is None and self._dig():
            return False
        return self._elapsed() >= least

    def _dig(self) -> bool:
        """Plans all TCP ports of the devices that are still unresolved; whether there was anything new to plan."""
        assert self._planner is not None
        assert self._journal is not None
        before = self._planner.open
        interim = self._assessor.assessment(self._journal.head)
        most = PROFILES[Profile.THOROUGH].most
        targets = [
            Target(via="tcp", ip=finding.addresses.ipv4[0], detail=ALL, urgency=9, seconds=most)
            for finding in interim.devices
            if finding.verdict.value == "unresolved" and finding.addresses.ipv4
        ]
        self._planner.plan(targets, "unresolved so far, and the profile is thorough")
        return self._planner.open > before

    async def _listen(self, listener: Listener, link: Link) -> None:
        assert self._planner is not None
        async for observation in listener.listen(link):
            self._planner.take(observation)

    async def _refresh(self) -> None:
        while True:
            await asyncio.sleep(REFRESH)
            if self._stopped is not None and self._planner is not None:
                await self._planner.stop(self._stopped)
            self._progressed()
            if self._stale:
                self._stale = False
                assert self._journal is not None
                self._watcher.judged(self._assessor.assessment(self._journal.head))

    def _progressed(self) -> None:
        planner = self._planner
        if planner is None:
            return
        self._watcher.progressed(
            Progress(
                seconds=self._elapsed(), most=PROFILES[self._plan.profile].most, done=planner.done, open=planner.open,
                probes=tuple((via, each.asked, each.answered) for via, each in sorted(planner.tallies.items())),
            )
        )
