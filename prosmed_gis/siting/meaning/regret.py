r"""What plans are worth in each scenario, and the one that is least to be regretted.

.. math:: \text{regret}_s(p) = \max_q V_s(q) - V_s(p)

over all plans q that the rules allow; the plan with the least largest regret is sought among those compared (Savage
1951, minimax regret). The worth in a scenario counts what decided works then bring, so that no plan looks better
because a partner is late; where nothing happens it is the plan's objective.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.location.session import Settled
from prosmed_gis.siting.meaning.decided import decided_worth
from prosmed_gis.siting.meaning.hindsight import best_in_hindsight
from prosmed_gis.siting.meaning.scenarios import Scenario, come_true, shifted
from prosmed_gis.siting.model import happening

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prosmed_gis.siting.columns import Columns
    from prosmed_gis.siting.meaning.planner import Answer, Planner
    from prosmed_gis.siting.world import World


@dataclass(frozen=True, eq=False)
class Course:
    """A scenario, the world it makes, and the best plan in hindsight."""

    scenario: Scenario
    world: World
    columns: Columns
    settled: Settled
    decided: float
    """What decided works bring more (or less) than as planned."""
    hindsight: Answer

    @classmethod
    def of(cls, nominal: Planner, scenario: Scenario) -> Course:
        """Return the course of a scenario; its hindsight is `not_run` where no time is left."""
        world = shifted(nominal.world, scenario)
        program, columns = happening(world)
        return cls(
            scenario,
            world,
            columns,
            Settled.of(program),
            decided_worth(world) - nominal.decided,
            best_in_hindsight(nominal, program, columns, scenario),
        )

    def worths(self, plans: Sequence[Mapping[str, int]]) -> np.ndarray:
        """Return what plans are worth when the scenario comes."""
        size = len(self.settled.program.objective)
        real = [come_true(self.world, plan, self.scenario) for plan in plans]
        return self.decided + self.settled.worths(np.array([self.columns.written(opens, size) for opens in real]).T)


@dataclass(frozen=True, eq=False)
class Regrets:
    """Worths and regrets: one row a plan, one column a scenario; NaN where the scenario was not answered."""

    worths: np.ndarray
    best: np.ndarray
    """The most that any plan is worth in each scenario."""
    regrets: np.ndarray

    @classmethod
    def of(cls, courses: Sequence[Course], plans: Sequence[Mapping[str, int]]) -> Regrets:
        """Return the worth of each plan in each scenario beside the best in hindsight."""
        worths = np.array([course.worths(plans) for course in courses]).T.reshape(len(plans), len(courses))
        hindsight = np.array(
            [course.worths([course.hindsight.opens])[0] if course.hindsight.found else np.nan for course in courses]
        )
        # A search proved to a gap may miss what a compared plan reaches.
        best = np.maximum(hindsight, worths.max(axis=0))
        return cls(worths, best, best - worths)

    def largest(self) -> np.ndarray:
        """Largest regret of each plan over the scenarios answered."""
        answered = ~np.isnan(self.best)
        return self.regrets[:, answered].max(axis=1) if answered.any() else np.full(len(self.regrets), np.nan)

    def least_regretted(self, among: int) -> int:
        """Return which of the first so many plans has the least largest regret; the first of equals."""
        largest = self.largest()[:among]
        return 0 if np.isnan(largest).all() else int(np.argmin(np.round(largest, 6)))


def distinct(plans: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Return plans without repeats, in order of first appearance."""
    seen: dict[tuple[tuple[str, int], ...], dict[str, int]] = {}
    for plan in plans:
        seen.setdefault(tuple(sorted(plan.items())), dict(plan))
    return list(seen.values())
