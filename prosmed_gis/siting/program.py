"""A mixed-integer programme, row by row, solved by HiGHS to a proven gap.

The programmes of this room have a relaxation that is very near their best plan, so they are solved in two steps: the
relaxation tells which variables can matter (reduced costs), a small programme of those finds a plan, and the reduced
costs prove that every variable left out would make it worse. Nothing is cut off that could be better by more than the
gap asked for; where the proof fails, the small programme grows until it holds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from highspy import HighsLp, HighsModelStatus, HighsVarType, MatrixFormat, ObjSense, SolutionStatus

# The public class prints a banner to stdout when it is made, which would spoil a result asked for as JSON.
from highspy import _core as core

from prosmed_gis.errors import ProsmedError

STOPPED = (HighsModelStatus.kTimeLimit, HighsModelStatus.kInterrupt)
# Every programme of this room is bounded, so "unbounded or infeasible" is infeasible.
IMPOSSIBLE = (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible)
WHOLE = 1e-6
"""Distance from a whole number at which a variable counts as whole."""
FIRST_CORE = 10.0
"""The first small programme holds the variables that cost less than so many gaps of the bound; it only steers speed."""


@dataclass(frozen=True, eq=False)
class Solution:
    """`status` is `optimal` (gap proved), `feasible` (stopped before) or `infeasible` (then no values)."""

    status: str
    gap: float
    objective: float
    values: np.ndarray


@dataclass(frozen=True, eq=False)
class _Run:
    status: str
    objective: float
    bound: float
    values: np.ndarray
    reduced: np.ndarray


@dataclass(eq=False)
class Program:
    """A programme to be maximised; columns and rows are added, then it is solved once."""

    objective: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    coefficients: list[float] = field(default_factory=list)

    def column(self, worth: float = 0.0, *, upper: float = 1.0, integer: bool = False) -> int:
        """Add a variable between 0 and `upper` with its worth in the objective; return its number."""
        self.objective.append(worth)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.objective) - 1

    def row(self, terms: list[tuple[int, float]], *, lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add lower <= sum(coefficient * variable) <= upper; each variable stands once in `terms`."""
        for index, coefficient in terms:
            self.indices.append(index)
            self.coefficients.append(coefficient)
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def solve(self, *, gap: float, time_limit_s: float) -> Solution:
        r"""Return the best solution found.

        With z the relaxation's value, d a reduced cost and v the plan's value, a variable that rests on its bound
        in the relaxation can be part of a better plan only if :math:`|d| < z - v`.

        Parameters
        ----------
        gap
            Relative gap between solution and bound at which it counts as optimal.
        time_limit_s
            Seconds after which the best solution so far is taken, as `feasible`.

        Raises
        ------
        ProsmedError
            The solver failed, or stopped before it had any solution.
        """
        if not self.objective:
            return Solution("optimal", 0.0, 0.0, np.empty(0))
        end = time.monotonic() + time_limit_s
        relaxed = self._run(None, gap=0.0, end=end)
        if relaxed.status == "infeasible":
            return Solution("infeasible", np.inf, -np.inf, np.empty(0))
        if not any(self.integer):
            return Solution(relaxed.status, 0.0, relaxed.objective, relaxed.values)
        reach = FIRST_CORE * gap * abs(relaxed.objective)
        best: _Run | None = None
        while True:
            found = self._run(self._frozen(relaxed, reach), gap=gap, end=end)
            if found.status == "infeasible":
                # The small programme held too little; the whole one decides.
                if np.isinf(reach):
                    return Solution("infeasible", np.inf, -np.inf, np.empty(0))
                reach = np.inf
                continue
            best = found if best is None or found.objective > best.objective else best
            left_out = relaxed.objective - reach
            bound = min(relaxed.objective, max(found.bound, left_out, best.objective))
            share = (bound - best.objective) / max(abs(best.objective), 1.0)
            if share <= gap + WHOLE * gap + np.finfo(float).eps or found.status == "feasible":
                return Solution("optimal" if found.status == "optimal" else "feasible", share, best.objective, best.values)
            # Rounding of reduced costs must not leave out a variable that could matter.
            reach = (relaxed.objective - best.objective) * (1.0 + WHOLE) + WHOLE

    def _frozen(self, relaxed: _Run, reach: float) -> np.ndarray:
        """Return NaN for variables that stay free and the value of those held at their bound."""
        whole = np.round(relaxed.values)
        at_bound = np.abs(relaxed.values - whole) < WHOLE
        held = np.array(self.integer) & at_bound & (np.abs(relaxed.reduced) > reach)
        return np.where(held, whole, np.nan)

    def _run(self, frozen: np.ndarray | None, *, gap: float, end: float) -> _Run:
        """Solve the relaxation (`frozen` None) or the programme with some variables held."""
        solver = core._Highs()  # noqa: SLF001 - see the import
        options = {
            "output_flag": False,
            "random_seed": 0,
            "mip_rel_gap": gap,
            "mip_abs_gap": 0.0,
            "time_limit": max(0.1, end - time.monotonic()),
        }
        for option, value in options.items():
            solver.setOptionValue(option, value)
        solver.passModel(self._model(frozen))
        solver.run()
        return self._answer(solver, relaxation=frozen is None)

    def _model(self, frozen: np.ndarray | None) -> HighsLp:
        lower, upper = np.zeros(len(self.objective)), np.array(self.upper)
        if frozen is not None:
            held = ~np.isnan(frozen)
            lower[held] = upper[held] = frozen[held]
        model = HighsLp()
        model.num_col_, model.num_row_ = len(self.objective), len(self.row_lower)
        model.col_cost_ = np.array(self.objective)
        model.col_lower_, model.col_upper_ = lower, upper
        model.row_lower_, model.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        model.sense_ = ObjSense.kMaximize
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.indices, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.coefficients, dtype=float)
        if frozen is not None:
            kinds = (HighsVarType.kContinuous, HighsVarType.kInteger)
            model.integrality_ = [kinds[flag] for flag in self.integer]
        return model

    def _answer(self, solver: core._Highs, *, relaxation: bool) -> _Run:  # type: ignore[name-defined]
        status = solver.getModelStatus()
        if status in IMPOSSIBLE:
            return _Run("infeasible", -np.inf, -np.inf, np.empty(0), np.empty(0))
        info = solver.getInfo()
        found = info.primal_solution_status == SolutionStatus.kSolutionStatusFeasible
        proved = status == HighsModelStatus.kOptimal
        if not found or not (proved or (status in STOPPED and not relaxation)):
            msg = f"the solver stopped without a plan: {solver.modelStatusToString(status)}; raise siting.time_limit_s"
            raise ProsmedError(msg)
        solution = solver.getSolution()
        objective = float(info.objective_function_value)
        return _Run(
            "optimal" if proved else "feasible",
            objective,
            objective if relaxation else float(info.mip_dual_bound),
            np.array(solution.col_value),
            np.array(solution.col_dual) if relaxation else np.empty(0),
        )
