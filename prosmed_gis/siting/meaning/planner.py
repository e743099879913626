"""A world made ready for many plans: its programme is written once, and each plan is one question to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.location.program import Program
from prosmed_gis.location.session import Change, Session
from prosmed_gis.siting.asked import Asked
from prosmed_gis.siting.meaning.decided import decided_worth
from prosmed_gis.siting.model import written
from prosmed_gis.siting.rules import add_money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from prosmed_gis.location.solving import Solution
    from prosmed_gis.siting.world import World

NOTHING_ASKED = Asked()


@dataclass(frozen=True)
class Answer:
    """A plan found under a question.

    `status`: optimal (proved to `gap`), feasible (stopped before), infeasible (proved that there is none), not_run
    (no time was left; nothing is known). `objective` is the plan's worth (NaN without a plan).
    """

    opens: dict[str, int]
    status: str
    gap: float
    objective: float

    @classmethod
    def of(cls, solution: Solution, opens: dict[str, int]) -> Answer:
        """Return a solution as an answer."""
        worth = solution.objective if np.isfinite(solution.objective) else np.nan
        return cls(opens, solution.status, solution.gap if np.isfinite(solution.gap) else np.nan, worth)

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.status in ("optimal", "feasible")

    @property
    def bound(self) -> float:
        """What no plan is worth more than: inf where nothing is known, -inf where there is no plan."""
        if self.status == "infeasible":
            return -np.inf
        return self.objective + self.gap * max(abs(self.objective), 1.0) if self.found else np.inf


class Planner:
    """The programme of a world, solved under one change after another.

    Parameters
    ----------
    world
        Candidates, what is fixed, money and targets.
    asked
        What is asked of every plan; a least worth and a plan to start from are left aside.
    gap
        Relative gap at which a plan counts as optimal.
    end
        `time.monotonic()` after which questions are answered `not_run`.
    limit_s
        Seconds for one question.
    """

    def __init__(
        self, world: World, asked: Asked = NOTHING_ASKED, *, gap: float, end: float, limit_s: float = np.inf
    ) -> None:
        self.world = world
        self.asked = replace(asked, at_least=None, started_from=None)
        program, self.columns = written(world, self.asked)
        self.session = Session(program, gap=gap, end=end, limit_s=limit_s)
        self.decided = decided_worth(world)

    def elsewhere(self, world: World) -> Planner:
        """Return a planner of another world, with the same wishes, gap and limits."""
        session = self.session
        return Planner(world, self.asked, gap=session.gap, end=session.end, limit_s=session.limit_s)

    def best(self, *, forbidden: Iterable[str] = (), budgets: pd.DataFrame | None = None) -> Answer:
        """Return the best plan without some works, or with other money (`World.budgets`)."""
        change = Change(upper=self.closed(forbidden), row_upper=self._purses(budgets) if budgets is not None else {})
        return self.answer(self.session.solve(change))

    def answer(self, solution: Solution) -> Answer:
        """Return a solution of the programme as a plan."""
        return Answer.of(solution, self.columns.read(solution.values) if len(solution.values) else {})

    def closed(self, names: Iterable[str]) -> dict[int, float]:
        """Return the bounds by which works are not built."""
        return {column: 0.0 for name in names for column in self.columns.of[name].values()}

    def variables(self, plans: Sequence[Mapping[str, int]]) -> np.ndarray:
        """Return plans as columns of a matrix, one row a variable (those that are not works' 0)."""
        size = self.session.size
        return np.array([self.columns.written(opens, size) for opens in plans]).reshape(len(plans), size).T

    def worths(self, plans: Sequence[Mapping[str, int]]) -> np.ndarray:
        """Return the worth of plans, whether or not they obey the rules."""
        return self.session.settled.worths(self.variables(plans))

    def _purses(self, budgets: pd.DataFrame) -> dict[int, float]:
        scratch = Program()
        add_money(scratch, replace(self.world, budgets=budgets), self.columns)
        rows = [row for row, tag in enumerate(self.session.program.tags) if tag[:1] == ("budget",)]
        return dict(zip(rows, scratch.row_upper, strict=True))
