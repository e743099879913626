"""The whole configuration as one frozen tree."""

from __future__ import annotations

from prosmed_gis.config.access import Access
from prosmed_gis.config.base import Model
from prosmed_gis.config.meaning import Meaning
from prosmed_gis.config.overlay import Overlay
from prosmed_gis.config.selection import Selection
from prosmed_gis.config.sheets import Sheets
from prosmed_gis.config.siting import Siting
from prosmed_gis.config.study import Checks, LayerSource, Outputs, Study
from prosmed_gis.config.suitability import Suitability
from prosmed_gis.config.targeting import Targeting
from prosmed_gis.config.tracking import Tracking


class Config(Model):
    """Everything that steers a run."""

    study: Study
    layers: dict[str, LayerSource]
    checks: Checks
    overlay: Overlay
    targeting: Targeting
    selection: Selection
    access: Access
    siting: Siting
    meaning: Meaning
    sheets: Sheets
    suitability: Suitability
    tracking: Tracking
    outputs: Outputs
