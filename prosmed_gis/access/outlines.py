"""From labelled cells to polygons that fit together: no gaps and no overlaps between neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from rasterio.features import shapes

from prosmed_gis.crs import NATIONAL, STORED, transformer

if TYPE_CHECKING:
    from prosmed_gis.access.grid import Grid

CORNER = 1.0
"""Length of a cell's side where cells are the unit."""


def label_outlines(labels: np.ndarray, grid: Grid, *, simplify_cells: float) -> dict[int, shapely.MultiPolygon]:
    """Return the ground of each label as a MultiPolygon in EPSG:4326.

    Parameters
    ----------
    labels
        Integers (rows, columns) of the grid; negative cells belong to nothing.
    grid
        National grid.
    simplify_cells
        Tolerance in cells (Visvalingam and Whyatt 1993 on the edges of the whole coverage, so that neighbours keep
        their common edge); 0 keeps the outline of the cells.

    Notes
    -----
    Cells that touch at a corner alone are two parts. Vertices are put at every corner of a cell before simplifying,
    so that three neighbours share their common point.
    """
    pieces, label = _pieces(labels)
    if not len(pieces):
        return {}
    if simplify_cells > 0:
        pieces = shapely.coverage_simplify(pieces, simplify_cells)
    pieces = shapely.transform(pieces, lambda corners: _degrees(corners, grid))
    order = np.argsort(label, kind="stable")
    kinds, first = np.unique(label[order], return_index=True)
    groups = np.split(pieces[order], first[1:])
    return {int(kind): shapely.MultiPolygon(list(own)) for kind, own in zip(kinds, groups, strict=True)}


def _pieces(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return polygons in cells (x to the east, y to the south) with a vertex at each corner, and their labels."""
    codes = np.ascontiguousarray(labels, dtype=np.int32)
    found = list(shapes(codes, mask=codes >= 0, connectivity=4))
    polygons = np.array([shapely.geometry.shape(outline) for outline, _ in found], dtype=object)
    label = np.array([int(value) for _, value in found], dtype=np.int64)
    return shapely.transform(shapely.segmentize(polygons, CORNER), np.round), label


def _degrees(corners: np.ndarray, grid: Grid) -> np.ndarray:
    x = grid.x_min + corners[:, 0] * grid.cell_size_m
    y = grid.y_max - corners[:, 1] * grid.cell_size_m
    return np.column_stack(transformer(NATIONAL, STORED).transform(x, y))
