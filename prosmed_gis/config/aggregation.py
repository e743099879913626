"""How the worths of the groups become one score."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model


class Arithmetic(Model):
    """Weighted mean: points can be added up by hand, and a lack in one group is made good by another."""

    method: Literal["arithmetic"]


class PowerMean(Model):
    """Weighted power mean; the smaller `p`, the less a lack in one group can be made good (0 = geometric)."""

    method: Literal["power_mean"]
    p: float = Field(ge=-10, le=10)


class Topsis(Model):
    """Nearness to a place worth 1 in every group, away from one worth 0 (Hwang and Yoon 1981)."""

    method: Literal["topsis"]


class Promethee(Model):
    """Net flow of pairwise preferences, linear between `indifference` and `preference` (Brans and Vincke 1985)."""

    method: Literal["promethee2"]
    indifference: float = Field(ge=0, lt=1)
    """Difference of worth up to which two cercles are held equal in a group."""
    preference: float = Field(gt=0, le=1)
    """Difference of worth from which one is wholly preferred."""

    @model_validator(mode="after")
    def _in_order(self) -> Promethee:
        if self.indifference >= self.preference:
            msg = f"indifference {self.indifference:g} must be below preference {self.preference:g}"
            raise ValueError(msg)
        return self


class Copeland(Model):
    """Duels won less duels lost, each decided by the weight of the groups in which a cercle is ahead."""

    method: Literal["copeland"]


Aggregation = Annotated[Arithmetic | PowerMean | Topsis | Promethee | Copeland, Field(discriminator="method")]
