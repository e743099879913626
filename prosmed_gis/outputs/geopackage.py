"""The GeoPackage: every table of a run in one file that QGIS opens styled, with French names.

GeoPackage 1.3 (newer ones make QGIS 3.22 warn). The default style of each table is written into
`layer_styles` as QGIS looks for it: the table registered as `attributes`, an empty schema name, one
row per table marked as default. Dates inside the file are the study's, so that the same run gives
the same bytes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio

from prosmed_gis.crs import STORED
from prosmed_gis.domain.messages import text
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.qgis import catalogue, fields
from prosmed_gis.outputs.qgis.contents import tables
from prosmed_gis.outputs.qgis.styles import qml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from prosmed_gis.domain.products import Products
    from prosmed_gis.outputs.qgis.contents import Table

GEOMETRY = "geom"
"""Column that holds the geometry of every layer."""

STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30),
    ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""


def write_geopackage(products: Products, path: Path) -> None:
    """Write all tables of a run and their default styles; the same products give the same bytes.

    Parameters
    ----------
    products
        What the run has found; what its audience may not see is left out here.
    path
        The `.gpkg` to write. It is written aside and takes the place of an old one when it is whole.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    products = for_audience(products)
    stamp = f"{products.label.as_of.isoformat()}T00:00:00.000Z"
    contents = tables(products)
    aside = path.with_name(f".part-{path.name}")
    aside.unlink(missing_ok=True)
    try:
        with _dated(stamp):
            for table in contents.values():
                _write_table(table, aside)
        _write_styles(products, contents, aside, stamp)
        aside.replace(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, sqlite3.Error, OSError) as error:
        aside.unlink(missing_ok=True)
        raise OutputError(text("qgis.not_written", products.label.language, path=path, reason=error)) from error


@contextmanager
def _dated(stamp: str) -> Iterator[None]:
    """Let GDAL take `stamp` for the present, so that the file does not bear the day of the run."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_table(table: Table, path: Path) -> None:
    options = {"IDENTIFIER": table.title, "DESCRIPTION": table.abstract}
    common = {"layer": table.name, "driver": "GPKG", "dataset_options": {"VERSION": "1.3"}, "append": False}
    if not table.geometry:
        pyogrio.write_dataframe(table.frame, path, layer_options=options, **common)
        return
    frame = gpd.GeoDataFrame(table.frame, geometry="geometry", crs=STORED)
    pyogrio.write_dataframe(
        frame,
        path,
        geometry_type=table.geometry,
        promote_to_multi=table.geometry.startswith("Multi"),
        layer_options={**options, "GEOMETRY_NAME": GEOMETRY},
        **common,
    )


def _write_styles(products: Products, contents: dict[str, Table], path: Path, stamp: str) -> None:
    language, known = products.label.language, fields.names(products)
    styles = catalogue.default_styles(contents, catalogue.layers(products, contents, known), language)
    rows = [
        (
            table.name,
            GEOMETRY if table.geometry else "",
            "prosmed",
            qml(styles[table.name], table, known),
            table.title,
            stamp,
        )
        for table in contents.values()
    ]
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(STYLES)
        file.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
            "VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', ?)",
            rows,
        )
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
            (stamp,),
        )
