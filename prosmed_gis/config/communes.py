"""What makes a commune of a selected cercle one to start with."""

from __future__ import annotations

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.config.indicators import Ceiling, Group, check_groups
from prosmed_gis.config.weighting import Weighting


class Communes(Model):
    """Criteria of the order of communes, of the same make as those of cercles.

    In measures the commune stands where criteria of cercles have the cercle, and its cercle where they have the region:
    a mention of the whole cercle in a plan counts `points.region_share` for each of its communes.
    """

    groups: dict[str, Group] = Field(min_length=1)
    weighting: Weighting
    """What the groups weigh."""
    ceiling: Ceiling
    min_coverage: float = Field(ge=0, le=1)
    """Share of the weight that must rest on data for a commune to be ranked."""
    named: int = Field(gt=0)
    """Communes that the sheet of their cercle names, the first ones."""

    @model_validator(mode="after")
    def _names_hold_together(self) -> Communes:
        check_groups(self.groups, self.ceiling, {"weighting": self.weighting})
        return self
