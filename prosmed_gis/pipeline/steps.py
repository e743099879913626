"""What each stage hands to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.problems import Problem
    from prosmed_gis.overlay.events import Counted
    from prosmed_gis.overlay.units import Neighbours


@dataclass(frozen=True, eq=False)
class Overlaid:
    """Everything brought onto the cercles."""

    layers: Layers
    """The layers read, facilities standing where they serve and works at their places."""
    buildings: gpd.GeoDataFrame | None
    """The facilities where they stand, those that moved too."""
    events: gpd.GeoDataFrame | None
    counted: Counted
    people: pd.DataFrame
    cells: pd.DataFrame
    partners: pd.DataFrame | None
    neighbours: Neighbours
    problems: tuple[Problem, ...]
