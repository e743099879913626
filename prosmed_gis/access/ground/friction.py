"""Minutes per metre over the ground in each of its states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from prosmed_gis.access.ground.barriers import closed_cells, crossing_minutes, river_minutes
from prosmed_gis.access.ground.burning import burn_mask
from prosmed_gis.access.ground.landcover import Cover, land_cover
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.ground.roads import burn_roads
from prosmed_gis.access.ground.security import Pressure, pressure
from prosmed_gis.access.ground.slope import cell_heights, walking_on_slopes
from prosmed_gis.access.search.neighbourhood import Moves
from prosmed_gis.access.search.walking import Walking
from prosmed_gis.domain.vocabulary import Season, SecurityState, TravelMode
from prosmed_gis.errors import ConfigError, DataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.config.access import Access, Slope
    from prosmed_gis.domain.ground import GroundState
    from prosmed_gis.domain.layers import Raster

CLOSED = np.inf
"""Friction of a cell that nobody enters."""

METRES_PER_MINUTE = 1000.0 / 60.0
"""Of one km/h."""


@dataclass(frozen=True, eq=False)
class Surface:
    """One season of the ground; arrays are (rows, columns)."""

    vehicle_kmh: np.ndarray
    """Of the fastest open road; 0 where a vehicle does not pass."""
    walking_kmh: np.ndarray
    """On foot, along a road or off it, or by boat; 0 = impassable."""
    is_afloat: np.ndarray
    """Whether that is by boat."""
    crossing_min: np.ndarray
    """Minutes that a river or a barrier adds to whoever crosses the cell straight."""
    closed: np.ndarray


@dataclass(frozen=True, eq=False)
class Ground:
    """The ground on the grid, ready to give the friction of any state whose season it holds."""

    grid: Grid
    seasons: dict[Season, Surface]
    pressure: Pressure | None
    """What recent events leave of speed; None where no state asked for it or no events are known."""
    cover: Cover | None
    neighbours: Literal[8, 16] = 8
    is_even: bool = False
    """Whether distance as the crow flies takes the place of roads and barriers."""
    heights_m: np.ndarray | None = None
    """Metres above the sea where slopes have a direction; walking speeds are then those of level ground."""
    slope: Slope | None = None

    def moves(self, state: GroundState) -> Moves:
        """Return how one moves in a state: to how many neighbours and, where slopes have a direction, where one walks.

        The way that counts is from home to the facility. By vehicle one walks where no vehicle is faster on level
        ground. Rivers and barriers are crossed at their own minutes: slopes do not count in their cells.
        """
        if self.heights_m is None or self.slope is None:
            return Moves(self.neighbours)
        surface = self.seasons[state.season]
        walked = ~surface.is_afloat & (surface.crossing_min == 0)
        if state.mode is TravelMode.VEHICLE:
            walked &= surface.vehicle_kmh <= surface.walking_kmh
        walking = Walking(
            self.heights_m, walked, towards=True, decay=self.slope.decay, best_slope=-self.slope.best_grade
        )
        return Moves(self.neighbours, walking)

    def friction(self, state: GroundState) -> np.ndarray:
        r"""Return minutes per metre, float64 (rows, columns); `CLOSED` outside the country.

        .. math:: f = \frac{60}{1000\,v\,s} + \frac{c}{cell}

        with v the faster of vehicle (mode `vehicle`) and walking, s what incidents leave of it, and c the minutes of a
        river or barrier, spread over the cell's width, so that entering and leaving it straight adds exactly that
        time (half in, half out: people who live in a river cell are on either bank and pay half); a diagonal passage
        adds up to 1.41 times as much.

        Raises
        ------
        DataError
            The state has incidents and no events are known.

        Notes
        -----
        Usual friction of access models (Tomlin's cost surface; AccessMod, Ray & Ebener 2008; Weiss et al. 2018).
        """
        surface = self.seasons[state.season]
        speed = surface.walking_kmh
        if state.mode is TravelMode.VEHICLE:
            speed = np.maximum(surface.vehicle_kmh, speed)
        if state.security is SecurityState.INCIDENTS:
            if self.pressure is None:
                msg = f"state {state.name}: no layer of events or of counts says where incidents are"
                raise DataError(msg)
            speed = speed * self.pressure.factor
        with np.errstate(divide="ignore"):
            friction = 1.0 / (speed * METRES_PER_MINUTE)
        friction = friction + surface.crossing_min / self.grid.cell_size_m
        return np.where(~self.grid.inside | surface.closed, CLOSED, friction)


def lay_ground(
    grid: Grid, layers: GroundLayers, config: Access, *, seasons: Iterable[Season], as_of: date | None = None
) -> Ground:
    """Return the ground of a study on the grid, in the seasons asked for.

    A road beats the ground it lies on and crosses rivers and lakes while it is open; a road that the rains cut is
    walked along, but crosses no river. Open water is crossed by boat. Only walking is slowed by slopes: by the
    friction, the same there and back, or, where they have a direction (`slope.directed`), by each step
    (`Ground.moves`); never by both.

    Parameters
    ----------
    as_of
        Date of the study, at which the window of events ends; without it events are left aside.

    Raises
    ------
    ConfigError
        A layer is given for which the configuration has no rule.
    """
    _check_rules(layers, config)
    if _is_crows_flight(layers, config):
        return _crows_flight(grid, config, tuple(seasons))
    cover = land_cover(layers.landcover, config.landcover, grid) if layers.landcover and config.landcover else None
    slope, heights = _slopes(layers.elevation, config.slope, grid)
    is_water = burn_mask(layers.water, grid)
    if cover is not None:
        is_water = is_water | cover.is_water
    is_road = burn_mask(layers.roads, grid)
    surfaces = {
        season: _surface(
            season, grid, layers, config, _walking(season, config, cover, slope, is_water, is_road), is_water
        )
        for season in dict.fromkeys(seasons)
    }
    found = None
    if config.security_effect is not None and as_of is not None:
        found = pressure(layers, config.security_effect, grid, as_of)
    return Ground(grid, surfaces, found, cover, config.neighbours, heights_m=heights, slope=config.slope)


def _slopes(elevation: Raster | None, rules: Slope | None, grid: Grid) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Return the factor of walking speed there and back, or the heights from which a step's own slope is taken."""
    if elevation is None or rules is None:
        return None, None
    if rules.directed:
        return None, cell_heights(elevation, grid)
    return walking_on_slopes(elevation, rules, grid), None


def _surface(
    season: Season,
    grid: Grid,
    layers: GroundLayers,
    config: Access,
    walking: tuple[np.ndarray, np.ndarray],
    is_water: np.ndarray,
) -> Surface:
    rains = config.rains if season is Season.RAINS else None
    vehicle = burn_roads(layers.roads, config.speeds, grid, rains=rains)
    minutes = config.speeds.river_crossing_min if rains is None else rains.river_crossing_min
    rivers = river_minutes(layers.rivers, (vehicle > 0) | is_water, minutes, grid)
    return Surface(
        vehicle_kmh=vehicle,
        walking_kmh=walking[0],
        is_afloat=walking[1],
        crossing_min=rivers + crossing_minutes(layers.barriers, season, grid),
        closed=closed_cells(layers.barriers, season, grid),
    )


def _walking(
    season: Season,
    config: Access,
    cover: Cover | None,
    slope: np.ndarray | None,
    is_water: np.ndarray,
    is_road: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return km/h without a vehicle, and where that is by boat."""
    speeds, rains = config.speeds, config.rains if season is Season.RAINS else None
    wet = 1.0 if rains is None else rains.walking
    ground = np.full(is_water.shape, speeds.off_road * wet) if cover is None else cover.kmh
    if cover is not None and rains is not None:
        ground = ground * cover.rains
    along = (speeds.foot_on_road or speeds.off_road) * wet
    on_foot = np.where(is_road, np.maximum(along, np.where(is_water, 0.0, ground)), ground)
    if slope is not None:
        on_foot = on_foot * slope
    boat = (config.water.boat_kmh if config.water else 0.0) * (1.0 if rains is None else rains.boat)
    is_afloat = is_water & ~(is_road & (on_foot >= boat))
    return np.where(is_afloat, boat, on_foot), is_afloat


def _check_rules(layers: GroundLayers, config: Access) -> None:
    needed = {"landcover": layers.landcover, "slope": layers.elevation, "water": layers.water}
    lacking = [name for name, layer in needed.items() if layer is not None and getattr(config, name) is None]
    if lacking:
        keys = ", ".join(f"access.{name}" for name in lacking)
        msg = f"{keys}: a layer is given for which there are no speeds; add the section or leave out the layer"
        raise ConfigError(msg, f"access.{lacking[0]}")


def _is_crows_flight(layers: GroundLayers, config: Access) -> bool:
    rule = config.straight_line
    return rule is not None and (rule.use == "always" or (rule.use == "without_roads" and layers.roads is None))


def _crows_flight(grid: Grid, config: Access, seasons: tuple[Season, ...]) -> Ground:
    rule = config.straight_line
    kmh = 0.0 if rule is None else 60.0 * rule.km / rule.minutes
    nothing = np.zeros(grid.shape)
    nowhere = np.zeros(grid.shape, dtype=bool)
    even = Surface(nothing, np.full(grid.shape, kmh), nowhere, nothing, nowhere)
    return Ground(grid, dict.fromkeys(seasons, even), None, None, config.neighbours, is_even=True)
