"""Items of a printed page: labels, boxes, map, legend, scale bar and north arrow."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.symbology import INK, STATES, Line
from prosmed_gis.outputs.qgis.labels import BOLD, FONT, MEDIUM, Label, text_style
from prosmed_gis.outputs.qgis.markup import element, identifier, option
from prosmed_gis.outputs.qgis.symbols import line_symbol, outline_symbol, rgba

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from prosmed_gis.outputs.qgis.maplayers import Bounds

PAGE, MAP, PICTURE, LABEL, LEGEND, SHAPE, SCALE_BAR = 65638, 65639, 65640, 65641, 65642, 65643, 65646
"""Item types of QGIS layouts."""

LEFT, CENTRE, RIGHT = 1, 4, 2
TOP, MIDDLE = 32, 128
"""Qt alignments."""

SIGHT = Line(next(state.fill.colour for state in STATES if state.value == "late"), 2.0)
"""Frame that shows on a small map where the large one looks."""

A4_LANDSCAPE = (297.0, 210.0)

_ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="36" viewBox="0 0 24 36">'
    f'<path d="M12 10l8 24-8-5-8 5z" fill="{INK}"/>'
    f'<path d="M12 10v19l-8 5z" fill="#ffffff" stroke="{INK}" stroke-width="1"/>'
    f'<path d="M8.6 8V.8h1.700l3.300 4.600V.8h1.800V8h-1.700l-3.300-4.600V8z" fill="{INK}"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Box:
    """Place of an item on the page, in millimetres from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """How a text looks: size in points, colours, alignment; `background` empty for none."""

    size: float = 9.0
    bold: bool = False
    colour: str = INK
    background: str = ""
    halign: int = LEFT
    valign: int = TOP
    margin: float = 0.0
    html: bool = False


def item(
    kind: int, layout: str, name: str, box: Box, attributes: dict[str, object], *children: ET.Element
) -> ET.Element:
    """Return a layout item of any type with what every item needs."""
    key = identifier(layout, name)
    place = f"{box.x:g},{box.y:g},mm"
    common: dict[str, object] = {
        "type": kind,
        "id": name,
        "uuid": key,
        "templateUuid": key,
        "position": place,
        "positionOnPage": place,
        "size": f"{box.width:g},{box.height:g},mm",
        "referencePoint": 0,
        "visibility": 1,
        "opacity": 1,
        "blendMode": 0,
        "itemRotation": 0,
        "excludeFromExports": 0,
        "positionLock": "false",
        "frame": "false",
        "frameJoinStyle": "miter",
        "outlineWidthM": "0.2,mm",
        "background": "false",
    }
    return element("LayoutItem", {**common, **attributes}, *children)


def _colour(tag: str, colour: str) -> ET.Element:
    red, green, blue, alpha = rgba(colour).split(",")
    return element(tag, {"red": red, "green": green, "blue": blue, "alpha": alpha})


def font(tag: str, size: float, *, bold: bool = False) -> ET.Element:
    """Return a font as QGIS writes it (description of Qt 5)."""
    weight = BOLD if bold else MEDIUM
    return element(tag, {"description": f"{FONT},{size:g},-1,5,{weight},0,0,0,0,0", "style": ""})


def page(layout: str, size: tuple[float, float]) -> ET.Element:
    """Return the collection with one blank page."""
    blank = item(PAGE, layout, "page", Box(0, 0, *size), {"background": "true"}, _colour("BackgroundColor", "#ffffff"))
    return element("PageCollection", None, blank, element("GuideCollection", {"visible": 1}))


def label(layout: str, name: str, box: Box, content: str, look: Text = Text()) -> ET.Element:
    """Return a text; `[% expression %]` inside it is evaluated by QGIS."""
    attributes: dict[str, object] = {
        "labelText": content,
        "htmlState": int(look.html),
        "halign": look.halign,
        "valign": look.valign,
        "marginX": look.margin,
        "marginY": look.margin,
        "background": str(bool(look.background)).lower(),
        "zValue": 20,
    }
    return item(
        LABEL,
        layout,
        name,
        box,
        attributes,
        _colour("BackgroundColor", look.background or "#ffffff"),
        font("LabelFont", look.size, bold=look.bold),
        _colour("FontColor", look.colour),
    )


