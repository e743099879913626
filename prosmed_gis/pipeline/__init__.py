"""The stages of a run: the only place that knows readers, analysis and outputs together."""

from __future__ import annotations

from prosmed_gis.pipeline.run import Run
from prosmed_gis.pipeline.stages import NAMES

__all__ = ["NAMES", "Run"]
