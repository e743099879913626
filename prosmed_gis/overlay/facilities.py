"""Facilities brought onto cercles, where they serve."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from prosmed_gis.domain.vocabulary import FacilityStatus
from prosmed_gis.overlay.units import locate


def placed_facilities(
    facilities: gpd.GeoDataFrame, cercles: gpd.GeoDataFrame, communes: gpd.GeoDataFrame, seats: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the facilities with their cercle and commune, on the same index.

    A facility that is `relocated` to a known cercle serves at that cercle's seat: its geometry becomes the
    seat's point, `moved` is true and `home_pcode` keeps the cercle of its own place. One that is relocated to an
    unstated place keeps its geometry; whether its status counts as a service is the standards' business.

    Parameters
    ----------
    facilities
        Schema `facilities`.
    seats
        One point for each cercle, as `overlay.seats.seats` gives.
    """
    home = locate(facilities, cercles, communes)["cercle_pcode"]
    goal = facilities["relocated_to_pcode"]
    moved = (facilities["status"] == FacilityStatus.RELOCATED) & goal.isin(seats.index)
    geometry = facilities.geometry.copy()
    if moved.any():
        geometry.loc[moved] = seats.geometry.reindex(goal[moved]).set_axis(goal[moved].index)
    serving = gpd.GeoDataFrame(facilities.drop(columns="geometry"), geometry=geometry, crs=facilities.crs)
    result = locate(serving, cercles, communes)
    # The seat is the cercle's own by definition, even where its point falls across a simplified boundary.
    cercle = result["cercle_pcode"].where(~moved, goal)
    commune = result["commune_pcode"].where(~moved | (result["cercle_pcode"] == goal), pd.NA)
    return result.assign(cercle_pcode=cercle, commune_pcode=commune, moved=moved, home_pcode=home)
