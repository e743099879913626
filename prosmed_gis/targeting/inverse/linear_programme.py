"""Small linear programmes, whole variables included, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.location.highs import Ending, SolverError, ended, solver

if TYPE_CHECKING:
    from highspy import _core as core

OPTIONS: dict[str, bool | int | float | str] = {
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-6,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


@dataclass(frozen=True, eq=False)
class Answer:
    """What the solver found."""

    status: str
    """`optimal` (proved), `feasible` (its time was over, with values), `infeasible` (proved), `unknown` (its time was
    over without values)."""
    cost: float
    bound: float
    """No solution costs less; equals `cost` where optimal."""
    values: np.ndarray
    """By column; empty where there are none."""

    @property
    def found(self) -> bool:
        """True where there are values."""
        return self.status in ("optimal", "feasible")


class Programme:
    """Minimise cost over columns within bounds and rows; a small one, kept as dense parts."""

    def __init__(self) -> None:
        self._low: list[float] = []
        self._high: list[float] = []
        self._cost: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []

    def columns(
        self, low: np.ndarray, high: np.ndarray, *, cost: np.ndarray | float = 0.0, whole: bool = False
    ) -> np.ndarray:
        """Add a column for each pair of bounds; return their positions."""
        first = len(self._low)
        self._low += low.tolist()
        self._high += high.tolist()
        self._cost += np.broadcast_to(cost, low.shape).tolist()
        self._whole += [whole] * len(low)
        return np.arange(first, len(self._low))

    def rows(
        self,
        positions: np.ndarray,
        coefficients: np.ndarray,
        low: np.ndarray | float = -np.inf,
        high: np.ndarray | float = np.inf,
    ) -> None:
        """Add rows low <= coefficients @ columns <= high; coefficients are (rows, positions), or (positions,) for one.

        A column that stands twice among the positions counts with the sum of its coefficients.
        """
        matrix = np.atleast_2d(coefficients)
        below, above = (np.broadcast_to(side, len(matrix)).astype(float) for side in (low, high))
        self._rows.append((positions, matrix, below, above))

    def solve(self, time_limit_s: float) -> Answer:
        """Return the answer; the same programme gives the same answer, unless the clock stops it.

        Raises
        ------
        SolverError
            The solver failed.
        """
        made = solver(OPTIONS, self._model())
        return _answer(made, ended(made, time_limit_s), whole=any(self._whole))

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        low = np.concatenate([part[2] for part in self._rows] or [np.zeros(0)])
        high = np.concatenate([part[3] for part in self._rows] or [np.zeros(0)])
        matrix = self._matrix()
        model.num_col_, model.num_row_ = len(self._low), len(low)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_, model.col_upper_ = np.array(self._low), np.array(self._high)
        model.row_lower_, model.row_upper_ = low, high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        if any(self._whole):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[flag] for flag in self._whole]
        return model

    def _matrix(self) -> csr_matrix:
        row, column, value, first = [], [], [], 0
        for positions, coefficients, low, _ in self._rows:
            at, position = np.nonzero(coefficients)
            row.append(at + first)
            column.append(positions[position])
            value.append(coefficients[at, position])
            first += len(low)
        nothing = [np.zeros(0, dtype=np.int64)]
        parts = (np.concatenate(value or nothing), (np.concatenate(row or nothing), np.concatenate(column or nothing)))
        return csr_matrix(parts, shape=(first, len(self._low)), dtype=float)


def _answer(made: core._Highs, ending: Ending, *, whole: bool) -> Answer:
    if ending == "infeasible":
        return Answer("infeasible", np.inf, np.inf, np.empty(0))
    if ending == "arithmetic":
        raise SolverError("the solver lost itself in its arithmetic (please report it)")
    info = made.getInfo()
    bound = float(info.mip_dual_bound) if whole else float(info.objective_function_value)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer("unknown", np.inf, bound if whole else -np.inf, np.empty(0))
    proved = ending == "optimal"
    values = np.array(made.getSolution().col_value)
    cost = float(info.objective_function_value)
    return Answer("optimal" if proved else "feasible", cost, cost if proved else bound, values)
