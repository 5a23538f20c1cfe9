"""Frames -> flows. A flow is what one station and one other device exchange through one access point.

Memory does not grow with the capture: of each flow the frames of the present half minute are held, and of what came
before only the measures and the pace. All flows together have limits too, for captures that were made to fill memory.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from roomcheck.flows.bursts import Bursts
from roomcheck.flows.features import Frames, Measures, measure
from roomcheck.flows.pace import Pace
from roomcheck.model.addresses import mac_of_bytes
from roomcheck.wire.airfile import Heard
from roomcheck.wire.ieee80211 import Beacon, Type

WINDOW: Final = 30_000_000
"""Microseconds of traffic that are measured at a time."""
_FLOWS: Final = 4_096
_WINDOWS: Final = 720
"""Windows of one flow that are kept: six hours."""
_SHORTEST: Final = 5_000_000
"""Microseconds of traffic below which nothing is measured."""
_HELD: Final = 200_000
"""Frames of one window."""
_AGAIN: Final = 100_000
"""Microseconds in which the same sequence number is the same frame, heard twice."""
_RETRIED: Final = 1_000_000
"""The same, where the frame says that it is a repetition."""
_SENDERS: Final = 8_192
_CHANNELS: Final = 512
_EVERY: Final = 1 << 16
"""Data frames after which the limits of all flows together are looked at."""
_ALL_HELD: Final = 1_000_000
"""Frames of the present windows of all flows."""
_ALL_WINDOWS: Final = 65_536
_ALL_BURSTS: Final = 2_000_000
"""Half of them are more than the flows that a test compares can have."""
_ALL_NUMBERS: Final = 1 << 18
"""Sequence numbers that are remembered of all senders."""


class Key(msgspec.Struct, frozen=True):
    """The address triple. `other` is whom the station speaks with behind the access point, most often the router."""

    station: bytes
    bssid: bytes
    other: bytes


class Flow:
    """One flow as it grows. Counts are of frames that were heard; repetitions are counted apart, and only there."""

    def __init__(self, key: Key, at: int, begun: int, bursts: Bursts | None = None) -> None:
        self.key = key
        self.first = self.last = at
        """The earliest and the latest time of its frames."""
        self.up = self.down = self.up_bytes = self.down_bytes = 0
        self.repeated = self.aggregated = self.missed = 0
        self.signal: int | None = None
        self.channel: int | None = None
        self.measured: list[Measures] = []
        self.pace = Pace(begun)
        self.bursts = bursts
        """What the station sent, burst by burst, where that is asked for and there is room for it."""
        self._frames: Frames | None = None

    @property
    def station(self) -> str:
        return mac_of_bytes(self.key.station) or ""

    @property
    def bssid(self) -> str:
        return mac_of_bytes(self.key.bssid) or ""

    def add(self, heard: Heard, *, up: bool, missed: int = 0) -> None:
        """Counts a data frame that was not heard before; `missed` that its sender sent before it were never heard."""
        at, size = heard.at, heard.carried
        frames = self._frames
        if frames is None or at < frames.begun or at - frames.begun >= WINDOW or len(frames) >= _HELD:
            frames = self._settle(at)
        frames.add(at, size, up=up)
        if at > self.last:
            self.last = at
        elif at < self.first:
            self.first = at
        self.missed += missed
        self.aggregated += heard.radio.aggregate is not None
        if up:
            self.up += 1
            self.up_bytes += size
            if self.bursts is not None:
                self.bursts.add(at, size, missed)
            self.pace.add(at, size)
            self.signal = heard.radio.signal if heard.radio.signal is not None else self.signal
        else:
            self.down += 1
            self.down_bytes += size
        self.channel = heard.radio.frequency or self.channel

    def _settle(self, at: int) -> Frames:
        if self._frames is not None and at - self._frames.begun >= WINDOW:
            self._keep(measure(self._frames, WINDOW))
        else:
            # The clock went back, or the window is full before its time.
            self.interrupt()
        self._frames = Frames(at)
        return self._frames

    def _keep(self, found: Measures | None) -> None:
        if found is not None and len(self.measured) < _WINDOWS:
            self.measured.append(found)

    @property
    def held(self) -> int:
        """Frames of the present window."""
        return len(self._frames) if self._frames is not None else 0

    def interrupt(self) -> None:
        """The listener went to another channel: what is held is measured for what it is, or forgotten."""
        self._keep(self._present())
        self._frames = None

    def _present(self) -> Measures | None:
        length = self._frames.span if self._frames is not None else 0
        return measure(self._frames, length) if self._frames is not None and length >= _SHORTEST else None

    def windows(self) -> tuple[Measures, ...]:
        """The measures of each half minute, with what there is of the present one."""
        found = self._present()
        return (*self.measured, found) if found is not None else tuple(self.measured)


class Station(msgspec.Struct):
    """A device that was heard to send, and how strongly it came at last."""

    mac: str
    frames: int = 0
    signal: int | None = None
    channel: int | None = None
    last: int = 0


class Network(msgspec.Struct):
    """An access point by what it says of itself."""

    bssid: str
    ssid: str | None
    channel: int | None
    signal: int | None = None
    multi_link: bool = False
    beacons: int = 0


class Air:
    """All that was heard: networks, stations and flows. `bursts`: each flow keeps its station's bursts."""

    def __init__(self, *, bursts: bool = False) -> None:
        self._bursts = bursts
        self.flows: dict[Key, Flow] = {}
        self.networks: dict[bytes, Network] = {}
        self.stations: dict[bytes, Station] = {}
        self.channels: dict[int, list[int]] = {}
        """Frequency in MHz: frames heard, and the seconds in which at least one was."""
        self.frames = self.data_frames = self.repeated = 0
        self.overflow = 0
        """What was heard and not kept: frames of flows beyond the most, and bursts of flows that sent least."""
        self.begun: int | None = None
        self.ended = 0
        self._seen: dict[tuple[bytes, int | None], dict[int, int]] = {}
        self._highest: dict[tuple[bytes, int | None], int] = {}
        self._second: dict[int, int] = {}

    def begin(self, at: int) -> None:
        """Says when listening began, in microseconds since 1970; else it is the first frame's time."""
        self.begun = at

    def add(self, heard: Heard, beacon: Beacon | None = None) -> Flow | None:
        """Takes one frame; the flow that it belongs to, where it is new data of one."""
        mac, at = heard.mac, heard.at
        self.frames += 1
        if self.begun is None:
            self.begun = at
        self.ended = max(self.ended, at)
        if heard.radio.frequency is not None:
            self._dwell(heard.radio.frequency, at)
        if mac.transmitter is not None and not mac.transmitter[0] & 1:
            self._station(heard, mac.transmitter)
        if beacon is not None:
            self._network(beacon, heard)
        if mac.control & 0x0C != Type.DATA << 2 or mac.control & 0x40 or mac.sequence is None:
            return None
        return self._data(heard)

    def _data(self, heard: Heard) -> Flow | None:
        mac = heard.mac
        ways = mac.control & 0x0300
        if ways not in {0x0100, 0x0200} or mac.receiver is None or mac.transmitter is None or mac.third is None:
            return None
        self.data_frames += 1
        if self.data_frames % _EVERY == 0:
            self._bound()
        up = ways == 0x0100
        station, bssid = (mac.transmitter, mac.receiver) if up else (mac.receiver, mac.transmitter)
        if station[0] & 1 or bssid[0] & 1:
            return None
        key = Key(station, bssid, mac.third)
        flow = self.flows.get(key)
        if self._repeats(heard):
            self.repeated += 1
            if flow is not None:
                flow.repeated += 1
            return None
        if flow is None:
            if len(self.flows) >= _FLOWS:
                self.overflow += 1
                return None
            begun = self.begun if self.begun is not None else heard.at
            flow = self.flows[key] = Flow(key, heard.at, begun, Bursts() if self._bursts else None)
        flow.add(heard, up=up, missed=self._missed)
        return flow

    def _repeats(self, heard: Heard) -> bool:
        """Whether this frame was heard before; notes how many sequence numbers were passed over."""
        mac = heard.mac
        assert mac.transmitter is not None
        assert mac.sequence is not None
        sender = (mac.transmitter, mac.tid)
        number = mac.sequence << 4 | mac.fragment
        self._missed = 0
        seen = self._seen.get(sender)
        if seen is None:
            if len(self._seen) >= _SENDERS:
                return mac.retry
            seen = self._seen[sender] = {}
        before = seen.get(number)
        seen[number] = heard.at
        within = _RETRIED if mac.retry else _AGAIN
        if before is not None and 0 <= heard.at - before < within:
            return True
        highest = self._highest.get(sender)
        step = (mac.sequence - highest) % 4096 if highest is not None else 1
        if 1 <= step < 512:
            self._missed = step - 1
        if highest is None or 1 <= step < 2048:
            self._highest[sender] = mac.sequence
        return False

    _missed = 0

    def _dwell(self, frequency: int, at: int) -> None:
        found = self.channels.get(frequency)
        if found is None:
            if len(self.channels) >= _CHANNELS:
                return
            found = self.channels[frequency] = [0, 0]
        found[0] += 1
        second = at // 1_000_000
        # A second that comes again was counted; of a clock that went back, too few are counted rather than too many.
        if second > self._second.get(frequency, -1):
            self._second[frequency] = second
            found[1] += 1

    def _station(self, heard: Heard, mac: bytes) -> None:
        station = self.stations.get(mac)
        if station is None:
            if len(self.stations) >= _SENDERS:
                return
            station = self.stations[mac] = Station(mac_of_bytes(mac) or "")
        station.frames += 1
        station.last = heard.at
        if heard.radio.signal is not None:
            station.signal = heard.radio.signal
        if heard.radio.frequency is not None:
            station.channel = heard.radio.frequency

    def _network(self, beacon: Beacon, heard: Heard) -> None:
        network = self.networks.get(beacon.bssid)
        if network is None:
            if len(self.networks) >= _FLOWS:
                return
            network = self.networks[beacon.bssid] = Network(
                mac_of_bytes(beacon.bssid) or "", beacon.ssid, beacon.channel
            )
        network.ssid = beacon.ssid or network.ssid
        network.multi_link = network.multi_link or beacon.multi_link
        network.signal = heard.radio.signal if heard.radio.signal is not None else network.signal
        network.beacons += 1

    def interrupt(self) -> None:
        """The listener goes to another channel, or another capture begins."""
        for flow in self.flows.values():
            flow.interrupt()
        self._second.clear()

    def _bound(self) -> None:
        """Makes room where all flows together hold too much; no air that a card can hear comes to that."""
        flows = self.flows.values()
        if sum(flow.held for flow in flows) > _ALL_HELD:
            for flow in flows:
                flow.interrupt()
        if sum(len(flow.measured) for flow in flows) > _ALL_WINDOWS:
            # Every second one: a flow is judged by the middle one.
            for flow in flows:
                del flow.measured[1::2]
        if sum(len(flow.bursts) for flow in flows if flow.bursts is not None) > _ALL_BURSTS:
            self._drop_bursts()
        if sum(len(seen) for seen in self._seen.values()) > _ALL_NUMBERS:
            for seen in self._seen.values():
                seen.clear()

    def _drop_bursts(self) -> None:
        """Those that sent most keep theirs: they are what a test compares."""
        kept = 0
        for flow in self.busiest():
            if flow.bursts is None:
                continue
            kept += len(flow.bursts)
            if kept > _ALL_BURSTS // 2:
                self.overflow += len(flow.bursts)
                flow.bursts = None

    def busiest(self) -> Iterator[Flow]:
        """The flows, those that sent most first."""
        yield from sorted(self.flows.values(), key=lambda flow: (-flow.up_bytes, flow.key.station, flow.key.other))
