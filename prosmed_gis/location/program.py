"""A mixed-integer programme with cover terms, written row by row, and one call to HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from highspy import HighsLp, HighsVarType, MatrixFormat, ObjSense, SolutionStatus

# The type of a solver; `highs` says why not the public class.
from highspy import _core as core

from prosmed_gis.location.highs import OutOfTimeError, SolverError, ended, solver

Terms = list[tuple[int, float]]
LEAST_S = 0.1
"""Least time for one run, seconds."""

Tag = tuple[str, ...]
"""What a row stands for: the name of its rule, then whom it concerns. A row without one is part of the programme's
form, not a rule."""


@dataclass(frozen=True, eq=False)
class Run:
    """What one call of the solver gave: `status` is optimal, feasible (its time was over) or infeasible (no values)."""

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
        OutOfTimeError
            The time was over before there was any solution.
        SolverError
            The solver failed.
        """
        made = self.loaded(whole=whole)
        made.setOptionValue("mip_rel_gap", gap)
        if start is not None:
            made.setSolution(len(start), np.arange(len(start), dtype=np.int32), start.astype(float))
        return answer(made, time_limit_s, whole=whole and any(self.integer))

    def loaded(self, *, whole: bool) -> core._Highs:
        """Return HiGHS with the programme in it."""
        return solver({}, self._model(whole=whole))

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


def answer(made: core._Highs, time_limit_s: float, *, whole: bool) -> Run:
    """Run HiGHS and return what it has found, of a programme of whole variables or of a relaxation.

    Raises
    ------
    OutOfTimeError
        The time was over before there was any solution (of a relaxation: before the best one).
    SolverError
        The solver failed.
    """
    ending = ended(made, max(LEAST_S, time_limit_s))
    if ending == "infeasible":
        return Run("infeasible", -np.inf, -np.inf, np.empty(0), np.empty(0))
    info = made.getInfo()
    found = info.primal_solution_status == SolutionStatus.kSolutionStatusFeasible
    if ending == "time" and not (found and whole):
        raise OutOfTimeError("the solver's time was over before it had any plan; raise siting.time_limit_s")
    if ending == "arithmetic" or not found:
        raise SolverError("the solver lost itself in its arithmetic (please report it)")
    solution = made.getSolution()
    objective = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if whole else objective
    duals = np.empty(0) if whole else np.array(solution.row_dual)
    status = "optimal" if ending == "optimal" else "feasible"
    return Run(status, objective, bound, np.array(solution.col_value), duals)
