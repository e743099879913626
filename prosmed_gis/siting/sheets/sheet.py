"""From what a run has found to the content of the sheet of each site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from prosmed_gis.access.people import minutes_at
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.crs import STORED
from prosmed_gis.domain.products import Label
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.overlay.seats import seats
from prosmed_gis.overlay.units import assign
from prosmed_gis.siting.sheets import content as c
from prosmed_gis.siting.sheets.mapping import site_map
from prosmed_gis.siting.sheets.position import position
from prosmed_gis.siting.sheets.reasons import reasons, service_of
from prosmed_gis.siting.sheets.routes import (
    FOOT,
    SEASONS,
    Origin,
    Search,
    Terrain,
    nearest_main_road,
    quickest,
    route,
    searches,
)
from prosmed_gis.siting.sheets.surroundings import ground, near_projects, near_works, violence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from prosmed_gis.config.overlay import Overlay
    from prosmed_gis.config.sheets import Sheets
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.products import Tracked
    from prosmed_gis.siting.suitability.ranking import Ranked

USED_LAYERS = (
    "works", "cercles", "settlements", "roads", "rivers", "water", "elevation", "population", "population_raster",
    "facilities", "events", "event_counts", "interventions", "progress",
)  # fmt: skip
"""Layers whose sources a sheet names."""


@dataclass(frozen=True, eq=False)
class Findings:
    """What a run knows that sheets are made of; frames as in `Products`, in the run's own words."""

    label: Label
    layers: Layers
    """Facilities where they serve, works at their places, settlements with their cercle."""
    plan: pd.DataFrame
    """`PlanResult.works`."""
    surveyed: frozenset[str]
    """Works whose own position is in the inputs; the others stand at their town."""
    selection: pd.DataFrame
    events: gpd.GeoDataFrame | None
    counts: pd.DataFrame
    partners: pd.DataFrame | None
    tracked: Tracked
    terrain: Terrain
    people: pd.DataFrame
    """`row`, `column`, `people` on the terrain's grid."""
    existing: pd.DataFrame
    """`siting.sites.existing_services`."""
    partner_works: pd.DataFrame
    """`siting.sites.partner_works`."""
    sites: pd.DataFrame | None
    """`PlanMeaning.sites`, None where it was not asked for."""
    seen_km: float
    """How far water is looked for."""
    config: Sheets
    rules: Overlay
    road_note: str = ""
    """What must stand above every travel time; empty where the roads lead to all seats."""
    snap_km: float = 0.0
    """How far a place may lie from a road without its way to it being doubted."""

    @cached_property
    def works(self) -> pd.DataFrame:
        """One row a work, in the order of the plan."""
        return self.plan.drop_duplicates("work_id")

    @cached_property
    def seats(self) -> gpd.GeoDataFrame:
        """The seat of each cercle."""
        return seats(self.layers.cercles, self.layers.settlements)

    @cached_property
    def communes(self) -> pd.Series:
        """Name of the commune of each work with a position, by work id."""
        placed = self.works.dropna(subset=["lon", "lat"]).set_index("work_id")
        points = gpd.GeoSeries(gpd.points_from_xy(placed["lon"], placed["lat"]), index=placed.index, crs=STORED)
        return assign(points, self.layers.communes).map(self.layers.communes["name"])


def site_sheets(found: Findings, work_ids: Sequence[str], ranked: Mapping[str, Ranked | None]) -> list[c.Sheet]:
    """Return the sheets of several sites in the order given; see `site_sheet`.

    Works at one place share its searches, which are most of the work.
    """
    places = found.works.set_index("work_id")[["lon", "lat"]].fillna(np.inf).apply(tuple, axis=1)
    made: dict[str, c.Sheet] = {}
    for spot, ids in groupby(sorted(work_ids, key=lambda name: (places[name], name)), key=lambda name: places[name]):
        ways = searches(found.terrain, *spot) if np.isfinite(spot).all() else {}
        made |= {name: site_sheet(found, name, ranked.get(name), ways) for name in ids}
    return [made[name] for name in work_ids]


