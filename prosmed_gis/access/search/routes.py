"""The way itself: which cells a least path passes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prosmed_gis.access.search import engine as search
from prosmed_gis.access.search.engine import Engine
from prosmed_gis.access.search.ground import Ground
from prosmed_gis.access.search.neighbourhood import Moves
from prosmed_gis.access.search.spacing import Spacing


@dataclass(frozen=True, eq=False)
class Path:
    """Cells of a path in the order of the search, source first, and minutes from the source to each.

    Without a path `row` and `column` are empty and `total_min` is inf.
    """

    row: np.ndarray
    column: np.ndarray
    minutes: np.ndarray

    @property
    def total_min(self) -> float:
        """Minutes of the whole path; inf where there is none."""
        return float(self.minutes[-1]) if self.minutes.size else np.inf


def least_path(
    friction: np.ndarray,
    start: tuple[int, int],
    end: tuple[int, int],
    *,
    cell_size_m: float | Spacing,
    moves: Moves | None = None,
    engine: Engine | None = None,
) -> Path:
    """Return the fastest path between two cells.

    Parameters
    ----------
    friction, cell_size_m, moves, engine
        As of `travel_time`; of several paths of the same time any one is returned, always the same.
    start, end
        Row and column of the source and of the other end. Where slope counts people walk from `start` to `end`, or
        with `Walking.towards` from `end` to `start`; the path is listed from `start` all the same.

    Raises
    ------
    DataError
        See `Ground.of` and `Ground.cells`.
    """
    ground = Ground.of(friction, cell_size_m, moves)
    cells = ground.cells(np.array([start[0], end[0]]), np.array([start[1], end[1]]))
    minutes, _ = search.nearest(ground, cells[:1], goal=int(cells[1]), engine=engine)
    return _back(ground, minutes.reshape(ground.shape), end)


def path_to_source(
    minutes: np.ndarray,
    friction: np.ndarray,
    cell: tuple[int, int],
    *,
    cell_size_m: float | Spacing,
    moves: Moves | None = None,
) -> Path:
    """Return the path between a cell and its nearest source, from travel times found before, without a new search.

    Parameters
    ----------
    minutes
        `Travel.minutes` of a search over the same friction, spacing and moves, in double precision.
    friction, cell_size_m, moves
        As of that search.
    cell
        Row and column.
    """
    return _back(Ground.of(friction, cell_size_m, moves), minutes, cell)


def _back(ground: Ground, minutes: np.ndarray, end: tuple[int, int]) -> Path:
    if not np.isfinite(minutes[end]):
        return Path(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    path = [end]
    while minutes[path[-1]] > 0:
        path.append(_before(ground, minutes, *path[-1]))
    row, column = np.array(path[::-1], dtype=np.int64).T
    return Path(row, column, minutes[row, column])


def _before(ground: Ground, minutes: np.ndarray, row: int, column: int) -> tuple[int, int]:
    """Return the cell from which a cell was reached: the one whose minutes plus the step are least."""
    rows, columns = ground.shape
    best, place = np.inf, (row, column)
    for number, (dy, dx) in enumerate(ground.moves.steps.tolist()):
        y, x = row - dy, column - dx
        if not (0 <= y < rows and 0 <= x < columns and minutes[y, x] < minutes[row, column]):
            continue
        taken = minutes[y, x] + float(ground.minutes_at(number, np.array([y]), np.array([x]))[0])
        if taken < best:
            best, place = taken, (y, x)
    return place
