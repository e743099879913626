"""Who is reached, in one call: coverage by state, chain, catchments, ground, crowding, the worst off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from prosmed_gis.access.along import network_coverage, network_notes
from prosmed_gis.access.catchments import catchment_frame, catchments
from prosmed_gis.access.chain import chain_table, links, next_link, serving_facilities
from prosmed_gis.access.crowding import access_scores, crowding_frame, crowding_table
from prosmed_gis.access.equity import equity
from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.ground.notes import listed
from prosmed_gis.access.straight import STRAIGHT_COLUMNS, straight_coverage
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.access.within import ground_within
from prosmed_gis.access.zones import zones
from prosmed_gis.domain.notes import Note, Number, Value, note
from prosmed_gis.domain.products import ACCESS_COLUMNS, AccessFound
from prosmed_gis.domain.vocabulary import Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from prosmed_gis.access.run import AccessResult, Serving
    from prosmed_gis.access.states import StateCoverage
    from prosmed_gis.config.access import Access
    from prosmed_gis.config.reach import Crowding

GROUND_COLUMNS = ("level", "pcode", "service", "minutes", "area_km2", "within_km2", "share")

Years = dict[Service, dict[int, np.ndarray]]
"""Service -> year -> True for cells within the standard."""


@dataclass(frozen=True, eq=False)
class Places:
    """What stands and lives where.

    `facilities` where they serve (`overlay.facilities.placed_facilities`), None where none are known; `cercles` and
    `communes` polygons in EPSG:4326, the communes with `parent_pcode`; `people_cells` as `service_access` had them,
    `commune_cells` as `coverage_by_state`; `roads` (schema `roads`) for the travel along them.
    """

    facilities: gpd.GeoDataFrame | None
    cercles: gpd.GeoDataFrame
    communes: gpd.GeoDataFrame
    people_cells: pd.DataFrame
    commune_cells: pd.DataFrame | None = None
    roads: gpd.GeoDataFrame | None = None


def access_found(
    access: AccessResult,
    states: StateCoverage,
    places: Places,
    config: Access,
    *,
    within: Mapping[Service, Mapping[int, np.ndarray]] | None = None,
    as_of: date | None = None,
) -> AccessFound:
    """Return whom the services reach, as the products show it.

    Parameters
    ----------
    access, states
        What `service_access` and `access.states.coverage_by_state` found with the same configuration.
    within
        Ground within the standard by year; None gives the baseline alone (`ground_today`).
    as_of
        As `access` was made with.
    """
    known = access.travel and places.facilities is not None
    serving = _serving(access, places, config, as_of)
    to_court, to_prison = (
        _next(access, start, goal)
        for start, goal in ((Service.SECURITY, Service.JUSTICE), (Service.JUSTICE, Service.PRISON))
    )
    pcodes = [str(pcode) for pcode in places.cercles.index]
    table = chain_table(serving, to_court, to_prison, pcodes=pcodes) if known else chain_table(
        serving.iloc[:0], to_court, to_prison, pcodes=()
    )  # fmt: skip
    polygons, told = _catchments(access, places, config)
    crowding, crowding_notes = _crowding(access, places, config, pcodes)
    network = _network(access, places, config, as_of)
    simplify = config.catchments.simplify_cells if config.catchments is not None else 0.0
    return AccessFound(
        states=states.states,
        chain=table,
        catchments=polygons,
        within=ground_within(
            within or ground_today(access, config),
            access.people,
            access.grid,
            config.standards,
            simplify_cells=simplify,
        ),
        crowding=crowding,
        notes=(
            *states.notes,
            *_chain_note(table),
            *told,
            *crowding_notes,
            *network_notes(network, states.states, config),
        ),
        links=links(serving, to_court, to_prison),
        equity=equity(access.people, states.travel, config.standards),
        radii=_radii(places, config, pcodes, as_of),
        ground=_ground(access, places, config),
        network=network,
    )


def ground_today(access: AccessResult, config: Access) -> Years:
    """Return the cells within the standard at the baseline, by service and year of the coverage."""
    if access.coverage.empty:
        return {}
    year = int(access.coverage["year"].min())
    return {
        service: {year: is_within(found.minutes, config.standards[service].minutes)}
        for service, found in access.travel.items()
    }


def _serving(access: AccessResult, places: Places, config: Access, as_of: date | None) -> pd.DataFrame:
    """Return the facilities that serve, those on closed ground or without a cell left out."""
    if places.facilities is None:
        return pd.DataFrame({"service": [], "kind": [], "cercle_pcode": []}, dtype="str")
    whole = serving_facilities(places.facilities, config.standards, as_of=as_of)
    reached = {(service.value, name) for service, ids in access.facility_ids.items() for name in ids}
    kept = np.array([(service, str(name)) in reached for name, service in whole["service"].items()], dtype=bool)
    return whole[kept]


def _next(access: AccessResult, start: Service, goal: Service) -> pd.DataFrame:
    if start not in access.travel or goal not in access.travel:
        return pd.DataFrame({"facility_id": pd.Series(dtype="str"), "minutes": pd.Series(dtype="float64")})
    own = _open(access, start)
    found = access.travel[goal]
    return next_link(own.ids, own.row, own.column, (found.minutes, found.source), access.facility_ids[goal])


def _open(access: AccessResult, service: Service) -> Serving:
    return access.serving[service].reached(access.friction)


def _chain_note(table: pd.DataFrame) -> tuple[Note, ...]:
    if table.empty:
        return ()
    return (note("access.chain", complete=int(table["complete"].sum()), cercles=len(table)),)


def _catchments(access: AccessResult, places: Places, config: Access) -> tuple[gpd.GeoDataFrame, list[Note]]:
    rules = config.catchments
    if rules is None or places.facilities is None:
        return catchment_frame([]), []
    parts, notes = [], []
    for service, ids in access.facility_ids.items():
        who = places.facilities.loc[list(ids), ["name", "cercle_pcode"]]
        travel = [(found.minutes, found.source) for found in access.ranked(service, rules.ranks)]
        part = catchments(
            service, travel, access.people, who, access.grid,
            standard_min=config.standards[service].minutes, simplify_cells=rules.simplify_cells,
        )  # fmt: skip
        parts.append(part)
        without = sorted(set(ids).difference(part.loc[part["rank"] == 1, "facility_id"]))
        if without:
            label = note(f"service.{service}")
            figures: dict[str, Value] = {"count": Number(len(without)), "facilities": listed(without)}
            notes.append(note("access.no_ground_of_its_own", service=label, **figures))
    return catchment_frame(parts), notes


def _crowding(
    access: AccessResult, places: Places, config: Access, pcodes: list[str]
) -> tuple[pd.DataFrame, list[Note]]:
    rules, facilities = config.crowding, places.facilities
    if rules is None or facilities is None:
        return crowding_frame([]), []
    parts, notes = [], []
    for service in access.travel:
        there = _open(access, service)
        columns = ["cercle_pcode", "staff"] if "staff" in facilities else ["cercle_pcode"]
        own = (
            facilities.loc[list(there.ids), columns].reindex(columns=["cercle_pcode", "staff"]).astype({"staff": float})
        )
        known = own["staff"].notna().to_numpy()
        if not known.any():
            continue
        scores = _scores(access, there, own["staff"].to_numpy(float), rules)
        parts.append(crowding_table(service, access.people, scores, own, pcodes=pcodes))
        if not known.all():
            label = note(f"service.{service}")
            figures: dict[str, Value] = {"known": Number(known.sum()), "all": Number(len(own))}
            notes.append(note("access.staff_partly", service=label, **figures))
    return crowding_frame(parts), notes if parts else [note("access.no_staff")]


def _scores(access: AccessResult, there: Serving, staff: np.ndarray, rules: Crowding) -> np.ndarray:
    """Return staff for each person, by row of `access.people`; facilities without a number are left out."""
    rows, columns = access.grid.shape
    placed = access.people["row"].to_numpy() != OUTSIDE
    cell = (access.people["row"] * columns + access.people["column"]).to_numpy(np.int64)
    weight = access.people["people"].to_numpy(float)
    living = np.bincount(cell[placed], weights=weight[placed], minlength=rows * columns)
    known = np.flatnonzero(np.isfinite(staff))
    reach = [_reach(access, there.row[[one]], there.column[[one]], rules.bands_min[-1]) for one in known.tolist()]
    scores = access_scores(living, staff[known], reach, rules)
    return np.where(placed, scores[np.where(placed, cell, 0)], 0.0)


def _reach(
    access: AccessResult, row: np.ndarray, column: np.ndarray, cut_off_min: float
) -> tuple[np.ndarray, np.ndarray]:
    part = access.window(row, column, cut_off_min=cut_off_min)
    ((y, x, minutes),) = part.reach(row, column, cut_off_min=cut_off_min)
    return y * access.grid.shape[1] + x, minutes


def _radii(places: Places, config: Access, pcodes: list[str], as_of: date | None) -> pd.DataFrame:
    if config.radii is None or places.facilities is None:
        return pd.DataFrame(columns=list(STRAIGHT_COLUMNS))
    spots = _spots(places.facilities, config, as_of)
    return straight_coverage(places.people_cells, spots, config.radii.km, pcodes=tuple(pcodes))


def _network(access: AccessResult, places: Places, config: Access, as_of: date | None) -> pd.DataFrame:
    if config.network is None or places.roads is None or places.facilities is None:
        return pd.DataFrame(columns=list(ACCESS_COLUMNS))
    fine = places.commune_cells
    cells = {"cercle": places.people_cells} | ({} if fine is None else {"commune": fine})
    return network_coverage(
        cells,
        {"cercle": places.cercles.index.astype(str), "commune": places.communes.index.astype(str)},
        places.roads,
        _spots(places.facilities, config, as_of),
        config,
        config.network,
        seasons=dict.fromkeys(state.season for state in access.frictions),
    )


def _spots(facilities: gpd.GeoDataFrame, config: Access, as_of: date | None) -> dict[Service, pd.DataFrame]:
    """Return `lon`, `lat` of the facilities that give each service, wherever the ground is closed or open."""
    whole = serving_facilities(facilities, config.standards, as_of=as_of)
    points = facilities.geometry.loc[whole.index]
    there = ~(points.isna() | points.is_empty).to_numpy()
    spots = pd.DataFrame({"lon": points[there].x, "lat": points[there].y, "service": whole["service"][there]})
    return {service: spots[spots["service"] == service.value] for service in config.standards}


def _ground(access: AccessResult, places: Places, config: Access) -> pd.DataFrame:
    """Return the ground of each unit within the standard today, by exact shares of cells."""
    fine = zones(places.communes, access.grid)
    levels = {"cercle": zones(places.cercles, access.grid), "commune": fine}
    parts = []
    for service, found in access.travel.items():
        standard = config.standards[service].minutes
        inside = is_within(found.minutes, standard)
        for level, units in levels.items():
            area, held = units.area_km2(), units.area_km2(inside)
            frame = pd.DataFrame({"area_km2": area, "within_km2": held, "share": held / area.where(area > 0)})
            frame = frame.rename_axis("pcode").reset_index()
            parts.append(frame.assign(level=level, service=service.value, minutes=standard))
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(GROUND_COLUMNS))
    return whole[list(GROUND_COLUMNS)]
