"""Metres between the cells of a grid, equal-area or in degrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    from affine import Affine

ELLIPSOID = "WGS84"
POLE = 90.0


@dataclass(frozen=True, eq=False)
class Spacing:
    """East-west width and north-south height of cells in metres: one figure, or one for each row."""

    width_m: float | np.ndarray
    height_m: float | np.ndarray

    @classmethod
    def square(cls, cell_size_m: float) -> Spacing:
        """Return the spacing of an equal-area grid."""
        if not 0 < cell_size_m < np.inf:
            msg = f"cell size {cell_size_m} m: must be above 0"
            raise DataError(msg)
        return cls(float(cell_size_m), float(cell_size_m))

    @classmethod
    def geographic(cls, transform: Affine, rows: int) -> Spacing:
        r"""Return the true metres of a grid in degrees, by row.

        .. math:: w = \Delta\lambda\, \frac{a \cos\varphi}{\sqrt{1 - e^2 \sin^2\varphi}}, \qquad
                  h = \Delta\varphi\, \frac{a (1 - e^2)}{(1 - e^2 \sin^2\varphi)^{3/2}}

        at the latitude of the row's centre, on the WGS84 ellipsoid.

        Parameters
        ----------
        transform
            Column, row of a cell's upper-left corner to longitude, latitude in degrees (EPSG:4326), not rotated.
        rows
            Rows of the grid.

        Raises
        ------
        DataError
            The grid is rotated or goes beyond a pole.
        """
        latitude = transform.f + transform.e * (np.arange(rows) + 0.5)
        if transform.b or transform.d or not transform.a or not transform.e:
            msg = f"grid {tuple(transform)[:6]}: rows must run east-west and columns north-south, with cells above 0"
            raise DataError(msg)
        if np.any(np.abs(latitude) >= POLE):
            msg = f"grid {tuple(transform)[:6]}: its rows go beyond a pole, so these are not degrees of latitude"
            raise DataError(msg)
        earth = Geod(ellps=ELLIPSOID)
        bulge = 1.0 - earth.es * np.sin(np.radians(latitude)) ** 2
        width = np.radians(abs(transform.a)) * earth.a * np.cos(np.radians(latitude)) / np.sqrt(bulge)
        height = np.radians(abs(transform.e)) * earth.a * (1.0 - earth.es) / bulge**1.5
        return cls(width, height)

    @property
    def is_square(self) -> bool:
        """True where all cells are squares of one size."""
        return np.ndim(self.width_m) == np.ndim(self.height_m) == 0 and self.width_m == self.height_m

    @property
    def least_m(self) -> float:
        """Shortest step between two cells."""
        return float(min(np.min(self.width_m), np.min(self.height_m)))

    def rows(self, part: slice) -> Spacing:
        """Return the spacing of some rows."""
        return Spacing(
            self.width_m[part] if isinstance(self.width_m, np.ndarray) else self.width_m,
            self.height_m[part] if isinstance(self.height_m, np.ndarray) else self.height_m,
        )

    def lengths(self, rows: int, steps: np.ndarray) -> np.ndarray:
        """Return metres of each step from each row, (steps, rows); NaN where it leaves the grid.

        A step that changes its row goes at the mean width of its two rows. Both ways have the same length, to the
        last bit.

        Raises
        ------
        DataError
            The spacing is of a grid with another number of rows.
        """
        if any(np.ndim(size) and np.size(size) != rows for size in (self.width_m, self.height_m)):
            msg = f"spacing of {np.size(self.width_m)} rows beside a grid of {rows}: they must be of one grid"
            raise DataError(msg)
        width, height = np.broadcast_to(self.width_m, rows), np.broadcast_to(self.height_m, rows)
        between = (height[:-1] + height[1:]) / 2.0
        result = np.full((len(steps), rows), np.nan)
        for number, (dy, dx) in enumerate(steps.tolist()):
            down = abs(dy)
            if down >= rows:
                continue
            north = sum((between[i : rows - down + i] for i in range(down)), np.zeros(rows - down))
            east = (width[: rows - down] + width[down:]) / 2.0 * abs(dx)
            result[number, max(0, -dy) : rows - max(0, dy)] = np.sqrt(north**2 + east**2)
        return result
