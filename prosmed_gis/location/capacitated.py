"""The p-median with capacities: every customer goes whole to one site, and no site takes more than it holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prosmed_gis.location.answer import (
    NOBODY,
    Effort,
    Location,
    checked,
    columns,
    infeasible,
    share,
    status_of,
    weighed,
    why,
)
from prosmed_gis.location.losses import CLOSE
from prosmed_gis.location.program import Program, Run
from prosmed_gis.location.solving import ROUNDING


def capacitated_p_median(
    costs: np.ndarray,
    demands: np.ndarray,
    capacities: np.ndarray,
    p: int,
    *,
    weights: np.ndarray | None = None,
    fixed: Sequence[int] | np.ndarray = (),
    forbidden: Sequence[int] | np.ndarray = (),
    effort: Effort,
) -> Location:
    r"""Return the p sites, and who goes where, with the least sum of weight x cost within the capacities.

    .. math:: \min \sum_{ij} w_i d_{ij} x_{ij}, \quad \sum_j x_{ij} = 1, \; \sum_i q_i x_{ij} \le Q_j y_j,
        \; x_{ij} \le y_j, \; \sum_j y_j \le p

    A customer need not go to the nearest chosen site where that is full. One variable for each path: meant for a few
    hundred customers (Osman and Christofides 1994 is the usual test).

    Parameters
    ----------
    costs
        Customers x sites, 0 or more; inf where there is no path. Customers whom no site reaches (of those not
        forbidden) are `unserved` and left out.
    demands
        What each customer takes of a site's capacity, 0 or more.
    capacities
        What each site holds, 0 or more.
    p
        Number of sites at most, the fixed ones included: one that nobody needs is not chosen.
    weights
        Weight of each customer in the objective; None: each counts 1 (costs are those of the whole customer).
    fixed, forbidden
        Column numbers of sites that are there already, and that may not be chosen.
    effort
        A run that is stopped by its time gives the best so far, as `feasible`.

    Returns
    -------
    Location
        `objective` and `bound` in weight x cost. Infeasible where p sites cannot hold or reach everybody.

    Raises
    ------
    DataError
        Costs, demands, capacities or site numbers are impossible.
    OutOfTimeError
        The time was over before any assignment was found.
    """
    matrix, weight = checked(costs, np.ones(len(costs)) if weights is None else weights)
    customers, sites = matrix.shape
    demand, capacity = weighed(demands, customers, "demands"), weighed(capacities, sites, "capacities")
    there, barred = columns(fixed, sites, "fixed"), columns(forbidden, sites, "forbidden")
    if p < max(1, len(there)) or np.intersect1d(there, barred).size:
        return infeasible(customers)
    usable = matrix.copy()
    usable[:, barred] = np.inf
    usable[demand[:, None] > capacity[None]] = np.inf
    reached = np.isfinite(np.delete(matrix, barred, axis=1)).any(axis=1)
    if not reached.any():
        return Location("optimal", 0.0, 0.0, 0.0, there, np.full(customers, NOBODY), ~reached)
    program, paths = _program(usable, weight, demand, capacity, p, np.flatnonzero(reached), there)
    run = program.run(whole=True, gap=effort.gap, time_limit_s=effort.time_limit_s)
    if run.status == "infeasible":
        return infeasible(customers)
    return _told(matrix, weight, paths, run, there, effort.gap, reached)


def _program(
    usable: np.ndarray, weight: np.ndarray, demand: np.ndarray, capacity: np.ndarray, p: int, rows: np.ndarray,
    there: np.ndarray,
) -> tuple[Program, dict[tuple[int, int], int]]:  # fmt: skip
    program, paths = Program(), {}
    sites = usable.shape[1]
    opened = [program.column(integer=True) for _ in range(sites)]
    for i in rows.tolist():
        for j in np.flatnonzero(np.isfinite(usable[i])).tolist():
            paths[i, j] = program.column(-float(weight[i] * usable[i, j]), integer=True)
            program.row([(paths[i, j], 1.0), (opened[j], -1.0)], upper=0.0)
    for i in rows.tolist():
        program.row([(paths[i, j], 1.0) for j in range(sites) if (i, j) in paths], lower=1.0, upper=1.0)
    for j in range(sites):
        load = [(paths[i, j], float(demand[i])) for i in rows.tolist() if (i, j) in paths and demand[i] > 0.0]
        program.row([*load, (opened[j], -float(capacity[j]))], upper=0.0)
    for j in there.tolist():
        program.row([(opened[j], 1.0)], lower=1.0)
    program.row([(column, 1.0) for column in opened], upper=p)
    return program, paths


def _told(
    matrix: np.ndarray, weight: np.ndarray, paths: dict[tuple[int, int], int], run: Run, there: np.ndarray, gap: float,
    reached: np.ndarray,
) -> Location:  # fmt: skip
    assignment = np.full(len(matrix), NOBODY)
    for (i, j), column in paths.items():
        if run.values[column] > 1 / 2:
            assignment[i] = j
    served = np.flatnonzero(reached)
    objective = float((weight[served] * matrix[served, assignment[served]]).sum())
    # The solver's own optimum is exact to its feasibility tolerance.
    bound = objective if run.status == "optimal" and share(objective, -run.bound) <= ROUNDING else -run.bound
    bound = min(objective, bound)
    stopped = why(share(objective, bound), max(gap, CLOSE), in_time=run.status == "optimal")
    sites = np.union1d(there, assignment[served])
    apart = share(objective, bound)
    return Location(status_of(stopped), objective, bound, apart, sites, assignment, ~reached, stopped)
