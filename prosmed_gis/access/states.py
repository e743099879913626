"""Coverage of people in every state of the ground, by cercle and by commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.communes import commune_grid
from prosmed_gis.access.coverage import unit_coverage
from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.ground.notes import listed, state_label
from prosmed_gis.access.people import spread_people
from prosmed_gis.access.run import locate_cells
from prosmed_gis.access.zones import people_matrix
from prosmed_gis.domain.notes import Note, Number, Value, note
from prosmed_gis.domain.products import ACCESS_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from scipy.sparse import csr_matrix

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.access.travel_time import Travel
    from prosmed_gis.config.access import Access
    from prosmed_gis.domain.ground import GroundState
    from prosmed_gis.domain.vocabulary import Service


@dataclass(frozen=True, eq=False)
class StateCoverage:
    """What holds in each state of the ground."""

    states: pd.DataFrame
    """Columns ACCESS_COLUMNS (see `AccessFound.states`); empty where no facilities are known."""
    travel: dict[GroundState, dict[Service, Travel]]
    notes: tuple[Note, ...]


def state_travel(access: AccessResult, state: GroundState) -> dict[Service, Travel]:
    """Return the travel time to each service in one state; `Travel.source` counts the facilities reached in it.

    A facility whose cell is closed in the state serves nobody.
    """
    friction = access.frictions[state]
    if friction is access.friction:
        return access.travel
    places = {service: there.reached(friction) for service, there in access.serving.items()}
    return {service: access.travel_to(there.row, there.column, state) for service, there in places.items()}


def coverage_by_state(
    access: AccessResult,
    commune_cells: pd.DataFrame | None,
    communes: gpd.GeoDataFrame,
    config: Access,
) -> StateCoverage:
    """Return people within each service's standard, and the alternative one, in every state of the ground.

    Parameters
    ----------
    access
        What `service_access` found.
    commune_cells
        People by cell of the population raster and commune (`overlay.communes.commune_cells`); None leaves communes
        out.
    communes
        Polygons indexed by P-code, EPSG:4326.
    config
        As `access` was made with.
    """
    levels = {"cercle": _living(access.people, access.grid.cercle_pcodes, access.grid)}
    if commune_cells is not None:
        grid = commune_grid(access.grid, communes)
        there = spread_people(commune_cells, grid, snap_cells=config.snap_cells)
        levels["commune"] = _living(there, grid.cercle_pcodes, grid)
    travel = {state: state_travel(access, state) for state in access.frictions}
    parts = [
        unit_coverage(people, pcodes, found.minutes, told_standards(service, config)).assign(
            level=level,
            service=service.value,
            season=state.season.value,
            security=state.security.value,
            mode=state.mode.value,
        )
        for state, services in travel.items()
        for service, found in services.items()
        for level, (people, pcodes) in levels.items()
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(ACCESS_COLUMNS))
    frame = frame[list(ACCESS_COLUMNS)]
    return StateCoverage(frame, travel, tuple(_notes(frame, access, config)))


def told_standards(service: Service, config: Access) -> tuple[float, ...]:
    """Return the standard of a service and the alternative one, in minutes."""
    other = () if config.alternative_minutes is None else (config.alternative_minutes,)
    return tuple(dict.fromkeys((config.standards[service].minutes, *other)))


def _living(people: pd.DataFrame, pcodes: Iterable[str], grid: Grid) -> tuple[csr_matrix, tuple[str, ...]]:
    order = tuple(sorted(pcodes))
    return people_matrix(people, order, grid.shape), order


def _notes(frame: pd.DataFrame, access: AccessResult, config: Access) -> list[Note]:
    """Tell for each state but the planning one what it takes away: people without a path, facilities cut off."""
    rows = frame[(frame["level"] == "cercle")].drop_duplicates(["pcode", "service", "season", "security", "mode"])
    lost = rows.groupby(["season", "security", "mode", "service"])["unreachable"].sum()
    plan = config.planning_state
    notes = []
    for state, friction in access.frictions.items():
        if state == plan:
            continue
        label = state_label(state)
        for service, there in access.serving.items():
            key = (state.season, state.security, state.mode, service)
            more = float(lost[key] - lost[(plan.season, plan.security, plan.mode, service)])
            if more >= 1:
                name = note(f"service.{service}")
                notes.append(note("access.state_unreachable", state=label, service=name, people=Number(more)))
            shut = sorted(set(there.ids) - set(there.reached(friction).ids))
            if shut:
                figures: dict[str, Value] = {"count": len(shut), "facilities": listed(shut)}
                notes.append(note("access.state_shut", state=label, **figures))
    return list(dict.fromkeys(notes))


def minutes_to_places(
    access: AccessResult, places: gpd.GeoSeries, points: gpd.GeoSeries, state: GroundState, *, snap_cells: int
) -> pd.Series | None:
    """Return minutes from each point to the nearest of some places in one state of the ground, on the points' index.

    Points and places are in EPSG:4326. inf without a path, NaN for a point without open ground in the best state near
    it; None where the state was not computed.
    """
    if state not in access.frictions:
        return None
    friction = access.frictions[state]
    row, column = locate_cells(places, access.grid, access.friction, snap_cells=snap_cells)
    there = row != OUTSIDE
    there[there] = np.isfinite(friction[row[there], column[there]])
    found = access.travel_to(row[there], column[there], state)
    own_row, own_column = locate_cells(points, access.grid, access.friction, snap_cells=snap_cells)
    placed = own_row != OUTSIDE
    minutes = np.where(placed, found.minutes[np.maximum(own_row, 0), np.maximum(own_column, 0)], np.nan)
    return pd.Series(minutes, index=points.index, name="minutes")
