"""How it is told whom a service reaches: catchments, network, radii, crowding."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model


class Fitness(Model):
    """When a layer of roads is not fit for travel times."""

    seat_beyond_km: float = Field(gt=0)
    """A seat of a cercle farther than this from any road of the layer is beyond it; where there is one, that stands
    above every travel time."""
    source: str


class Catchments(Model):
    """Outlines of catchments and of the ground within a standard."""

    simplify_cells: float = Field(ge=0)
    """Tolerance in cells of the grid; 0 keeps every step of the cells. Numbers are of the cells in any case."""
    ranks: int = Field(ge=1)
    """1 = catchments of the nearest facility; 2 = also those of the second nearest, who takes over where a post closes,
    and so on. Maps draw the nearest alone, as the others overlap them; tables tell all with their `rank`."""


class Network(Model):
    """Travel on the lines of roads, and on foot to and from them."""

    join_m: float = Field(gt=0)
    """Ends and bends of lines this near to one another are one junction."""
    crossings: bool
    """Lines that cross without a common point are joined there (no bridge passes over another road)."""
    detour: float = Field(ge=1)
    """Roads up to so many times as far as the nearest one are tried too: the nearest may lead the wrong way."""
    walk_km: float = Field(gt=0)
    """Longest walk in a straight line to or from a road, or to a facility; further away nothing reaches."""
    source: str


class Radii(Model):
    """Distances as the crow flies, told beside travel times: they hang on nothing that is known of the ground."""

    km: tuple[float, ...] = Field(min_length=1)
    source: str


class Crowding(Model):
    """Staff within reach: two-step floating catchments with weights by zone of travel time."""

    bands_min: tuple[float, ...] = Field(min_length=1)
    """Upper ends of the zones in minutes, ascending; beyond the last a facility is out of reach."""
    weights: tuple[float, ...] = Field(min_length=1)
    """Weight of each zone, 0-1, not rising."""
    source: str

    @model_validator(mode="after")
    def _zones(self) -> Self:
        problems = []
        if len(self.bands_min) != len(self.weights):
            problems.append(f"{len(self.bands_min)} zones and {len(self.weights)} weights: give one weight a zone")
        if any(later <= sooner for sooner, later in zip((0.0, *self.bands_min), self.bands_min, strict=False)):
            problems.append(f"bands_min {list(self.bands_min)}: must be above 0 and rise")
        if any(not 0 < weight <= 1 for weight in self.weights):
            problems.append(f"weights {list(self.weights)}: each must be above 0 and at most 1")
        if any(later > sooner for sooner, later in zip(self.weights, self.weights[1:], strict=False)):
            problems.append(f"weights {list(self.weights)}: a further zone may not count more")
        if problems:
            raise ValueError("; ".join(problems))
        return self
