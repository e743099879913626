"""A part of the grid, for many searches with a cut-off from places near one another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.access.search.engine import Engine, chosen
from prosmed_gis.access.search.ground import Ground
from prosmed_gis.access.search.neighbourhood import Moves
from prosmed_gis.access.search.result import limit_of
from prosmed_gis.access.search.spacing import Spacing


@dataclass(frozen=True, eq=False)
class Window:
    """A part of the grid, for many searches with a cut-off from places near one another.

    `top` and `left` are the window's first row and column in the grid, `shape` its rows and columns.
    """

    ground: Ground
    top: int
    left: int
    engine: Engine

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.ground.shape

    @cached_property
    def graph(self) -> csr_matrix:
        """Steps between cells (row-major in the window) in minutes."""
        from prosmed_gis.access.search.library import graph_of

        return graph_of(self.ground)

    def reach(
        self, row: np.ndarray, column: np.ndarray, *, cut_off_min: float
    ) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Return for each grid cell given the rows, columns (of the grid) and minutes reached within the cut-off.

        Cells are in row-major order.

        Raises
        ------
        DataError
            A cell is outside the window or closed.
        """
        start = self.ground.cells(np.asarray(row) - self.top, np.asarray(column) - self.left)
        limit, columns = limit_of(cut_off_min), self.shape[1]
        if self.engine is Engine.COMPILED:
            from prosmed_gis.access.search import compiled

            found = compiled.reach(self.ground, start, limit=limit)
        else:
            from prosmed_gis.access.search import library

            found = library.reach(self.graph, start, limit=limit)
        return [(cells // columns + self.top, cells % columns + self.left, minutes) for cells, minutes in found]


def window(
    friction: np.ndarray,
    row: np.ndarray,
    column: np.ndarray,
    *,
    cell_size_m: float | Spacing,
    cut_off_min: float,
    moves: Moves | None = None,
    engine: Engine | None = None,
) -> Window:
    """Return the part of the surface that can matter within a cut-off of any of the cells given.

    Parameters
    ----------
    friction, row, column, cell_size_m, moves, engine
        As of `travel_time`; at least one cell.
    cut_off_min
        The most minutes that will be asked of the window.
    """
    ground = Ground.of(friction, cell_size_m, moves)
    box = ground.box(row, column, limit_of(cut_off_min))
    return Window(ground.part(box), box[0].start, box[1].start, chosen(engine))
