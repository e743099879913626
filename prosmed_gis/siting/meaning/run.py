"""From a plan to what it means: the whole of the room in one call."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.products import PlanMeaning
from prosmed_gis.siting.meaning.covering import people_by_year
from prosmed_gis.siting.meaning.frames import (
    near_best_frame,
    scenarios_frame,
    sites_frame,
    summary_frame,
    works_frame,
)
from prosmed_gis.siting.meaning.greedy import greedy_plan
from prosmed_gis.siting.meaning.losses import losses
from prosmed_gis.siting.meaning.money import frontier_frame, money_frame
from prosmed_gis.siting.meaning.near_best import next_best
from prosmed_gis.siting.meaning.notes import Found, meaning_notes
from prosmed_gis.siting.meaning.partners import partners_frame
from prosmed_gis.siting.meaning.planner import NOTHING_ASKED, Answer, Planner
from prosmed_gis.siting.meaning.regret import Course, Regrets, distinct
from prosmed_gis.siting.meaning.scenarios import draw_scenarios

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.config.meaning import Meaning
    from prosmed_gis.siting.asked import Asked
    from prosmed_gis.siting.model import Opened
    from prosmed_gis.siting.world import World


def plan_meaning(
    world: World,
    opened: Opened,
    people: pd.DataFrame,
    config: Meaning,
    *,
    cercles: pd.DataFrame,
    asked: Asked = NOTHING_ASKED,
) -> PlanMeaning:
    """Return what a plan rests on, what each part of it is worth, and what else the money could do.

    Parameters
    ----------
    world, opened
        The world and the plan made from it (`siting.model.solve`), under what was `asked` there.
    people
        `people`, `cercle_pcode`: the rows that `world.reach` counts.
    cercles
        Index P-code; `name`, `events` (recent violence, `violence.recent_events`; NaN unknown).
    config
        Numbers of plans, points and scenarios, gap and time limits, chances and seed.

    Raises
    ------
    ProsmedError
        The solver failed.
    """
    planner = Planner(
        world, asked, gap=config.gap, end=time.monotonic() + config.time_limit_s, limit_s=config.question_limit_s
    )
    best = Answer.of(opened.solution, dict(opened.opens))
    heads, names = people["people"].to_numpy(float), cercles["name"]
    greedy = greedy_plan(planner)
    lost = losses(planner, best, heads, near_share=config.near_share)
    near, near_ended = next_best(planner, best, most=config.near_plans)
    tables = {
        "sites": sites_frame(world, best, lost, near, greedy, cercle_names=names, near_share=config.near_share),
        "near_best": near_best_frame(world, best, near, heads, near_share=config.near_share),
        "money": money_frame(planner, best),
        "frontier": frontier_frame(planner, best, heads, shares=config.budget_shares),
        "partners": partners_frame(planner, best, heads),
    }
    held = _held(planner, [best, *near], greedy, cercles, config)
    tables["scenarios"] = held.scenarios
    greedy_objective = float(planner.worths([greedy])[0])
    found = Found(world, heads, best, near_ended, greedy, greedy_objective, tables)
    return PlanMeaning(
        **tables,
        near_best_works=works_frame([plan.opens for plan in (best, *near)]),
        scenario_summary=held.summary,
        robust_works=works_frame([held.robust])[["work_id", "year"]],
        greedy=works_frame([greedy])[["work_id", "year"]],
        greedy_objective=greedy_objective,
        objective=best.objective,
        people_by_year=people_by_year(world, best.opens, people, names),
        near_share=config.near_share,
        notes=meaning_notes(found, cercles, config),
    )


@dataclass(frozen=True, eq=False)
class _Held:
    """Plans held against the scenarios."""

    scenarios: pd.DataFrame
    summary: pd.DataFrame
    robust: dict[str, int]


def _held(
    planner: Planner, listed: list[Answer], greedy: dict[str, int], cercles: pd.DataFrame, config: Meaning
) -> _Held:
    courses = [Course.of(planner, scenario) for scenario in draw_scenarios(planner.world, cercles["events"], config)]
    hindsights = [course.hindsight for course in courses if course.hindsight.found]
    compared = distinct([plan.opens for plan in (*listed, *hindsights)])
    # The greedy plan stands beside, last: it is told, and not chosen from.
    plans, rows = [*compared, greedy], {"plan": 0, "greedy": len(compared)}
    regrets = Regrets.of(courses, plans)
    rows["robust"] = regrets.least_regretted(len(compared))
    return _Held(
        scenarios_frame(
            courses, regrets, rows["robust"], rows["greedy"], cercle_names=cercles["name"], fixed=planner.world.fixed
        ),
        summary_frame(regrets, plans, planner.worths(plans), rows),
        plans[rows["robust"]],
    )
