"""Coordinate systems: what is stored, what is measured in, and how to measure truly.

Layers are stored and exchanged in EPSG:4326. Planar work (areas of overlap, grids, distances to a
line) is done in one national Lambert azimuthal equal-area system, because Mali spans three UTM
zones: zone 30N alone overstates areas by up to 2.2 %. Reported areas and distances between points
are taken on the WGS 84 ellipsoid.
"""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS, Geod, Transformer

STORED = CRS.from_epsg(4326)
"""Geographic WGS 84, longitude first in every array of this package."""

NATIONAL = CRS.from_proj4("+proj=laea +lat_0=17 +lon_0=-4 +x_0=0 +y_0=0 +ellps=WGS84 +units=m +no_defs")
"""Equal-area metres centred on Mali: area error < 0.001 %, 100 km distances within 0.4 %."""

WGS84 = Geod(ellps="WGS84")

KM_DECIMALS = 6
"""Decimals of kilometres and square kilometres: past a square metre the arithmetic of a processor shows."""


@cache
def transformer(source: CRS, target: CRS) -> Transformer:
    """Return a transformer that always takes and gives x (longitude) first."""
    return Transformer.from_crs(source, target, always_xy=True)


def local_plane(lon: float, lat: float) -> CRS:
    """Return the plane in metres around a point in degrees: distances and directions from the point are true."""
    return CRS.from_proj4(f"+proj=aeqd +lat_0={lat:.7f} +lon_0={lon:.7f} +ellps=WGS84 +units=m +no_defs")


def to_national(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in the national equal-area system, in metres, on the same index."""
    return frame.to_crs(NATIONAL)


def area_km2(geometries: gpd.GeoSeries) -> pd.Series:
    """Return ellipsoidal areas in km2 of EPSG:4326 polygons, on the same index; missing gives NaN."""
    areas = [
        abs(WGS84.geometry_area_perimeter(geom)[0]) / 1e6 if geom is not None and not geom.is_empty else np.nan
        for geom in geometries
    ]
    return pd.Series(areas, index=geometries.index, dtype=float, name="area_km2").round(KM_DECIMALS)


def distance_km(lon_from: np.ndarray, lat_from: np.ndarray, lon_to: np.ndarray, lat_to: np.ndarray) -> np.ndarray:
    """Return geodesic distances in km between pairs of points given in degrees (broadcast)."""
    lons1, lats1, lons2, lats2 = np.broadcast_arrays(lon_from, lat_from, lon_to, lat_to)
    _, _, metres = WGS84.inv(lons1, lats1, lons2, lats2)
    return np.round(np.asarray(metres) / 1000.0, KM_DECIMALS)
