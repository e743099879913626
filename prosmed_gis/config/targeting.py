"""Criteria, their value functions, the ceiling, and the draws that show how firm the list is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from prosmed_gis.config.aggregation import Aggregation, Arithmetic
from prosmed_gis.config.base import Model
from prosmed_gis.config.calibration import Calibration
from prosmed_gis.config.communes import Communes
from prosmed_gis.config.indicators import Ceiling, Group, Indicator, Missing, check_groups
from prosmed_gis.config.weighting import Direct, Stakeholder, Weighting
from prosmed_gis.domain.vocabulary import Track

__all__ = [
    "Ceiling",
    "Firmness",
    "Group",
    "Indicator",
    "Missing",
    "OtherAggregation",
    "Points",
    "Targeting",
    "TrackRule",
]


class TrackRule(Model):
    """Which regions belong to a track."""

    regions: tuple[str, ...]
    """P-codes of regions."""
    source: str


class OtherAggregation(Model):
    """Another way to combine the groups, and the share of draws that use it."""

    share: float = Field(ge=0, le=1)
    aggregation: Aggregation


class Firmness(Model):
    """Joint draws that show how firm the list is."""

    draws: int = Field(ge=0)
    seed: int
    concentration: float = Field(gt=0)
    """Dirichlet concentration around the weights: larger keeps draws nearer to them."""
    goalpost_share: float = Field(ge=0, lt=1)
    """Relative half-width of the uniform change of goalposts and ceiling."""
    drop_share: float = Field(ge=0, le=1)
    """Share of draws in which one indicator, picked at random, is left out."""
    event_replicates: int = Field(ge=0)
    """Worlds with re-drawn event counts (Poisson around the observed), at most one for two draws; each serves as many
    draws, which count together for what they tell. 0 keeps the observed."""
    sensitivity_draws: int = Field(ge=0)
    """Size of each of the two samples from which it is told what decides the list; 0 leaves it out."""
    other_normalisations: dict[Literal["min_max", "rank"], float]
    """Shares of draws in which worths come from the data instead of the goalposts: stretched between the least and the
    greatest value, or by percentile rank."""
    other_aggregations: tuple[OtherAggregation, ...]
    """Shares of draws in which groups are combined otherwise than configured."""
    core_share: float = Field(gt=0.5, le=1)
    out_share: float = Field(ge=0, lt=0.5)

    @field_validator("event_replicates")
    @classmethod
    def _more_than_one_world(cls, count: int) -> int:
        if count == 1:
            raise ValueError("one redrawn world tells nothing of chance; give 0 (the observed one) or at least 2")
        return count

    @model_validator(mode="after")
    def _others_leave_room(self) -> Firmness:
        for name, shares in (
            ("other_normalisations", list(self.other_normalisations.values())),
            ("other_aggregations", [other.share for other in self.other_aggregations]),
        ):
            if any(share < 0 for share in shares) or sum(shares) > 1:
                msg = f"{name}: shares of draws must be at least 0 and sum to at most 1; they sum to {sum(shares):g}"
                raise ValueError(msg)
        return self

    @property
    def only_worlds(self) -> Firmness:
        """The draws with nothing but what the worlds of events are drawn by: how many, and the seed."""
        shares = dict.fromkeys(("goalpost_share", "drop_share", "out_share"), 0.0)
        others = {"concentration": 1.0, "sensitivity_draws": 0, "core_share": 1.0}
        return self.model_copy(update={**shares, **others, "other_normalisations": {}, "other_aggregations": ()})


class Points(Model):
    """What a mention in a plan or a table is worth."""

    redeployment: dict[Literal["listed", "planned", "started", "done"], float]
    """Points of a unit in a national plan, by status."""
    region_share: float = Field(ge=0, le=1)
    """What a mention for a whole region is worth to each of its cercles, as a share of a mention by name."""


class Targeting(Model):
    """Criteria of the selection."""

    groups: dict[str, Group] = Field(min_length=1)
    weighting: Weighting
    """What the groups weigh."""
    stakeholders: dict[str, Stakeholder] = Field(default_factory=dict)
    """Other views of what the groups weigh, shown side by side; they decide nothing."""
    aggregation: Aggregation
    points: Points
    ceiling: Ceiling
    tracks: dict[Track, TrackRule]
    min_coverage: float = Field(ge=0, le=1)
    """Share of the weight that must rest on data for a cercle to be scored."""
    firmness: Firmness
    calibration: Calibration
    communes: Communes | None = None
    """Where to start inside the selected cercles; without it communes are not scored."""

    @model_validator(mode="after")
    def _names_hold_together(self) -> Targeting:
        views = {f"stakeholders.{name}.weighting": view.weighting for name, view in self.stakeholders.items()}
        check_groups(self.groups, self.ceiling, {"weighting": self.weighting, **views})
        return self

    @property
    def reach_km(self) -> float:
        """Greatest distance at which an indicator still counts what lies around a cercle; 0 where none does."""
        radii = [item.radius_km or 0.0 for group in self.groups.values() for item in group.indicators.values()]
        return max(radii)

    @property
    def only_measured(self) -> Targeting:
        """The criteria with nothing but how they are measured and how often: what they weigh and are worth is neutral.

        What is made from it is the same whatever the weights, goalposts and thresholds.
        """
        shares = dict.fromkeys(self.groups, 0.0)
        update = {
            "groups": {name: group.only_measured for name, group in self.groups.items()},
            "weighting": Direct.model_construct(method="direct", shares=shares),
            "stakeholders": {},
            "aggregation": Arithmetic(method="arithmetic"),
            "ceiling": self.ceiling.only_measured,
            "min_coverage": 0.0,
            "firmness": self.firmness.only_worlds,
            "calibration": None,
            "communes": None,
        }
        return self.model_copy(update=update)
