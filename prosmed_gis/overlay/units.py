"""Which unit a point lies in, and how units stand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from prosmed_gis.crs import NATIONAL, STORED, distance_km, to_national, transformer

if TYPE_CHECKING:
    from collections.abc import Sequence

SLIVER_M = 50.0
"""Width of the slivers that units drawn by different hands leave between them; only met where the coverage is
not clean, never on boundaries that share their vertices."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """How cercles stand to one another; every frame has P-codes as index and columns, in ascending order.

    `distances_km` is geodesic between the cercles' points (0 on the diagonal), `shared_km` the length of common
    border (0 on the diagonal and where two cercles do not touch), `perimeter_km` the whole length of each border.
    """

    distances_km: pd.DataFrame
    shared_km: pd.DataFrame
    perimeter_km: pd.Series

    @property
    def abroad_km(self) -> pd.Series:
        """Length of border shared with no other cercle, in km, never negative."""
        return (self.perimeter_km - self.shared_km.sum(axis=1)).clip(lower=0).rename("abroad_km")

    def share_along(self, pcodes: Sequence[str], *, abroad: bool) -> pd.Series:
        """Return the share (0-1) of each perimeter along the given cercles, and abroad where asked."""
        along = self.shared_km.loc[:, [code for code in self.shared_km.columns if code in set(pcodes)]].sum(axis=1)
        total = along + self.abroad_km if abroad else along
        return (total / self.perimeter_km).clip(upper=1).rename("border_share")


def assign(points: gpd.GeoSeries, units: gpd.GeoDataFrame) -> pd.Series:
    """Return the P-code of the unit that each point lies in, on the points' index.

    A point on a common boundary goes to the unit with the smallest P-code; a point in no unit, or without
    geometry, gets a missing value. Both are EPSG:4326; `units` is indexed by P-code.
    """
    ordered = units.sort_index()
    tree = shapely.STRtree(ordered.geometry.to_numpy())
    hits = tree.query(points.to_numpy(), predicate="intersects")
    pairs = pd.DataFrame({"point": hits[0], "unit": hits[1]}).groupby("point")["unit"].min()
    found = pd.Series(pd.NA, index=range(len(points)), dtype="str")
    found.loc[pairs.index] = ordered.index.to_numpy()[pairs.to_numpy()]
    return pd.Series(found.to_numpy(), index=points.index, name="pcode", dtype="str")


def locate(points: gpd.GeoDataFrame, cercles: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the points with `cercle_pcode` and `commune_pcode`, on the same index.

    The commune is looked for among the communes of the cercle found, so that the two never contradict; it is
    missing where none of them holds the point. Boundary points go to the smallest P-code.
    """
    cercle = assign(points.geometry, cercles)
    commune = pd.Series(pd.NA, index=points.index, dtype="str")
    for pcode, own in communes.groupby("parent_pcode", sort=True):
        inside = (cercle == pcode).to_numpy(dtype=bool)
        if inside.any():
            commune.loc[inside] = assign(points.geometry[inside], own).to_numpy()
    return points.assign(cercle_pcode=cercle.to_numpy(), commune_pcode=commune.to_numpy())


def doubtful_places(points: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the points on a boundary and those in no unit.

    Returns
    -------
    pandas.DataFrame
        Index: the points' index, only doubtful ones, in their order. `finding` is `boundary` or `outside`;
        `pcode` the unit given (boundary) or the nearest one (outside); `distance_km` the geodesic distance to
        it, 0 on a boundary. Points without geometry are `outside` without unit nor distance.
    """
    given = assign(points.geometry, units)
    ordered = units.sort_index()
    edge = shapely.STRtree(shapely.boundary(ordered.geometry.to_numpy()))
    on_edge = np.zeros(len(points), dtype=bool)
    on_edge[np.unique(edge.query(points.geometry.to_numpy(), predicate="intersects")[0])] = True
    outside = given.isna().to_numpy()
    nearest, gap = _nearest(points.geometry[outside], ordered)
    result = pd.DataFrame(
        {"finding": np.where(outside, "outside", "boundary"), "pcode": given.to_numpy(), "distance_km": 0.0},
        index=points.index,
    )
    result.loc[outside, "pcode"] = nearest
    result.loc[outside, "distance_km"] = gap
    return result[outside | on_edge]


def _nearest(points: gpd.GeoSeries, units: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    codes = np.full(len(points), None, dtype=object)
    gaps = np.full(len(points), np.nan)
    known = ~(points.isna() | points.is_empty).to_numpy()
    if not known.any():
        return codes, gaps
    planar = gpd.GeoSeries(points[known], crs=STORED).to_crs(NATIONAL).to_numpy()
    shapes = to_national(units).geometry.to_numpy()
    nearest = shapely.STRtree(shapes).query_nearest(planar, all_matches=False)[1]
    lines = shapely.shortest_line(planar, shapes[nearest])
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    back = transformer(NATIONAL, STORED)
    lon_from, lat_from = back.transform(ends[:, 0, 0], ends[:, 0, 1])
    lon_to, lat_to = back.transform(ends[:, 1, 0], ends[:, 1, 1])
    codes[known] = units.index.to_numpy()[nearest]
    gaps[known] = distance_km(lon_from, lat_from, lon_to, lat_to)
    return codes, gaps


def neighbours(cercles: gpd.GeoDataFrame, *, seats: gpd.GeoSeries | None = None) -> Neighbours:
    """Return distances and common borders between cercles.

    Distances are taken between `seats` (points in EPSG:4326 by P-code, see `overlay.seats`), or between points
    inside the polygons where none are given. Lengths are taken in the national equal-area system (within 0.4 %).
    """
    ordered = cercles.sort_index()
    codes = ordered.index
    points = gpd.GeoSeries(ordered.representative_point() if seats is None else seats.reindex(codes), crs=STORED)
    lon, lat = points.x.to_numpy(), points.y.to_numpy()
    between = distance_km(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
    shapes = to_national(ordered).geometry.to_numpy()
    return Neighbours(
        distances_km=pd.DataFrame(between, index=codes, columns=codes),
        shared_km=pd.DataFrame(_shared_km(shapes), index=codes, columns=codes),
        perimeter_km=pd.Series(shapely.length(shapes) / 1000, index=codes, name="perimeter_km"),
    )


def _shared_km(shapes: np.ndarray) -> np.ndarray:
    edges = shapely.boundary(shapes)
    clean = bool(shapely.coverage_is_valid(shapes, gap_width=SLIVER_M))
    reach = shapes if clean else shapely.buffer(shapes, SLIVER_M)
    first, second = shapely.STRtree(reach).query(shapes, predicate="intersects")
    apart = first != second
    first, second = first[apart], second[apart]
    other = edges[second] if clean else reach[second]
    shared = np.zeros((len(shapes), len(shapes)))
    shared[first, second] = shapely.length(shapely.intersection(edges[first], other)) / 1000
    return np.asarray((shared + shared.T) / 2)
