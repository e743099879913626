"""How far people are from what works today: the whole of the room in one call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.coverage import coverage_frame, service_facilities, unreachable_people
from prosmed_gis.access.grid import OUTSIDE, Grid, make_grid, nearest_open
from prosmed_gis.access.ground.effects import security_effects
from prosmed_gis.access.ground.friction import Ground, lay_ground
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.ground.notes import ground_notes, listed, state_label
from prosmed_gis.access.people import minutes_at, spread_people
from prosmed_gis.access.travel_time import Moves, Travel, Window, is_within, k_nearest, travel_time, window
from prosmed_gis.domain.ground import BEST, GroundState
from prosmed_gis.domain.notes import Listed, Note, Number, note
from prosmed_gis.domain.vocabulary import SecurityState, Service

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.config.access import Access


@dataclass(frozen=True, eq=False)
class Serving:
    """Facilities that give a service, in the cells from which they do; `row` and `column` are open in `BEST`."""

    ids: tuple[str, ...]
    row: np.ndarray
    column: np.ndarray

    def reached(self, friction: np.ndarray) -> Serving:
        """Return those whose cell is open on a surface."""
        there = np.isfinite(friction[self.row, self.column])
        ids = tuple(name for name, is_open in zip(self.ids, there, strict=True) if is_open)
        return Serving(ids, self.row[there], self.column[there])


@dataclass(frozen=True, eq=False)
class AccessResult:
    """Everything that was found about travel; grids are (rows, columns) of `grid`, in the planning state."""

    grid: Grid
    friction: np.ndarray
    """Minutes per metre in the planning state, inf where closed."""
    travel: dict[Service, Travel]
    """Minutes to the nearest facility that gives the service, and which; empty where no facilities are known."""
    facility_ids: dict[Service, tuple[str, ...]]
    """Facilities by service, in the order that `Travel.source` counts."""
    people: pd.DataFrame
    """`row`, `column`, `people`, `cercle_pcode` on the grid."""
    coverage: pd.DataFrame
    """Columns COVERAGE_COLUMNS at the baseline; empty where no facilities are known."""
    unreachable: pd.DataFrame
    """`cercle_pcode`, `service`, `people` whom no path leads to a facility."""
    unplaced: pd.DataFrame
    """`facility_id`, `service` of facilities without an open cell near them; they serve nobody here."""
    notes: tuple[Note, ...]
    frictions: dict[GroundState, np.ndarray]
    """Minutes per metre by state of the ground, the planning state first; states of which nothing is known are
    missing, which a note tells."""
    serving: dict[Service, Serving]
    """Facilities by service wherever their ground is open in the best state; in another it may be closed."""
    security: pd.DataFrame
    """By cercle (`pcode`): cells, km2 and people that incidents slow or close (see `ground.effects`)."""
    moves: dict[GroundState, Moves]
    """How one moves in each state of `frictions`."""

    @property
    def planning_state(self) -> GroundState:
        """The state of `friction`."""
        return next(iter(self.frictions))

    def travel_to(self, row: np.ndarray, column: np.ndarray, state: GroundState | None = None) -> Travel:
        """Return the travel to the nearest of some open cells in a state of the ground; the planning state if None."""
        friction, size_m = self.friction if state is None else self.frictions[state], self.grid.cell_size_m
        return travel_time(friction, row, column, cell_size_m=size_m, moves=self.moves[state or self.planning_state])

    def window(self, row: np.ndarray, column: np.ndarray, *, cut_off_min: float) -> Window:
        """Return the part of the planning state's surface that matters within a cut-off of some open cells."""
        moves = self.moves[self.planning_state]
        return window(
            self.friction, row, column, cell_size_m=self.grid.cell_size_m, cut_off_min=cut_off_min, moves=moves
        )

    def ranked(self, service: Service, k: int) -> tuple[Travel, ...]:
        """Return the travel to the nearest, second, ... k-th nearest facility of a service in the planning state."""
        if k == 1:
            return (self.travel[service],)
        there, size_m = self.serving[service].reached(self.friction), self.grid.cell_size_m
        moves = self.moves[self.planning_state]
        return k_nearest(self.friction, there.row, there.column, k=k, cell_size_m=size_m, moves=moves)


