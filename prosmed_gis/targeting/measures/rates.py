"""Rates and shares of small numbers, and slopes of short series."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import erfc


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


def beta_binomial(hits: np.ndarray, trials: np.ndarray) -> np.ndarray:
    r"""Return shares shrunk towards the common share, the more so the fewer the trials.

    Empirical Bayes of the beta-binomial model, correlation by moments (Kleinman 1973, Journal of the American
    Statistical Association 68(341), with weights :math:`n_i`):

    .. math:: \theta_i = w_i r_i + (1 - w_i) p, \quad w_i = \frac{n_i \rho}{1 + (n_i - 1) \rho}, \quad
              \rho = \frac{S / (p q) - (m - 1)}{\sum n_i (1 - n_i / n) - (m - 1)}

    with :math:`p = \sum k_i / \sum n_i`, :math:`q = 1 - p`, :math:`S = \sum n_i (r_i - p)^2` over m units, and
    :math:`\rho` held between 0 (no unit differs from the others more than chance makes it) and 1.

    Parameters
    ----------
    hits, trials
        Known counts of the same length, 0 <= hits <= trials and trials > 0; they need not be whole.
    """
    every = trials.sum()
    common = hits.sum() / every if every else 0.0
    chance = common * (1 - common)
    if chance == 0:
        return np.full(len(trials), common)
    raw, degrees = hits / trials, len(trials) - 1
    spread = (trials * (raw - common) ** 2).sum() / chance - degrees
    room = (trials * (1 - trials / every)).sum() - degrees
    correlation = min(max(spread / room, 0.0), 1.0) if room > 0 else 0.0
    weight = trials * correlation / (1 + (trials - 1) * correlation)
    return np.asarray(weight * raw + (1 - weight) * common)


def theil_sen(series: np.ndarray) -> np.ndarray:
    """Return the median of the slopes between all pairs of rows, for each column (Theil 1950; Sen 1968).

    Rows are equally spaced; the slope is per row. Fewer than two rows, or an unknown value, give NaN.
    """
    if len(series) < 2:  # noqa: PLR2004 - a slope needs two points
        return np.full(series.shape[1], np.nan)
    first, second = np.triu_indices(len(series), k=1)
    slopes = (series[second] - series[first]) / (second - first)[:, None]
    return np.asarray(np.median(slopes, axis=0))


class MannKendall(NamedTuple):
    """The test of each column; NaN where a value is unknown."""

    s: np.ndarray
    """Pairs of rows that rise less pairs that fall."""
    variance: np.ndarray
    """Of `s`, were the rows in random order."""
    p: np.ndarray
    """Probability of an `s` as far from 0, on either side."""


def mann_kendall(series: np.ndarray) -> MannKendall:
    r"""Test each column for a steady rise or fall (Mann 1945; Kendall 1975, Rank Correlation Methods).

    Normal approximation with the variance corrected for ties and S for continuity:

    .. math:: \sigma^2 = \frac{n (n - 1) (2 n + 5) - \sum_t t (t - 1) (2 t + 5)}{18}, \quad
              z = \frac{|S| - 1}{\sigma}

    over groups of t equal values; good from about ten rows on. Rows are taken as independent: months that resemble
    their neighbours make p too small (Hamed and Rao 1998), so that it rather finds a trend too many. A column without
    any change has p 1.
    """
    n = len(series)
    pairs = series[:, None, :] - series[None, :, :]
    first, second = np.triu_indices(n, k=1)
    s = np.sign(pairs[second, first]).sum(axis=0)
    ties = (pairs == 0).sum(axis=1)
    # A group of t equal values is met t times, once by each of its members.
    variance = (n * (n - 1) * (2 * n + 5) - ((ties - 1) * (2 * ties + 5)).sum(axis=0)) / 18
    away = np.maximum(np.abs(s) - 1, 0)
    z = np.divide(away, np.sqrt(variance), out=np.zeros(series.shape[1]), where=variance > 0)
    unknown = np.isnan(series).any(axis=0)
    return MannKendall(*(np.where(unknown, np.nan, found) for found in (s, variance, erfc(z / np.sqrt(2)))))
