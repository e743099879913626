"""The point that stands for a cercle: its seat."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from prosmed_gis.crs import STORED
from prosmed_gis.overlay.units import assign

SEAT_CLASSES = ("national_seat", "region_seat", "cercle_seat")
"""Classes of settlements that are the seat of the cercle they lie in, the highest first."""


def seats(cercles: gpd.GeoDataFrame, settlements: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Return one point for each cercle, on the cercles' index.

    The seat is the settlement of the highest class in the cercle (then the smallest `place_id`); a cercle
    without one gets a point inside its polygon.

    Returns
    -------
    geopandas.GeoDataFrame
        `place_id` and `name` of the settlement (missing where there is none), `is_seat` and a Point, EPSG:4326.
    """
    inner = gpd.GeoDataFrame(
        {"place_id": pd.NA, "name": pd.NA, "is_seat": False},
        geometry=cercles.representative_point(),
        index=cercles.index,
        crs=STORED,
    ).astype({"place_id": "str", "name": "str"})
    if settlements is None:
        return inner
    towns = settlements[settlements["place_class"].isin(SEAT_CLASSES)]
    stated = towns["cercle_pcode"]
    towns = towns.assign(
        cercle_pcode=stated.where(stated.notna(), assign(towns.geometry, cercles)),
        rank=towns["place_class"].map({name: rank for rank, name in enumerate(SEAT_CLASSES)}),
        place_id=towns.index,
    )
    towns = towns.rename_axis(None)
    best = towns.sort_values(["cercle_pcode", "rank", "place_id"], kind="stable").drop_duplicates("cercle_pcode")
    best = best[best["cercle_pcode"].isin(cercles.index)].set_index("cercle_pcode")
    found = best[["place_id", "name"]].assign(is_seat=True)
    geometry = inner.geometry.copy()
    geometry.loc[best.index] = best.geometry
    table = pd.concat([found, inner.drop(index=found.index)[["place_id", "name", "is_seat"]]]).reindex(cercles.index)
    return gpd.GeoDataFrame(table.astype({"is_seat": bool}), geometry=geometry, crs=STORED)
