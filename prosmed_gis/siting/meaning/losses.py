"""What each planned site is worth, and which no good plan can do without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.siting.meaning.covering import people_covered

if TYPE_CHECKING:
    from prosmed_gis.siting.meaning.planner import Answer, Planner


@dataclass(frozen=True)
class Loss:
    """What is lost where one work may not be built and all else is planned anew.

    `worth` and `people` (covered at the end of the plan) are NaN where the question was not answered, inf and NaN
    where no plan is left. `core`: every plan within the near share of the best holds the work, proved; `settled`: that
    it is, or is not, core is proved.
    """

    worth: float
    people: float
    core: bool
    settled: bool
    status: str
    gap: float


def losses(planner: Planner, best: Answer, people: np.ndarray, *, near_share: float) -> dict[str, Loss]:
    """Return the loss of each work of the best plan.

    Parameters
    ----------
    people
        People by row of the world's people.
    near_share
        Part (0-1) of the best plan's worth that a near-best plan may lose.
    """
    covered = people_covered(planner.world, best.opens, people)
    level = best.objective - near_share * abs(best.objective)
    found = {}
    for name in best.opens:
        other = planner.best(forbidden=[name])
        core = other.bound < level
        worth, lost = (np.inf, np.nan) if other.status == "infeasible" else (np.nan, np.nan)
        if other.found:
            worth = max(0.0, best.objective - other.objective)
            lost = covered - people_covered(planner.world, other.opens, people)
        settled = core or (other.found and other.objective >= level)
        found[name] = Loss(worth, lost, core, settled, other.status, other.gap)
    return found
