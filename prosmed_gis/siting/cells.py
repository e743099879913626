"""The cells of the travel-time surface in which sites stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from prosmed_gis.access.run import AccessResult, locate_cells
from prosmed_gis.crs import STORED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from prosmed_gis.config.access import Access


def site_cells(sites: pd.DataFrame, access: AccessResult, config: Access) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of each site's open cell, or of the nearest within `snap_cells`.

    `sites` has `lon`, `lat` in degrees. `OUTSIDE` in both where a site has no position (NaN), or no open ground near.
    """
    points = gpd.GeoSeries(gpd.points_from_xy(sites["lon"], sites["lat"]), index=sites.index, crs=STORED)
    points = points.where(sites["lon"].notna() & sites["lat"].notna(), None)
    return locate_cells(points, access.grid, access.friction, snap_cells=config.snap_cells)