def box(layout: str, name: str, place: Box, colour: str) -> ET.Element:
    """Return a filled rectangle without border (an empty label with a background)."""
    return label(layout, name, place, "", Text(background=colour))


@dataclass(frozen=True, slots=True)
class MapView:
    """What a map shows: the theme's title, the extent in the display CRS, and whether the atlas drives it."""

    theme: str
    bounds: Bounds
    atlas: bool = False
    margin: float = 0.12
    """Room around the atlas feature, as a share of its size."""


def map_item(layout: str, name: str, place: Box, view: MapView, crs: ET.Element, *, seen_from: str = "") -> ET.Element:
    """Return a map of a theme that fills its frame; `seen_from` names a map whose extent is shown on it."""
    attributes: dict[str, object] = {
        "followPreset": "true",
        "followPresetName": view.theme,
        "keepLayerSet": "false",
        "drawCanvasItems": "false",
        "mapRotation": 0,
        "mapFlags": 0,
        "labelMargin": "1,mm",
        "frame": "true",
        "background": "true",
        "zValue": 1,
    }
    sides = dict(zip(("xmin", "ymin", "xmax", "ymax"), fitted(view.bounds, place.width / place.height), strict=True))
    return item(
        MAP,
        layout,
        name,
        place,
        attributes,
        _colour("FrameColor", INK),
        _colour("BackgroundColor", "#ffffff"),
        element("Extent", sides),
        element("crs", None, crs),
        element("LayerSet"),
        *([_overview(layout, seen_from)] if seen_from else []),
        element("AtlasMap", {"atlasDriven": int(view.atlas), "scalingMode": 2, "margin": view.margin}),
    )


def _overview(layout: str, seen: str) -> ET.Element:
    attributes = {
        "name": seen,
        "uuid": identifier(layout, "overview", seen),
        "frameMap": identifier(layout, seen),
        "show": 1,
        "position": 3,
        "blendMode": 0,
        "centered": 0,
        "inverted": 0,
    }
    return element("ComposerMapOverview", attributes, outline_symbol(SIGHT))


def fitted(bounds: Bounds, ratio: float, room: float = 0.04) -> Bounds:
    """Return the smallest extent of this width-to-height ratio around the bounds, `room` of it left on each side."""
    xmin, ymin, xmax, ymax = bounds
    width, height = (xmax - xmin) * (1 + 2 * room), (ymax - ymin) * (1 + 2 * room)
    width, height = max(width, height * ratio), max(height, width / ratio)
    x, y = (xmin + xmax) / 2, (ymin + ymax) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


LEGEND_SYMBOL_MM = 4.0
"""Largest symbol in a legend, so that its lines stay as near as those of a text."""


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One layer of a legend: its id and source in the project, and what the legend calls it."""

    identifier: str
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What a legend explains: layers of several classes under their titles, then a group of layers of one symbol."""

    several: tuple[LegendLine, ...]
    single: tuple[LegendLine, ...]
    group: str


