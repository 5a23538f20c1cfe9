"""An air for the application: ears that hear frames which a test made up, and an air that was overheard long ago."""

import time
from contextlib import suppress

import msgspec

from roomcheck.app.ears import Ears
from roomcheck.app.overheard import Line, Overheard, Trace
from roomcheck.app.react import Reacted
from roomcheck.app.surroundings import Point
from roomcheck.flows.cues import KINDS, draw
from roomcheck.flows.likeness import Likeness, Reason, scorecard
from roomcheck.flows.reaction import Effect, Outcome, Reaction
from roomcheck.flows.strength import Strength
from roomcheck.flows.table import Air
from roomcheck.model.errors import NotAllowed
from roomcheck.model.vocabulary import Verdict
from roomcheck.net.air.listed import Listed
from roomcheck.net.air.monitor import Packet
from tests.air import writing

CAMERA = "02:00:00:00:00:ca"
POINT = "02:00:00:00:00:01"


def frames(seconds=30, name="Home", late=0):
    """A camera at fifteen pictures a second, and beacons: (microseconds, frame)."""
    sequence = 0
    for number in range(int(seconds * 15)):
        at = late + number * 66_667
        if number % 2 == 0:
            yield at, writing.beacon(name)
        for piece in range(8 if number % 30 == 0 else 2 + number % 3):
            sequence += 1
            size = 1400 if piece else 300 + number % 613
            yield at + 3_000 + piece * 700, writing.data_frame(writing.CAMERA, up=True, size=size, sequence=sequence)
        yield at + 12_000, writing.data_frame(writing.CAMERA, up=False, size=60, sequence=number)


class Played:
    """A monitor that hears frames `speed` times as fast as they were sent, and then silence."""

    def __init__(self, interface, sounds, speed):
        self.interface, self.lost, self.can_hop = interface, 0, False
        self._sounds, self._speed = sounds, speed
        self.closed = False

    def packets(self, seconds):
        until = time.monotonic() + seconds
        base = time.time_ns() // 1_000
        begun = tick = time.monotonic()
        left = iter(self._sounds)
        waiting = next(left, None)
        while (now := time.monotonic()) < until:
            if now >= tick:
                tick = now + 0.1
                yield None
            while waiting is not None and waiting[0] <= (now - begun) * 1e6 * self._speed:
                data = writing.radiotap(waiting[0]) + waiting[1]
                yield Packet(data[:512], base + waiting[0], len(data))
                waiting = next(left, None)
            time.sleep(0.01)

    def tune(self, frequency):
        return False

    def statistics(self):
        return 0, 0

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Listening(Ears):
    """Ears of one interface, or of none, or without the right to listen."""

    def __init__(self, names=("mon0",), sounds=(), speed=1.0, *, allowed=True):
        self._names, self._sounds, self._speed, self._allowed = names, sounds, speed, allowed
        self.opened = []

    def interfaces(self):
        return self._names

    def allowed(self):
        return self._allowed

    def open(self, interface):
        if not self._allowed:
            raise NotAllowed("not here", "not now")
        self.opened.append(Played(interface, self._sounds, self._speed))
        return self.opened[-1]


def short_schedule():
    """Cues of a few seconds: too few to show anything, enough to be given. `cues.LEAD` and `TAIL` are to be shortened."""
    return draw(7, tuple(msgspec.structs.replace(kind, blocks=2, seconds=3.0) for kind in KINDS))


def likeness(*, like):
    card = scorecard()
    if like:
        reasons = tuple(
            Reason(each.says.format(value="0.9"), 1.5 - number / 3, each.says, "0.9")
            for number, each in enumerate(card.cards[:6])
        )
        return Likeness(3.1, camera_like=True, reasons=reasons)
    gate = card.gates[0]
    return Likeness(-10.0, camera_like=False, reasons=(Reason(gate.says.format(value="12%"), -10.0, gate.says, "12%"),))


def line(number, **changes):
    known = Line(
        key=f"flow {number}", station=f"02:00:00:00:00:{number:02x}", bssid=POINT, network="Maison du port",
        maker=None, kbit_s=3.2, sent=40_000, seconds=61.0, likeness=likeness(like=False), frequency=2437, signal=-60,
        mine=False,
    )
    return msgspec.structs.replace(known, **changes)


def overheard(name="Maison du port"):
    """Five stations: one like a camera, one not, one too early, one of the person's own, and one without a name."""
    return Overheard(
        frames=18_204, networks=3, stations=9, seconds=61.0,
        lines=(
            line(1, kbit_s=5_120.0, network=name, maker="Example Computers Ltd"),
            line(2, kbit_s=812.4, likeness=likeness(like=True), signal=-51, maker="Example Cameras Co.", network=name),
            line(3, likeness=None, network=None),
            line(4, kbit_s=66.0, mine=True),
            line(5, kbit_s=0.4),
        ),
    )


def points(name="IPC-7F3A21"):
    """Access points as a system lists them; the first is named as cameras name their own."""
    listed = (
        Listed(bssid="ec:71:db:00:00:01", ssid=name, channel=6, signal_dbm=-48, via="iw"),
        Listed(bssid=POINT, ssid="Maison du port", frequency=5180, quality=72, via="NetworkManager"),
        Listed(bssid="02:00:00:00:00:02", hidden=True, channel=11, signal_dbm=-71, via="iw"),
    )
    verdicts = (Verdict.SUSPECT, Verdict.UNRESOLVED, Verdict.UNRESOLVED)
    makers = ("Example Cameras Co.", None, None)
    return tuple(Point(each, maker, verdict) for each, maker, verdict in zip(listed, makers, verdicts, strict=True))


def traces(schedule, seconds):
    """A station that follows the cues, and one that does not."""
    follows = tuple(
        90_000 if schedule.action_at(second - 1.0) in {"move", "light off"} else 40_000 + second % 7 * 2_000
        for second in range(seconds)
    )
    steady = tuple(30_000 + second % 3 * 500 for second in range(seconds))
    return (Trace(CAMERA, like=True, rates=follows), Trace("02:00:00:00:00:1a", like=False, rates=steady))


def history():
    return tuple(Strength(float(at), -75 + at * 0.9 + at % 5, 4.0) for at in range(40))


def finish(hearing, seconds=60.0):
    """Waits until nothing goes on."""
    until = time.monotonic() + seconds
    while str(hearing.doing) != "nothing" and time.monotonic() < until:
        time.sleep(0.05)
    with suppress(AttributeError):
        hearing._thread.join(5)


def reacted(assessment):
    """A test in which one station of a camera's kind followed the room, and a lamp did."""

    def effect(kind, *, passed, delay, ratio):
        return Effect(
            kind=kind, measure="rate", contrast="level", p=0.001 if passed else 0.412, delay=delay, heard=1.0, unheard=0.0,
            t=9.1, ratio=ratio, low=ratio * 0.9, high=ratio * 1.1, power=0.97, passed=passed,
        )

    follows = (effect("movement", passed=True, delay=2, ratio=1.62), effect("light", passed=True, delay=3, ratio=0.7))
    steady = (effect("movement", passed=False, delay=9, ratio=1.01), effect("light", passed=False, delay=20, ratio=0.99))
    reactions = (
        Reaction(station=CAMERA, bssid=POINT, effects=follows),
        Reaction(station="02:00:00:00:00:1a", bssid=POINT, effects=steady),
    )
    outcome = Outcome(reactions=reactions, seed=7, redraws=999, blocks=(20, 20))
    return Reacted(draw(7), outcome, {(CAMERA, POINT): True, ("02:00:00:00:00:1a", POINT): False}, assessment, Air())
