"""One programme, asked many questions: bounds, money and rules change, the programme is written once.

The relaxation of a plan is often whole by itself; then it is the plan, proved, and no tree is searched. From one
question to the next the solver starts at the last relaxation's corner, a few steps from the new one. Only where the
relaxation is not whole does `solving.solve` take over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.location import solving
from prosmed_gis.location.highs import OutOfTimeError
from prosmed_gis.location.program import Program, Run, Terms, answer

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE = 1e-6
"""Distance from a whole number that is the solver's arithmetic."""
NOT_RUN = solving.Solution("not_run", np.nan, np.nan, np.empty(0))
"""No time was left for the question."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """In what a question differs from the programme as written."""

    upper: Mapping[int, float] = field(default_factory=dict)
    """New upper bounds of variables."""
    row_upper: Mapping[int, float] = field(default_factory=dict)
    """New upper bounds of rows."""
    rows: Sequence[tuple[Terms, float, float]] = ()
    """Further rows: terms, lower and upper bound."""


AS_WRITTEN = Change()


class Session:
    """A programme and its relaxation, kept for many questions.

    Parameters
    ----------
    program
        Each of its rows may hold at most one variable that is not whole (a variable of its own, like a shortfall),
        so that the whole ones settle the rest.
    gap
        Relative gap at which an answer counts as optimal.
    end
        `time.monotonic()` after which questions are answered `not_run`.
    limit_s
        Seconds for one question.
    """

    def __init__(self, program: Program, *, gap: float, end: float, limit_s: float = np.inf) -> None:
        self.program = program
        self.gap = gap
        self.end = end
        self.limit_s = limit_s
        self.settled = Settled.of(program)
        self._relaxation = _Relaxation(program)
        self._whole = np.array(program.integer, dtype=bool)

    @property
    def size(self) -> int:
        """Number of variables, those of cover terms apart."""
        return len(self.program.objective)

    def solve(self, change: Change = AS_WRITTEN) -> solving.Solution:
        """Return the best answer under a change, its status and proven gap; `not_run` where no time was left."""
        found = self.bound(change)
        if found.status != "relaxed":
            return found
        program = self.program.copy()
        program.covers = self.program.covers
        for column, upper in change.upper.items():
            program.upper[column] = upper
        for row, upper in change.row_upper.items():
            program.row_upper[row] = upper
        for terms, lower, upper in change.rows:
            program.row(terms, lower=lower, upper=upper)
        return self._timed(lambda limit: solving.solve(program, gap=self.gap, time_limit_s=limit))

    def bound(self, change: Change = AS_WRITTEN) -> solving.Solution:
        """Return as `solve` where the relaxation settles the question; else `relaxed`, whose worth is a bound alone."""
        return self._timed(lambda limit: self._bound(change, limit))

    def _bound(self, change: Change, limit: float) -> solving.Solution:
        relaxed = self._relaxation.solve(change, time_limit_s=limit)
        if relaxed.status == "infeasible":
            return solving.NO_SOLUTION
        values = relaxed.values[: self.size]
        plan = np.where(self._whole, np.round(values), 0.0)
        worth = float(self.settled.worths(plan[:, None])[0])
        share = max(0.0, relaxed.objective - worth) / max(abs(worth), 1.0)
        near = bool(np.all(np.abs(values - plan)[self._whole] <= WHOLE))
        if near and share <= max(self.gap, solving.ROUNDING):
            return solving.Solution("optimal", share, worth, plan)
        return solving.Solution("relaxed", np.nan, relaxed.objective, np.empty(0))

    def _timed(self, question: Callable[[float], solving.Solution]) -> solving.Solution:
        limit = min(self.end - time.monotonic(), self.limit_s)
        if limit <= 0:
            return NOT_RUN
        try:
            return question(limit)
        except OutOfTimeError:
            return NOT_RUN


class _Relaxation:
    """The written-out programme inside one solver, changed for a question and changed back."""

    def __init__(self, program: Program) -> None:
        self._whole = program.written_out()
        self._solver = self._whole.loaded(whole=False)

    def solve(self, change: Change, *, time_limit_s: float) -> Run:
        solver, whole = self._solver, self._whole
        for column, upper in change.upper.items():
            solver.changeColBounds(column, 0.0, upper)
        for row, upper in change.row_upper.items():
            solver.changeRowBounds(row, whole.row_lower[row], upper)
        for terms, lower, upper in change.rows:
            columns, values = zip(*terms, strict=True) if terms else ((), ())
            solver.addRow(lower, upper, len(terms), np.array(columns, dtype=np.int32), np.array(values, dtype=float))
        try:
            run = answer(solver, time_limit_s, whole=False)
            return replace(run, row_duals=run.row_duals[: len(whole.row_lower)])
        finally:
            self._restore(change)

    def _restore(self, change: Change) -> None:
        solver, whole = self._solver, self._whole
        for column in change.upper:
            solver.changeColBounds(column, 0.0, whole.upper[column])
        for row in change.row_upper:
            solver.changeRowBounds(row, whole.row_lower[row], whole.row_upper[row])
        if change.rows:
            first = len(whole.row_lower)
            added = np.arange(first, first + len(change.rows), dtype=np.int32)
            solver.deleteRows(len(added), added)


@dataclass(frozen=True, eq=False)
class Settled:
    """The programme as arrays, by which the variables that are not whole follow from those that are."""

    program: Program
    rows: csr_matrix
    """Coefficients of the whole variables."""
    ruling: np.ndarray
    """Rows without any other variable."""
    own: np.ndarray
    """For each other row and its variable: row, variable, coefficient."""
    covers: csr_matrix
    cover_worth: np.ndarray

    @classmethod
    def of(cls, program: Program) -> Settled:
        """Return a programme as arrays.

        Raises
        ------
        ValueError
            A row holds two variables that are not whole.
        """
        shape = (len(program.row_lower), len(program.objective))
        rows = csr_matrix((program.coefficients, program.indices, program.starts), shape=shape)
        whole = np.array(program.integer, dtype=bool)
        other = rows[:, ~whole].tocoo()
        if len(other.row) != len(np.unique(other.row)):
            raise ValueError("a row holds two variables that are not whole")
        own = np.column_stack([other.row, np.flatnonzero(~whole)[other.col], other.data])
        ruling = np.ones(shape[0], dtype=bool)
        ruling[other.row] = False
        members = [columns for _, _, columns in program.covers]
        ends = np.concatenate([[0], np.cumsum([len(columns) for columns in members])]).astype(np.int64)
        flat = np.array([column for columns in members for column in columns], dtype=np.int64)
        covers = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(members), shape[1]))
        worth = np.array([worth for _, worth, _ in program.covers], dtype=float)
        return cls(program, rows, ruling, own, covers, worth)

    def worths(self, plans: np.ndarray) -> np.ndarray:
        """Return the worth of plans given by their whole variables (variables x plans), rules apart."""
        plans = np.where(np.array(self.program.integer)[:, None], plans, 0.0)
        worth = np.array(self.program.objective) @ plans
        worth += self.cover_worth @ np.minimum(1.0, self.covers @ plans)
        return np.asarray(worth + self._others(self.rows @ plans))

    def _others(self, sums: np.ndarray) -> np.ndarray:
        """Worth of the variables that are not whole: gains as large, losses as small as their rows allow."""
        total = np.zeros(sums.shape[1])
        lower, upper = np.array(self.program.row_lower)[:, None], np.array(self.program.row_upper)[:, None]
        least, most = lower - sums, upper - sums
        for column in np.unique(self.own[:, 1].astype(np.int64)):
            mine = self.own[self.own[:, 1] == column]
            rows, factors = mine[:, 0].astype(np.int64), mine[:, 2:]
            ends = np.where(factors > 0, most[rows], least[rows]) / factors
            starts = np.where(factors > 0, least[rows], most[rows]) / factors
            worth = self.program.objective[column]
            if worth >= 0:
                total += worth * np.minimum(self.program.upper[column], ends.min(axis=0))
            else:
                total += worth * np.maximum(0.0, starts.max(axis=0))
        return total

    def excess(self, plans: np.ndarray) -> np.ndarray:
        """Return by how much plans (variables x plans) break each row of whole variables (rows x plans); 0 is none."""
        sums = (self.rows @ plans)[self.ruling]
        lower = np.array(self.program.row_lower)[self.ruling, None]
        upper = np.array(self.program.row_upper)[self.ruling, None]
        return np.asarray(np.maximum(0.0, sums - upper) + np.maximum(0.0, lower - sums))
