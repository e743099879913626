"""Least travel time over a friction surface, from facilities or from one candidate place.

What a step, the direction of travel, `<=`, rounding and ties mean is said in `prosmed_gis.access.search`.
"""

from __future__ import annotations

import numpy as np

from prosmed_gis.access.search import engine as search
from prosmed_gis.access.search.engine import Engine
from prosmed_gis.access.search.ground import Ground
from prosmed_gis.access.search.neighbourhood import Moves
from prosmed_gis.access.search.result import NONE, ROUNDING, Travel, is_within, limit_of, single_error
from prosmed_gis.access.search.routes import Path, least_path, path_to_source
from prosmed_gis.access.search.spacing import Spacing
from prosmed_gis.access.search.walking import Walking
from prosmed_gis.access.search.window import Window, window
from prosmed_gis.errors import DataError

__all__ = [
    "NONE",
    "ROUNDING",
    "Engine",
    "Moves",
    "Path",
    "Spacing",
    "Travel",
    "Walking",
    "Window",
    "is_within",
    "k_nearest",
    "least_path",
    "path_to_source",
    "single_error",
    "travel_time",
    "window",
]


def travel_time(
    friction: np.ndarray,
    row: np.ndarray,
    column: np.ndarray,
    *,
    cell_size_m: float | Spacing,
    moves: Moves | None = None,
    cut_off_min: float = np.inf,
    single: bool = False,
    engine: Engine | None = None,
) -> Travel:
    """Return least minutes between a set of cells and every cell, with the nearest source.

    Parameters
    ----------
    friction
        Minutes per metre, above 0; inf is closed.
    row, column
        Cells of the sources; all must be open. None at all gives inf everywhere. Of two sources in one cell, or at
        the same time, the first is named.
    cell_size_m
        Side of a cell in metres, or the spacing of a geographic grid.
    moves
        Neighbours, and where slope counts and which way; 8 and nowhere if None.
    cut_off_min
        The search ends there; cells further away (`>`) are inf.
    single
        Keep minutes in single precision: half their memory, no faster; exact to `single_error(steps of the path)`,
        2e-5 for 300 steps. Not for comparing places whose times are that close.
    engine
        Compiled or library; by default compiled where numba is installed.

    Raises
    ------
    DataError
        See `Ground.of` and `Ground.cells`.
    """
    ground = Ground.of(friction, cell_size_m, moves)
    start = ground.cells(row, column)
    minutes, source = search.nearest(ground, start, limit=limit_of(cut_off_min), single=single, engine=engine)
    return Travel(minutes.reshape(ground.shape), source.reshape(ground.shape))


def k_nearest(
    friction: np.ndarray,
    row: np.ndarray,
    column: np.ndarray,
    *,
    k: int,
    cell_size_m: float | Spacing,
    moves: Moves | None = None,
    cut_off_min: float = np.inf,
    engine: Engine | None = None,
) -> tuple[Travel, ...]:
    """Return the travel time to the nearest, second, ... k-th nearest source of every cell.

    Each is a source of its own: two facilities in one cell are first and second of that cell. Where fewer than k
    reach a cell the rest is inf and `NONE`.

    Parameters
    ----------
    friction, row, column, cell_size_m, moves, cut_off_min, engine
        As of `travel_time`.
    k
        How many, at least 1.

    Raises
    ------
    DataError
        See `Ground.of` and `Ground.cells`; k is below 1.
    """
    if k < 1:
        msg = f"k = {k}: at least the nearest source must be asked for"
        raise DataError(msg)
    ground = Ground.of(friction, cell_size_m, moves)
    start = ground.cells(row, column)
    minutes, source = search.k_nearest(ground, start, k=k, limit=limit_of(cut_off_min), engine=engine)
    shape = ground.shape
    return tuple(
        Travel(minutes[:, place].copy().reshape(shape), source[:, place].copy().reshape(shape)) for place in range(k)
    )
