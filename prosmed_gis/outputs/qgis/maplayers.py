"""Layers and the layer tree of a project document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyproj import CRS

from prosmed_gis.crs import STORED
from prosmed_gis.outputs.qgis.markup import element, option
from prosmed_gis.outputs.qgis.styles import style_elements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    from prosmed_gis.outputs.qgis.catalogue import Layer, Theme
    from prosmed_gis.outputs.qgis.contents import Table
    from prosmed_gis.outputs.qgis.fields import Names

Bounds = tuple[float, float, float, float]

_WKB = {"Point": ("Point", "Point"), "MultiLineString": ("MultiLineString", "Line"),
        "MultiPolygon": ("MultiPolygon", "Polygon"), "": ("NoGeometry", "No geometry")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What the metadata of every layer says."""

    language: str
    licence: str
    rights: str
    day: str
    """ISO date to which the data speak."""


def spatial_reference(crs: CRS) -> ET.Element:
    """Return a complete `<spatialrefsys>`; QGIS takes one with only an `authid` for invalid."""
    code = crs.to_epsg()
    return element(
        "spatialrefsys",
        {"nativeFormat": "Wkt"},
        element("wkt", text=crs.to_wkt("WKT2_2019")),
        element("srid", text=str(code)),
        element("authid", text=f"EPSG:{code}"),
        element("description", text=crs.name),
        element("geographicflag", text=str(crs.is_geographic).lower()),
    )


def bounds_of(table: Table) -> Bounds | None:
    """Return xmin, ymin, xmax, ymax of a table in degrees; None where it has no geometry."""
    if not table.geometry or table.frame.empty:
        return None
    xmin, ymin, xmax, ymax = (float(value) for value in table.frame.total_bounds)
    return xmin, ymin, xmax, ymax


def source(layer: Layer, geopackage: str) -> str:
    """Return the layer's source, relative to the project."""
    subset = f"|subset={layer.subset}" if layer.subset else ""
    return f"./{geopackage}|layername={layer.table}{subset}"


def map_layer(layer: Layer, table: Table, known: Names, *, geopackage: str, about: About) -> ET.Element:
    """Return the `<maplayer>` of a layer: source, CRS, metadata and its whole style.

    A layer inside a project does not take the style that its GeoPackage holds, so the style is written here again.
    """
    wkb, geometry = _WKB[table.geometry]
    attributes = {
        "type": "vector",
        "geometry": geometry,
        "wkbType": wkb,
        "styleCategories": "AllStyleCategories",
        "labelsEnabled": int(layer.style.label is not None),
        "hasScaleBasedVisibilityFlag": 0,
        "readOnly": 0,
        "autoRefreshEnabled": 0,
        "simplifyDrawingHints": 1,
        "simplifyDrawingTol": 1,
    }
    bounds = bounds_of(table)
    return element(
        "maplayer",
        attributes,
        *([] if bounds is None else [extent("extent", bounds)]),
        element("id", text=layer.identifier),
        element("datasource", text=source(layer, geopackage)),
        element("layername", text=layer.title),
        element("shortname", text=layer.key),
        element("title", text=layer.title),
        element("abstract", text=table.abstract),
        element("srs", None, spatial_reference(STORED)) if table.geometry else element("srs"),
        _metadata(layer, table, about),
        element("provider", {"encoding": "UTF-8"}, text="ogr"),
        element("map-layer-style-manager", {"current": "default"}, element("map-layer-style", {"name": "default"})),
        *style_elements(layer.style, table, known),
    )


def extent(tag: str, bounds: Bounds) -> ET.Element:
    """Return an extent with one element for each side."""
    sides = zip(("xmin", "ymin", "xmax", "ymax"), bounds, strict=True)
    return element(tag, None, *(element(side, text=repr(value)) for side, value in sides))


def _metadata(layer: Layer, table: Table, about: About) -> ET.Element:
    crs = [element("crs", None, spatial_reference(STORED))] if table.geometry else []
    return element(
        "resourceMetadata",
        None,
        element("identifier", text=layer.key),
        element("language", text=about.language),
        element("type", text="dataset"),
        element("title", text=layer.title),
        element("abstract", text=table.abstract),
        element("rights", text=about.rights),
        element("license", text=about.licence),
        element("encoding", text="UTF-8"),
        *crs,
        element("dates", None, element("date", {"type": "Created", "value": f"{about.day}T00:00:00Z"})),
    )


def layer_tree(found: Sequence[Layer], titles: dict[str, str], on: Theme, geopackage: str) -> ET.Element:
    """Return the layer tree: French groups in the tree's order, drawing order apart.

    The order of drawing is a custom one, floor by floor, so that the tree can be read by subject while points still
    lie over areas.
    """
    groups = []
    for key, title in titles.items():
        members = [_node(layer, geopackage, shown=layer.key in on.layers) for layer in found if layer.group == key]
        if members:
            shown = any(layer.key in on.layers for layer in found if layer.group == key)
            attributes = {"name": title, "checked": "Qt::Checked", "expanded": int(shown), "groupLayer": ""}
            groups.append(element("layer-tree-group", attributes, *members))
    drawn = sorted(found, key=lambda layer: layer.floor)
    order = [element("item", text=layer.identifier) for layer in drawn]
    return element("layer-tree-group", None, *groups, element("custom-order", {"enabled": 1}, *order))


def _node(layer: Layer, geopackage: str, *, shown: bool) -> ET.Element:
    attributes = {
        "id": layer.identifier,
        "name": layer.title,
        "source": source(layer, geopackage),
        "providerKey": "ogr",
        "checked": "Qt::Checked" if shown else "Qt::Unchecked",
        "expanded": int(shown),
    }
    return element("layer-tree-layer", attributes, element("customproperties", None, option({})))


def visibility_presets(found: Sequence[Layer], themes: dict[str, Theme]) -> ET.Element:
    """Return the map themes; the style of every layer bears the name `default`, which QGIS does not translate."""
    by_key = {layer.key: layer for layer in found}
    presets = []
    for theme in themes.values():
        members = [
            element("layer", {"id": by_key[key].identifier, "visible": 1, "style": "default", "expanded": 1})
            for key in theme.layers
        ]
        presets.append(element("visibility-preset", {"name": theme.title}, *members))
    return element("visibility-presets", None, *presets)
