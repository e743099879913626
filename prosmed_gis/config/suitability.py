"""Where in a town's surroundings the building may stand: gates and weights."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model

MeasureName = Literal["road", "town", "water", "post", "slope"]


class Measure(Model):
    """One thing that is measured at each point, the gate on it and what it is worth.

    The worth goes straight from 0 at `worst` to 1 at `best` and stays there beyond either.
    """

    unit: Literal["m", "percent"]
    """Metres to the nearest one, or percent of slope."""
    weight: float = Field(ge=0)
    """Share of the score before renormalisation; 0 makes a gate only."""
    worst: float = Field(ge=0)
    best: float = Field(ge=0)
    at_least: float | None = Field(default=None, ge=0)
    """A point with less is excluded."""
    at_most: float | None = Field(default=None, ge=0)
    """A point with more is excluded."""
    source: str

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.worst == self.best:
            msg = f"worst and best are both {self.best:g}: every point would be worth the same"
            raise ValueError(msg)
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            msg = f"at_least {self.at_least:g} is above at_most {self.at_most:g}: no point can pass"
            raise ValueError(msg)
        return self


class Suitability(Model):
    """The search for points around a site."""

    radius_km: float = Field(gt=0)
    """Points are looked for up to this far from the site."""
    cell_size_m: float = Field(gt=0)
    """Distance in metres between the points tried."""
    points: int = Field(ge=1, le=20)
    """Points proposed."""
    apart_m: float = Field(ge=0)
    """Two proposed points are at least this far apart."""
    seen_km: float = Field(gt=0)
    """Roads, water and posts are looked for up to this far around the site; beyond it the distance is infinite."""
    measures: dict[MeasureName, Measure]

    @model_validator(mode="after")
    def _weighed(self) -> Self:
        if not any(measure.weight > 0 for measure in self.measures.values()):
            msg = "measures: no weight is above 0, so that no point is better than another"
            raise ValueError(msg)
        if self.seen_km < self.radius_km:
            msg = f"seen_km: {self.seen_km:g} is less than radius_km {self.radius_km:g}"
            raise ValueError(msg)
        return self
