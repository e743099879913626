"""Ways to the site: the least path over each season's ground, by class of road."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from rasterio.features import rasterize

from prosmed_gis.access.grid import OUTSIDE, nearest_open
from prosmed_gis.access.ground.burning import burn_mask
from prosmed_gis.access.travel_time import Moves, path_to_source, travel_time
from prosmed_gis.crs import distance_km, to_national
from prosmed_gis.siting.sheets.content import Leg, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.access.grid import Grid

NO_ROAD = 0
CLASSES = ("primary", "secondary", "tertiary", "track")
"""Classes of roads, the best first; a cell's code is the position of its best road's class, from 1."""

SEASONS = ("dry", "rains")
"""Grounds for a vehicle on which ways are told."""

FOOT = {"dry": "dry_foot", "rains": "rains_foot"}
"""Season -> key of the ground of people on foot."""


@dataclass(frozen=True, eq=False)
class Terrain:
    """The grid with its roads and rivers, and minutes per metre in each state of the ground.

    `road_code` (rows, columns) is the position in `CLASSES` of the best road that touches the cell, from 1;
    `NO_ROAD` without one. `river` is True where a river touches a cell. `frictions` holds minutes per metre (inf
    closed) by state: `dry`, `rains`, and `dry_foot`, `rains_foot` where they are computed; `moves` how one moves in
    each (8 neighbours and no slope where it is not said).
    """

    grid: Grid
    road_code: np.ndarray
    river: np.ndarray
    frictions: Mapping[str, np.ndarray]
    snap_cells: int
    moves: Mapping[str, Moves] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Search:
    """Least minutes from every cell to one cell over one surface; the way back is longer or shorter on slopes alone."""

    friction: np.ndarray
    minutes: np.ndarray
    cell_size_m: float
    moves: Moves | None = None

    def path(self, row: int, column: int) -> np.ndarray:
        """Return the cells (n, 2) from the start to a reached cell, both included."""
        found = path_to_source(
            self.minutes, self.friction, (row, column), cell_size_m=self.cell_size_m, moves=self.moves
        )
        return np.column_stack([found.row, found.column])


@dataclass(frozen=True)
class Origin:
    """A place from which one comes to the site."""

    kind: str
    name: str
    lon: float
    lat: float
    facility: str = ""
    """Kind of facility, for a service."""
    cercle: str = ""
    """Cercle of the facility, for a service."""


def terrain(
    grid: Grid,
    frictions: Mapping[str, np.ndarray],
    roads: gpd.GeoDataFrame | None,
    rivers: gpd.GeoDataFrame | None,
    *,
    snap_cells: int,
    moves: Mapping[str, Moves] | None = None,
) -> Terrain:
    """Return the ground on which the sheets measure; layers are EPSG:4326 and may be None."""
    return Terrain(grid, burn_class(roads, grid), burn_mask(rivers, grid), frictions, snap_cells, moves or {})


def burn_class(roads: gpd.GeoDataFrame | None, grid: Grid) -> np.ndarray:
    """Return for each cell the position in `CLASSES` (from 1) of the best road that touches it, else `NO_ROAD`."""
    empty = np.full(grid.shape, NO_ROAD, dtype=np.uint8)
    if roads is None:
        return empty
    table = to_national(roads[["geometry"]]).assign(
        code=roads["road_class"].map({name: code for code, name in enumerate(CLASSES, start=1)})
    )
    table = table[table["code"].notna() & ~(table.geometry.isna() | table.geometry.is_empty)]
    if table.empty:
        return empty
    # Burnt from the worst to the best: the last one burnt in a cell stays.
    table = table.sort_values("code", ascending=False, kind="stable")
    shapes = zip(table.geometry, table["code"].astype(int), strict=True)
    return np.asarray(
        rasterize(shapes, out_shape=grid.shape, transform=grid.transform, fill=NO_ROAD, all_touched=True, dtype="uint8")
    )


def search(friction: np.ndarray, row: int, column: int, *, cell_size_m: float, moves: Moves | None = None) -> Search:
    """Return the least minutes to a cell from every other; inf where no way leads, all inf to a closed cell."""
    if not np.isfinite(friction[row, column]):
        return Search(friction, np.full(friction.shape, np.inf), cell_size_m, moves)
    found = travel_time(friction, np.array([row]), np.array([column]), cell_size_m=cell_size_m, moves=moves)
    return Search(friction, found.minutes, cell_size_m, moves)


def cell_near(place: Terrain, state: str, lon: float, lat: float) -> tuple[int, int]:
    """Return the open cell of a place in a state of the ground, or the nearest one; `OUTSIDE` twice without."""
    row, column = place.grid.cells_of(np.array([lon]), np.array([lat]))
    open_cells = np.isfinite(place.frictions[state])
    row, column = nearest_open(row, column, open_cells, within_cells=place.snap_cells)
    return int(row[0]), int(column[0])


def searches(place: Terrain, lon: float, lat: float) -> dict[str, Search]:
    """Return the search from a site in every state of the ground that there is; none for a site off the ground."""
    found = {}
    for state in place.frictions:
        # A season may close the site's own cell: the site is then cut off, not moved to where the ground is open.
        base = "dry" if "dry" in place.frictions else state
        row, column = cell_near(place, base, lon, lat)
        if row != OUTSIDE:
            found[state] = search(
                place.frictions[state], row, column, cell_size_m=place.grid.cell_size_m, moves=place.moves.get(state)
            )
    return found


def route(origin: Origin, lon: float, lat: float, place: Terrain, found: Mapping[str, Search]) -> Route:
    """Return the way from a place to the site in each season; None for a season that was not computed."""
    straight = float(distance_km(np.array(origin.lon), np.array(origin.lat), np.array(lon), np.array(lat)))
    legs = {season: _leg(origin, season, place, found[season]) if season in found else None for season in SEASONS}
    return Route(
        origin=origin.kind,
        name=origin.name,
        kind=origin.facility,
        cercle=origin.cercle,
        straight_km=straight,
        within_cell=1000.0 * straight < place.grid.cell_size_m,
        legs=legs,
    )


def _leg(origin: Origin, season: str, place: Terrain, found: Search) -> Leg:
    base = "dry" if "dry" in place.frictions else season
    row, column = cell_near(place, base, origin.lon, origin.lat)
    if row == OUTSIDE or not np.isfinite(found.minutes[row, column]):
        return Leg(minutes=np.inf, km_by_class=(), off_road_km=0.0, cut_km=None, crossings=0)
    return _measured(found.path(row, column), float(found.minutes[row, column]), place, season)


def _measured(path: np.ndarray, minutes: float, place: Terrain, season: str) -> Leg:
    """Return length by class: half of each step belongs to the road of either cell."""
    cells = (path[:, 0], path[:, 1])
    code = place.road_code[cells]
    steps = np.hypot(*np.diff(path, axis=0).T) * place.grid.cell_size_m / 1000.0
    share = (np.append(0.0, steps) + np.append(steps, 0.0)) / 2.0
    km = np.bincount(code, weights=share, minlength=len(CLASSES) + 1)
    wet = place.river[cells] & (code == NO_ROAD)
    starts = wet & ~np.append(False, wet[:-1])
    cut = None
    if FOOT[season] in place.frictions:
        # Where a vehicle is no faster than people on foot, the road is not one for vehicles in that season.
        walked = place.frictions[season][cells] >= place.frictions[FOOT[season]][cells]
        cut = float(share[walked & (code != NO_ROAD)].sum())
    by_class = tuple((name, float(km[number])) for number, name in enumerate(CLASSES, start=1) if km[number] > 0)
    return Leg(minutes, by_class, off_road_km=float(km[NO_ROAD]), cut_km=cut, crossings=int(starts.sum()))


def nearest_main_road(place: Terrain, found: Mapping[str, Search], classes: tuple[str, ...]) -> Origin | None:
    """Return the cell of a main road that is quickest from the site in the dry season; None where none is reached."""
    season = next((name for name in SEASONS if name in found), None)
    if season is None:
        return None
    codes = [CLASSES.index(name) + 1 for name in classes if name in CLASSES]
    minutes = np.where(np.isin(place.road_code, codes), found[season].minutes, np.inf)
    best = int(np.argmin(minutes))
    if not np.isfinite(minutes.flat[best]):
        return None
    row, column = divmod(best, minutes.shape[1])
    lon, lat = place.grid.centres(np.array(row), np.array(column))
    return Origin("main_road", CLASSES[place.road_code[row, column] - 1], float(lon), float(lat))


def quickest(points: gpd.GeoDataFrame, place: Terrain, found: Mapping[str, Search]) -> str | None:
    """Return the index of the point that is quickest from the site in the dry season; None where none is reached.

    Of equally quick ones the nearest in a straight line cannot be told apart on the grid: the first by index is taken.
    """
    season = next((name for name in SEASONS if name in found), None)
    if season is None or points.empty:
        return None
    ordered = points.sort_index(kind="stable")
    row, column = place.grid.cells_of(ordered.geometry.x.to_numpy(), ordered.geometry.y.to_numpy())
    row, column = nearest_open(row, column, np.isfinite(place.frictions[season]), within_cells=place.snap_cells)
    minutes = np.where(row == OUTSIDE, np.inf, found[season].minutes[row, column])
    best = int(np.argmin(minutes))
    return str(ordered.index[best]) if np.isfinite(minutes[best]) else None
