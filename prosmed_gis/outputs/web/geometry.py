"""Boundaries and lines made light enough for a page: shared borders stay shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

DECIMALS = 3
"""Of a degree: 0.001 is 110 m, less than a pixel at the largest zoom of the map."""

SITE_DECIMALS = 5
"""For points: about a metre."""


def coverage(frame: gpd.GeoDataFrame, tolerance_deg: float) -> list[list[Any]]:
    """Return one GeoJSON-like MultiPolygon coordinate list per row, simplified as one coverage.

    Parameters
    ----------
    frame
        Polygons in EPSG:4326 that do not overlap; a missing geometry gives an empty list.
    tolerance_deg
        Size in degrees of the triangles that simplification takes away; 0 keeps every vertex.
    """
    geometries = np.asarray(frame.geometry.array)
    known = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    simple = geometries.copy()
    if tolerance_deg > 0 and known.any():
        simple[known] = shapely.coverage_simplify(geometries[known], tolerance_deg)
    return [_polygons(geometry) if ok else [] for geometry, ok in zip(simple, known, strict=True)]


def lines(frame: gpd.GeoDataFrame, tolerance_deg: float) -> list[list[Any]]:
    """Return one MultiLineString coordinate list per row, each line simplified on its own."""
    simple = shapely.simplify(np.asarray(frame.geometry.array), tolerance_deg)
    return [[_ring(part) for part in shapely.get_parts(geometry)] for geometry in simple]


def label_points(frame: gpd.GeoDataFrame) -> list[list[float]]:
    """Return for each row a point (lon, lat) well inside its largest polygon."""
    points: list[list[float]] = []
    for geometry in frame.geometry:
        parts = shapely.get_parts(geometry)
        if not len(parts):
            points.append([])
            continue
        largest = parts[int(np.argmax(shapely.area(parts)))]
        centre = shapely.maximum_inscribed_circle(largest, 0.02)
        points.append(_rounded(shapely.get_coordinates(centre)[:1], DECIMALS)[0])
    return points


def bounds(frame: gpd.GeoDataFrame) -> list[list[float]]:
    """Return [[south, west], [north, east]] of a layer."""
    west, south, east, north = (float(round(edge, DECIMALS)) for edge in frame.total_bounds)
    return [[south, west], [north, east]]


def site(lon: float, lat: float) -> list[float]:
    """Return a point as [lon, lat], rounded to a metre."""
    return [round(float(lon), SITE_DECIMALS), round(float(lat), SITE_DECIMALS)]


def _polygons(geometry: Any) -> list[Any]:
    rings = []
    for part in shapely.get_parts(geometry):
        outer = _ring(part.exterior)
        if len(outer) > 3:  # noqa: PLR2004 - a closed ring of fewer points has no inside
            rings.append([outer, *(ring for ring in map(_ring, part.interiors) if len(ring) > 3)])  # noqa: PLR2004
    return rings


def _ring(line: Any) -> list[list[float]]:
    points = _rounded(shapely.get_coordinates(line), DECIMALS)
    return [point for k, point in enumerate(points) if k == 0 or point != points[k - 1]]


def _rounded(coordinates: np.ndarray, decimals: int) -> list[list[float]]:
    return np.round(coordinates, decimals).tolist()  # type: ignore[no-any-return]
