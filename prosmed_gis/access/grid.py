"""The national equal-area grid on which travel is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from affine import Affine
from rasterio.features import rasterize

from prosmed_gis.crs import NATIONAL, STORED, to_national, transformer
from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    import geopandas as gpd

OUTSIDE = -1
"""Code of a cell that lies in no cercle, and row or column of a point that has no open cell."""


@dataclass(frozen=True, eq=False)
class Grid:
    """A north-up grid of square cells in the national equal-area system.

    `x_min` and `y_max` are the outer corner in metres; `cercle_code` (rows, columns) is the position of
    each cell's cercle in `cercle_pcodes`, `OUTSIDE` where the cell's centre lies in none.
    """

    x_min: float
    y_max: float
    cell_size_m: float
    cercle_code: np.ndarray
    cercle_pcodes: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.cercle_code.shape
        return rows, columns

    @property
    def inside(self) -> np.ndarray:
        """True for cells whose centre is in the country."""
        return np.asarray(self.cercle_code != OUTSIDE)

    @property
    def transform(self) -> Affine:
        """Column, row of a cell's upper-left corner to x, y in metres."""
        size = self.cell_size_m
        return Affine(size, 0.0, self.x_min, 0.0, -size, self.y_max)

    def cells_of(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return row and column of points in degrees; `OUTSIDE` in both where one is off the grid or not a number."""
        x, y = transformer(STORED, NATIONAL).transform(np.asarray(lon, float), np.asarray(lat, float))
        column = np.floor((np.asarray(x) - self.x_min) / self.cell_size_m)
        row = np.floor((self.y_max - np.asarray(y)) / self.cell_size_m)
        rows, columns = self.shape
        on_grid = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        return (
            np.where(on_grid, row, OUTSIDE).astype(np.int64),
            np.where(on_grid, column, OUTSIDE).astype(np.int64),
        )

    def centres(self, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return longitude and latitude in degrees of the centres of cells."""
        x = self.x_min + (np.asarray(column) + 0.5) * self.cell_size_m
        y = self.y_max - (np.asarray(row) + 0.5) * self.cell_size_m
        lon, lat = transformer(NATIONAL, STORED).transform(x, y)
        return np.asarray(lon), np.asarray(lat)


def make_grid(cercles: gpd.GeoDataFrame, *, cell_size_m: float, margin_km: float = 0.0) -> Grid:
    """Return the grid that holds all cercles, its corner on a multiple of the cell size.

    A cell belongs to the cercle that holds its centre. The corner does not move with small changes of the
    outline, so that grids of two runs can be compared cell by cell.

    Parameters
    ----------
    cercles
        Polygons, EPSG:4326, indexed by P-code; empty geometries are skipped.
    cell_size_m
        Side of a cell in metres.
    margin_km
        Width in km added on every side, outside the country.

    Raises
    ------
    DataError
        No cercle has a geometry.
    """
    shapes = to_national(cercles[["geometry"]]).sort_index()
    usable = shapes[~(shapes.geometry.isna() | shapes.geometry.is_empty)]
    if usable.empty:
        msg = "cercles: no geometry, so there is no ground to travel on"
        raise DataError(msg)
    west, south, east, north = usable.total_bounds
    margin_m = 1000.0 * margin_km
    x_min = np.floor((west - margin_m) / cell_size_m) * cell_size_m
    y_max = np.ceil((north + margin_m) / cell_size_m) * cell_size_m
    columns = max(1, int(np.ceil((east + margin_m - x_min) / cell_size_m)))
    rows = max(1, int(np.ceil((y_max - south + margin_m) / cell_size_m)))
    transform = Affine(cell_size_m, 0.0, x_min, 0.0, -cell_size_m, y_max)
    pcodes = tuple(str(pcode) for pcode in usable.index)
    codes = rasterize(
        zip(usable.geometry, range(len(pcodes)), strict=True),
        out_shape=(rows, columns),
        transform=transform,
        fill=OUTSIDE,
        dtype="int32",
    )
    return Grid(float(x_min), float(y_max), float(cell_size_m), codes, pcodes)


def nearest_open(
    row: np.ndarray, column: np.ndarray, is_open: np.ndarray, *, within_cells: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each cell itself if open, else the nearest open cell within so many cells.

    Distance is between centres; of equally near cells the northern, then the western, is taken. `OUTSIDE`
    in both where there is none, or where the cell given was off the grid.
    """
    rows, columns = is_open.shape
    result_row = np.full(len(row), OUTSIDE, dtype=np.int64)
    result_column = result_row.copy()
    reach = range(-within_cells, within_cells + 1)
    steps = sorted(
        ((dy, dx) for dy in reach for dx in reach if dy * dy + dx * dx <= within_cells * within_cells),
        key=lambda step: (step[0] ** 2 + step[1] ** 2, step),
    )
    for dy, dx in steps:
        y, x = row + dy, column + dx
        free = (result_row == OUTSIDE) & (row != OUTSIDE) & (y >= 0) & (y < rows) & (x >= 0) & (x < columns)
        hit = np.flatnonzero(free)
        hit = hit[is_open[y[hit], x[hit]]]
        result_row[hit] = y[hit]
        result_column[hit] = x[hit]
    return result_row, result_column
