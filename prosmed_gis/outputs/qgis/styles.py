"""The style of a layer: renderer, names on the map, names of columns; the same for a project and a GeoPackage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.outputs.qgis.fields import aliases, widgets
from prosmed_gis.outputs.qgis.labels import Label, labeling
from prosmed_gis.outputs.qgis.markup import element, serialise

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from prosmed_gis.outputs.qgis.contents import Table
    from prosmed_gis.outputs.qgis.fields import Names

QGIS_VERSION = "3.22.16-Białowieża"
"""Oldest version that we write for; newer ones upgrade it in silence, older ones would warn."""

DISPLAY = {
    "cercles": "cercle", "communes": "commune", "regions": "region", "settlements": "name", "facilities": "name",
    "works": "place", "partners": "project", "plan": "place", "catchments": "name", "other_sites": "place",
}  # fmt: skip
"""Column that names a row in QGIS' lists and identify windows."""


@dataclass(frozen=True, eq=False)
class Style:
    """How a layer looks; `renderer` is None for a table of attributes."""

    renderer: ET.Element | None = None
    label: Label | None = None
    opacity: float = 1.0
    tip: str = ""


def style_elements(style: Style, table: Table, known: Names) -> list[ET.Element]:
    """Return the elements of a style, as they stand in a project's layer and in a QML document."""
    found = [] if style.renderer is None else [style.renderer]
    if style.label is not None:
        found.append(labeling(style.label))
    display = DISPLAY.get(table.name, "")
    return [
        *found,
        element("blendMode", text="0"),
        element("featureBlendMode", text="0"),
        element("layerOpacity", text=f"{style.opacity:g}"),
        element("legend", {"type": "default-vector", "showLabelLegend": 0}),
        widgets(table, known),
        aliases(table, known),
        element("previewExpression", text=f'"{display}"' if display else ""),
        element("mapTip", text=style.tip),
    ]


def qml(style: Style, table: Table, known: Names) -> str:
    """Return the QML document of a style."""
    attributes = {
        "version": QGIS_VERSION,
        "styleCategories": "AllStyleCategories",
        "labelsEnabled": int(style.label is not None),
        "readOnly": 0,
        "hasScaleBasedVisibilityFlag": 0,
    }
    geometries = {"Point": 0, "MultiLineString": 1, "MultiPolygon": 2, "": 4}
    kind = element("layerGeometryType", text=str(geometries[table.geometry]))
    return serialise(element("qgis", attributes, *style_elements(style, table, known), kind))
