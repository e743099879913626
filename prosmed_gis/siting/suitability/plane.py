"""The small square grid around a site on which points are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from shapely.geometry import box

from prosmed_gis.crs import STORED, local_plane, transformer

if TYPE_CHECKING:
    from pyproj import CRS


@dataclass(frozen=True)
class Plane:
    """Square cells around a point, north up; the point is the centre of the middle cell.

    `lon`, `lat` in degrees; the cells reach as far as the circle of `radius_km` needs.
    """

    lon: float
    lat: float
    radius_km: float
    cell_size_m: float

    @property
    def crs(self) -> CRS:
        """The plane in metres whose origin is the point."""
        return local_plane(self.lon, self.lat)

    @property
    def steps(self) -> int:
        """Cells from the middle one to the edge."""
        return int(1000.0 * self.radius_km // self.cell_size_m)

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """Return metres east and north of the point for each cell's centre, both (rows, columns)."""
        offsets = np.arange(-self.steps, self.steps + 1) * self.cell_size_m
        return np.meshgrid(offsets, offsets[::-1])

    def inside(self) -> np.ndarray:
        """Return True for cells whose centre is at most `radius_km` from the point."""
        east, north = self.centres()
        return np.asarray(np.hypot(east, north) <= 1000.0 * self.radius_km)

    def degrees(self, east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return longitude and latitude of places given in metres east and north of the point."""
        lon, lat = transformer(self.crs, STORED).transform(east, north)
        return np.asarray(lon), np.asarray(lat)

    def around(self, layer: gpd.GeoDataFrame, *, within_km: float) -> gpd.GeoSeries:
        """Return the parts of a layer (EPSG:4326) in the square of that half width, in metres of this plane."""
        reach = 1000.0 * within_km
        corner = np.array([-reach, reach])
        lon, lat = self.degrees(*np.meshgrid(corner, corner))
        # The square's sides bend in degrees; a tenth more holds them, the exact cut comes after.
        pad_x, pad_y = 0.1 * np.ptp(lon), 0.1 * np.ptp(lat)
        window = box(lon.min() - pad_x, lat.min() - pad_y, lon.max() + pad_x, lat.max() + pad_y)
        there = layer.geometry[~(layer.geometry.isna() | layer.geometry.is_empty)]
        there = there[there.intersects(window)]
        local = there.intersection(window).to_crs(self.crs).intersection(box(-reach, -reach, reach, reach))
        return local[~local.is_empty]
