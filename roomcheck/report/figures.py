"""Drawings of a report: the network, the timeline, the coverage."""

from collections.abc import Iterable
from typing import Final

from roomcheck.model.assessment import Assessment, CoverageReport, Finding, Means
from roomcheck.model.entry import Cue, Note, Observation, Photo
from roomcheck.model.vocabulary import Verdict
from roomcheck.report.case import Case
from roomcheck.report.document import Figure
from roomcheck.report.drawing import Anchor, Box, Disc, Drawing, Fill, Label, Line, Shape, mirrored
from roomcheck.report.phrasing import Writer, moment_of, plain
from roomcheck.words import terms

WIDTH: Final = 165.0
DRAWN: Final = 24
"""Devices that are drawn, and means that have a row; the rest is counted."""
_BAR: Final = 55.0


def figure(shapes: Iterable[Shape], height: float, writer: Writer, *, alt: str, caption: str) -> Figure:
    """Shapes as a figure of the page's width, mirrored for readers from right to left."""
    drawing = Drawing(width=WIDTH, height=round(height, 2), shapes=tuple(shapes))
    if writer.words.direction == "rtl":
        drawing = mirrored(drawing)
    return Figure(drawing=drawing, alt=alt, caption=caption)


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1] + "…"


AIR: Final = frozenset({"air", "react"})
"""Means that only hear what is in the air: how many answered says nothing of them."""


def asks(means: Means) -> bool:
    """Whether a means asks and is answered, so that the share of answers tells something."""
    return means.via not in AIR and terms.channel_of(means.via) is None


def coverage_figure(report: CoverageReport, writer: Writer) -> Figure:
    """A bar for each means: filled as far as answers came, outlined as far as was asked."""
    words = writer.words
    means = [one for one in report.checked if asks(one)][:DRAWN]
    shapes: list[Shape] = []
    told = []
    for row, one in enumerate(means):
        top = 2.0 + row * 6.5
        share = min(1.0, one.answered / one.asked) if one.asked else 0.0
        name = _cut(writer.via(one.via), 32)
        count = (
            words.say("{answered} of {asked}", answered=one.answered, asked=one.asked)
            if one.answered <= one.asked
            else words.say_many("{number} answer", "{number} answers", one.answered)
        )
        shapes += [
            Label(x=_BAR - 3, y=top + 3.2, text=name, anchor=Anchor.RIGHT),
            Box(x=_BAR, y=top, width=80, height=4.2),
            Label(x=_BAR + 83, y=top + 3.2, text=count),
        ]
        if share:
            shapes.append(Box(x=_BAR, y=top, width=round(80 * share, 2), height=4.2, fill=Fill.DARK))
        told.append(f"{name}: {count}")
    return figure(
        shapes,
        3.0 + 6.5 * len(means),
        writer,
        alt="; ".join(told),
        caption=words.say("Coverage by means: how many were asked, and how many answered"),
    )


_SIGNS: Final = (Verdict.CAMERA, Verdict.SUSPECT, Verdict.UNRESOLVED, Verdict.CLEARED)


def _sign(verdict: Verdict, x: float, y: float) -> Shape:
    """One shape a verdict, told apart without colour; centred on x and y."""
    if verdict is Verdict.SUSPECT:
        return Disc(x=x, y=y, radius=2.4, fill=Fill.DARK)
    if verdict is Verdict.UNRESOLVED:
        return Box(x=x - 2.2, y=y - 2.2, width=4.4, height=4.4, dashed=True)
    fill = Fill.DARK if verdict is Verdict.CAMERA else Fill.LIGHT
    return Box(x=x - 2.2, y=y - 2.2, width=4.4, height=4.4, fill=fill)


