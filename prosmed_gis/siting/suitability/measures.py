"""What is measured at each point tried: distances to what the layers hold, and slope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from prosmed_gis.crs import STORED, transformer
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, FacilityStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from prosmed_gis.config.suitability import MeasureName, Suitability
    from prosmed_gis.domain.layers import Layers, Raster
    from prosmed_gis.domain.vocabulary import Service
    from prosmed_gis.siting.suitability.plane import Plane

GONE = (FacilityStatus.CLOSED.value,)
"""Statuses of posts that stand in nobody's way."""


def measures_around(
    plane: Plane,
    layers: Layers,
    config: Suitability,
    *,
    service: Service | None,
) -> Mapping[MeasureName, np.ndarray | None]:
    """Return each configured measure on the plane's cells, (rows, columns); None where its layer is missing.

    `road`, `water` and `post` are metres to the nearest road, to the nearest river or open water, and to the nearest
    facility of `service` that is not closed (None where no service is meant), inf where there is none within
    `seen_km`; `town` metres to the site itself; `slope` percent, NaN off the elevation raster.
    """
    posts = None
    if layers.facilities is not None and service is not None:
        kinds = [kind.value for kind, given in SERVICE_OF_KIND.items() if given == service]
        kept = layers.facilities["kind"].isin(kinds) & ~layers.facilities["status"].isin(GONE)
        posts = layers.facilities[kept]
    east, north = plane.centres()
    found: dict[MeasureName, np.ndarray | None] = {
        "road": _distance(plane, [layers.roads], config.seen_km),
        "town": np.hypot(east, north),
        "water": _distance(plane, [layers.rivers, layers.water], config.seen_km),
        "post": _distance(plane, [posts], config.seen_km),
        "slope": slope_percent(plane, layers.elevation) if layers.elevation is not None else None,
    }
    return {name: found[name] for name in config.measures}


def _distance(plane: Plane, layers: Sequence[gpd.GeoDataFrame | None], seen_km: float) -> np.ndarray | None:
    given = [nearest_m(plane, plane.around(layer, within_km=seen_km)) for layer in layers if layer is not None]
    return np.min(given, axis=0) if given else None


def nearest_m(plane: Plane, shapes: gpd.GeoSeries) -> np.ndarray:
    """Return metres from each cell's centre to the nearest shape (in the plane's metres); inf without shapes."""
    east, north = plane.centres()
    if shapes.empty:
        return np.full(east.shape, np.inf)
    points = shapely.points(east.ravel(), north.ravel())
    tree = shapely.STRtree(shapes.to_numpy())
    (which, _), metres = tree.query_nearest(points, all_matches=False, return_distance=True)
    nearest = np.empty(len(points))
    nearest[which] = metres
    return nearest.reshape(east.shape)


def slope_percent(plane: Plane, elevation: Raster) -> np.ndarray:
    r"""Return the steepest slope in percent at each cell, by central differences over one cell either side.

    .. math:: 100 \sqrt{(\partial z/\partial x)^2 + (\partial z/\partial y)^2}

    Heights between the centres of the raster's cells are interpolated (`sample`), so that a raster coarser than the
    plane gives the slope between its cells. NaN where a height is missing.
    """
    half = plane.steps + 1
    offsets = np.arange(-half, half + 1) * plane.cell_size_m
    heights = sample(elevation, *plane.degrees(*np.meshgrid(offsets, offsets[::-1])))
    across = (heights[1:-1, 2:] - heights[1:-1, :-2]) / (2.0 * plane.cell_size_m)
    along = (heights[2:, 1:-1] - heights[:-2, 1:-1]) / (2.0 * plane.cell_size_m)
    return np.asarray(100.0 * np.hypot(across, along))


def sample(raster: Raster, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the value at each point (degrees), bilinear between the centres of cells; NaN off the raster.

    A point in the outer half of the outermost cells has the value of the edge. NaN where a cell that counts has none.
    """
    x, y = transformer(STORED, raster.crs).transform(lon, lat)
    back = ~raster.transform
    column = np.asarray(back.a * x + back.b * y + back.c)
    row = np.asarray(back.d * x + back.e * y + back.f)
    rows, columns = raster.values.shape
    there = (row >= 0) & (row <= rows) & (column >= 0) & (column <= columns)
    row, column = np.clip(row - 0.5, 0, rows - 1), np.clip(column - 0.5, 0, columns - 1)
    top, left = np.floor(row).astype(np.int64), np.floor(column).astype(np.int64)
    down, along = row - top, column - left
    value = np.zeros(np.broadcast(row, column).shape)
    for dy, weight_y in ((0, 1.0 - down), (1, down)):
        for dx, weight_x in ((0, 1.0 - along), (1, along)):
            weight = weight_y * weight_x
            cell = raster.values[np.minimum(top + dy, rows - 1), np.minimum(left + dx, columns - 1)]
            value = value + np.where(weight > 0, weight * cell, 0.0)
    return np.where(there, value, np.nan)
