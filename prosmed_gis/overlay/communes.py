"""Layers brought onto communes, in the form in which measures read them of cercles.

Every frame has the columns of its counterpart by cercle, one level down: the commune stands where that has the cercle
(`cercle_pcode`), the cercle where that has the region. What a source says of a whole cercle stays a statement on the
cercle; nothing is shared out among communes but people, for whom there is a raster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from prosmed_gis.crs import STORED, distance_km
from prosmed_gis.domain.vocabulary import EventClass, PlaceLevel
from prosmed_gis.overlay.events import REGION_ONLY, class_masks, count_events
from prosmed_gis.overlay.partners import partners_by_cercle
from prosmed_gis.overlay.people import population_cells
from prosmed_gis.overlay.units import Neighbours, assign

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.config.overlay import Overlay
    from prosmed_gis.domain.layers import Raster

ONE_DOWN = {PlaceLevel.COMMUNE.value: PlaceLevel.CERCLE.value, PlaceLevel.CERCLE.value: PlaceLevel.REGION.value}
"""Level of a statement -> what it is to a commune: about the unit itself, or about the unit that holds it."""


REGION_ROW = ""
"""Row of events that are in some cercle of a region, no one knows which."""


def commune_cells(raster: Raster, communes: gpd.GeoDataFrame, people: pd.Series | None = None) -> pd.DataFrame:
    """Split the raster's people among communes by exact fractions of cells.

    Parameters
    ----------
    people
        People by cercle P-code. The cells of a cercle's communes are scaled so that they sum to it; a cercle without a
        number keeps the raster's. None keeps the raster's everywhere.

    Returns
    -------
    pandas.DataFrame
        As `overlay.people.population_cells`, the commune in `cercle_pcode`. A cercle in which the raster has nobody
        has no rows, whatever `people` says: where in the cercle its people live is not known.
    """
    cells = population_cells(raster, communes)
    if people is None:
        return cells
    cercle = cells["cercle_pcode"].map(communes["parent_pcode"])
    counted = cells["people"].groupby(cercle).sum()
    factor = (people.reindex(counted.index) / counted).fillna(1.0)
    return cells.assign(people=cells["people"] * cercle.map(factor))


def people_by_commune(cells: pd.DataFrame | None, communes: gpd.GeoDataFrame) -> pd.DataFrame | None:
    """Return `people` on the communes' index, missing where the raster has nobody; None without cells.

    A commune in which a raster counts no one at all is not known to be empty, so it does not count as zero.
    """
    if cells is None:
        return None
    return cells.groupby("cercle_pcode")[["people"]].sum().reindex(communes.index)


def commune_counts(
    events: gpd.GeoDataFrame | None, communes: gpd.GeoDataFrame, rules: Overlay, *, until: date
) -> pd.DataFrame | None:
    """Return monthly counts by commune and class, zero-filled (schema `event_counts`), of events placed in a commune.

    Parameters
    ----------
    events
        Located events whose commune is blank where it is not known (`overlay.events.hide_uncertain_places`).

    Returns
    -------
    None where there are no located events, or none in a commune: counts given by cercle say nothing of its communes.
    """
    if events is None:
        return None
    placed = events.assign(cercle_pcode=events["commune_pcode"])
    counts = count_events(placed, None, communes, rules, until=until).counts
    return counts if len(counts) else None


def events_without_commune(events: gpd.GeoDataFrame | None, rules: Overlay, *, until: date) -> pd.DataFrame:
    """Return by cercle the events of political violence (`events`) and those of them without a commune (`lost`).

    Index cercle P-code, ascending; the row `REGION_ROW` holds those known by their region only. Empty without located
    events.
    """
    if events is None:
        return pd.DataFrame({"events": pd.Series(dtype="int64"), "lost": pd.Series(dtype="int64")})
    violent = events[
        class_masks(events, rules)[EventClass.POLITICAL_VIOLENCE] & (events["date"] <= pd.Timestamp(until))
    ]
    vague = violent["cercle_pcode"].isna() & (violent["geo_precision"] >= REGION_ONLY)
    cercle = violent["cercle_pcode"].mask(vague, REGION_ROW)
    commune = violent["commune_pcode"].groupby(cercle, sort=True)
    return pd.DataFrame({"events": commune.size(), "lost": commune.agg(lambda codes: int(codes.isna().sum()))})


def conflicts_by_commune(conflicts: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the mapped conflicts whose commune is stated (schema `conflicts`)."""
    if conflicts is None:
        return None
    stated = conflicts[conflicts["commune_pcode"].notna()]
    return stated.assign(cercle_pcode=stated["commune_pcode"])


def plans_by_commune(plans: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the mentions in national plans one level down: of communes, and of the cercles that hold them.

    None where no plan names a commune: plans that speak of cercles and regions only leave open where in them.
    """
    return None if plans is None else _one_down(plans)


def plans_by_cercle(plans: pd.DataFrame | None, communes: pd.DataFrame) -> pd.DataFrame | None:
    """Return the mentions in national plans with those of a commune told of its cercle."""
    if plans is None:
        return None
    fine = plans["level"] == PlaceLevel.COMMUNE
    cercle = plans["pcode"].map(communes["parent_pcode"])
    return plans.assign(
        pcode=plans["pcode"].where(~fine, cercle), level=plans["level"].where(~fine, PlaceLevel.CERCLE.value)
    )


def partners_by_commune(interventions: pd.DataFrame | None, communes: pd.DataFrame, as_of: date) -> pd.DataFrame | None:
    """Return projects that name a commune (`level` = cercle) or the cercle that holds it (`level` = region).

    Columns as `overlay.partners.partners_by_cercle`; None where no project names a commune.
    """
    down = None if interventions is None else _one_down(interventions)
    return None if down is None else partners_by_cercle(down, communes, communes.iloc[:0], as_of)


def _one_down(frame: pd.DataFrame) -> pd.DataFrame | None:
    if not (frame["level"] == PlaceLevel.COMMUNE).any():
        return None
    level = frame["level"].map(ONE_DOWN)
    return frame.assign(level=level)[level.notna()]


def works_by_commune(works: pd.DataFrame | None, communes: gpd.GeoDataFrame) -> pd.DataFrame | None:
    """Return the programme's given works that stand at a known place, their commune in `cercle_pcode`.

    Parameters
    ----------
    works
        Schema `works`, at their places (`overlay.works.works_at_places`).
    """
    if works is None:
        return None
    placed = works[works["lon"].notna() & works["lat"].notna()]
    points = gpd.GeoSeries(gpd.points_from_xy(placed["lon"], placed["lat"]), index=placed.index, crs=STORED)
    return placed.assign(cercle_pcode=assign(points, communes))


def distances_between(communes: gpd.GeoDataFrame) -> Neighbours:
    """Return geodesic distances between points inside the communes; borders are not measured (missing)."""
    ordered = communes.sort_index()
    codes = ordered.index
    points = ordered.representative_point()
    lon, lat = points.x.to_numpy(), points.y.to_numpy()
    # Half a million pairs by geodesic take a third of a second: each is measured one way only.
    one, other = np.triu_indices(len(codes), k=1)
    between = np.zeros((len(codes), len(codes)))
    between[one, other] = between[other, one] = distance_km(lon[one], lat[one], lon[other], lat[other])
    return Neighbours(
        distances_km=pd.DataFrame(between, index=codes, columns=codes),
        shared_km=pd.DataFrame(np.nan, index=codes, columns=codes),
        perimeter_km=pd.Series(np.nan, index=codes, name="perimeter_km"),
    )
