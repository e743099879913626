"""Works of the document put at their places."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd


def works_at_places(works: pd.DataFrame, seats: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the works with `lon` and `lat` filled from the seat of their cercle where they have none of their own.

    The index and every other column stay as they are; a work without a cercle (an envelope) stays without position.

    Parameters
    ----------
    works
        Schema `works`.
    seats
        Points by cercle P-code, EPSG:4326 (`overlay.seats.seats`).
    """
    point = works["cercle_pcode"].map(pd.Series(seats.geometry.to_numpy(), index=seats.index))
    there = point.notna() & works["placed"].astype(bool)
    lon = works["lon"].astype(float).where(works["lon"].notna() | ~there, point.map(lambda p: p.x, na_action="ignore"))
    lat = works["lat"].astype(float).where(works["lat"].notna() | ~there, point.map(lambda p: p.y, na_action="ignore"))
    return works.assign(lon=lon.astype(float), lat=lat.astype(float))
