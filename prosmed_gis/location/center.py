"""The p-center: the sites that make the cost of whoever is worst off least (Hakimi 1964; Minieka 1970)."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from prosmed_gis.location.answer import Effort, Location, checked, columns, infeasible, nearest, share, status_of, why
from prosmed_gis.location.cover import undominated
from prosmed_gis.location.highs import OutOfTimeError
from prosmed_gis.location.losses import CLOSE
from prosmed_gis.location.merging import alike
from prosmed_gis.location.program import Program, Run

WHOLE = 1e-6
"""Rounding of a count of sites by the relaxation."""


def p_center(
    costs: np.ndarray,
    p: int,
    *,
    fixed: Sequence[int] | np.ndarray = (),
    forbidden: Sequence[int] | np.ndarray = (),
    effort: Effort,
) -> Location:
    r"""Return the p sites with the least of the greatest costs to the nearest.

    .. math:: \min_{|S| = p} \max_i \min_{j \in S} d_{ij}

    The answer is one of the costs: what p sites can cover at each is decided by halving, first by greedy covers
    and relaxations, then exactly in what these leave open.

    Parameters
    ----------
    costs
        Customers x sites, 0 or more; inf where there is no path. Customers whom no site reaches (of those not
        forbidden) are `unserved` and left out. Give only customers who count: nobody is weighed here.
    p
        Number of sites, the fixed ones included.
    fixed, forbidden
        Column numbers of sites that are there already, and that may not be chosen.
    effort
        A run that is stopped by its time gives the best so far, as `feasible`.

    Returns
    -------
    Location
        `objective` and `bound` in cost. Infeasible if p sites cannot be had, or cannot reach everybody.

    Raises
    ------
    DataError
        Costs or site numbers are impossible.
    OutOfTimeError
        The time was over before any set that reaches everybody was found.

    Examples
    --------
    >>> import numpy as np
    >>> from prosmed_gis.location.answer import Effort
    >>> line = np.abs(np.arange(7)[:, None] - np.arange(7)[None])
    >>> p_center(line, 2, effort=Effort(10)).objective
    2.0
    """
    end = time.monotonic() + effort.time_limit_s
    matrix, _ = checked(costs, np.ones(len(costs)))
    sites = matrix.shape[1]
    there, barred = columns(fixed, sites, "fixed"), columns(forbidden, sites, "forbidden")
    free = np.setdiff1d(np.arange(sites), np.append(there, barred))
    if p < max(1, len(there)) or p - len(there) > len(free) or np.intersect1d(there, barred).size:
        return infeasible(len(matrix))
    reached = np.isfinite(matrix[:, np.append(there, free)]).any(axis=1)
    search = _Halving(matrix[reached], there, free, p - len(there), end)
    search.run()
    if search.chosen is None:
        if search.low == len(search.costs):
            return infeasible(len(matrix))
        msg = f"no {p} sites that reach everybody were found in {effort.time_limit_s:g} s; raise siting.time_limit_s"
        raise OutOfTimeError(msg)
    rest = np.setdiff1d(free, search.chosen)[: p - len(there) - len(search.chosen)]
    chosen = np.sort(np.concatenate([there, search.chosen, rest]))
    assignment, cost = nearest(matrix, chosen)
    worst = float(cost[reached].max(initial=0.0))
    bound = min(worst, float(search.costs[search.low])) if len(search.costs) else worst
    gap = share(worst, bound)
    # Every halving ends with a proof; only the clock stops it.
    stopped = why(gap, max(effort.gap, CLOSE), in_time=False)
    return Location(status_of(stopped), worst, bound, gap, chosen, assignment, ~reached, stopped)


class _Halving:
    """The least cost (a place in `costs`) at which p sites cover all: not below `low`, not above `high`."""

    def __init__(self, matrix: np.ndarray, there: np.ndarray, free: np.ndarray, p: int, end: float) -> None:
        self.matrix, self.there, self.free, self.p, self.end = matrix, there, free, p, end
        near = np.sort(matrix[:, np.append(there, free)], axis=1)[:, :1]
        costs = np.unique(matrix[:, np.append(there, free)])
        # Nobody is nearer to a site than to the nearest of all.
        self.costs = costs[np.isfinite(costs) & (costs >= near.max(initial=0.0))]
        self.low, self.high = 0, len(self.costs)
        self.chosen: np.ndarray | None = None

    def run(self) -> None:
        """Halve by greedy covers (they find), by relaxations (they prove), then exactly what these leave open."""
        if not len(self.costs):
            self.chosen = np.empty(0, dtype=np.int64)
            return
        self._found(self.high - 1)
        for decide in (self._found, self._possible, self._exact):
            low, high = self.low, self.high
            while low < high:
                if time.monotonic() > self.end:
                    return
                middle = (low + high) // 2
                try:
                    yes = decide(middle)
                except OutOfTimeError:
                    return
                low, high = (low, middle) if yes else (middle + 1, high)

    def _table(self, place: int) -> np.ndarray:
        within = self.matrix <= self.costs[place]
        table = within[~within[:, self.there].any(axis=1)][:, self.free]
        _, first = alike(np.packbits(table, axis=1))
        return np.asarray(table[first])

    def _possible(self, place: int) -> bool:
        """Return whether the relaxation leaves it open; if not, that is proved."""
        run = self._solve(self._table(place), whole=False)
        if run.status != "infeasible" and -run.objective <= self.p + WHOLE:
            return True
        self.low = max(self.low, place + 1)
        return False

    def _found(self, place: int) -> bool:
        """Return whether a greedy cover does."""
        chosen = _greedy(self._table(place), self.p)
        if chosen is None:
            return False
        self.high, self.chosen = place, self.free[chosen]
        return True

    def _exact(self, place: int) -> bool:
        run = self._solve(self._table(place), whole=True)
        if run.status == "infeasible":
            self.low = place + 1
            return False
        self.high, self.chosen = place, self.free[np.flatnonzero(run.values > 1 / 2)]
        return True

    def _solve(self, table: np.ndarray, *, whole: bool) -> Run:
        """Cover the table with the fewest columns, at most p if they must be whole."""
        rows, sites = undominated(table, np.ones(table.shape[1]))
        program = Program()
        for site in range(table.shape[1]):
            program.column(-1.0, upper=float(site in sites), integer=True)
        for row in table[np.ix_(rows, sites)]:
            program.row([(int(site), 1.0) for site in sites[row]], lower=1.0)
        if whole:
            program.row([(int(site), 1.0) for site in sites], upper=self.p)
        return program.run(whole=whole, gap=0.0, time_limit_s=self.end - time.monotonic())


def _greedy(table: np.ndarray, p: int) -> np.ndarray | None:
    """Return at most p columns that cover all rows, by the most newly covered; None where p do not suffice."""
    bare = np.ones(len(table), dtype=bool)
    chosen: list[int] = []
    while bare.any():
        if len(chosen) == p:
            return None
        best = int(table[bare].sum(axis=0).argmax())
        chosen.append(best)
        bare &= ~table[:, best]
    return np.array(chosen, dtype=np.int64)