def legend(
    layout: str, place: Box, content: Legend, *, linked: str, filtered: bool = False, columns: int = 1, size: float = 8
) -> ET.Element:
    """Return a legend of given layers; `filtered` keeps only the symbols that occur inside the linked map."""
    attributes: dict[str, object] = {
        "title": "",
        "titleAlignment": LEFT,
        "columnCount": columns,
        "splitLayer": int(columns > 1),
        "equalColumnWidth": 0,
        "resizeToContents": 1,
        "symbolWidth": 6,
        "symbolHeight": 3.2,
        "symbolAlignment": LEFT,
        "maxSymbolSize": LEGEND_SYMBOL_MM,
        "minSymbolSize": 0,
        "boxSpace": 0,
        "columnSpace": 4,
        "lineSpacing": 1,
        "wrapChar": "",
        "map_uuid": identifier(layout, linked),
        "legendFilterByMap": int(filtered),
        "legendFilterByAtlas": 0,
        "fontColor": INK,
        "zValue": 10,
    }
    nodes = [_legend_node(line) for line in content.several]
    if content.single:
        attributes_of_group = {"name": content.group, "checked": "Qt::Checked", "expanded": 1}
        look = element("customproperties", None, option({"legend/title-style": "subgroup"}))
        members = [_legend_node(line, named=False) for line in content.single]
        nodes.append(element("layer-tree-group", attributes_of_group, look, *members))
    return item(
        LEGEND, layout, "legend", place, attributes, _legend_styles(size), element("layer-tree-group", None, *nodes)
    )


def _legend_node(line: LegendLine, *, named: bool = True) -> ET.Element:
    look = {"cached_name": line.title, "legend/title-label": line.title}
    look |= {"legend/title-style": "subgroup" if named else "hidden"}
    attributes = {
        "id": line.identifier,
        "source": line.source,
        "name": line.title,
        "providerKey": "ogr",
        "checked": "Qt::Checked",
        "expanded": 1,
    }
    return element("layer-tree-layer", attributes, element("customproperties", None, option(look)))


def _legend_styles(size: float) -> ET.Element:
    rows: tuple[tuple[str, float, bool, dict[str, float]], ...] = (
        ("title", size + 3, True, {"marginBottom": 2}),
        ("group", size + 2, True, {"marginTop": 2}),
        ("subgroup", size + 0.5, True, {"marginTop": 3}),
        ("symbol", size, False, {"marginTop": 1.0}),
        ("symbolLabel", size, False, {"marginTop": 1.0, "marginLeft": 1.6}),
    )
    styles = [
        element(
            "style", {"name": name, "alignment": LEFT, "indent": 0, **margins}, font("styleFont", points, bold=bold)
        )
        for name, points, bold, margins in rows
    ]
    return element("styles", None, *styles)


def scale_bar(layout: str, place: Box, linked: str, kilometres: float) -> ET.Element:
    """Return a scale bar in kilometres with two segments of the given length; 0 lets QGIS fit it to the map."""
    attributes: dict[str, object] = {
        "mapUuid": identifier(layout, linked),
        "style": "Line Ticks Up",
        "unitType": "km",
        "unitLabel": "km",
        "numMapUnitsPerScaleBarUnit": 1,
        "numUnitsPerSegment": kilometres or 10,
        "numSegments": 2,
        "numSegmentsLeft": 0,
        "segmentSizeMode": int(kilometres == 0),
        "height": 2,
        "minBarWidth": 15,
        "maxBarWidth": 40,
        "labelBarSpace": 1,
        "boxContentSpace": 0,
        "alignment": 0,
        "zValue": 10,
    }
    ink = _colour("strokeColor", INK)
    line = line_symbol(Line(INK, 1.2))
    return item(
        SCALE_BAR,
        layout,
        "scale",
        place,
        attributes,
        text_style(Label("", 7.0)),
        ink,
        element("lineSymbol", None, line),
    )


def north_arrow(layout: str, place: Box, linked: str) -> ET.Element:
    """Return a north arrow that turns with the map."""
    attributes: dict[str, object] = {
        "file": f"base64:{b64encode(_ARROW.encode()).decode()}",
        "mode": 0,
        "resizeMode": 0,
        "anchorPoint": 4,
        "northMode": 0,
        "northOffset": 0,
        "pictureRotation": 0,
        "mapUuid": identifier(layout, linked),
        "svgFillColor": "255,255,255,255",
        "svgBorderColor": "0,0,0,255",
        "svgBorderWidth": 0,
        "zValue": 10,
    }
    return item(PICTURE, layout, "north", place, attributes)
