"""Minutes per metre over the ground: walking, roads, rivers, closed border.

The surface is a product of layers burnt one over the other, so that season, land cover, slope or
security can join as further factors of `ground_speed` or as closed cells, without touching the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rasterio.features import rasterize

from prosmed_gis.crs import to_national

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.config.access import Speeds

CLOSED = np.inf
"""Friction of a cell that nobody enters."""

METRES_PER_MINUTE = 1000.0 / 60.0
"""Of one km/h."""


def road_speed_kmh(roads: pd.DataFrame, speeds: Speeds) -> pd.Series:
    """Return the speed on each road in km/h, on the same index.

    An observed `speed_kmh` wins; else the speed of the class times the factor of the state.
    """
    by_class = roads["road_class"].map(lambda name: float(getattr(speeds, str(name))))
    by_state = roads["state"].map(lambda name: float(getattr(speeds, str(name))))
    usual = by_class.astype(float) * by_state.astype(float)
    if "speed_kmh" not in roads:
        return usual.rename("speed_kmh")
    observed = roads["speed_kmh"].astype(float)
    return observed.where(observed.notna(), usual).rename("speed_kmh")


def burn_speed(roads: gpd.GeoDataFrame | None, speeds: Speeds, grid: Grid) -> np.ndarray:
    """Return km/h of the fastest road that touches each cell; 0 where there is none."""
    empty = np.zeros(grid.shape)
    if roads is None:
        return empty
    table = to_national(roads[["geometry"]]).assign(speed_kmh=road_speed_kmh(roads, speeds))
    table = table[~(table.geometry.isna() | table.geometry.is_empty)].sort_values("speed_kmh", kind="stable")
    if table.empty:
        return empty
    return np.asarray(
        rasterize(
            # Burnt from slow to fast: the last one burnt in a cell stays.
            zip(table.geometry, table["speed_kmh"], strict=True),
            out_shape=grid.shape,
            transform=grid.transform,
            fill=0.0,
            all_touched=True,
            dtype="float64",
        )
    )


def burn_mask(lines: gpd.GeoDataFrame | None, grid: Grid) -> np.ndarray:
    """Return True for cells that a line or polygon touches; all False without lines."""
    if lines is None:
        return np.zeros(grid.shape, dtype=bool)
    shapes = to_national(lines[["geometry"]]).geometry
    shapes = shapes[~(shapes.isna() | shapes.is_empty)]
    if shapes.empty:
        return np.zeros(grid.shape, dtype=bool)
    burnt = rasterize(
        zip(shapes, [1] * len(shapes), strict=True),
        out_shape=grid.shape,
        transform=grid.transform,
        fill=0,
        all_touched=True,
        dtype="uint8",
    )
    return np.asarray(burnt == 1)


def ground_speed(grid: Grid, speeds: Speeds, *, factor: np.ndarray | None = None) -> np.ndarray:
    """Return off-road km/h of each cell: the configured speed, times `factor` (land cover, slope, season) if given."""
    speed = np.full(grid.shape, speeds.off_road)
    return speed if factor is None else speed * factor


def friction_surface(
    grid: Grid,
    speeds: Speeds,
    *,
    roads: gpd.GeoDataFrame | None = None,
    rivers: gpd.GeoDataFrame | None = None,
    ground_factor: np.ndarray | None = None,
    closed: np.ndarray | None = None,
) -> np.ndarray:
    r"""Return minutes per metre, float64 (rows, columns); `CLOSED` outside the country.

    .. math:: f = \frac{60}{1000\,v}

    with v the faster of road and off-road speed. A river cell without a road gets `river_crossing_min` spread
    over its width, so that entering and leaving it straight adds exactly that time (half in, half out: people
    who live in a river cell are on either bank and pay half); a diagonal passage adds up to 1.41 times as much.
    A road over a river is a crossing (bridge or ferry at the road's speed).

    Parameters
    ----------
    grid
        National grid; cells in no cercle are closed.
    speeds
        Speeds in km/h and the crossing time in minutes.
    roads
        Schema `roads`, EPSG:4326; None leaves the ground everywhere.
    rivers
        Lines (or water surfaces), EPSG:4326.
    ground_factor
        Factor of the off-road speed by cell; 0 makes ground impassable but for roads.
    closed
        True where nobody passes (security), roads included.

    Notes
    -----
    Usual friction of access models (Tomlin's cost surface; AccessMod, Ray & Ebener 2008; Weiss et al. 2018).
    """
    road_kmh = burn_speed(roads, speeds, grid)
    speed = np.maximum(road_kmh, ground_speed(grid, speeds, factor=ground_factor))
    with np.errstate(divide="ignore"):
        friction = 1.0 / (speed * METRES_PER_MINUTE)
    barrier = burn_mask(rivers, grid) & (road_kmh == 0.0)
    friction = friction + np.where(barrier, speeds.river_crossing_min / grid.cell_size_m, 0.0)
    shut = ~grid.inside if closed is None else ~grid.inside | closed
    return np.where(shut, CLOSED, friction)
