"""What to ask next: every observation may give reason to ask more; cameras' questions come first.

Equal targets are asked once. Few questions go to one host at a time, many hosts are asked side by side, and what did
not fit into the time set is said.
"""

import asyncio
import contextlib
import heapq
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from roomcheck.app.crowds import Claimed, Twins
from roomcheck.model.entry import Body, Checked, Decision, NotExamined
from roomcheck.model.network import Network
from roomcheck.model.observation import Observation
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Reason
from roomcheck.net.link import Clock, Link, LinkError
from roomcheck.probes.probe import Probe, Target
from roomcheck.probes.tcp import FEW
from roomcheck.probes.upnp import points_elsewhere

AT_ONCE: Final = 1_024
"""Questions that are open at the same time, over all hosts."""

AT_ONE_HOST: Final = 4
"""Questions over connections that are open to one host at the same time: cheap cameras fall over."""

MOST_OF_ONE: Final = 2_048
"""Observations that are kept of one source and one kind; devices that say more than that say it to flood."""

SWEEP: Final = "arp"
"""The probe after which it is known who has an IPv4 address."""


class Tally(msgspec.Struct):
    """What one probe asked and heard."""

    asked: int = 0
    answered: int = 0
    seconds: float = 0.0


class Planner:
    """Runs probes over a link until nothing is left to ask.

    `record` appends an entry and returns its number.
    """

    def __init__(self, probes: Sequence[Probe], link: Link, record: Callable[[Body], int]) -> None:
        self._probes: Mapping[str, Probe] = {probe.name: probe for probe in probes}
        self._link = link
        self._record = record
        self._clock: Clock = link.clock
        self._asked: set[Target] = set()
        self._waiting: list[tuple[int, int, Target]] = []
        self._order = itertools.count()
        self._parked: dict[str, list[tuple[int, int, Target]]] = defaultdict(list)
        self._at_host: Counter[str] = Counter()
        self._running: dict[asyncio.Task[None], Target] = {}
        self._changed = asyncio.Event()
        self._twins = Twins()
        self._claimed = Claimed()
        self._answered: set[tuple[str, str | None]] = set()
        self._elsewhere: set[tuple[str, str]] = set()
        self._kept: Counter[tuple[str, str]] = Counter()
        self.tallies: dict[str, Tally] = defaultdict(Tally)

    @property
    def open(self) -> int:
        """Questions that are waiting or being asked."""
        return len(self._waiting) + sum(len(parked) for parked in self._parked.values()) + len(self._running)

    @property
    def done(self) -> int:
        return len(self._asked) - self.open

    def begin(self, network: Network) -> None:
        """Plans what is asked before anything is known."""
        targets = [target for probe in self._probes.values() for target in probe.first(network)]
        self._plan(targets, "nothing is known yet")
        if not any(target.via == SWEEP for target in targets):
            self._release()

    def take(self, seen: Observation) -> bool:
        """Records an observation, and plans what it gives reason to ask; False where its source said too much."""
        key = (seen.kind, seen.source.ip or seen.source.mac or "")
        self._kept[key] += 1
        if self._kept[key] > MOST_OF_ONE:
            return False
        self.consider(self._record(seen), seen)
        return True

    def consider(self, seq: int, seen: Observation) -> None:
        """Plans what an observation gives reason to ask; one from outside the link gives none."""
        if seen.source.ip is not None and not self._link.in_scope(seen.source.ip):
            return
        self._twins.learn(seen)
        targets = self._claimed.learn(seen)
        self._asked.difference_update(targets)
        elsewhere = points_elsewhere(seen)
        if elsewhere is not None and seen.source.ip is not None:
            self._tell_elsewhere(seen.source.ip, harmless(elsewhere))
        targets += [target for probe in self._probes.values() for target in probe.following(seen)]
        self._plan(targets, f"entry {seq} ({seen.kind})", seen)

    def _tell_elsewhere(self, ip: str, location: str) -> None:
        if (ip, location) not in self._elsewhere and len(self._elsewhere) < MOST_OF_ONE:
            self._elsewhere.add((ip, location))
            self._record(NotExamined(via="upnp", subject=ip, reason=Reason.OFF_LINK, detail=location))

    def plan(self, targets: Iterable[Target], why: str) -> None:
        """Plans further targets, for a stated reason."""
        self._plan(targets, why)

    def _plan(self, targets: Iterable[Target], why: str, seen: Observation | None = None) -> None:
        new: list[Target] = []
        for wanted in targets:
            target = wanted
            if target in self._asked or (target.ip is not None and not self._link.in_scope(target.ip)):
                continue
            self._asked.add(target)
            if self._twins.holds_back(target):
                continue
            if self._claimed.holds_back(target, seen):
                target = Target(via="tcp", ip=target.ip, detail=FEW, urgency=9)
                if target in self._asked:
                    continue
                self._asked.add(target)
            heapq.heappush(self._waiting, (target.urgency, next(self._order), target))
            new.append(target)
        if new:
            self._record(Decision(what=_described(new), why=why))
            self._changed.set()

    async def run(self, until: Callable[[], bool]) -> None:
        """Asks until nothing is left and `until` agrees that it is enough."""
        while True:
            self._start()
            if not self._running and not self._waiting and until():
                return
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), 0.1)

    def _start(self) -> None:
        while self._waiting and len(self._running) < AT_ONCE:
            place = heapq.heappop(self._waiting)
            target = place[2]
            if target.datagrams and (target.via, target.ip) in self._answered:
                # It answered the question to all.
                continue
            if target.ip is not None and not target.datagrams:
                if self._at_host[target.ip] >= AT_ONE_HOST:
                    self._parked[target.ip].append(place)
                    continue
                self._at_host[target.ip] += 1
            task = asyncio.create_task(self._ask(target))
            self._running[task] = target
            task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)

    async def _ask(self, target: Target) -> None:
        probe = self._probes[target.via]
        tally = self.tallies[target.via]
        tally.asked += 1
        started = self._clock.monotonic()
        answered = False
        try:
            async with asyncio.timeout(target.seconds):
                async for observation in probe.ask(self._link, target):
                    answered = True
                    if target.ip is None and observation.source.ip is not None:
                        self._answered.add((target.via, observation.source.ip))
                    self.take(observation)
        except TimeoutError:
            if not answered and target.ip is not None:
                self._record(NotExamined(via=target.via, subject=target.ip, reason=Reason.NO_ANSWER))
        except LinkError as error:
            subject = target.ip or "network"
            self._record(NotExamined(via=target.via, subject=subject, reason=Reason.FORBIDDEN, detail=str(error)))
        finally:
            if target.via == SWEEP and target.ip is None:
                self._release()
            tally.answered += answered
            tally.seconds += self._clock.monotonic() - started
            self._leave(target)

    def _leave(self, target: Target) -> None:
        if target.ip is not None and not target.datagrams:
            self._at_host[target.ip] -= 1
            for place in self._parked.pop(target.ip, ()):
                heapq.heappush(self._waiting, place)
        self._changed.set()

    def _release(self) -> None:
        """After the sweep: IPv6 addresses of hosts that have no IPv4 address are asked, the others' are not."""
        alone, twins = self._twins.tell_apart()
        for target in alone:
            heapq.heappush(self._waiting, (target.urgency, next(self._order), target))
        if twins:
            why = "the same devices are asked at their IPv4 addresses"
            self._record(Decision(what=f"ask nothing at {', '.join(twins)[:1_900]}", why=why))

    async def stop(self, reason: Reason) -> None:
        """Ends what is being asked, and says what was not."""
        running, self._running = self._running, {}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        left = [place[2] for place in self._waiting] + [
            place[2] for parked in self._parked.values() for place in parked
        ]
        self._waiting, self._parked = [], defaultdict(list)
        for targets, what in ((left, "were not asked"), (list(running.values()), "were cut short")):
            unasked: dict[str, list[Target]] = defaultdict(list)
            for target in targets:
                unasked[target.via].append(target)
            for via, questions in sorted(unasked.items()):
                hosts = {target.ip for target in questions}
                detail = f"{len(questions)} questions to {len(hosts)} devices {what}"
                self._record(NotExamined(via=via, subject="network", reason=reason, detail=detail))

    def account(self) -> None:
        """Records what came in excess, and for each probe how many it asked and how many answered."""
        for (kind, source), count in sorted(self._kept.items()):
            if count > MOST_OF_ONE:
                detail = f"{count - MOST_OF_ONE} more of {kind}"
                self._record(NotExamined(via=kind, subject=source, reason=Reason.TOO_MUCH, detail=detail))
        for via, tally in sorted(self.tallies.items()):
            self._record(
                Checked(
                    via=via, subject="network", asked=tally.asked, answered=tally.answered,
                    seconds=round(tally.seconds, 3),
                )
            )


def _described(targets: list[Target]) -> str:
    """Targets in one line: the probes, and whom they ask."""
    asked: dict[str, list[str]] = defaultdict(list)
    for target in targets:
        port = f":{target.port}" if target.port else ""
        detail = f" {target.detail}" if target.detail else ""
        asked[target.ip or "the network"].append(f"{target.via}{port}{detail}")
    return "; ".join(f"ask {place}: {', '.join(names)}" for place, names in asked.items())[:2_000]
