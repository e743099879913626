"""How often a unit gets each rank over draws of weights and measures: stochastic multicriteria acceptability analysis.

Lahdelma, Hokkanen and Salminen 1998 (EJOR 106(1)); Lahdelma and Salminen 2001 (Operations Research 49(3)); Leskinen et
al. 2006 for the winning index. `scores` is (D, units), more is better, NaN where a unit is out of a draw.
"""

from __future__ import annotations

import numpy as np

from prosmed_gis.mcda.normalising import ranks


def rank_acceptability(scores: np.ndarray) -> np.ndarray:
    """Return the share of draws in which each unit (row) has each rank (column, the first is rank 1).

    Units with equal scores share the best of their ranks. A row sums to the share of draws that the unit is in.
    """
    draws, units = scores.shape
    place = ranks(scores)
    return np.asarray(np.stack([(place == rank).sum(axis=0) for rank in range(1, units + 1)], axis=1) / draws)


def pairwise_winning(scores: np.ndarray) -> np.ndarray:
    """Return the share of draws in which the row's unit scores above the column's; draws with a tie count for none."""
    return np.stack([(scores[:, [unit]] > scores).mean(axis=0) for unit in range(scores.shape[1])])


def central_weights(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the mean weights of the draws in which each unit is first: the typical view that favours it.

    Parameters
    ----------
    weights
        (D, criteria).

    Returns
    -------
    numpy.ndarray
        (units, criteria); NaN for a unit that is never first.
    """
    first = (ranks(scores) == 1).astype(float)
    times = first.sum(axis=0)[:, None]
    total = first.T @ weights
    return np.asarray(np.divide(total, times, out=np.full_like(total, np.nan), where=times > 0))


def confidence_factor(worths: np.ndarray, central: np.ndarray) -> np.ndarray:
    """Return how surely each unit is first for those who hold its central weights, given what was measured.

    Parameters
    ----------
    worths
        (D, units, criteria) draws of measures as worths, nothing missing, scored by the weighted mean.
    central
        (units, criteria) from `central_weights`.

    Returns
    -------
    numpy.ndarray
        (units,) share of draws in which nobody scores above the unit; NaN where it has no central weights.
    """
    found = np.full(len(central), np.nan)
    for unit in np.flatnonzero(~np.isnan(central).any(axis=1)):
        scores = worths @ central[unit]
        found[unit] = (scores[:, unit] >= scores.max(axis=1)).mean()
    return found
