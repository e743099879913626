"""Orders from pairwise majorities: who is ahead of whom, in how much weight, and the orders that follow."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from prosmed_gis.errors import ConfigError

MOST_UNITS = 8
"""Units up to which every order is tried: 8! = 40,320."""
TIE = 1e-9
"""Support up to which two orders are as good: rounding of sums of weights."""


def outranking(worths: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the outranking matrix: weight of the criteria in which the row is ahead of the column.

    A criterion in which two units are equal gives each half of its weight (OECD and JRC 2008, after Young
    1988). Voters are criteria too: the weight is their number, the worth falls with the place on their list.

    Parameters
    ----------
    worths
        (units, criteria), more is better, nothing missing; only the order inside a criterion matters.
    weights
        (criteria,), at least 0, in any unit: the matrix is in the same.

    Returns
    -------
    numpy.ndarray
        (units, units), 0 on the diagonal; opposite cells sum to the total weight.
    """
    ahead = np.sign(worths[:, None, :] - worths[None, :, :])
    support = np.asarray(((1 + ahead) / 2) @ weights)
    np.fill_diagonal(support, 0.0)
    return support


def borda(support: np.ndarray) -> np.ndarray:
    """Return the Borda score of each unit: weight times units left behind, summed (Borda 1784)."""
    return np.asarray(support.sum(axis=1))


def duels(support: np.ndarray) -> np.ndarray:
    """Return the Copeland score of each unit: duels won less duels lost (Copeland 1951)."""
    margin = support - support.T
    return np.asarray(np.sign(np.where(np.abs(margin) <= TIE, 0.0, margin)).sum(axis=1))


def order_support(support: np.ndarray, order: np.ndarray) -> np.ndarray | float:
    """Return the total support of an order, or of many: the weight behind each unit being ahead of all after it.

    Parameters
    ----------
    order
        (..., units): positions of the units, the best first.
    """
    first, second = np.triu_indices(len(support), k=1)
    return np.asarray(support[order[..., first], order[..., second]].sum(axis=-1))


def kemeny(support: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the greatest support that an order can have, and all orders that have it (Kemeny 1959; Young 1988).

    Returns
    -------
    tuple
        The support, and (orders, units) positions of the units, the best first; orders in lexicographic order.

    Raises
    ------
    ConfigError
        There are more than `MOST_UNITS` units: every order is tried.
    """
    if len(support) > MOST_UNITS:
        raise ConfigError(f"all orders of {len(support)} units cannot be tried; at most {MOST_UNITS}")
    orders = np.array(list(permutations(range(len(support)))))
    found = order_support(support, orders)
    best = float(np.max(found))
    return best, orders[found >= best - TIE]
