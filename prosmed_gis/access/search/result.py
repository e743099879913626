"""What a search gives, and how its minutes are compared with a standard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NONE = -1
"""Allocation of a cell that no facility reaches."""

ROUNDING = 1e-9
"""Relative slack of a comparison of minutes: the order of additions must not decide who is within a standard."""


def is_within(minutes: np.ndarray, standard_min: float) -> np.ndarray:
    """Return True where a time is at most the standard, rounding of sums apart; False for inf."""
    return np.asarray(minutes <= limit_of(standard_min))


def limit_of(standard_min: float) -> float:
    """Return the most minutes that count as within a standard."""
    return standard_min * (1.0 + ROUNDING)


def single_error(steps: int) -> float:
    r"""Return the largest relative error of minutes kept in single precision after so many steps.

    .. math:: (n + 4)\, 2^{-24}

    Each sum is rounded once, and so are the friction and the time of a step. 1,000 steps (100 km on a 100 m grid)
    give 6e-5 at worst, 0.4 seconds in two hours: only cells that close to a standard can fall on its other side.
    """
    return (steps + 4) * 2.0**-24


@dataclass(frozen=True, eq=False)
class Travel:
    """Minutes from the nearest source and which source it is, both (rows, columns).

    `minutes` is inf and `source` is `NONE` where no source reaches; `source` is the position in the sources given.
    """

    minutes: np.ndarray
    source: np.ndarray
