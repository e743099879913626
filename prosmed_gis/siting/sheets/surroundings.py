"""What is around a site: events, partners, water and relief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Point

from prosmed_gis.crs import distance_km
from prosmed_gis.domain.symbology import count_class
from prosmed_gis.domain.vocabulary import EventClass, PlaceLevel
from prosmed_gis.overlay.events import class_masks
from prosmed_gis.siting.sheets.content import Ground, NearProject, NearWork, Ring, Violence
from prosmed_gis.siting.sites import NEVER
from prosmed_gis.siting.suitability.measures import sample, slope_percent
from prosmed_gis.siting.suitability.plane import Plane

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.config.overlay import Overlay
    from prosmed_gis.config.sheets import Sheets
    from prosmed_gis.domain.layers import Raster

LEVELS = (PlaceLevel.COMMUNE.value, PlaceLevel.CERCLE.value, PlaceLevel.REGION.value)
"""Levels of a statement, the nearest first; a region's name is a mention, not presence in each of its cercles."""

SLOPE_STEP_M = 100.0
"""Over this many metres either side the slope at the site itself is told."""


def _since(dates: pd.Series, as_of: date, months: int) -> pd.Series:
    """Return True for dates after the same day so many months before, up to `as_of`."""
    until = pd.Timestamp(as_of)
    return (dates <= until) & (dates > until - pd.DateOffset(months=months))


def violence(
    lon: float,
    lat: float,
    cercle_pcode: str,
    events: gpd.GeoDataFrame | None,
    counts: pd.DataFrame,
    *,
    config: Sheets,
    rules: Overlay,
    as_of: date,
) -> Violence:
    """Return events of political violence around a site, in circles and periods, and in the whole cercle.

    Parameters
    ----------
    events
        Schema `events` with `cercle_pcode`; those vaguer than `event_precision_max` are in no circle and counted
        as `unplaced` of their cercle. None where only counts are known: then there are no circles.
    counts
        Monthly counts (schema `event_counts`); may be empty.
    """
    own = counts[(counts["cercle_pcode"] == cercle_pcode) & (counts["event_class"] == EventClass.POLITICAL_VIOLENCE)]
    known = bool((counts["event_class"] == EventClass.POLITICAL_VIOLENCE).any())
    cercle = {
        months: float(own.loc[_since(own["month"], as_of, months), "events"].sum()) if known else None
        for months in config.event_months
    }
    if events is None:
        return Violence((), {}, cercle)
    there = events[class_masks(events, rules)[EventClass.POLITICAL_VIOLENCE]]
    there = there[~(there.geometry.isna() | there.geometry.is_empty)]
    vague = there["geo_precision"] > config.event_precision_max
    near = there[~vague]
    away = distance_km(np.array(lon), np.array(lat), near.geometry.x.to_numpy(), near.geometry.y.to_numpy())
    rings = tuple(
        _ring(near[away <= radius], radius, months, as_of)
        for radius in config.event_radii_km
        for months in config.event_months
    )
    lost = there[vague & (there["cercle_pcode"] == cercle_pcode)]
    unplaced = {months: int(_since(lost["date"], as_of, months).sum()) for months in config.event_months}
    return Violence(rings, unplaced, cercle)


def _ring(inside: pd.DataFrame, radius_km: float, months: int, as_of: date) -> Ring:
    counted = inside[_since(inside["date"], as_of, months)]
    events = len(counted)
    return Ring(radius_km, months, events, int(counted["fatalities"].sum()), count_class(events))


def near_works(lon: float, lat: float, partners: pd.DataFrame, owners: pd.Series, radius_km: float) -> list[NearWork]:
    """Return partners' works within so many km, the nearest first.

    `partners` as `siting.sites.partner_works` gives; `owners` holds owner and status (`owner`, `status`) by facility.
    """
    if partners.empty:
        return []
    away = distance_km(np.array(lon), np.array(lat), partners["lon"].to_numpy(float), partners["lat"].to_numpy(float))
    table = partners.assign(away=away).rename_axis("work_id").reset_index()
    table = table[table["away"] <= radius_km].sort_values(["away", "work_id"], kind="stable")
    return [_near_work(row, owners) for row in table.to_dict("records")]


