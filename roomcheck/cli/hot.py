"""Hot or cold on the plain line: how strongly one device is heard as you walk."""

import argparse
import sys
import time

from roomcheck.app.air import Enough
from roomcheck.app.follow import follow_captures, follow_live
from roomcheck.cli.tongue import words_of
from roomcheck.flows.strength import Gauge, line_of
from roomcheck.model.addresses import mac_of
from roomcheck.model.errors import Exit, UsageError
from roomcheck.words import Words, terms

EVERY = 1.0
"""Seconds between two lines."""


class Teller:
    """Prints a line a second while the device is heard. Leaves after `seconds`, where there is an end."""

    def __init__(self, words: Words, seconds: float | None = None) -> None:
        self.heard = False
        self._words = words
        self._until = None if seconds is None else time.monotonic() + seconds
        self._told = 0.0

    def look(self, gauge: Gauge, _: float) -> None:
        """Raises Enough at the end."""
        if gauge.history:
            self.heard = True
            last = gauge.history[-1]
            if last.at - self._told >= EVERY:
                self._told = last.at
                line = line_of(last, terms.trend(self._words, gauge.trend()))
                print(self._words.figure(line), flush=True)
        if self._until is not None and time.monotonic() >= self._until:
            raise Enough


def follow(options: argparse.Namespace, interface: str | None) -> int:
    """Follows `options.strength` in captures or on a monitor interface. 4 where it was never heard."""
    words = words_of(options)
    mac = mac_of(options.strength)
    if mac is None:
        raise UsageError(
            words.say("The address after --strength is none."), words.say("Write it as 02:00:00:aa:bb:cc.")
        )
    teller = Teller(words, None if interface is None else options.seconds)
    try:
        if interface is None:
            follow_captures(options.captures, mac, teller.look)
        else:
            from roomcheck.net.air.monitor import Monitor

            with Monitor(interface) as monitor:
                follow_live(monitor, mac, options.frequency, teller.look)
    except (Enough, KeyboardInterrupt):
        pass
    if not teller.heard:
        print(words.say("roomcheck: {device} was not heard.", device=mac), file=sys.stderr)
        return Exit.TOO_LITTLE_COVERAGE
    print(words.say("Walls, bodies and the device's own power change this figure: it is a tendency, never a distance."))
    return Exit.DONE
