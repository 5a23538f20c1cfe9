"""Check the air: captures or a monitor interface -> flows -> recording -> assessment."""

import hashlib
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from roomcheck import __version__
from roomcheck.assess.assessor import assess
from roomcheck.flows.table import Air, Flow
from roomcheck.flows.telling import VIA, judged, tell
from roomcheck.match.library import Library
from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Checked, Closed, Custody, NotExamined, Opened
from roomcheck.model.errors import ImportFailed
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Reason
from roomcheck.net.air.channel import FREQUENCIES
from roomcheck.net.air.monitor import DWELL, Monitor
from roomcheck.net.clock import SystemClock, offset, zone
from roomcheck.recording import chain, journal
from roomcheck.recording.journal import Journal
from roomcheck.wire.airfile import hear, named, read_air
from roomcheck.wire.radiotap import LINK_TYPE
from roomcheck.words import Line, msg

NETWORK: Final = "network"
STAY: Final = 32.0
"""Seconds on one channel: a whole window of a flow and a little more."""
REFUSALS: Final = 3
"""Channels that the adapter may refuse before it is taken to know none."""
_CHUNK: Final = 1 << 20
_NEXT: Final = 20
"""MHz from one channel to the next of its band."""
_LOOK: Final = 512
"""Frames of a file after which the clock is looked at."""
_TENTH: Final = 0.1

Progress = Callable[[str], None]
"""Called now and then with a line, which is a `roomcheck.words.Line`. Must be quick, and must not raise."""

Watch = Callable[[Air], None]
"""Called some ten times a second with what was heard so far. Must be quick; may raise Enough."""


class Enough(Exception):
    """The person has heard enough. What was heard live is kept and judged; a file or a test is left off."""


class AirPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to listen to, and where to write. `mine` are the guest's own devices, which are left out."""

    folder: Path
    mine: frozenset[str] = frozenset()
    seconds: float = 120.0
    frequency: int | None = None
    """Stay on this channel, in MHz, instead of looking through all."""
    rescan: bool = False
    """The person consents that the system asks access points and Bluetooth devices around, which transmits."""
    listing: str | None = None
    room: str | None = None
    person: str | None = None


def context_of(plan: AirPlan, library: Library, means: str, *, privileged: bool) -> Opened:
    """The first entry of a check of the air."""
    return Opened(
        engine=__version__, signatures=f"{library.identity.version} {library.identity.sha256}", means=means,
        zone=zone(), clock_offset_s=offset()[0],
        platform=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        privileged=privileged, listing=plan.listing, room=plan.room, person=plan.person,
    )


def sound(files: Sequence[Path]) -> None:
    """Looks whether each file can be read and begins with something of the air, before anything is written about it.

    Reads up to the first 802.11 frame. Raises ImportFailed.
    """
    for file in files:
        try:
            with file.open("rb") as stream:
                empty = next(read_air(stream), None) is None
        except OSError as error:
            raise unreadable(file, error) from None
        if empty:
            raise _empty(file)


def unreadable(file: Path, error: OSError) -> ImportFailed:
    """What is said of a capture that the system does not hand over."""
    return ImportFailed(
        f"{harmless(str(file))} could not be read ({harmless(error.strerror or type(error).__name__)}).",
        "Check the name and the permission, and try again.",
    )


def _empty(file: Path) -> ImportFailed:
    return ImportFailed(
        f"{harmless(file.name)} holds no 802.11 frame that could be read.",
        "Capture in monitor mode, and save as pcap or pcapng with radiotap or PPI headers.",
    )


