"""Speed on roads by class, state and season."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.ground.burning import burn_highest

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.config.access import Rains, Speeds


def road_speed_kmh(roads: pd.DataFrame, speeds: Speeds, rains: Rains | None = None) -> pd.Series:
    """Return the speed of a vehicle on each road in km/h, on the same index; 0 = cut.

    An observed `speed_kmh` wins; else the speed of the class times the factor of the state. With `rains`, times what
    the rains leave to roads of that class and state.
    """
    by_class = roads["road_class"].map(lambda name: float(getattr(speeds, str(name))))
    by_state = roads["state"].map(lambda name: float(getattr(speeds, str(name))))
    usual = by_class.astype(float) * by_state.astype(float)
    if "speed_kmh" in roads:
        observed = roads["speed_kmh"].astype(float)
        usual = observed.where(observed.notna(), usual)
    if rains is not None:
        pairs = zip(roads["road_class"], roads["state"], strict=True)
        left = [float(getattr(getattr(rains, str(kind)), str(state))) for kind, state in pairs]
        usual = usual * pd.Series(left, index=roads.index, dtype=float)
    return usual.rename("speed_kmh")


def burn_roads(roads: gpd.GeoDataFrame | None, speeds: Speeds, grid: Grid, *, rains: Rains | None = None) -> np.ndarray:
    """Return km/h of the fastest open road that touches each cell; 0 where there is none."""
    if roads is None:
        return np.zeros(grid.shape)
    return burn_highest(roads, road_speed_kmh(roads, speeds, rains), grid)
