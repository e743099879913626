"""The QGIS project: a zip that holds one XML document, written without QGIS."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from pyproj import CRS

from prosmed_gis.crs import STORED, transformer
from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.qgis import catalogue, fields, layouts, maplayers
from prosmed_gis.outputs.qgis.contents import tables
from prosmed_gis.outputs.qgis.markup import element, serialise
from prosmed_gis.outputs.qgis.styles import QGIS_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from prosmed_gis.domain.products import Products
    from prosmed_gis.outputs.qgis.catalogue import Theme
    from prosmed_gis.outputs.qgis.contents import Table
    from prosmed_gis.outputs.qgis.maplayers import Bounds

DISPLAY = CRS.from_epsg(32630)
"""What the project shows its maps in: metres, north up, true to shape within 2 % over Mali. Nothing is stored or
measured in it: layers stay EPSG:4326 and QGIS' measuring tools are set to the WGS 84 ellipsoid."""

PRINTED = ("overview", "selection", "police", "courts", "follow_up", "coverage", "access", "placement", "partners")
"""Themes that have a page of their own."""

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_project(products: Products, path: Path, geopackage_name: str) -> None:
    """Write the QGIS project of a run beside its GeoPackage; the same products give the same bytes.

    Parameters
    ----------
    products
        What the run has found; what its audience may not see is left out here.
    path
        The `.qgz` to write; an old one is replaced.
    geopackage_name
        File name of the GeoPackage, which must lie in the same folder: the project names it relatively.
    """
    stem = path.stem
    content = project_xml(products, geopackage_name)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(f"{stem}.qgs", _ZIP_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, content)
    path.write_bytes(held.getvalue())


def project_xml(products: Products, geopackage_name: str) -> str:
    """Return the project's document."""
    products = for_audience(products)
    label, language = products.label, products.label.language
    contents = tables(products)
    known = fields.names(products)
    found = catalogue.layers(products, contents, known)
    themes = catalogue.themes(found, language)
    groups = {group: text(f"qgis.group.{group}", language) for group in catalogue.GROUPS}
    about = maplayers.About(
        language.value, text("qgis.licence", language), "; ".join(label.sources), label.as_of.isoformat()
    )
    press = layouts.Press(label, found, themes, geopackage_name, DISPLAY, _display_bounds(contents), products.notes)
    project_layers = [
        maplayers.map_layer(layer, contents[layer.table], known, geopackage=geopackage_name, about=about)
        for layer in found
    ]
    root = element(
        "qgis",
        {"version": QGIS_VERSION, "projectname": label.title},
        element("homePath", {"path": ""}),
        element("title", text=label.title),
        element("autotransaction", {"active": 0}),
        element("trust", {"active": 0}),
        element("projectCrs", None, maplayers.spatial_reference(DISPLAY)),
        maplayers.layer_tree(found, groups, themes[catalogue.OPENED_WITH], geopackage_name),
        _canvas(press.bounds),
        element("projectlayers", None, *project_layers),
        element("layerorder", None, *(element("layer", {"id": layer.identifier}) for layer in found)),
        _properties(),
        maplayers.visibility_presets(found, themes),
        _metadata(products),
        element("Layouts", None, *_pages(press, themes, contents)),
    )
    return serialise(root)


def _pages(press: layouts.Press, themes: Mapping[str, Theme], contents: Mapping[str, Table]) -> list[ET.Element]:
    printed = [layouts.overview(press, theme) for theme in PRINTED if theme in themes]
    return [*printed, layouts.atlas(press, contents["cercles"].columns)]


def _display_bounds(contents: Mapping[str, Table]) -> Bounds:
    bounds = maplayers.bounds_of(contents["regions"])
    if bounds is None:
        return (0.0, 0.0, 1.0, 1.0)
    xmin, ymin, xmax, ymax = transformer(STORED, DISPLAY).transform_bounds(*bounds)
    return float(xmin), float(ymin), float(xmax), float(ymax)


def _canvas(bounds: Bounds) -> ET.Element:
    return element(
        "mapcanvas",
        {"name": "theMapCanvas", "annotationsVisible": 1},
        element("units", text="meters"),
        maplayers.extent("extent", bounds),
        element("rotation", text="0"),
        element("destinationsrs", None, maplayers.spatial_reference(DISPLAY)),
    )


def _typed(tag: str, kind: str, value: object) -> ET.Element:
    return element(tag, {"type": kind}, text=value)


def _properties() -> ET.Element:
    """Return the project's settings: its CRS is used, paths are relative, measures are ellipsoidal and metric."""
    canvas = (_typed(f"CanvasColor{part}Part", "int", 255) for part in ("Red", "Green", "Blue"))
    return element(
        "properties",
        None,
        element("Gui", None, *canvas),
        element("Measure", None, _typed("Ellipsoid", "QString", "EPSG:7030")),
        element("Measurement", None, _typed("DistanceUnits", "QString", "km"), _typed("AreaUnits", "QString", "km2")),
        element("Paths", None, _typed("Absolute", "bool", "false")),
        element("SpatialRefSys", None, _typed("ProjectionsEnabled", "int", 1)),
    )


def _metadata(products: Products) -> ET.Element:
    label, language = products.label, products.label.language
    sentences = [text("illustrative", language) + "."] if label.illustrative else []
    sentences += [text("qgis.project", language), text("qgis.limits", language), *products.notes]
    return element(
        "projectMetadata",
        None,
        element("identifier", text=label.name),
        element("language", text=language.value),
        element("type", text="project"),
        element("title", text=label.title),
        element("abstract", text="\n".join(sentences)),
        element("author", text=f"prosmed-gis {label.version}"),
        element("creation", text=f"{label.as_of.isoformat()}T00:00:00"),
    )