def service_access(  # noqa: PLR0913 - one argument for each layer
    facilities: gpd.GeoDataFrame | None,
    roads: gpd.GeoDataFrame | None,
    rivers: gpd.GeoDataFrame | None,
    cercles: gpd.GeoDataFrame,
    people_cells: pd.DataFrame,
    config: Access,
    *,
    year: int,
    as_of: date | None = None,
    more: GroundLayers | None = None,
) -> AccessResult:
    """Return travel time to each service and the people within its standard.

    Parameters
    ----------
    facilities
        Schema `facilities` (relocated ones already moved where they serve). None: nothing is known of services,
        so coverage is empty rather than zero.
    roads, rivers
        Schema `roads`; lines of rivers. None leaves walking everywhere, or no barrier, and says so in a note.
    cercles
        Polygons indexed by P-code, EPSG:4326.
    people_cells
        `lon`, `lat`, `people`, `cercle_pcode` (see `access.people.spread_people`).
    config
        Grid, speeds, states and standards.
    year
        Year written on the coverage: the year before the plan.
    as_of
        Facilities that came later (`since`) are left out; the window of events ends here.
    more
        Land cover, elevation, water, barriers and events; its roads and rivers are not looked at.

    Raises
    ------
    DataError
        The planning state has incidents and no events are known.
    """
    layers = replace(more or GroundLayers(), roads=roads, rivers=rivers)
    grid = make_grid(cercles, cell_size_m=config.cell_size_m, margin_km=config.margin_km)
    seasons = [state.season for state in (*config.every_state, BEST)]
    ground = lay_ground(grid, layers, config, seasons=seasons, as_of=as_of)
    frictions = {state: ground.friction(state) for state in known_states(ground, config)}
    friction = frictions[config.planning_state]
    people = spread_people(people_cells, grid, snap_cells=config.snap_cells)
    best = frictions[BEST] if BEST in frictions else ground.friction(BEST)
    serving, lost = _serving(facilities, grid, best, config, as_of)
    reached = {service: places.reached(friction) for service, places in serving.items()}
    moves = {state: ground.moves(state) for state in frictions}
    now = moves[config.planning_state]
    travel = {
        service: travel_time(friction, places.row, places.column, cell_size_m=grid.cell_size_m, moves=now)
        for service, places in reached.items()
    }
    minutes = {service: minutes_at(people, found.minutes) for service, found in travel.items()}
    covered = {service: is_within(values, config.standards[service].minutes) for service, values in minutes.items()}
    effects = security_effects(ground.pressure, grid, people)
    result = AccessResult(
        grid=grid,
        friction=friction,
        travel=travel,
        facility_ids={service: places.ids for service, places in reached.items()},
        people=people,
        coverage=coverage_frame(people, covered, year=year, cercle_pcodes=tuple(str(code) for code in cercles.index)),
        unreachable=unreachable_people(people, minutes),
        unplaced=lost,
        notes=(),
        frictions=frictions,
        serving=serving,
        security=effects,
        moves=moves,
    )
    notes = [] if facilities is not None else [note("access.no_facilities")]
    notes += ground_notes(ground, layers, effects, config)
    left_out = [state_label(state) for state in config.every_state if state not in frictions]
    notes += [note("access.states_left_out", states=Listed(tuple(left_out), note("list.between")))] if left_out else []
    return replace(result, notes=(*notes, *_result_notes(result)))


def known_states(ground: Ground, config: Access) -> tuple[GroundState, ...]:
    """Return the planning state and the configured states, but those of incidents where no events are known.

    The planning state is never left out: its friction then raises DataError.
    """
    return tuple(
        state
        for state in config.every_state
        if state == config.planning_state or state.security is SecurityState.CALM or ground.pressure is not None
    )


def _serving(
    facilities: gpd.GeoDataFrame | None, grid: Grid, friction: np.ndarray, config: Access, as_of: date | None
) -> tuple[dict[Service, Serving], pd.DataFrame]:
    serving: dict[Service, Serving] = {}
    lost: list[tuple[str, str]] = []
    for service, standard in config.standards.items() if facilities is not None else ():
        there = service_facilities(facilities, service, standard, as_of=as_of)
        row, column = locate_cells(there.geometry, grid, friction, snap_cells=config.snap_cells)
        placed = row != OUTSIDE
        serving[service] = Serving(tuple(str(name) for name in there.index[placed]), row[placed], column[placed])
        lost.extend((str(name), service.value) for name in there.index[~placed])
    return serving, pd.DataFrame(lost, columns=["facility_id", "service"])


def locate_cells(
    points: gpd.GeoSeries, grid: Grid, friction: np.ndarray, *, snap_cells: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of the open cell of each point (EPSG:4326), or of the nearest within `snap_cells`.

    `OUTSIDE` in both for points without geometry or without an open cell so near.
    """
    there = ~(points.isna() | points.is_empty)
    lon = points.x.where(there, np.nan).to_numpy(float)
    lat = points.y.where(there, np.nan).to_numpy(float)
    row, column = grid.cells_of(lon, lat)
    return nearest_open(row, column, np.isfinite(friction), within_cells=snap_cells)


def _result_notes(result: AccessResult) -> list[Note]:
    notes = []
    homeless = float(result.people.loc[result.people["row"] == OUTSIDE, "people"].sum())
    if homeless > 0:
        notes.append(note("access.people_without_cell", people=Number(homeless)))
    for service, rows in result.unreachable.groupby("service", sort=True):
        label = note(f"service.{service}")
        notes.append(note("access.unreachable", people=Number(float(rows["people"].sum())), service=label))
    shut = {
        name
        for service, places in result.serving.items()
        for name in set(places.ids).difference(result.facility_ids[service])
    }
    if shut:
        notes.append(note("access.shut", count=len(shut), facilities=listed(sorted(shut))))
    if len(result.unplaced):
        names = sorted(result.unplaced["facility_id"].unique())
        notes.append(note("access.unplaced", count=len(names), facilities=listed(names)))
    return notes
