"""How far violence lies from the cercles around the one that it happened in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from prosmed_gis.crs import to_national
from prosmed_gis.overlay.events import REGION_ONLY, class_masks

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.config.overlay import Overlay


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Events whose place is known, and the cercles within reach of each."""

    events: pd.DataFrame
    """Index event id, ascending: `month` (its first day), `cercle_pcode` (missing for an event beyond the country's
    border), and for each `EventClass` a truth that the event belongs to it."""
    distances: pd.DataFrame
    """One row for each event and each cercle within reach other than its own: `event` (its position in `events`),
    `cercle_pcode`, and `distance_km` to the nearest point of that cercle; ordered by event, then by cercle."""
    reach_km: float
    """Distance past which cercles are not listed."""


def surroundings(
    located: gpd.GeoDataFrame, cercles: gpd.GeoDataFrame, rules: Overlay, *, until: date, reach_km: float
) -> Surroundings:
    """Return the events with a place, and their distances to other cercles; nothing after `until` is used.

    An event known by its region only has no place, unless the policy is `keep`. Distances are taken in the national
    equal-area system (within 0.4 %).

    Parameters
    ----------
    located
        Schema `events` plus `cercle_pcode` (see `overlay.units.locate`).
    """
    placed = (located["geo_precision"] < REGION_ONLY) | (rules.low_precision == "keep")
    known = located[placed & (located["date"] <= pd.Timestamp(until)) & located.geometry.notna()].sort_index()
    masks = {event_class.value: mask for event_class, mask in class_masks(known, rules).items()}
    events = pd.DataFrame(
        {"month": known["date"].dt.to_period("M").dt.to_timestamp(), "cercle_pcode": known["cercle_pcode"], **masks}
    )
    ordered = to_national(cercles.sort_index())
    points, shapes = to_national(known).geometry.to_numpy(), ordered.geometry.to_numpy()
    near, shape = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=1000 * reach_km)
    pairs = pd.DataFrame(
        {
            "event": near,
            "cercle_pcode": ordered.index.to_numpy()[shape],
            "distance_km": shapely.distance(points[near], shapes[shape]) / 1000,
        }
    )
    own = events["cercle_pcode"].to_numpy()[near]
    others = pairs[(pairs["cercle_pcode"] != own).to_numpy()].sort_values(["event", "cercle_pcode"], kind="stable")
    return Surroundings(events, others.reset_index(drop=True), reach_km)
