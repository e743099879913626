"""What every problem of location answers, and the checks of what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.errors import DataError

Stopped = Literal["", "time", "arithmetic"]
"""Why a choice is not proved: it is; the time was over; or bound and choice differ by what the solver's rounding left
open (or its iterations, which are limited for that alone)."""

NOBODY = -1
"""Site number of a customer whom no chosen site serves; `unserved` says the same as flags."""


@dataclass(frozen=True)
class Effort:
    """How far to go: seconds, the relative gap at which an answer counts as optimal, and the seed of the searches.

    The seed steers speed and, of answers that are equally good, the choice.
    """

    time_limit_s: float
    gap: float = 0.0
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Location:
    """Sites chosen, who goes where, and how far the choice is proved.

    `status` is `optimal` (gap proved), `feasible` (stopped before; `stopped` says by what: the `time`, or, seldom, the
    solver's `arithmetic`) or `infeasible` (no choice can satisfy what was asked: no sites, `objective` NaN). A solver
    that fails is an error, never a status. `bound` is proved: no choice is better than it. `gap` is their difference as
    a share of the objective. `sites` are ascending column numbers; `assignment` is the column of each customer's site,
    NOBODY for the `unserved`.
    """

    status: str
    objective: float
    bound: float
    gap: float
    sites: np.ndarray
    assignment: np.ndarray
    unserved: np.ndarray
    stopped: Stopped = ""


def why(gap: float, wanted: float, *, in_time: bool) -> Stopped:
    """Return why a choice is not proved to the gap wanted; empty where it is."""
    if gap <= wanted:
        return ""
    return "arithmetic" if in_time else "time"


def share(objective: float, bound: float) -> float:
    """Return the relative gap of an objective and its bound; infinite where a value stands against zero."""
    difference = abs(objective - bound)
    if difference == 0.0:
        return 0.0
    return difference / abs(objective) if objective else np.inf


def infeasible(customers: int) -> Location:
    """Return the answer that nothing satisfies what was asked."""
    return Location(
        "infeasible",
        np.nan,
        np.nan,
        np.inf,
        np.empty(0, dtype=np.int64),
        np.full(customers, NOBODY),
        np.ones(customers, dtype=bool),
    )


def covering(members: csr_matrix, sites: np.ndarray, objective: float, bound: float, stopped: Stopped) -> Location:
    """Return the answer of chosen sites (ascending) that cover; the first that covers a customer is its site."""
    table = members[:, sites].tocsr()
    table.sort_indices()
    covered = np.diff(table.indptr) > 0
    assignment = np.full(len(covered), NOBODY)
    assignment[covered] = sites[table.indices[table.indptr[:-1][covered]]]
    gap = share(objective, bound)
    return Location(status_of(stopped), objective, bound, gap, sites, assignment, ~covered, stopped)


def status_of(stopped: Stopped) -> str:
    """Return the status of a choice that was found."""
    return "feasible" if stopped else "optimal"


def nearest(costs: np.ndarray, sites: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each customer's cheapest site (the first of equals; NOBODY where none is reached) and its cost."""
    if not len(sites):
        return np.full(len(costs), NOBODY), np.full(len(costs), np.inf)
    place = costs[:, sites].argmin(axis=1)
    cost = costs[np.arange(len(costs)), sites[place]]
    return np.where(np.isfinite(cost), sites[place], NOBODY), cost


def checked(costs: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return costs (customers x sites) and weights (customers) as floats.

    Raises
    ------
    DataError
        Costs are not a matrix with a site, are negative or NaN; weights are of another length, negative or not finite.
    """
    matrix = np.asarray(costs, dtype=float)
    if matrix.ndim != 2 or not matrix.shape[1]:  # noqa: PLR2004 - a matrix
        msg = f"costs must be customers x sites with a site at least, not of shape {matrix.shape}"
        raise DataError(msg)
    wrong = np.argwhere(~(matrix >= 0.0))
    if len(wrong):
        row, column = wrong[0]
        msg = (
            f"{len(wrong)} costs are not 0 or more (inf for no path), the first of customer {row} to site {column}: "
            f"{matrix[row, column]}"
        )
        raise DataError(msg)
    return matrix, weighed(weights, len(matrix))


def weighed(weights: np.ndarray, count: int, name: str = "weights") -> np.ndarray:
    """Return a number for each customer (or site) as floats.

    Raises
    ------
    DataError
        They are of another length, negative or not finite.
    """
    weight = np.asarray(weights, dtype=float)
    if weight.shape != (count,):
        msg = f"{name}: as many as there are rows of what they weigh ({count}), not shape {weight.shape}"
        raise DataError(msg)
    wrong = np.flatnonzero(~(np.isfinite(weight) & (weight >= 0.0)))
    if len(wrong):
        msg = f"{name}: {len(wrong)} are not 0 or more, the first is number {wrong[0]}: {weight[wrong[0]]}"
        raise DataError(msg)
    return weight


def columns(sites: Sequence[int] | np.ndarray, count: int, name: str) -> np.ndarray:
    """Return site numbers, ascending and once each.

    Raises
    ------
    DataError
        A number is not that of a site.
    """
    numbers = np.unique(np.asarray(sites, dtype=np.int64))
    wrong = numbers[(numbers < 0) | (numbers >= count)]
    if len(wrong):
        msg = f"{name}: there is no site {wrong[0]} among {count} (numbered from 0)"
        raise DataError(msg)
    return numbers
