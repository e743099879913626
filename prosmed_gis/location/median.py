"""The p-median: the sites that make the weighted cost of everybody's nearest one least (Hakimi 1964)."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from prosmed_gis.location.answer import (
    NOBODY,
    Effort,
    Location,
    checked,
    columns,
    infeasible,
    nearest,
    share,
    status_of,
)
from prosmed_gis.location.branching import Tolerance
from prosmed_gis.location.distances import Distances
from prosmed_gis.location.exact import Search
from prosmed_gis.location.highs import OutOfTimeError
from prosmed_gis.location.losses import Purse
from prosmed_gis.location.merging import EXACT, alike


def p_median(
    costs: np.ndarray,
    weights: np.ndarray,
    p: int,
    *,
    fixed: Sequence[int] | np.ndarray = (),
    forbidden: Sequence[int] | np.ndarray = (),
    unreached_cost: float = np.inf,
    effort: Effort,
) -> Location:
    r"""Return the p sites with the least sum of weight x cost to the nearest.

    .. math:: \min_{|S| = p} \sum_i w_i \min(q, \min_{j \in S} d_{ij})

    Parameters
    ----------
    costs
        Customers x sites, 0 or more, any unit; inf where there is no path. A customer whom no site at all reaches (of
        those not forbidden) is left out of the sum and is `unserved`.
    weights
        People of each customer.
    p
        Number of sites, the fixed ones included.
    fixed, forbidden
        Column numbers of sites that are there already, and that may not be chosen.
    unreached_cost
        The cost q per head of customers whom the chosen sites do not reach (or only at a higher cost: they are
        `unserved` then). Inf demands that everybody who can be reached is reached.
    effort
        A run that is stopped by its time gives the best so far, as `feasible`.

    Returns
    -------
    Location
        `objective` and `bound` in weight x cost. Infeasible if p sites cannot be had beside fixed and forbidden, or
        cannot reach everybody.

    Raises
    ------
    DataError
        Costs, weights or site numbers are impossible.
    OutOfTimeError
        The time was over before any set that reaches everybody was found.

    Examples
    --------
    >>> import numpy as np
    >>> from prosmed_gis.location.answer import Effort
    >>> line = np.abs(np.arange(5)[:, None] - np.arange(5)[None])
    >>> found = p_median(line, np.ones(5), 2, effort=Effort(10))
    >>> found.status, found.objective, found.sites.tolist()
    ('optimal', 3.0, [0, 3])
    """
    end = time.monotonic() + effort.time_limit_s
    matrix, weight = checked(costs, weights)
    there, barred = columns(fixed, matrix.shape[1], "fixed"), columns(forbidden, matrix.shape[1], "forbidden")
    free = np.setdiff1d(np.arange(matrix.shape[1]), np.append(there, barred))
    left = p - len(there)
    if left < 0 or left > len(free) or np.intersect1d(there, barred).size or not p:
        return infeasible(len(matrix))
    price = np.where(np.isfinite(matrix[:, np.append(there, free)]).any(axis=1), unreached_cost, 0.0)
    cap = np.minimum(price, matrix[:, there].min(axis=1, initial=np.inf))
    search = Search(
        _merged(matrix[:, free], cap, weight),
        Purse(np.ones(len(free)), float(left)),
        Tolerance(effort.gap, _unit(matrix, cap, weight)),
        end,
        seed=effort.seed,
    )
    search.run()
    if search.chosen is None:
        if np.isinf(search.lower):
            return infeasible(len(matrix))
        msg = f"no {p} sites that reach everybody were found in {effort.time_limit_s:g} s; raise siting.time_limit_s"
        raise OutOfTimeError(msg)
    chosen = np.append(there, free[_filled(search.sites, left, len(free))])
    return _told(matrix, weight, price, np.sort(chosen), search)


def _merged(costs: np.ndarray, cap: np.ndarray, weight: np.ndarray) -> Distances:
    """Weigh customers, those with equal costs together."""
    counted = np.flatnonzero((weight > 0.0) & (cap > 0.0))
    costs = np.where(costs < cap[:, None], costs, np.inf)
    group, first = alike(np.column_stack([costs, cap])[counted])
    total = np.bincount(group, weights=weight[counted], minlength=len(first))
    rows = counted[first]
    return Distances.of(costs[rows] * total[:, None], cap[rows] * total)


def _unit(matrix: np.ndarray, cap: np.ndarray, weight: np.ndarray) -> float:
    """1 where every sum of weight x cost is a whole number that floats hold exactly, else 0."""
    costs = np.where(np.isfinite(matrix), matrix, 0.0)
    caps = np.where(np.isfinite(cap), cap, 0.0)
    parts = (costs, caps, weight)
    whole = all(bool((part == np.floor(part)).all()) for part in parts)
    return 1.0 if whole and (costs.max(initial=0.0) + caps.max(initial=0.0)) * weight.sum() < EXACT else 0.0


def _filled(chosen: np.ndarray, count: int, sites: int) -> np.ndarray:
    """Add the first other sites where fewer than `count` were of use."""
    rest = np.setdiff1d(np.arange(sites), chosen)
    return np.append(chosen, rest[: count - len(chosen)])


def _told(matrix: np.ndarray, weight: np.ndarray, price: np.ndarray, sites: np.ndarray, search: Search) -> Location:
    assignment, cost = nearest(matrix, sites)
    unserved = ~np.isfinite(cost) | (cost > price)
    objective = float(weight @ np.where(unserved, np.where(np.isfinite(price), price, 0.0), cost))
    bound, stopped = min(search.lower, objective), search.stopped
    served = np.where(unserved, NOBODY, assignment)
    gap = share(objective, bound)
    return Location(status_of(stopped), objective, bound, gap, sites, served, unserved, stopped)
