"""Names written on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.symbology import INK
from prosmed_gis.outputs.qgis.markup import element, properties
from prosmed_gis.outputs.qgis.symbols import rgba

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

FONT = "Arial"
FALLBACK_FONTS = ("Liberation Sans", "DejaVu Sans")
"""Taken by QGIS where the first one is missing: free fonts of the same widths, then Debian's."""

AROUND_POINT, HORIZONTAL = 6, 4
"""QGIS placements: ordered positions around a point, horizontal inside an area."""

BOLD, MEDIUM = 75, 50
"""Font weights of Qt 5, on which every QGIS 3 stands."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is written and how: `expression` of QGIS, size in points, smallest scale (1:`scale`) at which it shows."""

    expression: str
    size: float = 7.0
    bold: bool = False
    colour: str = INK
    scale: int = 0
    """Denominator beyond which nothing is written; 0 for none."""
    chief_where: str = ""
    """Expression of the rows whose label is bold and always written, whatever room the others then have."""
    points: bool = False
    priority: int = 5


def text_style(label: Label) -> ET.Element:
    """Return the text format of a label: ink on a white halo."""
    attributes: dict[str, object] = {
        "fieldName": label.expression,
        "isExpression": 1,
        "fontFamily": FONT,
        "fontSize": label.size,
        "fontSizeUnit": "Point",
        "fontWeight": BOLD if label.bold else MEDIUM,
        "namedStyle": "Bold" if label.bold else "Regular",
        "textColor": rgba(label.colour),
        "textOpacity": 1,
        "multilineHeight": 0.9,
    }
    families = element("families", None, *(element("family", {"name": name}) for name in FALLBACK_FONTS))
    halo = element(
        "text-buffer",
        {
            "bufferDraw": 1,
            "bufferSize": 0.7,
            "bufferSizeUnits": "MM",
            "bufferColor": rgba("#ffffff"),
            "bufferOpacity": 0.85,
        },
    )
    return element("text-style", attributes, families, halo)


def _chief(where: str) -> dict[str, str]:
    return {"Bold": where, "Priority": f"CASE WHEN {where} THEN 10 ELSE 2 END", "AlwaysShow": where}


def labeling(label: Label) -> ET.Element:
    """Return the labelling of a layer."""
    placement: dict[str, object] = {
        "placement": AROUND_POINT if label.points else HORIZONTAL,
        "predefinedPositionOrder": "R,L,T,B,TR,BR,TL,BL",
        "dist": 1.2 if label.points else 0,
        "distUnits": "MM",
        "offsetType": 1,
        "priority": label.priority,
        "fitInPolygonOnly": 0,
        "polygonPlacementFlags": 2,
        "centroidInside": 1,
    }
    rendering: dict[str, object] = {
        "scaleVisibility": int(label.scale > 0),
        "scaleMin": 0,
        "scaleMax": label.scale,
        "obstacle": 1,
        "drawLabels": 1,
    }
    expressions: Mapping[str, str] = _chief(label.chief_where) if label.chief_where else {}
    settings = element(
        "settings",
        {"calloutType": "simple"},
        text_style(label),
        element("text-format", {"multilineAlign": 1, "wrapChar": ""}),
        element("placement", placement),
        element("rendering", rendering),
        properties(expressions, "dd_properties"),
    )
    return element("labeling", {"type": "simple"}, settings)
