"""Ground that recent events slow or close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.crs import to_national

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.access.ground.layers import GroundLayers
    from prosmed_gis.config.access import SecurityEffect

PLACED_BELOW = 3
"""`geo_precision` from which an event's point stands for its whole cercle: no radius around it means anything."""


@dataclass(frozen=True, eq=False)
class Pressure:
    """What events leave of speed, and what that rests on."""

    factor: np.ndarray
    """By cell: 1 untouched, 0 closed, slowed between."""
    by_cercle: bool
    """Whether only counts by cercle were known."""
    events: float
    """Events in the window that were used."""
    unplaced: int
    """Located events in the window whose place is too vague to be used."""


def pressure(layers: GroundLayers, effect: SecurityEffect, grid: Grid, as_of: date) -> Pressure | None:
    """Return what the events up to `as_of` leave of each cell's speed; None where no events are known.

    Located events act within their radius; where there are only counts, whole cercles are slowed.
    """
    if layers.events is not None:
        return _near_events(layers.events, effect, grid, as_of)
    if layers.event_counts is not None:
        return _in_cercles(layers.event_counts, effect, grid, as_of)
    return None


def _near_events(events: gpd.GeoDataFrame, effect: SecurityEffect, grid: Grid, as_of: date) -> Pressure:
    day = pd.Timestamp(as_of)
    recent = events[(events["date"] <= day) & (events["date"] > day - pd.DateOffset(months=effect.months))]
    placed = recent.geometry.notna() & ~recent.geometry.is_empty
    if "geo_precision" in recent:
        placed &= recent["geo_precision"] < PLACED_BELOW
    points = to_national(recent[placed]).geometry
    near = events_within(points.x.to_numpy(), points.y.to_numpy(), grid, radius_m=1000 * effect.radius_km)
    factor = np.where(near >= effect.min_events, effect.factor, 1.0)
    if effect.closed_from is not None:
        factor = np.where(near >= effect.closed_from, 0.0, factor)
    return Pressure(factor, by_cercle=False, events=float(placed.sum()), unplaced=int((~placed).sum()))


def events_within(x: np.ndarray, y: np.ndarray, grid: Grid, *, radius_m: float) -> np.ndarray:
    """Return by cell how many points (national metres) lie within the radius of its centre, or in the cell itself."""
    rows, columns = grid.shape
    near = np.zeros(grid.shape, dtype=np.int64)
    size = grid.cell_size_m
    reach = int(radius_m // size) + 1
    for east, north in zip(x, y, strict=True):
        row, column = int((grid.y_max - north) // size), int((east - grid.x_min) // size)
        top, left = max(0, row - reach), max(0, column - reach)
        down, across = np.arange(top, min(rows, row + reach + 1)), np.arange(left, min(columns, column + reach + 1))
        if not (down.size and across.size):
            continue
        dy = grid.y_max - (down + 0.5) * size - north
        dx = grid.x_min + (across + 0.5) * size - east
        hit = dy[:, None] ** 2 + dx[None, :] ** 2 <= radius_m**2
        hit |= (down == row)[:, None] & (across == column)[None, :]
        near[down[0] : down[-1] + 1, across[0] : across[-1] + 1] += hit
    return near


def _in_cercles(counts: pd.DataFrame, effect: SecurityEffect, grid: Grid, as_of: date) -> Pressure:
    recent = recent_counts(counts, effect, as_of)
    events = recent.reindex(list(grid.cercle_pcodes), fill_value=0.0).to_numpy(float)
    slowed = np.append(events >= effect.cercle_min_events, False)
    factor = np.where(slowed[np.where(grid.cercle_code == OUTSIDE, -1, grid.cercle_code)], effect.cercle_factor, 1.0)
    return Pressure(factor, by_cercle=True, events=float(events.sum()), unplaced=0)


def recent_counts(counts: pd.DataFrame, effect: SecurityEffect, as_of: date) -> pd.Series:
    """Return events by cercle P-code in the last `months` months that were over at `as_of`."""
    last = (pd.Timestamp(as_of) + pd.Timedelta(days=1)).to_period("M") - 1
    month = pd.to_datetime(counts["month"]).dt.to_period("M")
    held = counts[
        (counts["event_class"] == effect.event_class.value) & (month <= last) & (month > last - effect.months)
    ]
    return held.groupby("cercle_pcode")["events"].sum()
