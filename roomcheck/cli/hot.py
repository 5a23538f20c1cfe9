"""Hot or cold on the plain line: how strongly one device is heard as you walk."""

import argparse
import sys

from roomcheck.cli.tongue import words_of
from roomcheck.flows.strength import Gauge, line_of
from roomcheck.model.addresses import mac_of
from roomcheck.model.errors import Exit, UsageError
from roomcheck.wire.airfile import Heard, hear, read_air
from roomcheck.wire.radiotap import LINK_TYPE
from roomcheck.words import Words, terms

EVERY = 1.0
"""Seconds between two lines."""


class Follower:
    """Frames -> lines, one a second, of one device."""

    def __init__(self, mac: str, words: Words) -> None:
        self.gauge = Gauge()
        self._words = words
        self._mac = bytes.fromhex(mac.replace(":", ""))
        self._told = 0.0

    def heard(self, frame: Heard) -> str | None:
        """A line, where it is time for one."""
        if frame.mac.transmitter != self._mac or frame.radio.signal is None:
            return None
        at = frame.at / 1e6
        now = self.gauge.heard(at, frame.radio.signal)
        if at - self._told < EVERY:
            return None
        self._told = at
        return self._words.figure(line_of(now, terms.trend(self._words, self.gauge.trend())))


def follow(options: argparse.Namespace, interface: str | None) -> int:
    """Follows `options.strength` in captures or on a monitor interface. 4 where it was never heard."""
    words = words_of(options)
    mac = mac_of(options.strength)
    if mac is None:
        raise UsageError(
            words.say("The address after --strength is none."), words.say("Write it as 02:00:00:aa:bb:cc.")
        )
    follower = Follower(mac, words)
    if interface is None:
        for file in options.captures:
            with file.open("rb") as stream:
                for heard, _ in read_air(stream):
                    _say(follower.heard(heard))
    else:
        from roomcheck.net.monitor import Monitor

        with Monitor(interface) as monitor:
            if options.frequency is not None:
                monitor.tune(options.frequency)
            for packet in monitor.packets(options.seconds):
                frame = hear(packet.data, packet.at, LINK_TYPE, packet.length) if packet is not None else None
                if frame is not None:
                    _say(follower.heard(frame))
    if not follower.gauge.history:
        print(words.say("roomcheck: {device} was not heard.", device=mac), file=sys.stderr)
        return Exit.TOO_LITTLE_COVERAGE
    print(words.say("Walls, bodies and the device's own power change this figure: it is a tendency, never a distance."))
    return Exit.DONE


def _say(line: str | None) -> None:
    if line is not None:
        print(line, flush=True)
