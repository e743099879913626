"""Geometry that cannot be right: missing, broken, or in the wrong place."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from prosmed_gis import crs
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter

MULTI = {"Polygon": shapely.multipolygons, "LineString": shapely.multilinestrings}
WIDEST = np.array([180.0, 90.0])
"""Largest longitude and latitude, in degrees."""


@dataclass(frozen=True, eq=False)
class Place:
    """The country's outline and how far outside it a point may lie (coarse outlines, river ports)."""

    outline: shapely.Geometry
    tolerance_km: float


def to_multi(geometries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return polygons and lines as their multi-part kind, without heights; others as they are."""
    flat = shapely.force_2d(np.asarray(geometries, dtype=object))
    parts = [MULTI[geom.geom_type]([geom]) if geom is not None and geom.geom_type in MULTI else geom for geom in flat]
    return gpd.GeoSeries(parts, index=geometries.index, crs=geometries.crs)


def points(lon: pd.Series, lat: pd.Series) -> gpd.GeoSeries:
    """Return points from degrees, on the same index; None where a coordinate is missing."""
    made = gpd.GeoSeries(gpd.points_from_xy(lon.to_numpy(float), lat.to_numpy(float)), index=lon.index, crs=crs.STORED)
    return made.where((lon.notna() & lat.notna()).to_numpy(), None)


def check_shapes(geometries: gpd.GeoSeries, kind: str, reporter: Reporter, place: Place | None) -> list[Problem]:
    """Return why geometries cannot stay, one problem each; the index gives the row numbers.

    Refused are: no geometry; a geometry of another kind; coordinates outside the globe; self-crossing or
    otherwise invalid shapes; the point (0, 0); and points further than `place.tolerance_km` from the country.
    A point that falls in the country when its coordinates change places is refused too: the exchange is
    proposed, never made.
    """
    geoms = np.asarray(geometries, dtype=object)
    found: dict[int, Problem] = {}
    for position in np.flatnonzero(shapely.is_missing(geoms) | shapely.is_empty(geoms)):
        row = int(geometries.index[position])
        found[int(position)] = reporter.error("geometry.missing", row, "geometry", "")
    _wrong_kind(geometries, geoms, kind, reporter, found)
    _outside_globe(geometries, geoms, reporter, found)
    _invalid(geometries, geoms, reporter, found)
    if kind == "Point":
        _misplaced(geometries, geoms, reporter, place, found)
    return [found[position] for position in sorted(found)]


def _left(geoms: np.ndarray, found: dict[int, Problem]) -> np.ndarray:
    """Positions that no check has refused yet."""
    return np.setdiff1d(np.arange(len(geoms)), np.fromiter(found, dtype=int, count=len(found)))


def _wrong_kind(
    series: gpd.GeoSeries, geoms: np.ndarray, kind: str, reporter: Reporter, found: dict[int, Problem]
) -> None:
    for position in _left(geoms, found):
        given = geoms[position].geom_type
        if given not in kind.split(" or "):
            row = int(series.index[position])
            found[int(position)] = reporter.error("geometry.kind", row, "geometry", given, expected=kind)


def _outside_globe(series: gpd.GeoSeries, geoms: np.ndarray, reporter: Reporter, found: dict[int, Problem]) -> None:
    left = _left(geoms, found)
    bounds = shapely.bounds(geoms[left]).reshape(-1, 2, 2)
    outside = ~np.all(np.abs(bounds) <= WIDEST, axis=(1, 2))
    for position in left[outside]:
        row, value = int(series.index[position]), _coordinates(geoms[position])
        found[int(position)] = reporter.error("geometry.globe", row, "geometry", value)


def _invalid(series: gpd.GeoSeries, geoms: np.ndarray, reporter: Reporter, found: dict[int, Problem]) -> None:
    left = _left(geoms, found)
    for position in left[~shapely.is_valid(geoms[left])]:
        reason = shapely.is_valid_reason(geoms[position])
        found[int(position)] = reporter.error(
            "geometry.invalid", int(series.index[position]), "geometry", reason, reason=reason
        )


def _misplaced(
    series: gpd.GeoSeries, geoms: np.ndarray, reporter: Reporter, place: Place | None, found: dict[int, Problem]
) -> None:
    left = _left(geoms, found)
    lon, lat = shapely.get_x(geoms[left]), shapely.get_y(geoms[left])
    null_island = (lon == 0) & (lat == 0)
    for position in left[null_island]:
        found[int(position)] = reporter.error("geometry.zero", int(series.index[position]), "geometry", "0, 0")
    if place is None:
        return
    shapely.prepare(place.outline)
    away = ~null_island & ~shapely.intersects_xy(place.outline, lon, lat)
    distances = _distance_km(place.outline, lon[away], lat[away])
    swapped = shapely.intersects_xy(place.outline, lat[away], lon[away])
    for position, distance, is_swapped in zip(left[away], distances, swapped, strict=True):
        row, value = int(series.index[position]), _coordinates(geoms[position])
        x, y = geoms[position].x, geoms[position].y
        if is_swapped:
            found[int(position)] = reporter.error("geometry.swapped", row, "geometry", value, lon=y, lat=x)
        elif distance > place.tolerance_km:
            found[int(position)] = reporter.error(
                "geometry.outside",
                row,
                "geometry",
                value,
                distance=f"{distance:.0f}",
                allowed=f"{place.tolerance_km:g}",
            )


def _distance_km(outline: shapely.Geometry, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    if len(lon) == 0:
        return np.empty(0)
    nearest = shapely.get_point(shapely.shortest_line(outline, shapely.points(lon, lat)), 0)
    return crs.distance_km(lon, lat, shapely.get_x(nearest), shapely.get_y(nearest))


def _coordinates(geom: shapely.Geometry) -> str:
    x, y = shapely.get_coordinates(geom)[0]
    return f"{x:g}, {y:g}"
