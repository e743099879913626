"""Rates of small populations, and slopes of short series."""

from __future__ import annotations

import numpy as np


def empirical_bayes(events: np.ndarray, people: np.ndarray) -> np.ndarray:
    r"""Return rates shrunk towards the common rate, the more so the fewer people there are.

    Global empirical Bayes by moments (Marshall 1991, Applied Statistics 40(2)):

    .. math:: \theta_i = w_i r_i + (1 - w_i) m, \quad w_i = s^2 / (s^2 + m / n_i)

    with :math:`m = \sum e_i / \sum n_i` and :math:`s^2 = \sum n_i (r_i - m)^2 / \sum n_i - m / \bar n`, at least 0.

    Parameters
    ----------
    events, people
        Counts of the same length. A unit with unknown events, unknown people or nobody gets NaN and does not enter
        the common rate.

    Returns
    -------
    numpy.ndarray
        Events per person; all equal to the common rate where the rates do not differ more than chance makes them.
    """
    rates = np.full(len(events), np.nan)
    known = ~np.isnan(events) & (np.nan_to_num(people) > 0)
    if not known.any():
        return rates
    count, size = events[known], people[known]
    mean = count.sum() / size.sum()
    if mean == 0:
        rates[known] = 0.0
        return rates
    raw = count / size
    variance = max((size * (raw - mean) ** 2).sum() / size.sum() - mean / size.mean(), 0.0)
    weight = variance / (variance + mean / size)
    rates[known] = weight * raw + (1 - weight) * mean
    return rates


def theil_sen(series: np.ndarray) -> np.ndarray:
    """Return the median of the slopes between all pairs of rows, for each column (Theil 1950; Sen 1968).

    Rows are equally spaced; the slope is per row. Fewer than two rows, or an unknown value, give NaN.
    """
    if len(series) < 2:  # noqa: PLR2004 - a slope needs two points
        return np.full(series.shape[1], np.nan)
    first, second = np.triu_indices(len(series), k=1)
    slopes = (series[second] - series[first]) / (second - first)[:, None]
    return np.asarray(np.median(slopes, axis=0))
