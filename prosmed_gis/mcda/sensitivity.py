"""Which uncertain choice moves a result most: shares of the variance of one number over many draws.

The first-order effect of an input is the share of the variance that would go if it alone were settled; the total
effect is what would be left if all but it were settled (Saltelli et al. 2008, Global Sensitivity Analysis: The Primer).
Inputs, or groups of them, must be drawn independently of one another.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from prosmed_gis.mcda.clustered import CONFIDENCE, freedom_of, variance_of_mean

MOST_CLASSES = 48
"""Classes of an input's values at most (Plischke et al. 2013): more bring no detail that matters."""


def design(n: int, group_of: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return two samples of the unit cube and, for each group of inputs, the first with that group from the second.

    Parameters
    ----------
    n
        Points of each sample, a power of 2: they are the two halves of one scrambled Sobol sequence (Owen 1998).
    group_of
        (inputs,) position of the group that each input belongs to, from 0.

    Returns
    -------
    tuple of numpy.ndarray
        (n, inputs), (n, inputs) and (groups, n, inputs); run the model on each, then see `saltelli_first` and
        `jansen_total`.
    """
    group_of = np.asarray(group_of)
    inputs = len(group_of)
    # Half a second to load, and no other question of this module needs it.
    from scipy.stats import qmc

    points = qmc.Sobol(2 * inputs, rng=np.random.default_rng(seed)).random(n)
    a, b = points[:, :inputs], points[:, inputs:]
    from_b = group_of == np.arange(group_of.max() + 1)[:, None]
    return a, b, np.where(from_b[:, None, :], b, a)


def saltelli_first(f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray) -> np.ndarray:
    """Return first-order effects (Saltelli et al. 2010, Computer Physics Communications 181(2), table 2, b).

    Parameters
    ----------
    f_a, f_b
        (n,) results of two independent samples.
    f_ab
        (..., n) results of the first sample with one group of inputs taken from the second, for each group.

    Returns
    -------
    numpy.ndarray
        (...): 0 to 1 but for the error of estimation, which can lead a little outside; NaN where nothing varies.
    """
    both = np.concatenate([f_a, f_b])
    return _share(((f_b - both.mean()) * (f_ab - f_a)).mean(axis=-1), both)


def jansen_total(f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray) -> np.ndarray:
    """Return total effects (Jansen 1999, Computer Physics Communications 117(1-2)); shapes as `saltelli_first`."""
    return _share(((f_a - f_ab) ** 2).mean(axis=-1) / 2, np.concatenate([f_a, f_b]))


def effects_half_width(
    f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return half the width of the intervals of `saltelli_first` and of `jansen_total`.

    Both are ratios of means over the rows; their variance is that of the mean of what each row moves them by (delta
    method; Cochran 1977, Sampling Techniques, chapter 6), with Student's quantile. The bootstrap (Archer, Saltelli and
    Sobol 1997) does the same by drawing.

    Parameters
    ----------
    f_a, f_b, f_ab
        (n,) results; rows must be independent of one another.

    Returns
    -------
    tuple of float
        NaN where nothing varies or there is one row only.
    """
    both = np.concatenate([f_a, f_b])
    n, variance = len(f_a), both.var()
    if n < 2 or np.ptp(both) == 0:  # noqa: PLR2004 - a variance needs two rows
        return math.nan, math.nan
    spread = ((f_a - both.mean()) ** 2 + (f_b - both.mean()) ** 2) / 2
    first = (f_b - both.mean()) * (f_ab - f_a) - float(saltelli_first(f_a, f_b, f_ab)) * spread
    total = (f_a - f_ab) ** 2 / 2 - float(jansen_total(f_a, f_b, f_ab)) * spread
    moves = np.column_stack([first, total]) / variance
    half = stdtrit(n - 1, (1 + confidence) / 2) * np.sqrt(variance_of_mean(moves))
    return float(half[0]), float(half[1])


def given_data(x: np.ndarray, y: np.ndarray, *, categorical: bool = False) -> float:
    r"""Return the first-order effect of one input from draws that are already there.

    Draws are put into classes of x of equal count; the effect is the share of the variance of y between the classes
    (Plischke et al. 2013, EJOR 226(3)),

    .. math:: 1 - \frac{SS_{within} / (D - m)}{SS_{all} / (D - 1)}

    where the degrees of freedom take away what m classes of D draws explain by chance (Kelley 1935); without them an
    input that does nothing would seem to account for m / D of the variance.

    Parameters
    ----------
    x
        (D,) values of the input; draws with equal values are never parted.
    y
        (D,) results.
    categorical
        Every value of x is a class of its own; otherwise there are at most D^(1/2) classes, and 48. As chance is taken
        away, that may be more than where it is not, and a wavy response is not flattened.

    Returns
    -------
    float
        0 to 1; estimates below 0 are given as 0. NaN where y does not vary, or no class holds two draws.
    """
    found = _between(x, y, categorical=categorical)
    return math.nan if found is None else max(0.0, found.share)


def given_data_interval(
    x: np.ndarray,
    y: np.ndarray,
    *,
    categorical: bool = False,
    cluster: np.ndarray | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[float, float]:
    """Return the interval of `given_data`, held between 0 and 1.

    The effect is a ratio of means over the draws; its variance is that of the mean of what each draw moves it by, the
    classes being kept as they are (delta method), taken between clusters of draws where draws of one are alike.

    Parameters
    ----------
    x, y, categorical
        As for `given_data`.
    cluster
        (D,) as for `clustered.variance_of_mean`.

    Returns
    -------
    tuple of float
        NaN where there is no effect to tell, or one cluster only.
    """
    found, freedom = _between(x, y, categorical=categorical), freedom_of(len(y), cluster)
    if found is None or freedom < 1:
        return math.nan, math.nan
    half = float(stdtrit(freedom, (1 + confidence) / 2) * np.sqrt(variance_of_mean(found.moves, cluster)))
    return min(max(0.0, found.share - half), 1.0), min(max(0.0, found.share + half), 1.0)


class _Between(NamedTuple):
    """The share of the variance between classes, and what each draw moves it by."""

    share: float
    moves: np.ndarray


def _between(x: np.ndarray, y: np.ndarray, *, categorical: bool) -> _Between | None:
    """Return None where `y` does not vary, or no class holds two draws."""
    _, value = np.unique(x, return_inverse=True)
    draws = len(y)
    if not categorical and value.max() >= (classes := min(MOST_CLASSES, math.isqrt(draws))):
        times = np.bincount(value)
        twice_middle = 2 * np.cumsum(times) - times - 1
        _, value = np.unique(twice_middle[value] * classes // (2 * draws), return_inverse=True)
    count = np.bincount(value)
    freedom = draws - len(count)
    if freedom == 0 or np.ptp(y) == 0:
        return None
    within = (y - (np.bincount(value, weights=y) / count)[value]) ** 2 * draws / freedom
    whole = (y - y.mean()) ** 2 * draws / (draws - 1)
    left = within.mean() / whole.mean()
    return _Between(float(1 - left), (left * whole - within) / whole.mean())


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return a part over the variance of the whole; where all is equal, rounding must not pass for variance."""
    return part * np.nan if np.ptp(whole) == 0 else part / whole.var()
