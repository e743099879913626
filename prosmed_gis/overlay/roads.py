"""Whether a layer of roads is fit for travel times: how far the seats of cercles lie from any road of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from prosmed_gis.crs import to_national
from prosmed_gis.domain.notes import Note, Number, Value, note
from prosmed_gis.overlay.seats import seats

if TYPE_CHECKING:
    import geopandas as gpd


LISTED = 10
"""Towns that a sentence lists before it says that there are more."""


@dataclass(frozen=True, eq=False)
class SeatRoads:
    """Seats of cercles and the nearest road of the layer."""

    table: pd.DataFrame
    """Index cercle P-code, farthest seat first: `place_id`, `name` of the town, `road_km` to the nearest road of any
    class (inf where the layer holds none)."""
    beyond_km: float
    """A seat farther than this from any road is beyond the layer."""

    @property
    def beyond(self) -> pd.DataFrame:
        """The seats beyond the layer."""
        return self.table[self.table["road_km"] > self.beyond_km]

    def note(self, *, short: bool = False) -> Note | None:
        """Return what must stand above every travel time; None where all seats lie near a road.

        `short` leaves out the names and what follows from it, for the head of a page.
        """
        beyond = self.beyond
        if beyond.empty:
            return None
        named = [
            f"{row['name']} {row['road_km']:.0f}" if np.isfinite(row["road_km"]) else str(row["name"])
            for row in beyond.iloc[:LISTED].to_dict("records")
        ]
        seats_named = ", ".join(named) + (" …" if len(beyond) > LISTED else "")
        counts: dict[str, Value] = {
            "count": len(beyond),
            "of": len(self.table),
            "km": Number(self.beyond_km, decimals=1, short=True),
        }
        return note("roads.beyond.short", **counts) if short else note("roads.beyond", seats=seats_named, **counts)


def seat_roads(
    cercles: gpd.GeoDataFrame,
    settlements: gpd.GeoDataFrame | None,
    roads: gpd.GeoDataFrame | None,
    *,
    beyond_km: float,
) -> SeatRoads | None:
    """Return the distance from each seat of a cercle to the nearest road.

    Distances are taken in the national equal-area system (within 0.4 %). Cercles without a town of a seat's class are
    left out. None without a layer of roads, or without any seat: then there is nothing to measure (a study without
    roads says so by itself).

    Parameters
    ----------
    settlements, roads
        Schemas `settlements` and `roads`, EPSG:4326; a road of any class and state counts.
    beyond_km
        See `SeatRoads`.
    """
    heads = seats(cercles, settlements)
    heads = heads[heads["is_seat"]]
    if roads is None or heads.empty:
        return None
    lines = to_national(roads).geometry
    lines = lines[~(lines.isna() | lines.is_empty)].to_numpy()
    points = to_national(heads).geometry.to_numpy()
    away = np.full(len(points), np.inf)
    if len(lines):
        found, near = shapely.STRtree(lines).query_nearest(points, all_matches=False)
        away[found] = shapely.distance(points[found], lines[near]) / 1000.0
    table = pd.DataFrame({"place_id": heads["place_id"], "name": heads["name"], "road_km": away})
    order = table.rename_axis("pcode").reset_index().sort_values(["road_km", "pcode"], ascending=[False, True])
    return SeatRoads(order.set_index("pcode"), beyond_km)
