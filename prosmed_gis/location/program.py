"""A mixed-integer programme with cover terms, written row by row, and one call to HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from highspy import HighsLp, HighsModelStatus, HighsVarType, MatrixFormat, ObjSense, SolutionStatus

# The public class prints a banner to stdout when it is made, which would spoil a result asked for as JSON.
from highspy import _core as core

from prosmed_gis.errors import ProsmedError

STOPPED = (HighsModelStatus.kTimeLimit, HighsModelStatus.kInterrupt)
# Every programme of this room is bounded, so "unbounded or infeasible" is infeasible.
IMPOSSIBLE = (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible)

Terms = list[tuple[int, float]]
Tag = tuple[str, ...]
"""What a row stands for: the name of its rule, then whom it concerns. A row without one is part of the programme's
form, not a rule."""


@dataclass(frozen=True, eq=False)
class Run:
    """What one call of the solver gave: `status` is optimal, feasible (stopped before) or infeasible (no values)."""

    status: str
    objective: float
    bound: float
    values: np.ndarray
    row_duals: np.ndarray


@dataclass(eq=False)
class Program:
    """A programme to be maximised: sum of worth x variable, plus cover terms worth x min(1, sum of variables).

    Variables lie between 0 and their upper bound.
    """

    objective: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    coefficients: list[float] = field(default_factory=list)
    covers: list[tuple[str, float, list[int]]] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def column(self, worth: float = 0.0, *, upper: float = 1.0, integer: bool = False) -> int:
        """Add a variable between 0 and `upper` with its worth in the objective; return its number."""
        self.objective.append(worth)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.objective) - 1

    def row(self, terms: Terms, *, lower: float = -np.inf, upper: float = np.inf, tag: Tag = ()) -> None:
        """Add lower <= sum(coefficient * variable) <= upper; each variable stands once in `terms`."""
        for index, coefficient in terms:
            self.indices.append(index)
            self.coefficients.append(coefficient)
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.tags.append(tag)

    def cover(self, block: str, worth: float, columns: list[int]) -> None:
        """Add worth x min(1, sum of the variables); terms of one `block` are bounded together."""
        self.covers.append((block, worth, columns))

    def copy(self) -> Program:
        """Return a programme of its own with the same variables and rows, without the cover terms."""
        return Program(
            list(self.objective), list(self.upper), list(self.integer), list(self.row_lower), list(self.row_upper),
            list(self.starts), list(self.indices), list(self.coefficients), tags=list(self.tags),
        )  # fmt: skip

    def written_out(self) -> Program:
        """Return the programme with a variable and a row for each cover term, after its own."""
        whole = self.copy()
        for _, worth, columns in self.covers:
            covered = whole.column(worth)
            whole.row([(covered, 1.0), *((column, -1.0) for column in columns)], upper=0.0)
        return whole

    def run(self, *, whole: bool, gap: float, time_limit_s: float, start: np.ndarray | None = None) -> Run:
        """Return HiGHS's answer to the rows and variables (cover terms apart); its relaxation unless `whole`.

        `start` gives values of the first variables, from which the solver completes a first plan where it can.

        Raises
        ------
        ProsmedError
            The solver failed, or stopped before it had any solution.
        """
        solver = self.loaded(whole=whole)
        solver.setOptionValue("mip_rel_gap", gap)
        solver.setOptionValue("time_limit", max(0.1, time_limit_s))
        if start is not None:
            solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start.astype(float))
        solver.run()
        return answer(solver, whole=whole and any(self.integer))

    def loaded(self, *, whole: bool) -> core._Highs:
        """Return HiGHS, silent, with the programme in it."""
        solver = core._Highs()  # noqa: SLF001 - see the import
        # One thread everywhere: HiGHS keeps one scheduler a process, and answers must not hang on a machine's cores.
        for option, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            solver.setOptionValue(option, value)
        solver.passModel(self._model(whole=whole))
        return solver

    def _model(self, *, whole: bool) -> HighsLp:
        model = HighsLp()
        model.num_col_, model.num_row_ = len(self.objective), len(self.row_lower)
        model.col_cost_ = np.array(self.objective)
        model.col_lower_, model.col_upper_ = np.zeros(len(self.objective)), np.array(self.upper)
        model.row_lower_, model.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        model.sense_ = ObjSense.kMaximize
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.indices, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.coefficients, dtype=float)
        if whole:
            kinds = (HighsVarType.kContinuous, HighsVarType.kInteger)
            model.integrality_ = [kinds[flag] for flag in self.integer]
        return model


def answer(solver: core._Highs, *, whole: bool) -> Run:
    """Return what HiGHS has found, of a programme of whole variables or of a relaxation.

    Raises
    ------
    ProsmedError
        The solver failed, or stopped before it had any solution.
    """
    status = solver.getModelStatus()
    if status in IMPOSSIBLE:
        return Run("infeasible", -np.inf, -np.inf, np.empty(0), np.empty(0))
    info = solver.getInfo()
    found = info.primal_solution_status == SolutionStatus.kSolutionStatusFeasible
    proved = status == HighsModelStatus.kOptimal
    if not found or not (proved or (status in STOPPED and whole)):
        msg = f"the solver stopped without a plan ({solver.modelStatusToString(status)}); raise siting.time_limit_s"
        raise ProsmedError(msg)
    solution = solver.getSolution()
    objective = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if whole else objective
    duals = np.empty(0) if whole else np.array(solution.row_dual)
    return Run("optimal" if proved else "feasible", objective, bound, np.array(solution.col_value), duals)
