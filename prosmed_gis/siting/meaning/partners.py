"""What the sites of partners are worth to the programme's plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.siting.meaning.scenarios import dated_works
from prosmed_gis.siting.plan import opened_works, people_gained

if TYPE_CHECKING:
    from prosmed_gis.siting.meaning.planner import Answer, Planner
    from prosmed_gis.siting.world import World

COLUMNS = ("name", "cercle_pcode", "service", "opens_year", "worth", "people", "slips_worth", "status", "gap")


def partners_frame(planner: Planner, best: Answer, people: np.ndarray) -> pd.DataFrame:
    """Return what each partner's work that opens within the plan is worth.

    Returns
    -------
    pandas.DataFrame
        Index work id; `name`, `cercle_pcode`, `service`, `opens_year`, `worth` (what the plan and all decided works
        bring with it, less without it, planned anew), `people` (whom it is the first to cover), `slips_worth` (lost
        where it opens a year late), `status` and `gap` of the less sure of the two plans; NaN where not answered,
        inf where no plan is left. Sites set aside because the partner is near stay set aside.
    """
    world = planner.world
    gains = people_gained(opened_works(world, best.opens), world, people)
    together = best.objective + planner.decided
    rows = {}
    for name, work in dated_works(world, PlanStatus.PARTNER.value).iterrows():
        without = _planned(planner, replace(world, fixed=world.fixed.drop(index=name)))
        late = _planned(planner, replace(world, fixed=_a_year_later(world.fixed, str(name))))
        sure = max((without.answer, late.answer), key=_unsure)
        rows[str(name)] = {
            "name": work["place"],
            **work[["cercle_pcode", "service", "opens_year"]],
            "worth": np.maximum(0.0, together - without.worth),
            "people": gains[str(name)],
            "slips_worth": np.maximum(0.0, together - late.worth),
            "status": sure.status,
            "gap": sure.gap,
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS)).rename_axis("work_id")


def _a_year_later(fixed: pd.DataFrame, name: str) -> pd.DataFrame:
    years = fixed["opens_year"].copy()
    years[name] += 1
    return fixed.assign(opens_year=years)


@dataclass(frozen=True)
class _Planned:
    answer: Answer
    worth: float


def _planned(planner: Planner, world: World) -> _Planned:
    other = planner.elsewhere(world)
    answer = other.best()
    return _Planned(answer, -np.inf if answer.status == "infeasible" else answer.objective + other.decided)


def _unsure(answer: Answer) -> tuple[int, float]:
    return ("optimal", "infeasible", "feasible", "not_run").index(answer.status), np.nan_to_num(answer.gap)
