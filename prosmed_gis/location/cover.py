"""Full cover: the fewest or cheapest sites that cover everybody (Toregas et al. 1971), and with backup.

Backup cover (Hogan and ReVelle 1986, ReVelle, Schweitzer and Snyder 1996) keeps the least number of sites and covers as
many people as it can a second time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.location.answer import Effort, Location, Stopped, columns, covering, infeasible, share, weighed, why
from prosmed_gis.location.covers import groups
from prosmed_gis.location.losses import CLOSE
from prosmed_gis.location.program import Program

SMALL = 4000
"""Rows up to which dominated rows and sites are looked for, pair by pair; it steers speed alone."""


def full_cover(
    within: np.ndarray | csr_matrix,
    *,
    site_costs: np.ndarray | None = None,
    fixed: Sequence[int] | np.ndarray = (),
    forbidden: Sequence[int] | np.ndarray = (),
    effort: Effort,
) -> Location:
    r"""Return the fewest, or cheapest, sites that cover everybody who can be covered.

    .. math:: \min \sum_{j \in S} c_j, \quad \forall i \; \exists j \in S: a_{ij}

    Parameters
    ----------
    within
        Customers x sites, true where the site covers the customer; dense or sparse. Customers whom no site covers (of
        those not forbidden) are `unserved` and ask for nothing.
    site_costs
        Cost of each site, 0 or more; None: each counts 1. Fixed sites cost nothing then.
    fixed, forbidden
        Column numbers of sites that are there already, and that may not be chosen.
    effort
        A run that is stopped by its time gives the best so far, as `feasible`.

    Returns
    -------
    Location
        `objective` and `bound` in number of sites (the fixed ones included) or in cost (without them).

    Raises
    ------
    DataError
        Shapes, costs or site numbers are impossible.
    OutOfTimeError
        The time was over before any cover was found.

    Examples
    --------
    >>> import numpy as np
    >>> from prosmed_gis.location.answer import Effort
    >>> line = np.abs(np.arange(7)[:, None] - np.arange(7)[None]) <= 1
    >>> full_cover(line, effort=Effort(10)).objective
    3.0
    """
    members = csr_matrix(within, dtype=float)
    customers, sites = members.shape
    there, barred = columns(fixed, sites, "fixed"), columns(forbidden, sites, "forbidden")
    if np.intersect1d(there, barred).size:
        return infeasible(customers)
    cost, base = _costs(site_costs, sites, there)
    free = np.setdiff1d(np.arange(sites), np.append(there, barred))
    table = asked(members, there, free)
    found = least(table, cost[free], effort)
    chosen = np.append(there, free[found.sites])
    return covering(members, np.sort(chosen), found.objective + base, found.bound + base, found.stopped)


def _costs(site_costs: np.ndarray | None, sites: int, there: np.ndarray) -> tuple[np.ndarray, float]:
    if site_costs is None:
        return np.ones(sites), float(len(there))
    return weighed(site_costs, sites, "site_costs"), 0.0


def asked(members: csr_matrix, there: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Return what free sites must still cover, each different demand once: demands x free sites, true where covered."""
    open_now = np.isin(np.arange(members.shape[1]), there).astype(float)
    table = members[np.flatnonzero(members @ open_now == 0.0)][:, free].tocsr()
    _, first = groups(table)
    table = table[first]
    return np.asarray(table[np.diff(table.indptr) > 0].toarray() > 0.0)


@dataclass(frozen=True, eq=False)
class Least:
    """The cheapest cover found, and the bound of all covers."""

    sites: np.ndarray
    objective: float
    bound: float
    stopped: Stopped
    """Why it is not proved to be the cheapest."""


def least(table: np.ndarray, cost: np.ndarray, effort: Effort) -> Least:
    """Return the cheapest columns that cover all rows of a table (each with a column)."""
    rows, sites = undominated(table, cost)
    if not len(rows):
        return Least(np.empty(0, dtype=np.int64), 0.0, 0.0, "")
    program = Program()
    number = [program.column(-float(cost[site]), integer=True) for site in sites]
    for row in table[np.ix_(rows, sites)]:
        program.row([(number[site], 1.0) for site in np.flatnonzero(row)], lower=1.0)
    run = program.run(whole=True, gap=effort.gap, time_limit_s=effort.time_limit_s)
    chosen = sites[run.values > 1 / 2]
    total = float(cost[chosen].sum())
    bound = min(total, -run.bound)
    if (cost == np.floor(cost)).all():
        bound = min(total, float(np.ceil(bound - CLOSE * max(1.0, total))))
    in_time = run.status == "optimal"
    return Least(chosen, total, bound, why(share(total, bound), max(effort.gap, CLOSE), in_time=in_time))


