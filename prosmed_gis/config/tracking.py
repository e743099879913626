"""How works turn into percent and into counted units."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import WorkKind, WorkStage


class IndicatorCount(Model):
    """From which stage on a work counts for an indicator, and which kinds count."""

    kinds: tuple[WorkKind, ...]
    stage: WorkStage
    source: str


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
    forecast_confidence: float = Field(gt=0, lt=1)
