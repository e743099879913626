"""What the ground is made of, before it is brought onto the grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.domain.layers import Raster


@dataclass(frozen=True, eq=False)
class GroundLayers:
    """Layers of the ground; each may be None where the study lacks it. Vectors are EPSG:4326."""

    roads: gpd.GeoDataFrame | None = None
    """Schema `roads`."""
    rivers: gpd.GeoDataFrame | None = None
    """Lines that are crossed at a cost."""
    water: gpd.GeoDataFrame | None = None
    """Polygons of open water."""
    barriers: gpd.GeoDataFrame | None = None
    """Lines and polygons that are closed: `passable_min`, `season` (both may be missing)."""
    landcover: Raster | None = None
    """Codes of land-cover classes."""
    elevation: Raster | None = None
    """Metres above the sea."""
    events: gpd.GeoDataFrame | None = None
    """Located events of the class that matters: `date`, `geo_precision`, points."""
    event_counts: pd.DataFrame | None = None
    """Schema `event_counts`; used only where there are no located events."""
