"""How works turn into percent and into counted units."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import WorkKind, WorkStage


class IndicatorCount(Model):
    """From which stage on a work counts for an indicator, and which kinds count."""

    kinds: tuple[WorkKind, ...]
    stage: WorkStage
    source: str
    baseline_works: tuple[str, ...] = ()
    """Works that the indicator's baseline already counts; they are not counted a second time."""


class Tracking(Model):
    """State of the indicators."""

    stage_shares: dict[WorkStage, float]
    """Share of completion (0-1) reached at each stage; the stage `works` interpolates to the next by percent."""
    counts: dict[str, IndicatorCount]
    """What each `counts` value of the indicators' table counts among works."""
    expected: Literal["linear", "step"]
    """Target at a date inside a year: straight line between year ends, or the last year end's."""
    on_time_ratio: float = Field(gt=0, le=1)
    """done / expected from which a state is on time."""
    watch_ratio: float = Field(gt=0, le=1)
    """done / expected from which a state is to be watched; below it is late."""
    forecast_min_observations: int = Field(ge=2)
    """Dated completions needed for a forecast; with fewer, none is made."""
    forecast_confidence: float = Field(gt=0, lt=1)
    """Probability that the interval of a forecast should hold."""

    @model_validator(mode="after")
    def _stages_ascend(self) -> Tracking:
        absent = [stage.value for stage in WorkStage if stage not in self.stage_shares]
        if absent:
            msg = f"stage_shares lacks {', '.join(absent)}"
            raise ValueError(msg)
        shares = [self.stage_shares[stage] for stage in WorkStage]
        if shares != sorted(shares) or shares[0] < 0 or shares[-1] != 1:
            msg = "stage_shares must ascend from 0 or more to exactly 1 in the order of the stages"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _ratios_in_order(self) -> Tracking:
        if self.watch_ratio > self.on_time_ratio:
            msg = f"watch_ratio {self.watch_ratio} is above on_time_ratio {self.on_time_ratio}"
            raise ValueError(msg)
        return self
