"""Rates of small populations that borrow from their neighbours.

`events` and `people` are counts by unit; `weights` a sparse matrix of neighbours (see `autocorrelation`), taken as
binary. A unit with unknown events, or unknown people or nobody, gets NaN and lends nothing. The common (global)
empirical Bayes rate is `targeting.rates.empirical_bayes`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import eye_array


def excess_risk(events: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Return events over those that the common rate would give: 1 is as expected (NaN where nothing happened)."""
    rate, known = _rates(events, people)
    expected = np.sum(events[known]) / np.sum(people[known]) if known.any() else 0.0
    return np.asarray(np.divide(rate, expected, out=np.full_like(rate, np.nan), where=expected > 0))


def spatial_rate(events: np.ndarray, people: np.ndarray, weights: Any) -> np.ndarray:
    """Return events per person of each unit and its neighbours taken together."""
    _, known = _rates(events, people)
    near = _circle(weights)
    return _pooled(events, people, known, near)


def spatial_empirical_bayes(events: np.ndarray, people: np.ndarray, weights: Any) -> np.ndarray:
    r"""Return rates shrunk towards that of the unit with its neighbours, the more so the fewer people there are.

    Local empirical Bayes by moments (Marshall 1991, Applied Statistics 40(2)): as the global one, with mean and
    variance of the circle C of the unit and its neighbours,

    .. math:: m_i = \frac{\sum_C e}{\sum_C n}, \quad
              s_i^2 = \frac{\sum_C n (r - m_i)^2}{\sum_C n} - \frac{m_i}{\bar n_C}, \text{ at least 0}

    Where the rates of a circle differ no more than chance makes them, all that is left is its rate m.
    """
    rate, known = _rates(events, people)
    near = _circle(weights)
    mean = _pooled(events, people, known, near)
    size, raw = np.where(known, people, 0.0), np.where(known, rate, 0.0)
    whole, members = near @ size, near @ known.astype(float)
    # sum n (r - m)^2 = sum n r^2 - m^2 sum n
    variance = _over(near @ (size * raw**2), whole) - mean**2 - _over(mean * members, whole)
    chance = _over(mean, np.where(known, people, np.nan))
    trust = np.divide(variance, variance + chance, out=np.zeros_like(rate), where=variance > 0)
    return np.asarray(mean + (rate - mean) * trust)


def assuncao_reis(events: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Return rates in standard deviations from the common rate, each by its own variance.

    Takes away the unequal variance of rates before Moran's I (Assuncao and Reis 1999, Statistics in Medicine 18(16)).
    The variance between units plus that of chance; chance alone where the former would make it negative. NaN where
    nothing happened.
    """
    rate, known = _rates(events, people)
    found = np.full(len(rate), np.nan)
    size, raw = people[known], rate[known]
    if not events[known].any():
        return found
    mean = events[known].sum() / size.sum()
    between = (size * (raw - mean) ** 2).sum() / size.sum() - mean / size.mean()
    variance = between + mean / size
    found[known] = (raw - mean) / np.sqrt(np.where(variance > 0, variance, mean / size))
    return found


def _rates(events: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = ~np.isnan(events) & (np.nan_to_num(people) > 0)
    return np.divide(events, people, out=np.full(len(events), np.nan), where=known), known


def _circle(weights: Any) -> Any:
    """Return 1 for each unit itself and its neighbours."""
    return (weights != 0).astype(float) + eye_array(weights.shape[0])


def _pooled(events: np.ndarray, people: np.ndarray, known: np.ndarray, near: Any) -> np.ndarray:
    pooled = _over(near @ np.where(known, events, 0.0), near @ np.where(known, people, 0.0))
    return np.where(known, pooled, np.nan)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(part, whole, out=np.full_like(part, np.nan), where=whole != 0))