def network_figure(shown: Assessment, writer: Writer) -> Figure:
    """The gateway, and below it every device with the sign of its verdict."""
    words = writer.words
    devices = sorted(
        (one for one in shown.devices if not one.gateway),
        key=lambda one: (_SIGNS.index(one.verdict), -one.log10_lr, one.id),
    )
    drawn, columns = devices[:DRAWN], 6
    rows = max(1, -(-len(drawn) // columns))
    step = WIDTH / columns
    gateway = next((one for one in shown.devices if one.gateway), None)
    shapes: list[Shape] = [
        Box(x=WIDTH / 2 - 24, y=1, width=48, height=8, fill=Fill.LIGHT),
        Label(x=WIDTH / 2, y=5.0, text=words.say("Gateway of the network"), anchor=Anchor.MIDDLE, strong=True),
        Label(x=WIDTH / 2, y=8.0, text=_short(gateway), anchor=Anchor.MIDDLE, size=6.5),
        Line(x1=WIDTH / 2, y1=9, x2=WIDTH / 2, y2=13),
    ]
    told = []
    for at, one in enumerate(drawn):
        row, column = divmod(at, columns)
        x, bus = step * (column + 0.5), 13.0 + row * 19.0
        shapes += [
            Line(x1=x, y1=bus, x2=x, y2=bus + 3),
            _sign(one.verdict, x, bus + 5.2),
            Label(
                x=x,
                y=bus + 11,
                text=_cut(writer.kind(one.kind), 20),
                anchor=Anchor.MIDDLE,
                strong=one.verdict in {Verdict.CAMERA, Verdict.SUSPECT},
            ),
            Label(x=x, y=bus + 14.2, text=_short(one), anchor=Anchor.MIDDLE, size=6.5),
        ]
        told.append(f"{terms.verdict(words, one.verdict)}, {writer.kind(one.kind)}, {_short(one)}")
    for row in range(rows if drawn else 0):
        last = min(columns, len(drawn) - row * columns)
        bus = 13.0 + row * 19.0
        shapes.append(Line(x1=step * 0.5, y1=bus, x2=max(step * (last - 0.5), WIDTH / 2 if row == 0 else 0), y2=bus))
        if row:
            shapes.append(Line(x1=step * 0.5, y1=bus - 19.0, x2=step * 0.5 - step * 0.42, y2=bus - 19.0))
            shapes.append(Line(x1=step * 0.08, y1=bus - 19.0, x2=step * 0.08, y2=bus))
            shapes.append(Line(x1=step * 0.08, y1=bus, x2=step * 0.5, y2=bus))
    height = 13.0 + rows * 19.0
    if len(devices) > DRAWN:
        shapes.append(
            Label(
                x=WIDTH / 2,
                y=height + 1,
                anchor=Anchor.MIDDLE,
                text=words.say_many("and {number} more device", "and {number} more devices", len(devices) - DRAWN),
            )
        )
        height += 4
    for place, verdict in enumerate(_SIGNS):
        x = 12.0 + place * 40.0
        shapes += [_sign(verdict, x, height + 3), Label(x=x + 4.5, y=height + 4, text=terms.verdict(words, verdict))]
    return figure(
        shapes,
        height + 7,
        writer,
        alt="; ".join(told) or words.say("No other device was seen."),
        caption=words.say("The network as the check saw it"),
    )


def _short(device: Finding | None) -> str:
    if device is None:
        return ""
    return (
        next(iter((*device.addresses.ipv4, device.addresses.mac or "", device.id)), "")[:24]
        if (device.addresses.ipv4 or device.addresses.mac)
        else device.id[:20]
    )


def timeline_figure(case: Case, writer: Writer) -> Figure | None:
    """When each means yielded something, and when the person did; None where no times are known."""
    words = writer.words
    start, end = moment_of(case.started_at), moment_of(case.ended_at)
    if start is None or end is None or not case.entries:
        return None
    seconds = max((end - start).total_seconds(), 0.001)
    times: dict[str, list[float]] = {}
    deeds: list[float] = []
    for entry in case.entries:
        moment = moment_of(entry.at)
        if moment is None:
            continue
        at = min(max((moment - start).total_seconds() / seconds, 0.0), 1.0)
        if isinstance(entry.body, Observation):
            times.setdefault(entry.body.via, []).append(at)
        elif isinstance(entry.body, Cue | Note | Photo):
            deeds.append(at)
    left, span = _BAR, WIDTH - _BAR - 4
    shapes: list[Shape] = []
    told = []
    rows = list(times.items())[:DRAWN]
    for row, (via, moments) in enumerate(rows):
        y = 5.0 + row * 5.5
        first, last = min(moments), max(moments)
        shapes += [
            Label(x=left - 3, y=y + 1.2, text=_cut(writer.via(via), 32), anchor=Anchor.RIGHT),
            Line(x1=left, y1=y, x2=left + span, y2=y, dashed=True, weight=0.15),
            Box(
                x=round(left + first * span, 2),
                y=y - 1.4,
                width=round(max((last - first) * span, 0.8), 2),
                height=2.8,
                fill=Fill.DARK,
            ),
        ]
        told.append(f"{writer.via(via)}: {first * seconds:.1f}–{last * seconds:.1f} s")
    y = 5.0 + len(rows) * 5.5
    if deeds:
        shapes.append(Label(x=left - 3, y=y + 1.2, text=words.say("What the person did"), anchor=Anchor.RIGHT))
        shapes += [Disc(x=round(left + at * span, 2), y=y, radius=1.2, fill=Fill.NONE) for at in deeds[:200]]
        y += 5.5
    shapes += [
        Line(x1=left, y1=y, x2=left + span, y2=y, weight=0.4),
        Label(x=left, y=y + 4, text=plain(writer.when(case.started_at))[11:19]),
        Label(x=left + span, y=y + 4, text=plain(writer.when(case.ended_at))[11:19], anchor=Anchor.RIGHT),
    ]
    return figure(
        shapes,
        y + 6,
        writer,
        alt="; ".join(told) or words.say("No observation was recorded."),
        caption=words.say("Timeline of the check: when each means yielded something"),
    )
