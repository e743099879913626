"""Everything that the criteria may look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.overlay.units import Neighbours


@dataclass(frozen=True, eq=False)
class TargetingInputs:
    """Layers brought onto cercles; a layer that the study lacks is None and makes its measures missing, never zero."""

    cercles: pd.DataFrame
    """Schema `cercles` (geometry not needed): index P-code, `name`, `parent_pcode`."""
    regions: pd.DataFrame
    """Schema `regions` (geometry not needed): index P-code, `name`."""
    neighbours: Neighbours
    """Distances and borders between the cercles (`overlay.units.neighbours`)."""
    counts: pd.DataFrame | None = None
    """Schema `event_counts`, zero-filled (`overlay.events.count_events`)."""
    conflicts: pd.DataFrame | None = None
    """Schema `conflicts`."""
    redeployment: pd.DataFrame | None = None
    """Schema `redeployment`."""
    partners: pd.DataFrame | None = None
    """As `overlay.partners.partners_by_cercle` gives."""
    coverage: pd.DataFrame | None = None
    """Columns `cercle_pcode, service, year, population, covered, share`; the first year is today."""
    people: pd.DataFrame | None = None
    """Index P-code, `people`."""
