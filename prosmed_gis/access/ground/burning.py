"""Vectors and rasters brought onto the cells of the national grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from affine import Affine
from rasterio.features import rasterize
from rasterio.warp import Resampling, reproject

from prosmed_gis.crs import NATIONAL, to_national

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.domain.layers import Raster


def burn_mask(shapes: gpd.GeoDataFrame | None, grid: Grid) -> np.ndarray:
    """Return True for cells that a line or polygon touches; all False without shapes."""
    if shapes is None:
        return np.zeros(grid.shape, dtype=bool)
    return burn_highest(shapes, shapes["geometry"].map(lambda _: 1.0).astype(float), grid) > 0


def burn_highest(shapes: gpd.GeoDataFrame, values: pd.Series, grid: Grid) -> np.ndarray:
    """Return by cell the highest value (> 0) of the shapes that touch it; 0 where there is none.

    `values` stands on the index of `shapes`; shapes without geometry, or without a positive value, are left out.
    """
    table = to_national(shapes[["geometry"]]).assign(value=values)
    there = ~(table.geometry.isna() | table.geometry.is_empty) & (table["value"] > 0)
    table = table[there].sort_values("value", kind="stable")
    if table.empty:
        return np.zeros(grid.shape)
    burnt = rasterize(
        # Burnt from low to high: the last one burnt in a cell stays.
        zip(table.geometry, table["value"], strict=True),
        out_shape=grid.shape,
        transform=grid.transform,
        fill=0.0,
        all_touched=True,
        dtype="float64",
    )
    return np.asarray(burnt)


def warped(raster: Raster, grid: Grid, resampling: Resampling, *, parts: int = 1) -> np.ndarray:
    """Return the raster on the grid's cells, whatever its own system and cells; NaN where it has no value.

    `parts` divides each cell into `parts` x `parts`: the result has so many times more rows and columns.
    """
    (rows, columns), size = grid.shape, grid.cell_size_m / parts
    found = np.full((rows * parts, columns * parts), np.nan)
    reproject(
        source=raster.values,
        destination=found,
        src_transform=raster.transform,
        src_crs=raster.crs,
        src_nodata=np.nan,
        dst_transform=Affine(size, 0.0, grid.x_min, 0.0, -size, grid.y_max),
        dst_crs=NATIONAL.to_wkt(),
        dst_nodata=np.nan,
        resampling=resampling,
    )
    return found
