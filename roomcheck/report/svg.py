"""A drawing as inline SVG."""

from html import escape

from roomcheck.report.drawing import Anchor, Box, Disc, Drawing, Fill, Label, Line, Shape, Trace

_ANCHORS = {Anchor.LEFT: "start", Anchor.MIDDLE: "middle", Anchor.RIGHT: "end"}
_FILLS = {Fill.NONE: "#fff", Fill.LIGHT: "#ddd", Fill.DARK: "#222"}
_POINT = 0.3528
"""Millimetres in a point."""


def svg(drawing: Drawing, alt: str) -> str:
    """The drawing with its alternative text, in millimetres, black on white."""
    shapes = "".join(_shape(one) for one in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(alt)}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" direction="ltr" '
        f'font-family="Noto Sans, Noto Sans Arabic, sans-serif" '
        f'stroke="none" fill="#000"><title>{escape(alt)}</title>{shapes}</svg>'
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Line():
            dash = ' stroke-dasharray="1 1"' if shape.dashed else ""
            return (
                f'<line x1="{shape.x1:g}" y1="{shape.y1:g}" x2="{shape.x2:g}" y2="{shape.y2:g}" '
                f'stroke="#222" stroke-width="{shape.weight:g}"{dash}/>'
            )
        case Box():
            dash = ' stroke-dasharray="1 0.7"' if shape.dashed else ""
            edge = f' stroke="#222" stroke-width="0.3"{dash}' if shape.edge else ""
            return (
                f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
                f'fill="{_FILLS[shape.fill]}"{edge}/>'
            )
        case Disc():
            return (
                f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" fill="{_FILLS[shape.fill]}" '
                f'stroke="#222" stroke-width="0.3"/>'
            )
        case Trace():
            points = " ".join(f"{x:g},{y:g}" for x, y in shape.points)
            return f'<polyline points="{points}" fill="none" stroke="#222" stroke-width="{shape.weight:g}"/>'
        case Label():
            weight = ' font-weight="bold"' if shape.strong else ""
            # An isolate gives the label its own direction while the anchor stays where it is drawn.
            return (
                f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size * _POINT:.2f}" '
                f'text-anchor="{_ANCHORS[shape.anchor]}"{weight}>\u2068{escape(shape.text)}\u2069</text>'
            )
