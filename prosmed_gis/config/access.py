"""Speeds, standards and the grid of the travel-time surface."""

from __future__ import annotations

from pydantic import Field

from prosmed_gis.config.base import Model
from prosmed_gis.config.reach import Catchments, Crowding, Network, Straight
from prosmed_gis.domain.vocabulary import FacilityStatus, Service


class Speeds(Model):
    """Speeds in km/h by road class, and their factor by state; off-road on foot."""

    primary: float = Field(gt=0)
    secondary: float = Field(gt=0)
    tertiary: float = Field(gt=0)
    track: float = Field(gt=0)
    off_road: float = Field(gt=0)
    good: float = Field(gt=0, le=1)
    fair: float = Field(gt=0, le=1)
    poor: float = Field(gt=0, le=1)
    unknown: float = Field(gt=0, le=1)
    river_crossing_min: float = Field(ge=0)
    """Minutes added to cross a river away from a road."""
    source: str


class Standard(Model):
    """A service reaches people within so many minutes."""

    minutes: float = Field(gt=0)
    statuses: tuple[FacilityStatus, ...]
    """Statuses that count as giving the service."""
    source: str


class Access(Model):
    """How far people are from working services."""

    cell_size_m: float = Field(gt=0)
    speeds: Speeds
    standards: dict[Service, Standard]
    margin_km: float = Field(ge=0)
    """Width of the grid outside the country; the border is closed to travel."""
    snap_cells: int = Field(ge=0)
    """How many cells a facility or a population cell outside the open ground may be moved to reach it."""
    catchments: Catchments | None = None
    """Absent: no polygons are made."""
    network: Network | None = None
    """Absent: no travel along the lines of roads."""
    straight: Straight | None = None
    """Absent: no distances as the crow flies."""
    crowding: Crowding | None = None
    """Absent: staff within reach is not computed."""
