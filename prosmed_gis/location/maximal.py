"""Maximal covering: the sites that cover most people, by number or by money (Church and ReVelle 1974)."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.errors import DataError
from prosmed_gis.location.answer import Effort, Location, columns, covering, infeasible, weighed
from prosmed_gis.location.branching import Tolerance
from prosmed_gis.location.covers import Covers
from prosmed_gis.location.exact import Search
from prosmed_gis.location.losses import CLOSE, Purse
from prosmed_gis.location.merging import EXACT


def maximal_cover(
    within: np.ndarray | csr_matrix,
    weights: np.ndarray,
    budget: float,
    *,
    site_costs: np.ndarray | None = None,
    fixed: Sequence[int] | np.ndarray = (),
    forbidden: Sequence[int] | np.ndarray = (),
    effort: Effort,
) -> Location:
    r"""Return the sites that cover most weight for the budget.

    .. math:: \max_S \sum_i w_i [\exists j \in S: a_{ij}], \quad \sum_{j \in S} c_j \le b

    Parameters
    ----------
    within
        Customers x sites, true where the site covers the customer (`costs <= standard`); dense or sparse.
    weights
        People of each customer.
    budget
        Number of sites, the fixed ones included; with `site_costs` the money for all but the fixed ones.
    site_costs
        Cost of each site, above 0. None: each counts 1.
    fixed, forbidden
        Column numbers of sites that are there already, and that may not be chosen.
    effort
        A run that is stopped by its time gives the best so far, as `feasible`.

    Returns
    -------
    Location
        `objective` and `bound` in weight covered; `assignment` is the first chosen site that covers. Sites that would
        add nobody are not chosen. Infeasible if there are more fixed sites than the number allows.

    Raises
    ------
    DataError
        Shapes, weights, site costs or site numbers are impossible.

    Examples
    --------
    >>> import numpy as np
    >>> from prosmed_gis.location.answer import Effort
    >>> line = np.abs(np.arange(7)[:, None] - np.arange(7)[None]) <= 1
    >>> found = maximal_cover(line, np.arange(7.0), 1, effort=Effort(10))
    >>> found.objective, found.sites.tolist()
    (15.0, [5])
    """
    end = time.monotonic() + effort.time_limit_s
    members, weight = csr_matrix(within, dtype=float), np.asarray(weights, dtype=float)
    sites = members.shape[1]
    weight = weighed(weight, members.shape[0])
    there, barred = columns(fixed, sites, "fixed"), columns(forbidden, sites, "forbidden")
    cost, money = _purse(site_costs, sites, budget, there)
    if money < 0.0 or np.intersect1d(there, barred).size:
        return infeasible(members.shape[0])
    free = np.setdiff1d(np.arange(sites), np.append(there, barred))
    free = free[cost[free] <= money * (1.0 + CLOSE)]
    open_now = np.isin(np.arange(sites), there).astype(float)
    bare = np.flatnonzero((members @ open_now == 0.0) & (weight > 0.0))
    losses, _, lost = Covers.of(members[bare][:, free], weight[bare])
    unit = 1.0 if (weight == np.floor(weight)).all() and weight.sum() < EXACT else 0.0
    # Measured against what is covered, not against what is lost.
    search = Search(
        losses, Purse(cost[free], money), Tolerance(effort.gap, unit), end, seed=effort.seed, offset=lost - weight.sum()
    )
    search.run()
    chosen = np.sort(np.append(there, free[search.sites]))
    objective = float(weight[members @ np.isin(np.arange(sites), chosen).astype(float) > 0.0].sum())
    # Sums in another order differ by their rounding.
    bound = -search.lower if -search.lower > objective + CLOSE * weight.sum() else objective
    return covering(members, chosen, objective, bound, search.stopped)


def _purse(site_costs: np.ndarray | None, sites: int, budget: float, there: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the cost of each site, and the money that is left beside the fixed ones."""
    if site_costs is None:
        return np.ones(sites), float(budget) - len(there)
    cost = weighed(site_costs, sites, "site_costs")
    if not cost.all():
        msg = f"site_costs: sites need costs above 0, and {int((cost == 0.0).sum())} have none"
        raise DataError(msg)
    return cost, float(budget)
