"""What is asked of weights that are sought: for a list that is given, or for a list that changes."""

from __future__ import annotations

from pydantic import Field

from prosmed_gis.config.base import Model


class Calibration(Model):
    """Bounds of the search for weights."""

    least_share_percent: float = Field(gt=0, lt=100)
    """Percent; every group weighs at least this (or what it is configured to, where that is less)."""
    least_margin_points: float = Field(gt=0)
    """Points of score (0-100) that every allowed exchange must lose for a list to count as explained."""
    time_limit_s: float = Field(gt=0)
    """Seconds for each programme; past it the best found is shown, with its gap."""
    ratio_steps: int = Field(ge=2)
    """Ratios of weights that are tried where cercles with different groups compete for one place."""
    rivals: int = Field(gt=0)
    """Nearest rivals that are named for a cercle."""
