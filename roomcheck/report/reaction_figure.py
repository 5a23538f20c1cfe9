"""The drawing of a room-reaction test: what one device sent, over what the person did meanwhile."""

from collections.abc import Iterator
from typing import Final

from roomcheck.flows.cues import LIGHT, MOVEMENT, Kind
from roomcheck.report.document import Figure
from roomcheck.report.drawing import Anchor, Box, Fill, Label, Line, Shape, Trace
from roomcheck.report.figures import WIDTH, figure
from roomcheck.report.phrasing import Writer
from roomcheck.report.reactions import Reaction, ReactionTest
from roomcheck.words import msg, terms

POINTS: Final = 480
"""Points of the line; of a longer test several seconds make one."""
_LEFT: Final = 15.0
_SPAN: Final = WIDTH - _LEFT - 3.0
_TOP: Final = 7.0
_HEIGHT: Final = 40.0
_STEP: Final = 1.7
"""Millimetres from one line of the hatching to the next."""
_HIGH: Final = 1.5
"""The frame reaches so many times as high as all but the highest twentieth of the seconds."""

_AVERAGES: Final = {
    MOVEMENT.name: msg("on average {change} kbit/s while somebody moved, {rest} kbit/s while they held still"),
    LIGHT.name: msg("on average {change} kbit/s while the light was off, {rest} kbit/s while it was on"),
}


def reaction_figure(one: Reaction, test: ReactionTest, writer: Writer) -> Figure:
    """The traffic of one device in kbit/s: grey where somebody moved, hatched where the light was off."""
    words = writer.words
    length = max(test.seconds, 1.0)
    rates = _drawn(one.rates)
    top = _frame(rates)
    bottom = _TOP + _HEIGHT
    shapes: list[Shape] = []
    for kind in test.kinds:
        shapes += _shaded(test, kind, length)
        part = test.part(kind)
        begin, end = _x(part[0].begin, length), _x(part[-1].end, length)
        name = terms.cue_kind(words, kind.name)
        shapes += [
            Line(x1=begin, y1=_TOP - 1.5, x2=end, y2=_TOP - 1.5),
            Label(x=round((begin + end) / 2, 2), y=_TOP - 3, text=name, anchor=Anchor.MIDDLE),
        ]
    points = tuple((_x(at, length), round(bottom - min(rate / top, 1.0) * _HEIGHT, 2)) for at, rate in rates)
    shapes += [
        Trace(points=points, weight=0.35),
        Line(x1=_LEFT, y1=_TOP, x2=_LEFT, y2=bottom),
        Line(x1=_LEFT, y1=bottom, x2=_LEFT + _SPAN, y2=bottom),
        Label(x=_LEFT - 1, y=_TOP + 2.4, text=writer.decimal(_told(top)), anchor=Anchor.RIGHT, size=6.5),
        Label(x=_LEFT - 1, y=_TOP + 5.4, text=words.say("kbit/s"), anchor=Anchor.RIGHT, size=6.5),
        Label(x=_LEFT - 1, y=bottom, text="0", anchor=Anchor.RIGHT, size=6.5),
    ]
    for minute in range(0, int(length) + 1, 60):
        x, at = _x(minute, length), words.say("{seconds}\u00a0s", seconds=minute)
        shapes += [
            Line(x1=x, y1=bottom, x2=x, y2=bottom + 1),
            Label(x=x, y=bottom + 4, text=at, anchor=Anchor.MIDDLE, size=6.5),
        ]
    shapes += _legend(test, writer, bottom + 7)
    return figure(
        shapes, bottom + 11.5, writer,
        alt="; ".join(_averages(one, test, writer)) or words.say("No cue and no traffic is drawn."),
        caption=" ".join(_caption(one, test, writer)),
    )


def _caption(one: Reaction, test: ReactionTest, writer: Writer) -> Iterator[str]:
    say = writer.words.say
    yield say("What the device sent in each second of the test.")
    yield say(
        "{percent}\u00a0% of its frames were not heard; the bytes of those that belong to a burst are estimated.",
        percent=writer.decimal(f"{one.missed * 100:.1f}"),
    )
    if test.cues and test.cues[-1].end > len(one.rates):
        yield say(
            "The line ends after {seconds}\u00a0s: the cues go on, but the recording keeps no bytes of the seconds "
            "after.",
            seconds=len(one.rates),
        )


def _x(second: float, length: float) -> float:
    return round(_LEFT + second / length * _SPAN, 2)


def _told(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _drawn(rates: tuple[int, ...]) -> list[tuple[float, float]]:
    """Middle of each interval in seconds, and kbit/s in it."""
    width = max(1, -(-len(rates) // POINTS))
    pieces = ((at, rates[at : at + width]) for at in range(0, len(rates), width))
    return [(at + len(piece) / 2, sum(piece) / len(piece) * 8 / 1000) for at, piece in pieces]


def _frame(rates: list[tuple[float, float]]) -> float:
    """The upper edge in kbit/s: one moment of much traffic does not flatten all others."""
    ranked = sorted(rate for _, rate in rates)
    if not ranked:
        return 1.0
    usual = ranked[len(ranked) * 19 // 20]
    return max(min(ranked[-1], _HIGH * usual if usual else ranked[-1]), 0.1)


def _shaded(test: ReactionTest, kind: Kind, length: float) -> Iterator[Shape]:
    for cue in test.part(kind):
        if cue.action == kind.change:
            x = _x(cue.begin, length)
            yield from _patch(kind, x, _TOP, round(max(_x(cue.end, length) - x, 0.2), 2), _HEIGHT)


def _patch(kind: Kind, x: float, y: float, width: float, height: float) -> Iterator[Shape]:
    """Grey for movement; thin slanted lines for the light."""
    if kind == MOVEMENT:
        yield Box(x=x, y=y, width=width, height=height, fill=Fill.LIGHT, edge=False)
        return
    at = -height + _STEP
    while at < width:
        left, right = max(at, 0.0), min(at + height, width)
        yield Line(
            x1=round(x + left, 2), y1=round(y + height - (left - at), 2),
            x2=round(x + right, 2), y2=round(y + height - (right - at), 2), weight=0.12,
        )
        at += _STEP


def _legend(test: ReactionTest, writer: Writer, y: float) -> Iterator[Shape]:
    x = _LEFT
    for kind in test.kinds:
        for action in (kind.change, kind.rest):
            text = terms.action(writer.words, action)
            yield Box(x=x, y=y, width=5.0, height=3.0)
            if action == kind.change:
                yield from _patch(kind, x, y, 5.0, 3.0)
            yield Label(x=x + 6.5, y=y + 2.5, text=text)
            x += 37.0


def _averages(one: Reaction, test: ReactionTest, writer: Writer) -> Iterator[str]:
    """The plain averages of each state, at the delay that the test found."""
    for kind in test.kinds:
        lag = next((effect.delay_s for effect in one.effects if effect.kind == kind.name), 0)
        means = [_average(one, test, action, lag) for action in (kind.change, kind.rest)]
        if None not in means:
            change, rest = (writer.decimal(_told(mean or 0.0)) for mean in means)
            yield writer.words.say(_AVERAGES[kind.name], change=change, rest=rest)


def _average(one: Reaction, test: ReactionTest, action: str, lag: int) -> float | None:
    held = [
        rate for cue in test.cues if cue.action == action
        for rate in one.rates[int(cue.begin) + lag : int(cue.end) + lag]
    ]
    return sum(held) / len(held) * 8 / 1000 if held else None
