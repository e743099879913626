"""Walking speed off the roads by class of land cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rasterio.warp import Resampling

from prosmed_gis.access.ground.burning import warped

if TYPE_CHECKING:
    from prosmed_gis.access.grid import Grid
    from prosmed_gis.config.access import LandCover
    from prosmed_gis.domain.layers import Raster


@dataclass(frozen=True, eq=False)
class Cover:
    """Land cover on the grid, (rows, columns)."""

    kmh: np.ndarray
    """Walking speed in the dry season; 0 = impassable."""
    rains: np.ndarray
    """What the rains leave of it (0-1)."""
    is_water: np.ndarray
    unknown: dict[int, int]
    """Value that no class has -> cells of the country with it."""
    blank: int
    """Cells of the country without a value."""


def land_cover(raster: Raster, rules: LandCover, grid: Grid) -> Cover:
    """Return speeds by the class at the centre of each cell (nearest cell of the raster).

    Cells without a value, or with one that no class has, take `unknown_kmh` and `unknown_rains`.
    """
    codes = warped(raster, grid, Resampling.nearest)
    kmh = np.full(grid.shape, rules.unknown_kmh)
    rains = np.full(grid.shape, rules.unknown_rains)
    is_water, known = np.zeros(grid.shape, dtype=bool), np.isnan(codes)
    for name, item in rules.classes.items():
        here = codes == item.code
        kmh[here], rains[here] = item.kmh, item.rains
        known |= here
        if name in rules.water:
            is_water |= here
    values, counts = np.unique(codes[grid.inside & ~known], return_counts=True)
    unknown = {int(value): int(count) for value, count in zip(values, counts, strict=True)}
    return Cover(kmh, rains, is_water, unknown, int((grid.inside & np.isnan(codes)).sum()))
