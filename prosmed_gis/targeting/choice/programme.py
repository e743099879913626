"""The choice as a binary programme, built once and solved for many objectives (HiGHS).

Every number that enters is whole, and every answer is checked in whole numbers: the solver proposes, arithmetic
decides.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from prosmed_gis.errors import ProsmedError
from prosmed_gis.location.highs import Ending, SolverError, ended, solver
from prosmed_gis.targeting.choice.rows import Rows

if TYPE_CHECKING:
    from prosmed_gis.targeting.choice.wishes import Wishes

OPTIONS: dict[str, bool | int | float | str] = {
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
LARGEST = 2.0**10
"""Coefficients of rows are brought to this or below by powers of two, which round nothing: one unit of the largest
numbers in use (1e8, a hundred points in millionths) stays a thousand times above the solver's tolerance."""
TOGETHER = 20
"""P-codes that one objective puts in order by powers of two; more would leave the solver's whole numbers."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The best choice when cercles may be taken in parts."""

    values: np.ndarray
    """(columns,), 0-1."""
    edge: np.ndarray
    """(columns,): what the objective gains at the most from each whole column, all rows priced (reduced cost)."""
    bound: float
    """No whole choice is worth more; holds whatever the solver's tolerances (weak duality)."""


class ChoiceProgramme:
    """Maximise whole numbers over whole columns (0-1, unless told otherwise) within rows."""

    def __init__(self, rows: Rows, *, upper: np.ndarray | None = None) -> None:
        self.rows = _scaled(rows)
        self.size = rows.matrix.shape[1]
        self.lower = np.zeros(self.size)
        self.upper = np.ones(self.size) if upper is None else upper.astype(float)
        self.solver_seconds = 0.0
        """Time spent inside HiGHS so far."""
        self._relaxes = False
        self._columns = np.arange(self.size, dtype=np.int32)
        # A row without cercles is no row for the solver: it holds, or nothing does.
        idle = ~self.rows.matrix.any(axis=1)
        self._possible = bool(((self.rows.low <= 0) & (self.rows.high >= 0))[idle].all()) and bool(
            (self.rows.low <= self.rows.high).all()
        )
        self._solver = solver(OPTIONS)
        nothing = np.array([], dtype=np.int32)
        self._solver.addCols(self.size, np.zeros(self.size), self.lower, self.upper, 0, nothing, nothing, np.array([]))
        kinds = np.full(self.size, highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(self.size, self._columns, kinds)
        self._add(self.rows)

    def hold(self, numbers: np.ndarray, total: int) -> None:
        """Hold the sum of whole numbers over the choice at a total, from now on."""
        self._also(Rows(numbers[None, :].astype(float), np.array([total - 0.5]), np.array([total + 0.5])))

    def fix(self, columns: slice, chosen: np.ndarray) -> None:
        """Hold some columns at what they are in a choice, from now on."""
        self.lower[columns] = chosen[columns]
        self.upper[columns] = chosen[columns]

    def best(self, objective: np.ndarray) -> np.ndarray | None:
        """Return the best whole choice (columns,), proved; None where there is none.

        Raises
        ------
        SolverError
            The solver failed.
        ProsmedError
            Its answer breaks a row.
        """
        if not self._possible:
            return None
        if self._run(objective, self.lower, self.upper, relaxed=False) == "infeasible":
            return None
        chosen = np.rint(np.array(self._solver.getSolution().col_value))
        if not self.rows.obeyed(chosen):
            msg = "the solver's choice breaks a rule once rounded to whole cercles (a fault of the tool: report it)"
            raise ProsmedError(msg)
        return np.asarray(chosen.astype(np.int64))

    def another(self, chosen: np.ndarray) -> bool:
        """Return whether another choice of the same size exists."""
        kept, position = self.rows, self._solver.getNumRow()
        self._also(Rows(chosen[None, :].astype(float), np.array([-np.inf]), np.array([chosen.sum() - 0.5])))
        found = self.best(np.zeros(self.size))
        self._solver.deleteRows(1, np.array([position], dtype=np.int32))
        self.rows = kept
        return found is not None

    def relaxed(self, objective: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Relaxed | None:
        """Return the best choice in parts between two bounds of the columns; None where there is none.

        Raises
        ------
        SolverError
            The solver failed.
        """
        if not self._possible:
            return None
        if self._run(objective, lower, upper, relaxed=True) == "infeasible":
            return None
        solution = self._solver.getSolution()
        prices = -np.array(solution.row_dual)
        limits = np.where(prices > 0, self.rows.high, self.rows.low)
        # A price on a side where a row has no limit is an error of the solver's tolerance, and counts as none.
        idle = np.isinf(limits)
        prices[idle], limits[idle] = 0.0, 0.0
        edge = objective - prices @ self.rows.matrix
        bound = prices @ limits + np.where(edge > 0, upper, lower) @ edge
        return Relaxed(np.array(solution.col_value), edge, float(bound))

    def _run(self, objective: np.ndarray, lower: np.ndarray, upper: np.ndarray, *, relaxed: bool) -> Ending:
        """Run and return how that ended: `optimal` or `infeasible`."""
        started = time.perf_counter()
        if relaxed != self._relaxes:
            self._relaxes = relaxed
            self._solver.setOptionValue("solve_relaxation", relaxed)
            # Presolve throws away the basis from which the next relaxation starts.
            self._solver.setOptionValue("presolve", "off" if relaxed else "choose")
        self._solver.changeColsCost(self.size, self._columns, -objective.astype(float))
        self._solver.changeColsBounds(self.size, self._columns, lower, upper)
        ending = ended(self._solver)
        self.solver_seconds += time.perf_counter() - started
        if ending not in ("optimal", "infeasible"):
            # There is no clock here: what is left is its arithmetic.
            raise SolverError("the solver stopped without a proven choice (please report it)")
        return ending

    def _also(self, rows: Rows) -> None:
        scaled = _scaled(rows)
        self._add(scaled)
        self.rows = self.rows.beside(scaled)

    def _add(self, rows: Rows) -> None:
        for coefficients, low, high in zip(rows.matrix, rows.low, rows.high, strict=True):
            held = np.flatnonzero(coefficients).astype(np.int32)
            self._solver.addRow(low, high, len(held), held, coefficients[held])


def by_stages(programme: ChoiceProgramme, wanted: Wishes) -> tuple[np.ndarray, bool] | None:
    """Choose by the solver alone: the best score, then each tie-break among what is left, then the smallest P-codes.

    Returns
    -------
    tuple or None
        (cercles,) bool, the choice; whether no other has the same total score. None where no choice obeys the rows.
    """
    best = programme.best(wanted.score)
    if best is None:
        return None
    programme.hold(wanted.score, int(wanted.score @ best))
    if not programme.another(best):
        return best.astype(bool), True
    for _, numbers in wanted.stages[1:]:
        best = _must(programme.best(numbers))
        programme.hold(numbers, int(numbers @ best))
    # The first cercle that can be in, is; then the second.
    for start in range(0, len(best), TOGETHER):
        block = slice(start, start + TOGETHER)
        powers = np.zeros(len(best), dtype=np.int64)
        powers[block] = 2 ** np.arange(len(powers[block]))[::-1]
        best = _must(programme.best(powers))
        programme.fix(block, best)
    return best.astype(bool), False


def _must(found: np.ndarray | None) -> np.ndarray:
    if found is None:
        msg = "the solver lost a choice that it had found (a fault of the tool: report it)"
        raise ProsmedError(msg)
    return found


def _scaled(rows: Rows) -> Rows:
    largest = np.abs(rows.matrix).max(axis=1, initial=1.0)
    scale = 2.0 ** -np.ceil(np.log2(np.maximum(largest / LARGEST, 1.0)))
    return Rows(rows.matrix * scale[:, None], rows.low * scale, rows.high * scale)
