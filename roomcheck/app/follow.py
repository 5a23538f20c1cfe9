"""Hot or cold: how strongly one device is heard, as somebody walks or as captures have it. Nothing is recorded."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from roomcheck.app.air import unreadable
from roomcheck.flows.strength import Gauge
from roomcheck.net.air.monitor import Monitor
from roomcheck.wire.airfile import hear, read_air
from roomcheck.wire.radiotap import LINK_TYPE

Look = Callable[[Gauge, float], None]
"""Called some ten times a second with the gauge and the present second; may raise Enough. Must be quick.

Of a capture it is called once for each second in which the device was heard, and now and then in between."""

_OFTEN: Final = 512
"""Frames of a capture after which somebody may want to leave."""


def follow_live(monitor: Monitor, station: str, frequency: int | None, look: Look) -> None:
    """Follows a device by its address until `look` raises. Stays on one channel. Raises NoNetwork."""
    wanted, gauge = _bytes(station), Gauge()
    if frequency is not None:
        monitor.tune(frequency)
    while True:
        for packet in monitor.packets(3_600.0):
            if packet is None:
                look(gauge, time.time())
                continue
            frame = hear(packet.data, packet.at, LINK_TYPE, packet.length)
            if frame is not None and frame.mac.transmitter == wanted and frame.radio.signal is not None:
                gauge.heard(frame.at / 1e6, frame.radio.signal)


def follow_captures(files: Sequence[Path], station: str, look: Look) -> None:
    """The same, as it was in captures, to their end. Raises ImportFailed."""
    wanted, gauge, at, count = _bytes(station), Gauge(), 0.0, 0
    for file in files:
        try:
            with file.open("rb") as stream:
                for frame, _ in read_air(stream):
                    count += 1
                    second = int(at)
                    if frame.mac.transmitter == wanted and frame.radio.signal is not None:
                        at = frame.at / 1e6
                        gauge.heard(at, frame.radio.signal)
                    if count % _OFTEN == 0 or int(at) != second:
                        look(gauge, at)
        except OSError as error:
            raise unreadable(file, error) from None
    look(gauge, at)


def _bytes(station: str) -> bytes:
    return bytes.fromhex(station.replace(":", ""))
