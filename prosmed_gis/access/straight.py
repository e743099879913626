"""Straight-line distance, for where nothing is known of the ground: no friction, no roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from prosmed_gis.crs import distance_km

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prosmed_gis.domain.vocabulary import Service

STRAIGHT_COLUMNS = ("pcode", "service", "km", "population", "covered", "share", "unreachable")
NEAR = 4
"""Neighbours on the sphere among which the nearest on the ellipsoid is looked for; the two differ by 0.5 % at most."""


def nearest_straight(
    lon: np.ndarray, lat: np.ndarray, to_lon: np.ndarray, to_lat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return geodesic km from each point to the nearest of the places, and its position.

    Coordinates in degrees. A point or place that is not a number is never near: inf and -1. Of places equally near the
    first is named.
    """
    point, place = _on_sphere(lon, lat), _on_sphere(to_lon, to_lat)
    km, which = np.full(len(point), np.inf), np.full(len(point), -1, dtype=np.int64)
    good, known = np.flatnonzero(np.isfinite(point[:, 0])), np.flatnonzero(np.isfinite(place[:, 0]))
    if not len(good) or not len(known):
        return km, which
    _, found = KDTree(place[known]).query(point[good], k=list(range(1, min(NEAR, len(known)) + 1)))
    position = np.sort(known[found], axis=1)
    far = distance_km(
        np.asarray(lon)[good, None], np.asarray(lat)[good, None], np.asarray(to_lon)[position],
        np.asarray(to_lat)[position],
    )  # fmt: skip
    best = np.argmin(far, axis=1)
    km[good] = far[np.arange(len(good)), best]
    which[good] = position[np.arange(len(good)), best]
    return km, which


def _on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    east, north = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def straight_coverage(
    people: pd.DataFrame,
    places: Mapping[Service, pd.DataFrame],
    limits_km: Sequence[float],
    *,
    pcodes: tuple[str, ...],
) -> pd.DataFrame:
    """Return people within straight distances of each service, by unit.

    Parameters
    ----------
    people
        `lon`, `lat` (degrees), `people`, `cercle_pcode` (the unit), one row a cell of the population raster.
    places
        Service -> `lon`, `lat` of the facilities that give it; a service without any reaches nobody.
    limits_km
        Distances; exactly so far is within.
    pcodes
        Units listed; one without people has population 0 and share NaN.

    Returns
    -------
    pandas.DataFrame
        Columns `STRAIGHT_COLUMNS`; `unreachable` are people for whom there is no facility at all, or whose place is
        unknown.
    """
    order = sorted(pcodes)
    lon, lat = people["lon"].to_numpy(float), people["lat"].to_numpy(float)
    total = people.groupby("cercle_pcode")["people"].sum().reindex(order, fill_value=0.0)
    parts = []
    for service, own in places.items():
        km, _ = nearest_straight(lon, lat, own["lon"].to_numpy(float), own["lat"].to_numpy(float))
        lost = _sum(people, np.isinf(km), order)
        for limit in limits_km:
            covered = np.minimum(_sum(people, km <= limit, order), total)
            part = pd.DataFrame({"population": total, "covered": covered, "share": covered / total.where(total > 0)})
            part = part.assign(unreachable=lost, service=service.value, km=float(limit))
            parts.append(part.rename_axis("pcode").reset_index())
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(STRAIGHT_COLUMNS))
    return whole[list(STRAIGHT_COLUMNS)]


def _sum(people: pd.DataFrame, holds: np.ndarray, order: list[str]) -> pd.Series:
    total: pd.Series = (people["people"] * holds).groupby(people["cercle_pcode"]).sum().reindex(order, fill_value=0.0)
    return total
