"""How much a slope slows whoever walks there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS
from rasterio.warp import Resampling
from scipy.ndimage import distance_transform_edt

from prosmed_gis.access.ground.burning import warped
from prosmed_gis.crs import NATIONAL, transformer

if TYPE_CHECKING:
    from prosmed_gis.access.grid import Grid
    from prosmed_gis.config.access import Slope
    from prosmed_gis.domain.layers import Raster

MOST_CELLS = 20_000_000
"""Cells of the finer grid on which slopes are measured: a limit of memory."""


def slope_factor(grade: np.ndarray, rules: Slope) -> np.ndarray:
    r"""Return the factor (0-1] of walking speed on a slope, there and back.

    .. math:: p(g) = e^{k (|g + b| - b)}, \qquad factor = \frac{2}{p(g) + p(-g)}

    with g the grade (rise over run), k the decay and b the best descent: the mean of the paces uphill and downhill,
    so that the surface has no direction. 1 on flat ground.

    Notes
    -----
    Tobler (1993), hiking function 6 exp(-3.5 |g + 0.05|) km/h, relative to its speed on the flat.
    """
    paces = [np.exp(rules.decay * (np.abs(sign * grade + rules.best_grade) - rules.best_grade)) for sign in (1.0, -1.0)]
    return np.asarray(2.0 / (paces[0] + paces[1]))


def walking_on_slopes(elevation: Raster, rules: Slope, grid: Grid) -> np.ndarray:
    """Return the factor of walking speed by cell of the grid; 1 where there is no elevation.

    Slopes are measured on cells about as fine as the raster's own, and their paces averaged over each cell of the
    grid: a grid of 2 km would see no hill.
    """
    parts = _parts(elevation, grid)
    heights = warped(elevation, grid, Resampling.bilinear, parts=parts)
    if min(heights.shape) < 2:  # noqa: PLR2004 - a slope needs two heights
        return np.ones(grid.shape)
    north, east = np.gradient(heights, grid.cell_size_m / parts)
    pace = 1.0 / slope_factor(np.hypot(north, east), rules)
    pace = np.where(np.isfinite(pace), pace, 1.0)
    rows, columns = grid.shape
    return np.asarray(1.0 / pace.reshape(rows, parts, columns, parts).mean(axis=(1, 3)))


def cell_heights(elevation: Raster, grid: Grid) -> np.ndarray:
    """Return the mean height of each cell in metres; where nothing is known that of the nearest cell that is known.

    A raster without any height is level ground.
    """
    parts = _parts(elevation, grid)
    heights = warped(elevation, grid, Resampling.bilinear, parts=parts)
    known = np.isfinite(heights)
    if not known.any():
        return np.zeros(grid.shape)
    nearest = distance_transform_edt(~known, return_distances=False, return_indices=True)
    rows, columns = grid.shape
    return np.asarray(heights[tuple(nearest)].reshape(rows, parts, columns, parts).mean(axis=(1, 3)))


def _parts(elevation: Raster, grid: Grid) -> int:
    """Return into how many parts a cell's side is cut to be about as fine as the raster in the middle of it."""
    rows, columns = elevation.values.shape
    step = elevation.transform
    x = step.c + step.a * (columns / 2 + np.array([0.0, 1.0]))
    y = np.full(2, step.f + step.e * rows / 2)
    east, north = transformer(CRS.from_user_input(elevation.crs), NATIONAL).transform(x, y)
    own_m = float(np.hypot(east[1] - east[0], north[1] - north[0]))
    cells = grid.shape[0] * grid.shape[1]
    return max(1, min(round(grid.cell_size_m / own_m), int(np.sqrt(MOST_CELLS / cells))))