def site_sheet(
    found: Findings, work_id: str, ranked: Ranked | None = None, ways: Mapping[str, Search] | None = None
) -> c.Sheet:
    """Return the content of one site's sheet, everything in it, whatever the audience.

    Parameters
    ----------
    found
        What the run knows.
    work_id
        A work of the plan.
    ranked
        Points proposed around it, if they were asked for.
    ways
        Searches from its place (`routes.searches`), where they were made already.

    Raises
    ------
    KeyError
        The plan has no such work.
    """
    rows = found.plan[found.plan["work_id"] == work_id]
    if rows.empty:
        raise KeyError(work_id)
    work = _work(rows, found)
    lon, lat = float(rows["lon"].iloc[0]), float(rows["lat"].iloc[0])
    bare = _without_surroundings(work, found, ranked)
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return bare
    layers, config = found.layers, found.config
    ways = searches(found.terrain, lon, lat) if ways is None else ways
    return replace(
        bare,
        position=position(lon, lat),
        routes=_routes(work, lon, lat, found, ways),
        reach=_reach(found, ways),
        violence=violence(
            lon, lat, work.cercle_pcode, found.events, found.counts,
            config=config, rules=found.rules, as_of=found.label.as_of,
        ),
        near_works=tuple(_near_works(lon, lat, work_id, found)),
        ground=ground(lon, lat, _waters(layers), layers.elevation, seen_km=found.seen_km, config=config),
        map=site_map(lon, lat, work_id, work.cercle_pcode, layers, found.works, radius_km=config.map_radius_km),
        notes=(*_notes(ways), *_worth_note(work, found)),
    )  # fmt: skip


def _without_surroundings(work: c.Work, found: Findings, ranked: Ranked | None) -> c.Sheet:
    """Return what can be told of a work wherever it stands."""
    return c.Sheet(
        label=found.label,
        work=work,
        position=None,
        surveyed=work.work_id in found.surveyed,
        cell_km=found.terrain.grid.cell_size_m / 1000.0,
        routes=(),
        reach=(),
        violence=None,
        near_works=(),
        near_projects=_projects(work, found),
        ground=None,
        reasons=reasons(work, found.selection, found.existing, found.works, found.sites),
        progress=_progress(work.work_id, found),
        map=None,
        suitability=ranked,
        notes=("sheet.note.no_position", *_worth_note(work, found)),
        sources=_sources(found.layers),
        road_note=found.road_note,
        doubtful_walk_km=found.snap_km if found.road_note else None,
    )


def _work(rows: pd.DataFrame, found: Findings) -> c.Work:
    row = rows.iloc[0]
    cercles, regions = found.layers.cercles, found.layers.regions
    pcode = str(row["cercle_pcode"])
    parent = cercles["parent_pcode"].get(pcode)
    gained = rows["people_gained"]
    ordered = rows.sort_values("year", kind="stable")
    return c.Work(
        work_id=str(row["work_id"]), kind=str(row["kind"]), action=str(row["action"]), status=str(row["status"]),
        service=service_of(str(row["kind"])), place=_text(row["place"]),
        commune=_text(found.communes.get(str(row["work_id"]))), cercle=_text(row["cercle"]), cercle_pcode=pcode,
        region=_text(regions["name"].get(parent)), opens_year=int(row["opens_year"]),
        payments=tuple(
            (int(year), None if pd.isna(cost) else float(cost))
            for year, cost in zip(ordered["year"], ordered["cost_usd"], strict=True)
        ),
        people_gained=None if gained.isna().all() else float(gained.sum()),
        known_standing=_text(row.get("known_standing")), nearest_same_km=_number(row.get("nearest_same_km")),
        warning_fr=_text(row.get("warning_fr")), warning_en=_text(row.get("warning_en")),
    )  # fmt: skip


def _routes(work: c.Work, lon: float, lat: float, found: Findings, ways: Mapping[str, Search]) -> tuple[c.Route, ...]:
    origins = [*_seats(work, found), nearest_main_road(found.terrain, ways, found.config.main_road_classes)]
    origins += [_nearest_service(service, found, ways) for service in Service]
    return tuple(route(origin, lon, lat, found.terrain, ways) for origin in origins if origin is not None)


def _seats(work: c.Work, found: Findings) -> list[Origin]:
    """Return the cercle's seat and the region's; the region's is its highest seat."""
    heads, settlements = found.seats, found.layers.settlements
    origins = []
    if work.cercle_pcode in heads.index and bool(heads["is_seat"][work.cercle_pcode]):
        head = heads.loc[work.cercle_pcode]
        origins.append(Origin("cercle_seat", str(head["name"]), head.geometry.x, head.geometry.y))
    if settlements is None:
        return origins
    region = found.layers.cercles["parent_pcode"].get(work.cercle_pcode)
    siblings = found.layers.cercles.index[found.layers.cercles["parent_pcode"] == region]
    towns = settlements[
        settlements["cercle_pcode"].isin(siblings) & settlements["place_class"].isin(["national_seat", "region_seat"])
    ]
    for _, town in towns.sort_index(kind="stable").iloc[:1].iterrows():
        origins.append(Origin("region_seat", str(town["name"]), town.geometry.x, town.geometry.y))
    return origins


