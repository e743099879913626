"""Everything that the criteria may look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.overlay.surroundings import Surroundings
    from prosmed_gis.overlay.units import Neighbours


@dataclass(frozen=True, eq=False)
class TargetingInputs:
    """Layers brought onto cercles; a layer that the study lacks is None and makes its measures missing, never zero.

    Where communes are scored, communes stand for cercles here and cercles for regions (`overlay.communes`).
    """

    cercles: pd.DataFrame
    """Schema `cercles` (geometry not needed): index P-code, `name`, `parent_pcode`."""
    regions: pd.DataFrame
    """Schema `regions` (geometry not needed): index P-code, `name`."""
    neighbours: Neighbours
    """Distances and borders between the cercles (`overlay.units.neighbours`)."""
    counts: pd.DataFrame | None = None
    """Schema `event_counts`, zero-filled (`overlay.events.count_events`)."""
    surroundings: Surroundings | None = None
    """Events with a place, and how far each lies from other cercles; None where only counts were given."""
    communes: pd.Series | None = None
    """Index P-code: number of communes of each cercle."""
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
    works: pd.DataFrame | None = None
    """Schema `works`: the programme's own given works; those without a cercle stand nowhere yet."""
