"""The rules of the choice of N cercles."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, NonNegativeInt, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import Track


class Limits(Model):
    """At least and at most so many."""

    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _min_below_max(self) -> Limits:
        if self.max is not None and self.min > self.max:
            msg = f"min {self.min} is above max {self.max}"
            raise ValueError(msg)
        return self


class RegionLimits(Limits):
    """Limits that hold for every region, and others for regions named by P-code."""

    by_region: dict[str, Limits] = Field(default_factory=dict)


class Lock(Model):
    """A cercle held in or out by decision, with its author, date and reason."""

    pcode: str
    state: Literal["in", "out"]
    author: str
    date: date
    reason: str


class Budget(Model):
    """The money that the chosen cercles may cost together, with who set it and when."""

    max_usd: int = Field(gt=0)
    cost_usd: dict[str, NonNegativeInt]
    """Whole US dollars by P-code of cercle."""
    cost_usd_default: NonNegativeInt | None = None
    """Cost of a cercle that is not named; without it, every cercle must be named."""
    author: str
    date: date
    source: str


class Adjacency(Model):
    """Chosen cercles border on one another, so that a mobile unit can serve two."""

    min_neighbours: int = Field(ge=0, le=3)
    """Chosen cercles with which each chosen one shares a border, at the least; 0 asks nothing."""
    min_border_km: float = Field(gt=0)
    """Length from which a common border counts; shorter ones are corners and slivers of the drawing."""
    source: str


class Rules(Model):
    """What a list must obey."""

    n: int = Field(gt=0)
    regions: RegionLimits
    tracks: dict[Track, Limits]
    locks: tuple[Lock, ...] = ()
    budget: Budget | None = None
    adjacency: Adjacency | None = None


class Nesting(Rules):
    """A smaller list inside the list, with rules of its own; cercles held out of the list stay out of it too."""

    source: str


class Selection(Rules):
    """Rules of the choice of N cercles."""

    variant: Literal["21", "17"]
    """Variant of the results framework that the run is held against."""
    tie_break: tuple[Literal["violence", "people", "pcode"], ...] = ("violence", "people", "pcode")
    communes_expected: int | None = None
    """The document's number of communes in the selected cercles, shown beside ours."""
    nesting: Nesting | None = None
    """The smaller list to which the list can be cut when money goes; without it none is sought."""

    @model_validator(mode="after")
    def _nested_is_smaller(self) -> Selection:
        if self.nesting is not None and self.nesting.n > self.n:
            msg = f"nesting.n {self.nesting.n} is above n {self.n}; lower it, or set nesting to null"
            raise ValueError(msg)
        return self
