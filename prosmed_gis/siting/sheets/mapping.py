"""What the small map of a sheet draws, in km around the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import box

from prosmed_gis.siting.sheets.content import SiteMap
from prosmed_gis.siting.suitability.plane import Plane

if TYPE_CHECKING:
    from prosmed_gis.domain.layers import Layers

SIMPLE_KM = 0.05
"""Lines may move by this much: less than the width of a line on paper."""

ORDER = ("national_seat", "region_seat", "cercle_seat", "commune_seat", "village")


def site_map(
    lon: float, lat: float, work_id: str, cercle_pcode: str, layers: Layers, works: pd.DataFrame, *, radius_km: float
) -> SiteMap:
    """Return the surroundings of a site cut at a square of half width `radius_km`, in km east and north of it.

    `works` has one row a work: `work_id`, `kind`, `status`, `lon`, `lat`; the site's own is left out. A layer that
    the study lacks gives an empty part.
    """
    plane = Plane(lon, lat, radius_km, 1000.0)
    own = layers.cercles.loc[[cercle_pcode]] if cercle_pcode in layers.cercles.index else layers.cercles.iloc[:0]
    others = works[(works["work_id"] != work_id) & works["lon"].notna() & works["lat"].notna()]
    points = gpd.GeoDataFrame(others, geometry=gpd.points_from_xy(others["lon"], others["lat"]), crs=4326)
    return SiteMap(
        radius_km=radius_km,
        cercle=_cut(plane, own, radius_km),
        borders=_borders(plane, layers, radius_km),
        communes=_names(plane, layers.communes, radius_km),
        roads=_with(plane, layers.roads, ["road_class"], radius_km),
        rivers=_with(plane, layers.rivers, ["name"], radius_km),
        settlements=_settlements(plane, layers.settlements, radius_km),
        facilities=_points(plane, layers.facilities, ["kind", "status"], radius_km),
        works=_points(plane, points, ["work_id", "kind", "status"], radius_km),
    )


def _cut(plane: Plane, layer: gpd.GeoDataFrame, radius_km: float) -> gpd.GeoSeries:
    """Return the layer's parts in the square, in km, on the index of those that remain."""
    metres = plane.around(layer, within_km=radius_km)
    shapes = shapely.simplify(metres.to_numpy(), 1000.0 * SIMPLE_KM)
    return gpd.GeoSeries(shapely.transform(shapes, lambda xy: xy / 1000.0), index=metres.index)


def _with(plane: Plane, layer: gpd.GeoDataFrame | None, columns: list[str], radius_km: float) -> gpd.GeoDataFrame:
    if layer is None:
        return gpd.GeoDataFrame({name: pd.Series(dtype="str") for name in columns}, geometry=gpd.GeoSeries())
    shapes = _cut(plane, layer, radius_km)
    return gpd.GeoDataFrame(layer.reindex(columns=columns).loc[shapes.index], geometry=shapes)


def _borders(plane: Plane, layers: Layers, radius_km: float) -> gpd.GeoDataFrame:
    """Return the lines between units, those of the square itself left out."""
    parts = []
    for level, units in (("commune", layers.communes), ("cercle", layers.cercles), ("region", layers.regions)):
        lines = gpd.GeoDataFrame(geometry=_near(plane, units, radius_km).boundary, crs=4326)
        shapes = _cut(plane, lines, radius_km)
        parts.append(gpd.GeoDataFrame({"level": level}, index=shapes.index, geometry=shapes))
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))


def _near(plane: Plane, units: gpd.GeoDataFrame, radius_km: float) -> gpd.GeoSeries:
    reach = 1500.0 * radius_km
    lon, lat = plane.degrees(*(pd.Series([-reach, reach]).to_numpy() for _ in range(2)))
    return units.geometry[units.geometry.intersects(box(lon.min(), lat.min(), lon.max(), lat.max()))]


def _names(plane: Plane, units: gpd.GeoDataFrame, radius_km: float) -> pd.DataFrame:
    shapes = _cut(plane, units, radius_km)
    shapes = shapes[shapes.area > 0]
    spots = shapes.representative_point()
    frame = pd.DataFrame({"name": units["name"].loc[shapes.index], "x": spots.x, "y": spots.y, "area": shapes.area})
    return frame.sort_values("area", ascending=False, kind="stable")[["name", "x", "y"]]


def _points(plane: Plane, layer: gpd.GeoDataFrame | None, columns: list[str], radius_km: float) -> pd.DataFrame:
    if layer is None or layer.empty:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns}).assign(x=0.0, y=0.0)
    metres = plane.around(layer, within_km=radius_km)
    frame = pd.DataFrame(layer.loc[metres.index, columns])
    return frame.assign(x=metres.x / 1000.0, y=metres.y / 1000.0)


def _settlements(plane: Plane, layer: gpd.GeoDataFrame | None, radius_km: float) -> pd.DataFrame:
    columns = ["name", "place_class", "population"]
    frame = _points(plane, layer, columns, radius_km)
    rank = frame["place_class"].map({name: order for order, name in enumerate(ORDER)})
    frame = frame.rename_axis(None).assign(
        rank=rank, people=pd.to_numeric(frame["population"]).fillna(0.0), place_id=frame.index
    )
    ordered = frame.sort_values(["rank", "people", "place_id"], ascending=[True, False, True], kind="stable")
    return ordered[["name", "place_class", "x", "y"]]
