"""Writing the layers so that the same layers always give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
from affine import Affine
from demo.people import NODATA

STAMP = "2021-06-30T00:00:00.000Z"
"""GeoPackages carry their date of writing: the clock is stopped for it."""
GEOPACKAGE_VERSION = "1.3"
LABEL = "Illustrative boundaries, generated from a seed: not official, not to be used outside demonstrations"


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write UTF-8, comma, LF, header line; an empty cell means no value."""
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def write_boundaries(layers: dict[str, gpd.GeoDataFrame], path: Path) -> None:
    """Write each frame as a MultiPolygon layer of one new GeoPackage."""
    path.unlink(missing_ok=True)
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        for name, frame in layers.items():
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                geometry_type="MultiPolygon",
                dataset_options={"VERSION": GEOPACKAGE_VERSION},
                layer_options={"DESCRIPTION": LABEL},
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def write_lines(records: list[dict[str, object]], path: Path) -> None:
    """Write records with an array `line` (degrees) as GeoJSON LineStrings, one feature a line of text."""
    features = [json.dumps(_feature(record), ensure_ascii=False, separators=(",", ":")) for record in records]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_grid(values: np.ndarray, transform: Affine, path: Path) -> None:
    """Write one float32 band, deflated, in EPSG:4326."""
    path.unlink(missing_ok=True)
    height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=1, dtype="float32", crs="EPSG:4326",
        transform=transform, nodata=NODATA, compress="deflate", predictor=3, zlevel=9, tiled=False,
    ) as target:  # fmt: skip
        target.write(values, 1)
        target.update_tags(TIFFTAG_IMAGEDESCRIPTION="People per cell (illustrative, generated)")


def _feature(record: dict[str, object]) -> dict[str, object]:
    line = np.asarray(record["line"], dtype=float).tolist()
    properties = {key: value for key, value in record.items() if key != "line"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": line}}
