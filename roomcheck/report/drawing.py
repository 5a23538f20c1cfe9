"""Drawings as pure data: lines, boxes, discs, traces and labels in millimetres, readable without colour."""

from enum import StrEnum

import msgspec


class _Data(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Fill(StrEnum):
    NONE = "none"
    LIGHT = "light"
    DARK = "dark"


class Anchor(StrEnum):
    """Which point of a label lies at its x; left and right as seen, in any language."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


class Line(_Data, frozen=True, kw_only=True, tag="line"):
    x1: float
    y1: float
    x2: float
    y2: float
    dashed: bool = False
    weight: float = 0.3


class Box(_Data, frozen=True, kw_only=True, tag="box"):
    x: float
    y: float
    width: float
    height: float
    fill: Fill = Fill.NONE
    dashed: bool = False
    edge: bool = True


class Disc(_Data, frozen=True, kw_only=True, tag="disc"):
    x: float
    y: float
    radius: float
    fill: Fill = Fill.NONE


class Label(_Data, frozen=True, kw_only=True, tag="label"):
    """`y` is the base line; `size` in points."""

    x: float
    y: float
    text: str
    anchor: Anchor = Anchor.LEFT
    size: float = 7.5
    strong: bool = False


class Trace(_Data, frozen=True, kw_only=True, tag="trace"):
    """A line through points, each an x and a y."""

    points: tuple[tuple[float, float], ...]
    weight: float = 0.3


Shape = Line | Box | Disc | Label | Trace


class Drawing(_Data, frozen=True, kw_only=True):
    width: float
    height: float
    shapes: tuple[Shape, ...]


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing for readers from right to left."""
    return Drawing(
        width=drawing.width, height=drawing.height, shapes=tuple(_mirror(one, drawing.width) for one in drawing.shapes)
    )


_SWAPPED = {Anchor.LEFT: Anchor.RIGHT, Anchor.RIGHT: Anchor.LEFT, Anchor.MIDDLE: Anchor.MIDDLE}


def _mirror(shape: Shape, width: float) -> Shape:
    match shape:
        case Line():
            return msgspec.structs.replace(shape, x1=width - shape.x1, x2=width - shape.x2)
        case Box():
            return msgspec.structs.replace(shape, x=width - shape.x - shape.width)
        case Disc():
            return msgspec.structs.replace(shape, x=width - shape.x)
        case Trace():
            return msgspec.structs.replace(shape, points=tuple((width - x, y) for x, y in shape.points))
        case Label():
            return msgspec.structs.replace(shape, x=width - shape.x, anchor=_SWAPPED[shape.anchor])
