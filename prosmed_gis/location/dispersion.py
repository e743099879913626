"""The p-dispersion: the sites that are as far from one another as can be (Kuby 1987)."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from prosmed_gis.location.answer import NOBODY, Effort, Location, checked, columns, infeasible, share, status_of, why
from prosmed_gis.location.highs import OutOfTimeError
from prosmed_gis.location.losses import CLOSE
from prosmed_gis.location.program import Program


def p_dispersion(distances: np.ndarray, p: int, *, fixed: Sequence[int] | np.ndarray = (), effort: Effort) -> Location:
    """Return p sites whose least distance from one another is greatest.

    Parameters
    ----------
    distances
        Sites x sites, symmetric, 0 or more; inf where there is no path (as far as can be).
    p
        Number of sites, 2 or more, the fixed ones included.
    fixed
        Site numbers that are there already; their distances from one another count too.
    effort
        A run that is stopped by its time gives the best so far, as `feasible`.

    Returns
    -------
    Location
        `objective` and `bound` are distances; there are no customers. Infeasible if p sites cannot be had.

    Raises
    ------
    DataError
        Distances or site numbers are impossible.
    """
    end = time.monotonic() + effort.time_limit_s
    matrix, _ = checked(distances, np.ones(len(distances)))
    count = len(matrix)
    there = columns(fixed, count, "fixed")
    if not max(2, len(there)) <= p <= count:
        return infeasible(0)
    costs = np.unique(matrix[np.triu_indices(count, 1)])
    chosen = np.append(there, np.setdiff1d(np.arange(count), there))[:p]
    # At the least of all distances any p sites will do.
    low, high = int(np.searchsorted(costs, _spread(matrix, chosen))), len(costs)
    while high - low > 1 and time.monotonic() < end:
        middle = (low + high) // 2
        try:
            found = _apart(matrix < costs[middle], p, there, end - time.monotonic())
        except OutOfTimeError:
            break
        if found is None:
            high = middle
        else:
            chosen, low = found, int(np.searchsorted(costs, _spread(matrix, found)))
    least, bound = _spread(matrix, chosen), float(costs[high - 1])
    gap = 0.0 if least == bound else share(least, bound)
    # Every halving ends with a proof; only the clock stops it.
    stopped = why(gap, max(effort.gap, CLOSE), in_time=False)
    nobody = np.full(0, NOBODY), np.zeros(0, dtype=bool)
    return Location(status_of(stopped), least, bound, gap, np.sort(chosen), *nobody, stopped)


def _spread(matrix: np.ndarray, chosen: np.ndarray) -> float:
    part = matrix[np.ix_(chosen, chosen)]
    return float(part[np.triu_indices(len(chosen), 1)].min())


def _apart(near: np.ndarray, p: int, there: np.ndarray, time_limit_s: float) -> np.ndarray | None:
    """Return p sites no two of which are near; None where there are none."""
    if near[np.ix_(there, there)][np.triu_indices(len(there), 1)].any():
        return None
    program = Program()
    number = [program.column(1.0, integer=True) for _ in near]
    for first, second in np.argwhere(np.triu(near, 1)).tolist():
        program.row([(number[first], 1.0), (number[second], 1.0)], upper=1.0)
    for site in there.tolist():
        program.row([(number[site], 1.0)], lower=1.0)
    program.row([(column, 1.0) for column in number], lower=p, upper=p)
    run = program.run(whole=True, gap=0.0, time_limit_s=time_limit_s)
    return None if run.status == "infeasible" else np.flatnonzero(run.values > 1 / 2)
