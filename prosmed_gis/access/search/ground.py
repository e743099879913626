"""The ground that a search runs over, checked, and what a step on it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from prosmed_gis.access.search.neighbourhood import PLAIN, Moves, crossed
from prosmed_gis.access.search.spacing import Spacing
from prosmed_gis.access.search.walking import slope_factor
from prosmed_gis.errors import DataError

Pick = Callable[[np.ndarray, int, int], np.ndarray]
"""Values of an array at cells so many rows and columns from those in question."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Minutes per metre of each cell, how far apart cells are and how one moves between them."""

    friction: np.ndarray
    spacing: Spacing
    moves: Moves

    @classmethod
    def of(cls, friction: np.ndarray, cell_size_m: float | Spacing, moves: Moves | None = None) -> Ground:
        """Return the ground, checked.

        Raises
        ------
        DataError
            Friction is not above 0 or not a number somewhere; the grids of friction, elevation and walked cells
            differ; a walked open cell has no elevation.
        """
        spacing = cell_size_m if isinstance(cell_size_m, Spacing) else Spacing.square(cell_size_m)
        ground = cls(friction, spacing, moves or Moves())
        problems = [*_friction_problems(friction), *_walking_problems(friction, ground.moves)]
        if problems:
            raise DataError("; ".join(problems))
        return ground

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.friction.shape
        return rows, columns

    @cached_property
    def lengths(self) -> np.ndarray:
        """Metres of each step from each row, (steps, rows)."""
        return self.spacing.lengths(self.shape[0], self.moves.steps)

    @cached_property
    def fastest(self) -> float:
        """Least minutes per metre of any step; inf where all is closed."""
        return self.fastest_on_level * (1.0 if self.moves.walking is None else self.moves.walking.least_factor)

    @cached_property
    def fastest_on_level(self) -> float:
        """Least friction of any cell."""
        return float(np.min(self.friction, initial=np.inf))

    @property
    def is_plain(self) -> bool:
        """True on square cells with eight neighbours and no slope, which scikit-image can search itself."""
        return self.spacing.is_square and self.moves.neighbours == PLAIN and self.moves.walking is None

    def part(self, box: tuple[slice, slice]) -> Ground:
        """Return the ground of some rows and columns."""
        return Ground(self.friction[box], self.spacing.rows(box[0]), self.moves.part(box))

    def box(self, row: np.ndarray, column: np.ndarray, limit_min: float) -> tuple[slice, slice]:
        """Return the rows and columns that can matter within so many minutes of any of the cells given.

        No path is faster than the fastest cell of the surface, so nothing outside the box of the cells widened by
        `limit_min / fastest` metres can be reached in time; the box is then narrowed once by the fastest cell that it
        holds itself.
        """
        box = self._widened(row, column, limit_min, self.fastest)
        return self._widened(row, column, limit_min, self.part(box).fastest)

    def _widened(self, row: np.ndarray, column: np.ndarray, limit_min: float, fastest: float) -> tuple[slice, slice]:
        # A step costs the mean of its cells: the first and last half-steps lie in the end cells, which are in the box.
        reach_m = limit_min / fastest if np.isfinite(fastest) else 0.0
        sides = []
        sizes_m = (self.spacing.height_m, self.spacing.width_m)
        for position, size_m, size in zip((row, column), sizes_m, self.shape, strict=True):
            margin = int(np.ceil(min(size, reach_m / float(np.min(size_m))))) + 1
            sides.append(slice(max(0, int(np.min(position)) - margin), min(size, int(np.max(position)) + margin + 1)))
        return sides[0], sides[1]

    def cells(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return positions (row-major) of cells given by row and column.

        Raises
        ------
        DataError
            A cell is off the grid or closed.
        """
        row, column = np.asarray(row, dtype=np.int64), np.asarray(column, dtype=np.int64)
        rows, columns = self.shape
        on_grid = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        bad = np.flatnonzero(~on_grid)
        if not bad.size:
            bad = np.flatnonzero(~np.isfinite(self.friction[row, column]))
        if bad.size:
            named = ", ".join(f"{row[i]}, {column[i]}" for i in bad[:5])
            msg = f"{bad.size} sources are off the grid or on closed ground (row, column): {named}; move them"
            raise DataError(msg)
        return np.asarray(row * columns + column)

    def slices(self, number: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        """Return the cells from which a step stays on the grid, and the cells to which it leads."""
        dy, dx = self.moves.steps[number].tolist()
        rows, columns = self.shape
        here = (slice(max(0, -dy), rows - max(0, dy)), slice(max(0, -dx), columns - max(0, dx)))
        there = (slice(max(0, dy), rows - max(0, -dy)), slice(max(0, dx), columns - max(0, -dx)))
        return here, there

    def step_minutes(self, number: int) -> np.ndarray:
        """Return minutes of one step from all cells from which it stays on the grid; inf where it is closed."""
        here, _ = self.slices(number)
        dy, dx = self.moves.steps[number].tolist()
        rows, columns = self.shape

        def shifted(array: np.ndarray, y: int, x: int) -> np.ndarray:
            top, left = max(0, -dy) + y, max(0, -dx) + x
            return array[top : top + max(0, rows - abs(dy)), left : left + max(0, columns - abs(dx))]

        return self._minutes(number, self.lengths[number, here[0], None], shifted)

    def minutes_at(self, number: int, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return minutes of one step from the cells given, all of whose steps stay on the grid."""
        return self._minutes(
            number, self.lengths[number, row], lambda array, y, x: np.asarray(array[row + y, column + x])
        )

    def _minutes(self, number: int, length: np.ndarray, pick: Pick) -> np.ndarray:
        # The order of operations is that of the compiled search and of scikit-image: their sums are the same.
        dy, dx = self.moves.steps[number].tolist()
        felt = self._felt(length, pick, dy, dx)
        ends = felt(0, 0) + felt(dy, dx)
        if number < PLAIN:
            return np.asarray(length * 0.5 * ends)
        between = crossed(dy, dx)
        return np.asarray(length * 0.25 * (ends + (felt(*between[0]) + felt(*between[1]))))

    def _felt(self, length: np.ndarray, pick: Pick, dy: int, dx: int) -> Callable[[int, int], np.ndarray]:
        walking = self.moves.walking
        if walking is None:
            return lambda y, x: pick(self.friction, y, x)
        height = walking.elevation_m
        slope = walking.sign * (pick(height, dy, dx) - pick(height, 0, 0)) / length
        factor = slope_factor(slope, walking.decay, walking.best_slope)
        return lambda y, x: pick(self.friction, y, x) * np.where(pick(walking.walked, y, x), factor, 1.0)


def _friction_problems(friction: np.ndarray) -> list[str]:
    if friction.ndim != 2:  # noqa: PLR2004 - rows and columns
        return [f"friction: {friction.ndim} dimensions, where rows and columns are expected"]
    # The least value is NaN where any is, so one look is enough where all is well.
    if np.min(friction, initial=np.inf) > 0:
        return []
    bad = np.argwhere(~(friction > 0))
    row, column = bad[0].tolist()
    msg = (
        f"friction: {len(bad)} cells are not above 0 minutes per metre, the first at row {row}, column {column}: "
        f"{friction[row, column]}; use inf for closed ground"
    )
    return [msg]


def _walking_problems(friction: np.ndarray, moves: Moves) -> list[str]:
    walking = moves.walking
    if walking is None:
        return []
    for name, array in (("elevation", walking.elevation_m), ("walked cells", walking.walked)):
        if array.shape != friction.shape:
            return [f"{name}: grid of {array.shape}, friction {friction.shape}; they must be the same"]
    unknown = walking.walked & np.isfinite(friction) & ~np.isfinite(walking.elevation_m)
    if not unknown.any():
        return []
    row, column = np.argwhere(unknown)[0].tolist()
    msg = (
        f"elevation: unknown on {int(unknown.sum())} open cells that are walked, the first at row {row}, column "
        f"{column}; fill it, or do not count slope there"
    )
    return [msg]
