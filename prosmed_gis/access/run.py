"""How far people are from what works today: the whole of the room in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.coverage import coverage_frame, service_facilities, unreachable_people
from prosmed_gis.access.friction import friction_surface
from prosmed_gis.access.grid import OUTSIDE, Grid, make_grid, nearest_open
from prosmed_gis.access.people import minutes_at, spread_people
from prosmed_gis.access.travel_time import Travel, is_within, travel_time
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Language, Service

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.config.access import Access


@dataclass(frozen=True, eq=False)
class AccessResult:
    """Everything that was found about travel; grids are (rows, columns) of `grid`."""

    grid: Grid
    friction: np.ndarray
    """Minutes per metre, inf where closed."""
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
    notes: tuple[str, ...]


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
    language: Language = Language.FR,
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
        Grid, speeds and standards.
    year
        Year written on the coverage: the year before the plan.
    as_of
        Facilities that came later (`since`) are left out.
    language
        Language of the notes.
    """
    grid = make_grid(cercles, cell_size_m=config.cell_size_m, margin_km=config.margin_km)
    friction = friction_surface(grid, config.speeds, roads=roads, rivers=rivers)
    people = spread_people(people_cells, grid, snap_cells=config.snap_cells)
    travel: dict[Service, Travel] = {}
    ids: dict[Service, tuple[str, ...]] = {}
    lost: list[tuple[str, str]] = []
    for service, standard in config.standards.items():
        if facilities is None:
            break
        serving = service_facilities(facilities, service, standard, as_of=as_of)
        row, column = locate_cells(serving.geometry, grid, friction, snap_cells=config.snap_cells)
        placed = row != OUTSIDE
        travel[service] = travel_time(friction, row[placed], column[placed], cell_size_m=grid.cell_size_m)
        ids[service] = tuple(str(name) for name in serving.index[placed])
        lost.extend((str(name), service.value) for name in serving.index[~placed])
    minutes = {service: minutes_at(people, found.minutes) for service, found in travel.items()}
    covered = {service: is_within(values, config.standards[service].minutes) for service, values in minutes.items()}
    result = AccessResult(
        grid=grid,
        friction=friction,
        travel=travel,
        facility_ids=ids,
        people=people,
        coverage=coverage_frame(people, covered, year=year, cercle_pcodes=tuple(str(code) for code in cercles.index)),
        unreachable=unreachable_people(people, minutes),
        unplaced=pd.DataFrame(lost, columns=["facility_id", "service"]),
        notes=(),
    )
    given = {"facilities": facilities, "roads": roads, "rivers": rivers}
    return _with_notes(result, [name for name, layer in given.items() if layer is None], language)


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


def _with_notes(result: AccessResult, absent: list[str], language: Language) -> AccessResult:
    notes = [text(f"access.no_{name}", language) for name in absent]
    homeless = float(result.people.loc[result.people["row"] == OUTSIDE, "people"].sum())
    if homeless > 0:
        notes.append(text("access.people_without_cell", language, people=grouped(homeless, language)))
    for service, rows in result.unreachable.groupby("service", sort=True):
        label = text(f"service.{service}", language)
        notes.append(
            text("access.unreachable", language, people=grouped(float(rows["people"].sum()), language), service=label)
        )
    if len(result.unplaced):
        names = ", ".join(sorted(result.unplaced["facility_id"].unique()))
        notes.append(text("access.unplaced", language, facilities=names))
    return AccessResult(**{**vars(result), "notes": tuple(notes)})


def grouped(value: float, language: Language | str) -> str:
    """Return a whole number with thousands set apart: narrow no-break space in French, comma in English."""
    return f"{value:,.0f}".replace(",", "\u202f") if language == "fr" else f"{value:,.0f}"
