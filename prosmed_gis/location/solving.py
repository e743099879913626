r"""Solve a programme with cover terms to a proven gap.

Written out, each cover term is a variable and a row; a small programme is solved so. A plan of real size has tens of
thousands of them, on which HiGHS loses itself. There they are projected out (Benders 1962): one variable
:math:`\theta_b` stands for the terms of a block, bounded from above by

.. math:: \theta_b \le \sum_{g \in b} \left[(w_g - \pi_g) + \pi_g \sum_{c \in g} X_c\right], \quad 0 \le \pi_g \le w_g

which holds for every plan because min(1, S) is at most 1 and at most S. The first bound takes :math:`\pi` from the
relaxation of the whole programme, so that the small programme starts as tight as the large one; each further one is
exact at the plan just found (:math:`\pi_g = w_g` where nothing covers g, 0 where two or more do). The bound of the
small programme is a bound of the large one, and each plan found is valued truly: when both meet, the plan is proved.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.location.highs import OutOfTimeError

if TYPE_CHECKING:
    from prosmed_gis.location.program import Program, Run

ROUNDING = 1e-7
"""Relative difference of bound and value that is the solver's arithmetic (its feasibility tolerance is 1e-7)."""


WRITTEN_OUT = 2000
"""Cover terms up to which writing them out was the faster way where it was measured; it steers speed alone."""


@dataclass(frozen=True, eq=False)
class Solution:
    """`status` is `optimal` (gap proved), `feasible` (its time was over) or `infeasible` (then no values)."""

    status: str
    gap: float
    objective: float
    values: np.ndarray


NO_SOLUTION = Solution("infeasible", np.inf, -np.inf, np.empty(0))


@dataclass(frozen=True, eq=False)
class _Covers:
    """Cover terms: `members` (terms x variables), `worth` and the number of the `block` of each."""

    members: csr_matrix
    worth: np.ndarray
    block: np.ndarray
    n_blocks: int

    @classmethod
    def of(cls, program: Program) -> _Covers:
        names = list(dict.fromkeys(block for block, _, _ in program.covers))
        position = {name: number for number, name in enumerate(names)}
        columns = [members for _, _, members in program.covers]
        ends = np.concatenate([[0], np.cumsum([len(members) for members in columns])]).astype(np.int64)
        flat = np.fromiter((column for members in columns for column in members), dtype=np.int64, count=int(ends[-1]))
        return cls(
            csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(columns), len(program.objective))),
            np.array([worth for _, worth, _ in program.covers], dtype=float),
            np.array([position[block] for block, _, _ in program.covers], dtype=np.int64),
            len(names),
        )

    def counts(self, values: np.ndarray) -> np.ndarray:
        """How many chosen variables cover each term."""
        return np.asarray(self.members @ values)


def solve(
    program: Program,
    *,
    gap: float,
    time_limit_s: float,
    written_out: int = WRITTEN_OUT,
    at_least: float = -np.inf,
    start: np.ndarray | None = None,
) -> Solution:
    """Return the best plan found, with its proven gap.

    Parameters
    ----------
    gap
        Relative gap between value and bound at which the plan counts as optimal.
    time_limit_s
        Seconds after which the best plan so far is taken, as `feasible`.
    written_out
        Number of cover terms up to which they are written out instead of projected out; the answer is the same.
    at_least
        Worth below which a plan is no plan: `infeasible` where the best one is proved to be worth less.
    start
        Values of the programme's variables to start from; they steer speed alone.

    Raises
    ------
    OutOfTimeError
        The time was over before there was any plan (one worth `at_least`).
    SolverError
        The solver failed.
    """
    if not program.objective:
        # Rows without a variable ask for a sum of nothing.
        broken = any(low > 0 for low in program.row_lower) or any(high < 0 for high in program.row_upper)
        return NO_SOLUTION if broken else Solution("optimal", 0.0, 0.0, np.empty(0))
    found = _solved(
        program, gap=gap, time_limit_s=time_limit_s, written_out=written_out, at_least=at_least, start=start
    )
    if not len(found.values) or found.objective >= at_least - ROUNDING * max(abs(at_least), 1.0):
        return found
    if found.status == "feasible":
        raise OutOfTimeError(f"the solver stopped before it found a plan worth {at_least:g}; raise its time limit")
    return NO_SOLUTION


