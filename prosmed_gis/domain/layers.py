"""The canonical layers of one study, together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from affine import Affine


@dataclass(frozen=True, eq=False)
class Raster:
    """A north-up grid held in memory.

    `values` is float64 (rows, columns) with NaN where there is no data; `transform` maps column, row
    to x, y of the cell's corner in `crs` (text, `EPSG:4326` or a WKT). `unit` is `people_per_cell`
    or `people_per_km2` for people, `class` for codes of land cover, `m` for heights; `year` is the
    year the values speak of.
    """

    values: np.ndarray
    transform: Affine
    crs: str
    unit: str
    year: int
    source: str


@dataclass(frozen=True, eq=False)
class Layers:
    """All layers that a run may use; each obeys the schema of its name in `domain.schemas`.

    Only the three boundary layers are always there. A layer that the study lacks is None (never an
    empty frame), so that a room must decide what absence means.
    """

    regions: gpd.GeoDataFrame
    cercles: gpd.GeoDataFrame
    communes: gpd.GeoDataFrame
    settlements: gpd.GeoDataFrame | None = None
    events: gpd.GeoDataFrame | None = None
    event_counts: pd.DataFrame | None = None
    conflicts: pd.DataFrame | None = None
    redeployment: pd.DataFrame | None = None
    facilities: gpd.GeoDataFrame | None = None
    interventions: pd.DataFrame | None = None
    works: pd.DataFrame | None = None
    payments: pd.DataFrame | None = None
    progress: pd.DataFrame | None = None
    indicators: pd.DataFrame | None = None
    budgets: pd.DataFrame | None = None
    reference: pd.DataFrame | None = None
    institutions: pd.DataFrame | None = None
    contradictions: pd.DataFrame | None = None
    population: pd.DataFrame | None = None
    population_raster: Raster | None = None
    roads: gpd.GeoDataFrame | None = None
    rivers: gpd.GeoDataFrame | None = None
    water: gpd.GeoDataFrame | None = None
    barriers: gpd.GeoDataFrame | None = None
    landcover: Raster | None = None
    elevation: Raster | None = None
    outline: gpd.GeoDataFrame | None = None
    provenance: dict[str, str] = field(default_factory=dict)
    """Layer name -> short text of its source, licence and vintage, shown on products."""
