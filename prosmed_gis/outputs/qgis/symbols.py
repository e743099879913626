"""The symbols of `domain.symbology` as QGIS symbol elements."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from prosmed_gis.domain.symbology import INK, PX_TO_MM, Fill, Hatch, Line
from prosmed_gis.outputs.qgis.markup import Option, element, option, properties

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

HATCH_STEP_MM = 1.6
"""Distance between the lines or dots of a hatch: seen on a projector, and light enough to read labels on."""
HATCH_WIDTH_MM = 0.3
DOT_MM = 0.7

RING = Line("#ffffff", 0.8)
"""Thin rim that parts a marker from what lies under it."""


def rgba(colour: str, opacity: float = 1.0) -> str:
    """Return `r,g,b,a` of a colour `#rrggbb`."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def millimetres(pixels: float) -> str:
    """Return CSS pixels as millimetres on paper, to a thousandth."""
    return f"{pixels * PX_TO_MM:.3f}"


def symbol(kind: str, *layers: ET.Element, name: str = "") -> ET.Element:
    """Return a symbol of kind `fill`, `line` or `marker` made of layers from bottom to top."""
    return element("symbol", {"type": kind, "name": name, "alpha": 1, "clip_to_extent": 1, "force_rhr": 0}, *layers)


def _layer(
    kind: str, settings: Mapping[str, Option], *children: ET.Element, expressions: Mapping[str, str] | None = None
) -> ET.Element:
    parts = [option(settings), properties(expressions or {}), *children]
    return element("layer", {"class": kind, "enabled": 1, "locked": 0, "pass": 0}, *parts)


def fill_symbol(fill: Fill, line: Line | None = None) -> ET.Element:
    """Return the symbol of an area: colour, hatch over it, and outline (none where `line` is None)."""
    return symbol("fill", *_fill_layers(fill), *([] if line is None else [_outline(line)]))


def outline_symbol(line: Line) -> ET.Element:
    """Return the symbol of an area of which only the outline shows."""
    return symbol("fill", _outline(line))


def empty_symbol() -> ET.Element:
    """Return the symbol of an area that shows nothing but its labels."""
    return symbol("fill", _simple_fill({"style": "no", "outline_style": "no"}))


def line_symbol(line: Line) -> ET.Element:
    """Return the symbol of a line."""
    return symbol("line", _simple_line(line))


def _simple_fill(settings: Mapping[str, Option]) -> ET.Element:
    return _layer("SimpleFill", {"joinstyle": "round", "outline_width_unit": "MM", **settings})


def _fill_layers(fill: Fill) -> list[ET.Element]:
    base = _simple_fill({"color": rgba(fill.colour, fill.opacity), "style": "solid", "outline_style": "no"})
    if fill.hatch is Hatch.DIAGONAL:
        return [base, _diagonal(fill.hatch_colour)]
    if fill.hatch is Hatch.DOTS:
        return [base, _dots(fill.hatch_colour)]
    return [base]


def _diagonal(colour: str) -> ET.Element:
    stroke = Line(colour, HATCH_WIDTH_MM / PX_TO_MM)
    inner = symbol("line", _simple_line(stroke), name="@0@0")
    return _layer("LinePatternFill", {"angle": "45", "distance": str(HATCH_STEP_MM), "distance_unit": "MM"}, inner)


def _dots(colour: str) -> ET.Element:
    inner = symbol("marker", _circle(colour, DOT_MM / PX_TO_MM, None), name="@0@0")
    step = str(HATCH_STEP_MM)
    settings: dict[str, Option] = {"distance_x": step, "distance_y": step, "displacement_x": str(HATCH_STEP_MM / 2)}
    return _layer("PointPatternFill", settings, inner)


def _simple_line(line: Line) -> ET.Element:
    settings: dict[str, Option] = {
        "line_color": rgba(line.colour),
        "line_width": millimetres(line.width),
        "line_width_unit": "MM",
        "joinstyle": "round",
        "capstyle": "flat" if line.dash else "round",
    }
    if line.dash:
        dashes = ";".join(millimetres(step) for step in line.dash)
        settings |= {"use_custom_dash": "1", "customdash": dashes, "customdash_unit": "MM"}
    return _layer("SimpleLine", settings)


def _outline(line: Line) -> ET.Element:
    """Return an outline; a line layer, because a fill's own outline knows no dash lengths."""
    return _simple_line(line)


def circle_symbol(colour: str, size: float, line: Line | None = RING, *, opacity: float = 1.0) -> ET.Element:
    """Return a round marker, `size` px wide."""
    return symbol("marker", _circle(colour, size, line, opacity))


def _circle(colour: str, size: float, line: Line | None, opacity: float = 1.0) -> ET.Element:
    settings: dict[str, Option] = {
        "name": "circle",
        "color": rgba(colour, opacity),
        "size": millimetres(size),
        "size_unit": "MM",
        "outline_style": "no" if line is None else "solid",
        "outline_color": rgba((line or RING).colour),
        "outline_width": millimetres((line or RING).width),
    }
    return _layer("SimpleMarker", settings)


def centroid_symbol(fill: Fill, line: Line, radius: float) -> ET.Element:
    """Return a circle drawn on a point inside the area, `radius` px; nothing where it is zero."""
    if radius == 0:
        return empty_symbol()
    inner = symbol("marker", _circle(fill.colour, 2 * radius, line, fill.opacity), name="@0@0")
    return symbol("fill", _layer("CentroidFill", {"point_on_surface": "1", "point_on_all_parts": "0"}, inner))


def picture_symbol(svg: str, size: float, *, expressions: Mapping[str, str] | None = None) -> ET.Element:
    """Return a marker from an SVG text, `size` px wide, held inside the project as base64.

    `expressions` are data-defined properties in QGIS' terms: `size` in millimetres, `offset` as `x,y` in millimetres
    (right and down).
    """
    settings: dict[str, Option] = {
        "name": f"base64:{b64encode(svg.encode()).decode()}",
        "size": millimetres(size),
        "size_unit": "MM",
        "offset": "0,0",
        "offset_unit": "MM",
        "outline_style": "no",
    }
    return symbol("marker", _layer("SvgMarker", settings, expressions=expressions))


def badge_svg(fill: Fill, mark: str) -> str:
    """Return a disc in a category's colour that bears its mark, so that colour does not speak alone."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
        f'<circle cx="12" cy="12" r="10.5" fill="{fill.colour}" stroke="#ffffff" stroke-width="2"/>'
        '<text x="12" y="16.5" font-size="13" text-anchor="middle" font-family="sans-serif" '
        f'fill="{_contrast(fill.colour)}">{mark}</text></svg>'
    )


BRIGHT = 0.4
"""Luminance from which dark text is read better than white."""


def _contrast(colour: str) -> str:
    """Return white or ink, whichever is read better on the colour (relative luminance of WCAG 2, simplified)."""
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#ffffff" if luminance < BRIGHT else INK
