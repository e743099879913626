"""Which uncertain choice moves a result most: shares of the variance of one number over many draws.

The first-order effect of an input is the share of the variance that would go if it alone were settled; the total
effect is what would be left if all but it were settled (Saltelli et al. 2008, Global Sensitivity Analysis: The Primer).
Inputs, or groups of them, must be drawn independently of one another.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import qmc

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
    _, value = np.unique(x, return_inverse=True)
    draws = len(y)
    if not categorical and value.max() >= (classes := min(MOST_CLASSES, math.isqrt(draws))):
        times = np.bincount(value)
        twice_middle = 2 * np.cumsum(times) - times - 1
        _, value = np.unique(twice_middle[value] * classes // (2 * draws), return_inverse=True)
    count = np.bincount(value)
    mean = np.bincount(value, weights=y) / count
    freedom = draws - len(count)
    if freedom == 0 or np.ptp(y) == 0:
        return float("nan")
    within = ((y - mean[value]) ** 2).sum() / freedom
    return float(max(0.0, 1 - within / y.var(ddof=1)))


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return a part over the variance of the whole; where all is equal, rounding must not pass for variance."""
    return part * np.nan if np.ptp(whole) == 0 else part / whole.var()
