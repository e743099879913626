"""The linear relaxation of a problem of losses, kept alive in HiGHS while rows are added and sites are fixed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from highspy import HighsLp, MatrixFormat

from prosmed_gis.location.highs import ended, solver

if TYPE_CHECKING:
    from prosmed_gis.location.answer import Stopped
    from prosmed_gis.location.losses import Cuts, Losses, Purse

TINY = 1e-8
"""Coefficients below this share of the row's largest are left out."""
OPTIONS: dict[str, bool | int | float | str] = {"presolve": "off", "solver": "simplex"}
ATTEMPTS = ((0, 1e-9), (4, 1e-9), (0, 1e-7), (4, 1e-7))
"""The solver's scaling and tolerance, in turn as long as it fails. With its own scaling the dual simplex was seen to go
round without end on these degenerate rows, without it to end in doubt."""
TURNS = 20
"""Simplex iterations for each row and column after which it goes round."""


class StoppedError(Exception):
    """A relaxation could not be solved to its end, and why: what was proved before stands."""

    def __init__(self, why: Stopped) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, eq=False)
class Relaxed:
    """Value, y (sites), theta (blocks) and the reduced cost of each site."""

    value: float
    y: np.ndarray
    theta: np.ndarray
    reduced: np.ndarray


class Relaxation:
    """Minimise the sum of thetas (blocks) over y (sites, 0-1) within the purse and the rows added so far."""

    def __init__(self, losses: Losses, purse: Purse, scale: float) -> None:
        """Make it without rows; losses are divided by `scale` so that the solver's tolerances fit."""
        self.sites, self.blocks, self.scale = losses.sites, losses.blocks, scale
        self.solver = solver(OPTIONS, self._model(purse))

    def _model(self, purse: Purse) -> HighsLp:
        model = HighsLp()
        model.num_col_, model.num_row_ = self.sites + self.blocks, 1
        model.col_cost_ = np.append(np.zeros(self.sites), np.ones(self.blocks))
        model.col_lower_ = np.zeros(self.sites + self.blocks)
        model.col_upper_ = np.append(np.ones(self.sites), np.full(self.blocks, np.inf))
        model.row_lower_, model.row_upper_ = np.array([-np.inf]), np.array([purse.budget])
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array([0, self.sites], dtype=np.int32)
        model.a_matrix_.index_ = np.arange(self.sites, dtype=np.int32)
        model.a_matrix_.value_ = purse.cost.astype(float)
        return model

    def add(self, cuts: Cuts) -> None:
        """Add rows."""
        scale = np.where(cuts.block < 0, 1.0, self.scale)
        slope, constant = cuts.slope / scale[:, None], cuts.constant / scale
        # Numbers this far apart upset the solver; y = 1 in their place holds for all.
        tiny = slope < TINY * slope.max(axis=1, initial=0.0, keepdims=True)
        constant = constant - np.where(tiny, slope, 0.0).sum(axis=1)
        rows, sites = np.nonzero(~tiny & (slope > 0.0))
        bounded = np.flatnonzero(cuts.block >= 0)
        index = np.append(sites, self.sites + cuts.block[bounded]).astype(np.int32)
        value = np.append(slope[rows, sites], np.ones(len(bounded)))
        rows = np.append(rows, bounded)
        order = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[order], np.arange(len(constant))).astype(np.int32)
        above = np.full(len(constant), np.inf)
        self.solver.addRows(len(constant), constant, above, len(index), starts, index[order], value[order])

    def bounds(self, low: np.ndarray, high: np.ndarray) -> None:
        """Set the bounds of y."""
        self.solver.changeColsBounds(self.sites, np.arange(self.sites, dtype=np.int32), low, high)

    def run(self, end: float) -> Relaxed | None:
        """Return the best of the relaxation; None where nothing satisfies the rows.

        Raises
        ------
        StoppedError
            The time (monotonic) was over first, or the solver lost itself in the arithmetic.
        SolverError
            The solver failed.
        """
        turns = TURNS * (self.solver.getNumRow() + self.solver.getNumCol())
        self.solver.setOptionValue("simplex_iteration_limit", turns)
        for scaling, tolerance in ATTEMPTS:
            self.solver.setOptionValue("simplex_scale_strategy", scaling)
            for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
                self.solver.setOptionValue(option, tolerance)
            left = end - time.monotonic()
            ending = ended(self.solver, left) if left > 0.0 else "time"
            if ending == "time":
                raise StoppedError("time")
            if ending != "arithmetic":
                break
            # Trouble from the last basis: once more from none.
            self.solver.clearSolver()
        else:
            raise StoppedError("arithmetic")
        if ending == "infeasible":
            return None
        solution = self.solver.getSolution()
        values, reduced = np.array(solution.col_value), np.array(solution.col_dual)
        return Relaxed(
            float(self.solver.getInfo().objective_function_value) * self.scale,
            np.clip(values[: self.sites], 0.0, 1.0),
            values[self.sites :] * self.scale,
            reduced[: self.sites] * self.scale,
        )
