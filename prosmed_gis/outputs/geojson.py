"""The cercles as GeoJSON: polygons with score, rank and reasons, for tools that read nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio

from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.marking import sentences
from prosmed_gis.outputs.qgis.contents import tables

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.domain.products import Products

DECIMALS = 5
"""Decimals of degrees: about a metre."""


def write_cercles_geojson(products: Products, path: Path) -> None:
    """Write the table `cercles` of the GeoPackage as RFC 7946 GeoJSON, EPSG:4326.

    Parameters
    ----------
    products
        What the run has found, as the audience may see it.
    path
        The `.geojson` to write.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    frame = tables(products)["cercles"].frame
    try:
        pyogrio.write_dataframe(
            gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326"),
            path,
            driver="GeoJSON",
            layer_options={
                "RFC7946": "YES",
                "COORDINATE_PRECISION": DECIMALS,
                "DESCRIPTION": ". ".join(sentences(products.label, exact=False)),
            },
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        msg = f"{path}: cannot be written ({error})"
        raise OutputError(msg) from error
