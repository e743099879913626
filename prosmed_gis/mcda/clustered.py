"""Shares and means over draws that are not independent: draws of one cluster are alike.

Where many draws are made in each of few random worlds, n draws tell less than n independent ones would. The clusters
are what is independent, so that the spread between them is what an interval is made from (Kish 1965, Survey Sampling,
chapter 5; Cameron and Miller 2015, Journal of Human Resources 50(2)).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtrit

CONFIDENCE = 0.95


def wilson(
    hits: np.ndarray, draws: np.ndarray | float, confidence: float = CONFIDENCE, freedom: float = np.inf
) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of Wilson (1927) for a share seen `hits` times in `draws`.

    Parameters
    ----------
    hits, draws
        Any shape; they need not be whole where draws are counted by what they are worth.
    freedom
        Degrees of freedom of the variance, where it was estimated from as many clusters and one more: the quantile is
        Student's instead of the normal one.
    """
    level = (1 + confidence) / 2
    z = ndtri(level) if np.isinf(freedom) else stdtrit(freedom, level)
    share = hits / draws
    centre = share + z**2 / (2 * draws)
    half = z * np.sqrt(share * (1 - share) / draws + z**2 / (4 * draws**2))
    scale = 1 + z**2 / draws
    # At the ends the interval touches 0 or 1 exactly; rounding would leave it a hair short of the share itself.
    low = np.where(hits == 0, 0.0, (centre - half) / scale)
    return low, np.where(hits == draws, 1.0, (centre + half) / scale)


def variance_of_mean(values: np.ndarray, cluster: np.ndarray | None = None) -> np.ndarray:
    r"""Return the variance of the mean of draws, robust to likeness inside clusters.

    .. math:: \frac{W}{W - 1} \sum_w \Big( \sum_{i \in w} (y_i - \bar y) \Big)^2 / D^2

    over W clusters of D draws in all; with every draw a cluster of its own it is the usual :math:`s^2 / D`.

    Parameters
    ----------
    values
        (D,) or (D, K).
    cluster
        (D,) the cluster of each draw, by any labels; None where all draws are independent.

    Returns
    -------
    numpy.ndarray
        () or (K,); infinite where there is one cluster only, for nothing then tells how clusters differ.
    """
    off = np.asarray(values, dtype=float)
    off = off - off.mean(axis=0)
    sums = off if cluster is None else _sums(off, cluster)
    many = len(sums)
    if many == 1:
        return np.full(off.shape[1:], np.inf)
    return np.asarray(many / (many - 1) * (sums**2).sum(axis=0) / len(off) ** 2)


def interval_of_mean(
    values: np.ndarray, cluster: np.ndarray | None = None, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return the interval (Student's) of the mean of (D,) draws; see `variance_of_mean`. NaN with one cluster."""
    freedom = freedom_of(len(values), cluster)
    if freedom < 1:
        return float("nan"), float("nan")
    half = stdtrit(freedom, (1 + confidence) / 2) * np.sqrt(variance_of_mean(values, cluster))
    return float(np.mean(values) - half), float(np.mean(values) + half)


def freedom_of(draws: int, cluster: np.ndarray | None) -> int:
    """Return the degrees of freedom of a variance taken between clusters: their number less one."""
    return (draws if cluster is None else len(np.unique(cluster))) - 1


def interval_of_share(
    seen: np.ndarray, cluster: np.ndarray | None = None, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of the share of draws in which something was seen.

    It is Wilson's with as many draws as independent ones would tell as much, share x (1 - share) / variance, and
    Student's quantile for the number of clusters (Korn and Graubard 1998, Survey Methodology 24(2); Wilson's form
    after Franco, Little, Louis and Slud 2019, Journal of Survey Statistics and Methodology 7(3)).

    Parameters
    ----------
    seen
        (D,) or (D, K) bool.
    cluster
        As for `variance_of_mean`.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper ends, () or (K,). Draws never count for more than themselves. Where all draws say the same
        nothing tells how alike they are, and each cluster counts for one draw; so does a single cluster.
    """
    seen = np.asarray(seen, dtype=bool)
    share, draws, freedom = seen.mean(axis=0), len(seen), freedom_of(len(seen), cluster)
    if cluster is None or freedom == draws - 1:
        return wilson(seen.sum(axis=0), draws, confidence)
    if freedom == 0:
        return wilson(share, 1.0, confidence)
    variance = variance_of_mean(seen, cluster)
    same = (share == 0) | (share == 1)
    size = np.divide(share * (1 - share), variance, out=np.full(share.shape, float(draws)), where=variance > 0)
    size = np.where(same, freedom + 1.0, np.clip(size, 1.0, draws))
    low, high = wilson(share * size, size, confidence, freedom)
    return np.where(share == 0, 0.0, low), np.where(share == 1, 1.0, high)


def _sums(values: np.ndarray, cluster: np.ndarray) -> np.ndarray:
    """Return the sum of the values of each cluster."""
    _, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, *values.shape[1:]))
    np.add.at(sums, place, values)
    return sums
