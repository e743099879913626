"""Rivers, and lines or polygons that are closed to travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.access.ground.burning import burn_highest, burn_mask
from prosmed_gis.domain.vocabulary import Season

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.access.grid import Grid


def crossing_minutes(barriers: gpd.GeoDataFrame | None, season: Season, grid: Grid) -> np.ndarray:
    """Return minutes to cross each cell's barrier that has `passable_min`; 0 where there is none.

    Of a polygon the edge is crossed, once on the way in and once on the way out. Roads pay too (a checkpoint).
    """
    if barriers is None or "passable_min" not in barriers:
        return np.zeros(grid.shape)
    there = barriers[_holds(barriers, season) & barriers["passable_min"].notna()]
    edges = there.set_geometry(there.geometry.where(there.geom_type.str.contains("Line"), there.boundary))
    return burn_highest(edges, there["passable_min"].astype(float), grid)


def closed_cells(barriers: gpd.GeoDataFrame | None, season: Season, grid: Grid) -> np.ndarray:
    """Return True where a barrier without `passable_min` lies: nobody passes, roads included."""
    if barriers is None:
        return np.zeros(grid.shape, dtype=bool)
    shut = _holds(barriers, season)
    if "passable_min" in barriers:
        shut = shut & barriers["passable_min"].isna().to_numpy()
    return burn_mask(barriers[shut], grid)


def _holds(barriers: gpd.GeoDataFrame, season: Season) -> np.ndarray:
    # A barrier of the dry season alone would make the rains faster: there is none.
    if "season" not in barriers or season is Season.RAINS:
        return np.ones(len(barriers), dtype=bool)
    return np.asarray((barriers["season"].fillna("all") != Season.RAINS.value).to_numpy(), dtype=bool)


def river_minutes(rivers: gpd.GeoDataFrame | None, is_crossing: np.ndarray, minutes: float, grid: Grid) -> np.ndarray:
    """Return minutes to cross each cell's river; 0 where none is or where `is_crossing` (an open road, a lake)."""
    return np.where(burn_mask(rivers, grid) & ~is_crossing, minutes, 0.0)
