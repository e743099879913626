"""Walking up and down hill."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

DECAY = 3.5
"""Loss of speed with slope (Tobler 1993), by unit of slope."""

BEST_SLOPE = -0.05
"""Slope at which one walks fastest (Tobler 1993): gently down."""


@dataclass(frozen=True, eq=False)
class Walking:
    """Where one walks, so that slope counts, and which way.

    `elevation_m` (rows, columns) in metres, known on every open cell that is walked; `walked` is True where slope
    counts, False where a vehicle or a bicycle goes at one speed; `towards` is True where people travel to the
    sources, False where help comes from them. Friction of walked cells is that of level ground;
    `decay` and `best_slope` are those of `slope_factor`.
    """

    elevation_m: np.ndarray
    walked: np.ndarray
    towards: bool
    decay: float = DECAY
    best_slope: float = BEST_SLOPE

    @property
    def sign(self) -> float:
        """1 where one walks the way the search spreads (away from the sources), -1 against it."""
        return -1.0 if self.towards else 1.0

    @property
    def least_factor(self) -> float:
        """Factor at the best slope."""
        return float(np.exp(self.decay * self.best_slope))

    def part(self, box: tuple[slice, slice]) -> Walking:
        """Return the same for some rows and columns."""
        return replace(self, elevation_m=self.elevation_m[box], walked=self.walked[box])


def slope_factor(slope: np.ndarray, decay: float = DECAY, best_slope: float = BEST_SLOPE) -> np.ndarray:
    r"""Return how many times longer a directed step takes than on level ground; 1 at slope 0, least exp(decay * best).

    .. math:: v = v_0\, e^{0.175}\, e^{-3.5\,|s + 0.05|}

    with s = rise over run along the step, positive uphill (Tobler 1993, as AccessMod scales it to a speed v0 on
    level ground).
    """
    return np.asarray(np.exp(decay * np.abs(slope - best_slope) + decay * best_slope))
