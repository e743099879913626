"""Speeds, standards, states of the ground and the grid of the travel-time surface."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.config.reach import Catchments, Crowding, Fitness, Network, Radii
from prosmed_gis.domain.ground import BEST, GroundState
from prosmed_gis.domain.vocabulary import EventClass, FacilityStatus, Season, SecurityState, Service


class Speeds(Model):
    """Speeds in km/h by road class, and their factor by state; off-road on foot."""

    primary: float = Field(gt=0)
    secondary: float = Field(gt=0)
    tertiary: float = Field(gt=0)
    track: float = Field(gt=0)
    off_road: float = Field(gt=0)
    """Walking where no land cover is known."""
    foot_on_road: float | None = Field(default=None, gt=0)
    """Walking along a road of any class; `off_road` where it is not given."""
    good: float = Field(gt=0, le=1)
    fair: float = Field(gt=0, le=1)
    poor: float = Field(gt=0, le=1)
    unknown: float = Field(gt=0, le=1)
    river_crossing_min: float = Field(ge=0)
    """Minutes added to cross a river away from a road."""
    source: str


class WetRoad(Model):
    """What the rains leave of a road's speed, by its state (0-1); 0 = cut: no vehicle passes, and no river there."""

    good: float = Field(ge=0, le=1)
    fair: float = Field(ge=0, le=1)
    poor: float = Field(ge=0, le=1)
    unknown: float = Field(ge=0, le=1)


class Rains(Model):
    """What the rains do to the ground."""

    primary: WetRoad
    secondary: WetRoad
    tertiary: WetRoad
    track: WetRoad
    walking: float = Field(gt=0, le=1)
    """Factor of walking along roads, and off-road where no land cover is known."""
    boat: float = Field(ge=0, le=1)
    """Factor of a boat's speed; 0 = no boats."""
    river_crossing_min: float = Field(ge=0)
    """Minutes added to cross a river away from a road that is open; at least those of the dry season."""
    source: str


class LandClass(Model):
    """One class of a land-cover raster."""

    code: int = Field(ge=0)
    """Value in the raster."""
    kmh: float = Field(ge=0)
    """Walking speed on flat ground in km/h; 0 = impassable but for roads and boats."""
    rains: float = Field(ge=0, le=1)
    """What the rains leave of it; 0 = impassable in the rains."""


class LandCover(Model):
    """Off-road speeds by class of land cover."""

    classes: dict[str, LandClass]
    water: tuple[str, ...] = ()
    """Classes that are open water: crossed by boat, not walked."""
    unknown_kmh: float = Field(gt=0)
    """Walking speed where the raster has no value, or one that no class has."""
    unknown_rains: float = Field(ge=0, le=1)
    source: str

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [item.code for item in self.classes.values()]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            msg = f"classes: code {', '.join(map(str, twice))} stands for two classes; keep one"
            raise ValueError(msg)
        stray = [name for name in self.water if name not in self.classes]
        if stray:
            msg = f"water: {', '.join(stray)} is none of the classes ({', '.join(self.classes)})"
            raise ValueError(msg)
        return self


class Slope(Model):
    """How walking slows on a slope: pace grows as exp(decay * |grade + best_grade|), after Tobler."""

    decay: float = Field(gt=0)
    """Of speed with grade (rise over run, no unit)."""
    best_grade: float = Field(ge=0)
    """Descent (rise over run) on which walking is fastest."""
    directed: bool
    """True: a slope counts as it is walked, from people's homes to the facility, up or down between the centres of
    cells. False: as the mean of both ways, measured as finely as the heights are given; a coarse grid sees hills only
    so."""
    source: str


class Water(Model):
    """Open water away from roads."""

    boat_kmh: float = Field(ge=0)
    """km/h of a boat; 0 = nobody crosses."""
    source: str


class SecurityEffect(Model):
    """How recent events slow or close the ground in the state `incidents`."""

    event_class: EventClass
    months: int = Field(gt=0)
    """Window that ends at the date of the study."""
    radius_km: float = Field(gt=0)
    """Distance from an event to the centre of a cell within which it counts there."""
    min_events: int = Field(ge=1)
    """Events within the radius and the window from which a cell is slowed."""
    factor: float = Field(ge=0, lt=1)
    """What is left of every speed in such a cell; 0 = closed."""
    closed_from: int | None = Field(default=None, ge=1)
    """Events within the radius from which a cell is closed, roads included; null = never."""
    cercle_min_events: float = Field(gt=0)
    """Where events are known by cercle only: events in the window from which a whole cercle is slowed."""
    cercle_factor: float = Field(ge=0, lt=1)
    source: str


class StraightLine(Model):
    """Distance as the crow flies in place of the surface: even ground, no roads, no barriers but the border."""

    use: Literal["never", "without_roads", "always"]
    """`without_roads`: only where the study has no layer of roads."""
    km: float = Field(gt=0)
    """Distance that counts as `minutes` of travel."""
    minutes: float = Field(gt=0)
    source: str


class Standard(Model):
    """A service reaches people within so many minutes."""

    minutes: float = Field(gt=0)
    statuses: tuple[FacilityStatus, ...]
    """Statuses that count as giving the service. A `relocated` facility counts where it was moved to, never where it
    left."""
    source: str


class Access(Model):
    """How far people are from working services."""

    cell_size_m: float = Field(gt=0)
    planning_state: GroundState = BEST
    """State of the ground that the plan, the targeting and the published coverage use."""
    states: tuple[GroundState, ...] = (BEST,)
    """States for which coverage is computed."""
    speeds: Speeds
    rains: Rains | None = None
    landcover: LandCover | None = None
    slope: Slope | None = None
    water: Water | None = None
    security_effect: SecurityEffect | None = None
    straight_line: StraightLine | None = None
    neighbours: Literal[8, 16]
    """Cells that one step reaches, in every search of travel time and of siting. On even ground times are too long by
    at most 8.24 % with 8, 2.79 % with 16, never too short; 16 takes longer to compute."""
    standards: dict[Service, Standard]
    alternative_minutes: float | None = Field(default=None, gt=0)
    """A second standard shown beside each service's own in the coverage by state."""
    margin_km: float = Field(ge=0)
    """Width of the grid outside the country; the border is closed to travel."""
    snap_cells: int = Field(ge=0)
    """How many cells a facility or a population cell outside the open ground may be moved to reach it."""
    fitness: Fitness | None = None
    """Absent: it is not looked at whether the roads lead to the seats of the cercles."""
    catchments: Catchments | None = None
    """Absent: no polygons are made."""
    network: Network | None = None
    """Absent: no travel along the lines of roads."""
    radii: Radii | None = None
    """Absent: no distances as the crow flies beside the times."""
    crowding: Crowding | None = None
    """Absent: staff within reach is not computed."""

    @property
    def every_state(self) -> tuple[GroundState, ...]:
        """The planning state and then the other states, each once."""
        return tuple(dict.fromkeys((self.planning_state, *self.states)))

    @model_validator(mode="after")
    def _states_have_their_rules(self) -> Self:
        lacking = []
        if self.rains is None and any(state.season is Season.RAINS for state in self.every_state):
            lacking.append("a state in the rains needs `rains`")
        if self.security_effect is None and any(s.security is SecurityState.INCIDENTS for s in self.every_state):
            lacking.append("a state with incidents needs `security_effect`")
        if self.rains is not None and self.rains.river_crossing_min < self.speeds.river_crossing_min:
            lacking.append("rains.river_crossing_min is less than speeds.river_crossing_min: the rains open no river")
        if lacking:
            raise ValueError("; ".join(lacking))
        return self
