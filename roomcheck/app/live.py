"""A check of a real network for any front end: the probes, the clock and the link put together."""

import asyncio
from pathlib import Path

from roomcheck.app.check import Check, Instruments, Watcher
from roomcheck.app.opening import context_of
from roomcheck.app.plan import Plan
from roomcheck.listeners import LISTENERS
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Body
from roomcheck.model.network import Network
from roomcheck.net.capture_program import may_capture
from roomcheck.net.clock import SystemClock, offset, zone
from roomcheck.net.live import open_link
from roomcheck.probes import PROBES


class Live:
    """One check on the link that the person chose. `run` belongs to one loop; `stop` and `say` to any thread."""

    def __init__(self, plan: Plan, network: Network, library: Library, watcher: Watcher, language: str = "en") -> None:
        self._language = language
        self._plan = plan
        self._network = network
        self._library = library
        self._clock = SystemClock()
        self._check = Check(plan, network, self._clock, Instruments(PROBES, LISTENERS, library), watcher)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> Assessment:
        """Runs the check, and leaves its findings beside the recording.

        Raises NotAllowed where development is held to the lab, RecordingError where nothing can be written.
        """
        self._loop = asyncio.get_running_loop()
        plan = self._plan
        context = context_of(
            plan,
            self._network,
            self._library,
            zone=zone(),
            offset=offset()[0],
            privileged=plan.capture and may_capture(),
        )
        assessment = await self._check.run(
            lambda recorder: open_link(
                self._network,
                recorder=recorder,
                clock=self._clock,
                pace_per_s=plan.pace_per_s,
                capture=plan.capture,
                pcapng=_unused(plan.folder),
            ),
            context,
        )
        from roomcheck.app.findings import write_findings  # what writes pages is slow to import, and comes last

        write_findings(plan.folder, assessment, self._library, self._language)
        return assessment

    def stop(self) -> None:
        """Ends the check soon; what was recorded is kept."""
        self._check.stop()

    def say(self, body: Body) -> None:
        """Puts what the person says into the recording that is being written."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._check.say, body)


def _unused(folder: Path) -> Path:
    """A name for the packets that no part of this check has used; a resumed check keeps the earlier packets."""
    names = ("packets.pcapng", *(f"packets-{number}.pcapng" for number in range(2, 1_000)))
    return next(folder / name for name in names if not (folder / name).exists())