def _near_work(row: dict[Any, Any], owners: pd.Series) -> NearWork:
    owner = owners.get(str(row["work_id"]).removeprefix("PARTNER-"))
    year = int(row["opens_year"])
    return NearWork(
        name=_text(row["place"]), kind=str(row["kind"]), owner=_text(owner), status=_text(row["status"]),
        year=year if year < NEVER else None, distance_km=float(row["away"]),
    )  # fmt: skip


def near_projects(cercle_pcode: str, partners: pd.DataFrame) -> list[NearProject]:
    """Return the running and planned projects that name a commune of the cercle, the cercle, or its region.

    Those that name the place nearest come first, of these the ones for justice and security.
    """
    own = partners[(partners["cercle_pcode"] == cercle_pcode) & partners["level"].isin(LEVELS)]
    own = own[own["present"].astype(bool) | (own["status"] == "planned")]
    order = own.assign(
        first=(own["theme"] != "justice_security").astype(int),
        depth=own["level"].map({level: rank for rank, level in enumerate(LEVELS)}),
        project=own["project"].map(_text),
        actor=own["actor"].map(_text).where(own["actor"].notna(), own["donor"].map(_text)),
    ).sort_values(["depth", "first", "project_id", "theme"], kind="stable")
    # A source may state one project once a sector; here it is one project with its themes.
    return [_near_project(rows) for _, rows in order.groupby(["project", "actor"], sort=False)]


def _near_project(rows: pd.DataFrame) -> NearProject:
    row = rows.iloc[0]
    return NearProject(
        project=str(row["project"]), actor=str(row["actor"]), themes=tuple(dict.fromkeys(rows["theme"].map(_text))),
        level=_text(row["level"]), start=_day(row["start"]), end=_day(row["end"]), status=_text(row["status"]),
    )  # fmt: skip


def ground(
    lon: float,
    lat: float,
    waters: Sequence[gpd.GeoDataFrame],
    elevation: Raster | None,
    *,
    seen_km: float,
    config: Sheets,
) -> Ground:
    """Return the nearest water in sight, whether it asks for a check of floods, height and slope at the site.

    `waters` are the layers of rivers and of open water that there are; none at all leaves the water unknown.
    """
    plane = Plane(lon, lat, seen_km, SLOPE_STEP_M)
    found = [_nearest_water(plane, layer, seen_km) for layer in waters]
    water, away = min(found, key=lambda nearest: nearest[1]) if found else ("", None)
    height, slope = None, None
    if elevation is not None:
        height = _known(sample(elevation, np.array([lon]), np.array([lat]))[0])
        slope = _known(slope_percent(Plane(lon, lat, SLOPE_STEP_M / 1000.0, SLOPE_STEP_M), elevation)[1, 1])
    check = away <= config.flood_check_km if away is not None else None
    return Ground(water, away, seen_km, check, height, slope)


def _nearest_water(plane: Plane, rivers: gpd.GeoDataFrame, seen_km: float) -> tuple[str, float]:
    shapes = plane.around(rivers, within_km=seen_km)
    if shapes.empty:
        return "", np.inf
    away = shapely.distance(shapes.to_numpy(), Point(0.0, 0.0)) / 1000.0
    best = int(np.argmin(away))
    if away[best] > seen_km:
        return "", np.inf
    name = rivers["name"].get(shapes.index[best]) if "name" in rivers else ""
    return _text(name), float(away[best])


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    stamp = pd.Timestamp(value) if value is not None else pd.NaT  # type: ignore[arg-type]
    return None if pd.isna(stamp) else stamp.date()