def read_captures(
    files: Sequence[Path], recording: Journal, progress: Progress, watch: Watch | None = None, *, bursts: bool = False
) -> Air:
    """The air in capture files, each named in the recording with its SHA-256. No copy is kept of others' data.

    `bursts`: the flows keep what they sent burst by burst, as the room-reaction test needs.
    Raises ImportFailed where a file cannot be read or holds no 802.11 frame, which `sound` tells beforehand.
    """
    air = Air(bursts=bursts)
    looked = time.monotonic()
    for file in files:
        before = air.frames
        progress(Line(msg("reading {file}"), file=harmless(file.name)))
        try:
            recording.append(Custody(action="read", by="roomcheck", detail=_described(file)))
            with file.open("rb") as stream:
                for heard, beacon in read_air(stream):
                    air.add(heard, beacon)
                    if watch is not None and air.frames % _LOOK == 0 and time.monotonic() - looked >= _TENTH:
                        looked = time.monotonic()
                        watch(air)
        except OSError as error:
            raise unreadable(file, error) from None
        if air.frames == before:
            raise _empty(file)
        air.interrupt()
    if watch is not None:
        watch(air)
    return air


def _described(file: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
    return f"{harmless(file.name)} sha256 {digest.hexdigest()}, {size} bytes"


def check_captures(
    files: Sequence[Path], plan: AirPlan, library: Library, progress: Progress, watch: Watch | None = None
) -> tuple[Air, Assessment]:
    """The flows in capture files, recorded and assessed.

    Raises ImportFailed before anything is written, where a file is none that can be read; or RecordingError.
    """
    sound(files)
    context = context_of(plan, library, "air", privileged=False)
    with journal.create(plan.folder, context, SystemClock().now) as recording:
        how = "interrupted"
        try:
            air = read_captures(files, recording, progress, watch)
            record(air, recording, plan.mine)
            how = "finished"
        finally:
            recording.append(Closed(how=how))
    return air, assess(chain.read(plan.folder), library)


def check_live(
    monitor: Monitor, plan: AirPlan, library: Library, progress: Progress, watch: Watch | None = None
) -> tuple[Air, Assessment]:
    """The flows that a monitor interface hears, recorded and assessed."""
    clock = SystemClock()
    # No socket of a monitor was ever opened without those rights, whoever this process has become since.
    with journal.create(plan.folder, context_of(plan, library, "air", privileged=True), clock.now) as recording:
        started, how, air = clock.monotonic(), "interrupted", Air()
        try:
            _look(monitor, air, plan, progress, watch)
            how = "finished"
        except (KeyboardInterrupt, Enough):
            progress(Line(msg("stopped; what was heard is kept")))
        finally:
            record(air, recording, plan.mine)
            account(monitor, recording)
            recording.append(Closed(how=how, seconds=round(clock.monotonic() - started, 3)))
    return air, assess(chain.read(plan.folder), library)


def take(monitor: Monitor, air: Air, seconds: float, tick: Callable[[], None] | None = None) -> None:
    """Hears for that long; `tick`, called ten times a second, may raise Enough."""
    for packet in monitor.packets(seconds):
        if packet is None:
            if tick is not None:
                tick()
            continue
        heard = hear(packet.data, packet.at, LINK_TYPE, packet.length)
        if heard is not None:
            air.add(heard, named(packet.data, LINK_TYPE, heard))


def _look(monitor: Monitor, air: Air, plan: AirPlan, progress: Progress, watch: Watch | None) -> None:
    """One look through all channels, then stays where there is traffic; or one stay, where nothing can be changed."""
    tick = _teller(air, progress, watch)
    if plan.frequency is not None or not monitor.can_hop:
        if plan.frequency is not None and not monitor.tune(plan.frequency):
            sentence = msg("the channel at {frequency} MHz could not be set; listening where the adapter is")
            progress(Line(sentence, frequency=plan.frequency))
        take(monitor, air, plan.seconds, tick)
        return
    clock = SystemClock()
    until = clock.monotonic() + plan.seconds
    heard: dict[int, int] = {}
    refused = 0
    for frequency in FREQUENCIES:
        if clock.monotonic() >= until or (refused >= REFUSALS and not heard):
            break
        if not monitor.tune(frequency):
            refused += 1
            continue
        before = air.data_frames
        take(monitor, air, DWELL, tick)
        heard[frequency] = air.data_frames - before
    if not heard:
        progress(Line(msg("the channel cannot be changed; listening where the adapter is")))
        take(monitor, air, max(until - clock.monotonic(), 0.0), tick)
        return
    looked = msg("channels looked through: {channels}; networks: {networks}")
    progress(Line(looked, channels=len(heard), networks=len(air.networks)))
    air.interrupt()
    for frequency in sorted(heard, key=lambda each: (-heard[each], each)):
        left = until - clock.monotonic()
        if left <= 1 or not heard[frequency]:
            break
        monitor.tune(frequency)
        progress(Line(msg("listening at {frequency} MHz"), frequency=frequency))
        take(monitor, air, min(STAY, left), tick)
        air.interrupt()


def _teller(air: Air, progress: Progress, watch: Watch | None) -> Callable[[], None]:
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks % 20 == 0:
            counts = {"frames": air.frames, "stations": len(air.stations), "flows": len(air.flows)}
            progress(Line(msg("{frames} frames, {stations} stations, {flows} flows"), **counts))
        if watch is not None:
            watch(air)

    return tick


def record(air: Air, recording: Journal, mine: frozenset[str]) -> None:
    """Writes down what was heard, on which channels and how long, and what cannot be heard so."""
    for observation in tell(air, mine):
        recording.append(observation)
    seconds = max((air.ended - (air.begun or air.ended)) / 1e6, 0.0)
    recording.append(
        Checked(via=VIA, subject=NETWORK, asked=max(air.frames, 1), answered=air.data_frames, seconds=round(seconds, 3))
    )
    for frequency, (frames, dwelt) in sorted(air.channels.items()):
        recording.append(
            Checked(via=f"{VIA} {frequency} MHz", subject=NETWORK, asked=frames, answered=frames, seconds=float(dwelt))
        )
    unheard = [frequency for frequency in FREQUENCIES if frequency not in air.channels]
    if unheard:
        recording.append(
            NotExamined(via=VIA, subject=NETWORK, reason=Reason.OTHER_CHANNEL, detail=ranges_of(unheard))
        )
    flows = [flow for flow, _ in judged(air, mine)]
    for reason in _limits(air, flows):
        recording.append(NotExamined(via=VIA, subject=NETWORK, reason=reason))


def ranges_of(frequencies: Sequence[int]) -> str:
    """Channels as ranges of their centres: `2417–2432, 5180 MHz`. Neighbours in the table of channels share a range."""
    wanted = set(frequencies)
    told: list[str] = []
    for several, run in groupby(FREQUENCIES, key=wanted.__contains__):
        if several:
            told += [f"{ends[0]}–{ends[-1]}" if len(ends) > 1 else str(ends[0]) for ends in _by_band(tuple(run))]
    return f"{', '.join(told)} MHz" if told else ""


def _by_band(frequencies: Sequence[int]) -> list[list[int]]:
    bands: list[list[int]] = []
    for each in frequencies:
        if bands and each - bands[-1][-1] <= _NEXT:
            bands[-1].append(each)
        else:
            bands.append([each])
    return bands


def _limits(air: Air, flows: Sequence[Flow]) -> Iterator[Reason]:
    yield Reason.NOT_IN_THE_AIR
    if any(flow.aggregated for flow in flows):
        yield Reason.SHARED_FRAME
    if any(flow.missed > (flow.up + flow.down) // 4 for flow in flows):
        yield Reason.FAINT
    if any(network.multi_link for network in air.networks.values()):
        yield Reason.OTHER_LINK
    if air.overflow:
        yield Reason.TOO_MUCH


def account(monitor: Monitor, recording: Journal) -> None:
    """Writes down how many frames came faster than they could be taken, if any."""
    monitor.statistics()
    if monitor.lost:
        recording.append(
            NotExamined(via=VIA, subject=NETWORK, reason=Reason.TOO_MUCH, detail=f"{monitor.lost} frames")
        )