def undominated(table: np.ndarray, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns that matter: a row that holds another asks nothing, nor does a column within another.

    Of equal ones the first stays, of columns the cheapest.
    """
    rows, sites = np.arange(table.shape[0]), np.arange(table.shape[1])
    while len(rows) and max(len(rows), len(sites)) <= SMALL:
        part = table[np.ix_(rows, sites)].astype(np.float32)
        keep_rows = ~_held(part, np.zeros(len(rows)))
        part = part[keep_rows]
        keep_sites = ~_held(1.0 - part.T, cost[sites])
        if keep_rows.all() and keep_sites.all():
            break
        rows, sites = rows[keep_rows], sites[keep_sites]
    return rows, sites


def _held(sets: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Return which sets (rows of 0 and 1) hold another that costs no more; of equals all but the first."""
    size = sets.sum(axis=1)
    holds = (sets @ sets.T >= size[None] - 1 / 2) & (cost[:, None] >= cost[None])
    twin = holds & holds.T
    holds &= ~twin | (np.arange(len(sets))[:, None] > np.arange(len(sets))[None])
    np.fill_diagonal(holds, val=False)
    return np.asarray(holds.any(axis=1))


def backup_cover(
    within: np.ndarray | csr_matrix,
    weights: np.ndarray,
    *,
    fixed: Sequence[int] | np.ndarray = (),
    forbidden: Sequence[int] | np.ndarray = (),
    effort: Effort,
) -> Location:
    r"""Return the fewest sites that cover everybody, those among them that cover most people twice.

    .. math:: \max \sum_i w_i [|\{j \in S: a_{ij}\}| \ge 2], \quad S \text{ covers everybody}, \; |S| \text{ least}

    Parameters are those of `full_cover`; `weights` are the people of each customer.

    Returns
    -------
    Location
        `objective` and `bound` in people covered twice. `optimal` only if the number of sites is proved too; where it
        is not, the bound holds for the number found.

    Raises
    ------
    DataError
        Shapes, weights or site numbers are impossible.
    OutOfTimeError
        The time was over before any cover was found.
    """
    end = time.monotonic() + effort.time_limit_s
    members = csr_matrix(within, dtype=float)
    customers, sites = members.shape
    weight = weighed(weights, customers)
    first = full_cover(members, fixed=fixed, forbidden=forbidden, effort=effort)
    if first.status == "infeasible":
        return first
    there = columns(fixed, sites, "fixed")
    free = np.setdiff1d(np.arange(sites), np.append(there, columns(forbidden, sites, "forbidden")))
    room = len(first.sites) - len(there)
    chosen, bound, in_time = there, 0.0, True
    if room:
        found, bound, in_time = _twice(members, weight, there, free, room, Effort(end - time.monotonic(), effort.gap))
        chosen = np.sort(np.append(there, found))
    counts = members @ np.isin(np.arange(sites), chosen).astype(float)
    objective = float(weight[counts > 3 / 2].sum())
    bound = max(objective, bound)
    stopped = why(share(objective, bound), max(effort.gap, CLOSE), in_time=in_time)
    fewest = first.bound > len(first.sites) - 1
    return covering(members, chosen, objective, bound, stopped if fewest else first.stopped or stopped)


def _twice(
    members: csr_matrix, weight: np.ndarray, there: np.ndarray, free: np.ndarray, room: int, effort: Effort
) -> tuple[np.ndarray, float, bool]:
    """Return `room` free sites that cover everybody beside those there, most people twice; its bound; if in time."""
    program = Program()
    number = {int(site): program.column(integer=True) for site in free}
    program.row([(column, 1.0) for column in number.values()], upper=room)
    group, example = groups(members)
    total = np.bincount(group, weights=weight, minlength=len(example))
    sure = 0.0
    for worth, row in zip(total, members[example], strict=True):
        already = int(np.isin(row.indices, there).sum())
        terms = [(number[int(site)], 1.0) for site in row.indices if int(site) in number]
        if already > 1:
            sure += worth
        elif terms:
            # Covered by force, and once more by what goes beyond.
            twice = program.column(worth)
            program.row([*terms, (twice, -1.0)], lower=1.0 - already)
    run = program.run(whole=True, gap=effort.gap, time_limit_s=effort.time_limit_s)
    found = [site for site, column in number.items() if run.values[column] > 1 / 2]
    return np.array(found, dtype=np.int64), run.bound + sure, run.status == "optimal"