def _nearest_service(service: Service, found: Findings, ways: Mapping[str, Search]) -> Origin | None:
    own = found.existing[found.existing["service"] == service.value]
    points = gpd.GeoDataFrame(own, geometry=gpd.points_from_xy(own["lon"], own["lat"]), crs=STORED)
    best = quickest(points, found.terrain, ways)
    if best is None:
        return None
    facilities = found.layers.facilities
    name = _text(facilities["name"].get(best)) if facilities is not None else ""
    cercle = _text(found.layers.cercles["name"].get(own["cercle_pcode"][best]))
    spot = (float(own["lon"][best]), float(own["lat"][best]))
    return Origin(service.value, name, *spot, facility=str(own["kind"][best]), cercle=cercle)


def _reach(found: Findings, ways: Mapping[str, Search]) -> tuple[c.Reached, ...]:
    people = found.people["people"].to_numpy(float)
    rows = []
    for state in (*SEASONS, *FOOT.values()):
        minutes = minutes_at(found.people, ways[state].minutes) if state in ways else None
        for limit in found.config.reach_minutes:
            within = None if minutes is None else float(people[is_within(minutes, limit)].sum())
            rows.append(c.Reached(state, limit, within))
    return tuple(rows)


def _near_works(lon: float, lat: float, work_id: str, found: Findings) -> list[c.NearWork]:
    facilities = found.layers.facilities
    partners = found.partner_works.drop(index=work_id, errors="ignore")
    if facilities is None:
        return []
    status = facilities["status"].rename(index=lambda name: f"PARTNER-{name}").reindex(partners.index)
    return near_works(lon, lat, partners.assign(status=status), facilities["owner"], found.config.partner_radius_km)


def _projects(work: c.Work, found: Findings) -> tuple[c.NearProject, ...] | None:
    return None if found.partners is None else tuple(near_projects(work.cercle_pcode, found.partners))


def _progress(work_id: str, found: Findings) -> c.Progress:
    works, progress = found.tracked.works, found.layers.progress
    if work_id not in works.index:
        return c.Progress(stage="", percent=None, state="", last_day=None, flags="", observations=())
    row = works.loc[work_id]
    seen = []
    if progress is not None:
        own = progress[
            (progress["work_id"] == work_id) & (progress["date"] <= pd.Timestamp(found.label.tracking_as_of))
        ]
        own = own.sort_values("date", ascending=False, kind="stable")
        seen = [
            c.Observation(line["date"].date(), _text(line["stage"]), _number(line["percent"]), _text(line["note"]))
            for line in own.to_dict("records")
        ]
    return c.Progress(
        stage=_text(row["stage"]), percent=_number(row["percent"]), state=_text(row["state"]),
        last_day=_date(row["last_date"]), flags=_text(row["flags"]), observations=tuple(seen),
    )  # fmt: skip


def _notes(ways: Mapping[str, Search]) -> tuple[str, ...]:
    if not ways:
        return ("sheet.note.off_ground",)
    absent = [state for state in ("rains", *FOOT.values()) if state not in ways]
    if set(FOOT.values()) <= set(absent):
        absent = [state for state in absent if state not in FOOT.values()] + ["foot"]
    return tuple(f"sheet.note.no_{state}" for state in absent)


def _worth_note(work: c.Work, found: Findings) -> tuple[str, ...]:
    """Say that a worth was asked for and is not known: the plan is made anew without works that it placed only."""
    asked = found.sites is not None and work.work_id not in found.sites.index
    return ("sheet.note.worth_of_placed_only",) if asked else ()


def _waters(layers: Layers) -> list[gpd.GeoDataFrame]:
    return [layer for layer in (layers.rivers, layers.water) if layer is not None]


def _sources(layers: Layers) -> tuple[str, ...]:
    named = [layers.provenance.get(name, "") for name in USED_LAYERS]
    return tuple(dict.fromkeys(source for source in named if source))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _date(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
