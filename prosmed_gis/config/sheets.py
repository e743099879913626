"""What a site's sheet looks at around the site, and how far."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model


class Sheets(Model):
    """Circles, periods and times of the site sheets."""

    reach_minutes: tuple[float, ...] = Field(min_length=1, max_length=4)
    """Travel times in minutes within which people are counted, ascending."""
    event_radii_km: tuple[float, ...] = Field(min_length=1, max_length=4)
    """Radii in km of the circles in which events are counted, ascending."""
    event_months: tuple[int, ...] = Field(min_length=1, max_length=3)
    """Months before the date of the study over which events are counted, ascending."""
    event_precision_max: int = Field(ge=1, le=4)
    """`geo_precision` up to which an event has a place of its own; vaguer ones are in no circle."""
    main_road_classes: tuple[Literal["primary", "secondary", "tertiary", "track"], ...] = Field(min_length=1)
    """Classes of roads that count as a main road."""
    partner_radius_km: float = Field(gt=0)
    """Works of partners up to this far are named."""
    map_radius_km: float = Field(gt=0)
    """Half the width in km of the sheet's map."""
    flood_check_km: float = Field(ge=0)
    """A site nearer than this to water asks for a check of floods on the ground."""
    rows_shown: int = Field(ge=1, le=8)
    """Rows of a list on the sheet; how many more there are is told."""
    source: str

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        for name in ("reach_minutes", "event_radii_km", "event_months"):
            values = getattr(self, name)
            if min(values) <= 0 or any(after <= before for before, after in pairwise(values)):
                msg = f"{name}: {list(values)} must be positive and ascending"
                raise ValueError(msg)
        return self