def relaxation(program: Program, *, time_limit_s: float) -> Run:
    """Return the answer where variables may be parts, cover terms written out after the rows of the programme."""
    return program.written_out().run(whole=False, gap=0.0, time_limit_s=time_limit_s)


def _solved(
    program: Program, *, gap: float, time_limit_s: float, written_out: int, at_least: float, start: np.ndarray | None
) -> Solution:
    end = time.monotonic() + time_limit_s
    if len(program.covers) <= written_out:
        return _direct(program.written_out(), len(program.objective), gap=gap, time_limit_s=time_limit_s, start=start)
    covers = _Covers.of(program)
    relaxed = relaxation(program, time_limit_s=time_limit_s)
    if relaxed.status == "infeasible":
        return NO_SOLUTION
    first = np.clip(np.abs(relaxed.row_duals[len(program.row_lower) :]), 0.0, covers.worth)
    small = program.copy()
    totals = np.bincount(covers.block, weights=covers.worth, minlength=covers.n_blocks)
    theta = [small.column(1.0, upper=float(total)) for total in totals]
    _bound(small, theta, covers, first)
    return _close(program, small, theta, covers, first, gap=gap, end=end, at_least=at_least, start=start)


def _direct(whole: Program, size: int, *, gap: float, time_limit_s: float, start: np.ndarray | None) -> Solution:
    run = whole.run(whole=True, gap=gap, time_limit_s=time_limit_s, start=start)
    if run.status == "infeasible":
        return NO_SOLUTION
    share = max(0.0, run.bound - run.objective) / max(abs(run.objective), 1.0)
    values = run.values[:size]
    return Solution(run.status, share, run.objective, np.where(whole.integer[:size], np.round(values), values))


def _bound(small: Program, theta: list[int], covers: _Covers, slope: np.ndarray) -> None:
    rest = np.bincount(covers.block, weights=covers.worth - slope, minlength=covers.n_blocks)
    for number, variable in enumerate(theta):
        own = covers.block == number
        gain = np.asarray(covers.members[own].T @ slope[own]).ravel()
        terms = [(int(column), -float(gain[column])) for column in np.flatnonzero(gain)]
        small.row([(variable, 1.0), *terms], upper=float(rest[number]))


def _close(  # noqa: PLR0913 - the two programmes and what binds them
    program: Program,
    small: Program,
    theta: list[int],
    covers: _Covers,
    first: np.ndarray,
    *,
    gap: float,
    end: float,
    at_least: float,
    start: np.ndarray | None,
) -> Solution:
    best, best_values, bound = -np.inf, np.empty(0), np.inf
    size = len(program.objective)
    while True:
        # Half the gap is left to the cuts, half to the solver's own bound.
        run = small.run(whole=True, gap=gap / 2.0, time_limit_s=end - time.monotonic(), start=start)
        if run.status == "infeasible" or run.bound < at_least - ROUNDING * max(abs(at_least), 1.0):
            return NO_SOLUTION
        values = np.where(program.integer, np.round(run.values[:size]), run.values[:size])
        counts = covers.counts(values)
        value = run.objective - float(run.values[theta].sum()) + float(covers.worth @ np.minimum(counts, 1.0))
        if value > best:
            best, best_values = value, values
        bound = min(bound, run.bound)
        share = max(0.0, bound - best) / max(abs(best), 1.0)
        if share <= max(gap, ROUNDING):
            return Solution("optimal", share, best, best_values)
        if run.status == "feasible" or time.monotonic() > end:
            return Solution("feasible", share, best, best_values)
        # Where exactly one site covers a term every slope is exact; the relaxation's looks furthest.
        slope = np.where(counts < 0.5, covers.worth, np.where(counts > 1.5, 0.0, first))  # noqa: PLR2004 - counts are whole
        _bound(small, theta, covers, slope)
