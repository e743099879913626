"""The answers as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.notes import Listed, Note, Value, note
from prosmed_gis.siting.meaning.covering import people_covered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prosmed_gis.siting.meaning.losses import Loss
    from prosmed_gis.siting.meaning.planner import Answer
    from prosmed_gis.siting.meaning.regret import Course, Regrets
    from prosmed_gis.siting.meaning.scenarios import Scenario
    from prosmed_gis.siting.world import World

NAMED = 3
"""Late works named in a scenario's label; the rest is counted."""


def sites_frame(
    world: World, best: Answer, found: Mapping[str, Loss], near: Sequence[Answer], greedy: Mapping[str, int],
    *, cercle_names: pd.Series, near_share: float,
) -> pd.DataFrame:  # fmt: skip
    """Return one row for each planned work; see `PlanMeaning.sites`."""
    table = world.candidates.loc[sorted(best.opens, key=lambda name: (best.opens[name], name))]
    rivals = [plan for plan in (best, *near) if _is_near(plan, best, near_share)]
    losses = [found[str(name)] for name in table.index]
    return table[["kind", "service", "cercle_pcode"]].assign(
        cercle=table["cercle_pcode"].map(cercle_names).fillna("").astype("str"),
        place=table["place"],
        year=[best.opens[str(name)] for name in table.index],
        loss=[loss.worth for loss in losses],
        loss_people=[loss.people for loss in losses],
        core=[loss.core for loss in losses],
        core_settled=[loss.settled for loss in losses],
        near_best_share=[sum(name in plan.opens for plan in rivals) / len(rivals) for name in table.index],
        greedy=[name in greedy for name in table.index],
        status=[loss.status for loss in losses],
        gap=[loss.gap for loss in losses],
    )


def _is_near(plan: Answer, best: Answer, near_share: float) -> bool:
    return plan.objective >= best.objective - near_share * abs(best.objective)


def near_best_frame(
    world: World, best: Answer, near: Sequence[Answer], people: np.ndarray, *, near_share: float
) -> pd.DataFrame:
    """Return one row for each plan, the best first; see `PlanMeaning.near_best`."""
    plans = (best, *near)
    return pd.DataFrame(
        {
            "plan": range(len(plans)),
            "objective": [plan.objective for plan in plans],
            "loss_share": [_lost(best.objective, plan.objective) for plan in plans],
            "works": [len(plan.opens) for plan in plans],
            "common": [len(set(plan.opens) & set(best.opens)) for plan in plans],
            "people_covered": [people_covered(world, plan.opens, people) for plan in plans],
            "near": [_is_near(plan, best, near_share) for plan in plans],
            "status": [plan.status for plan in plans],
            "gap": [plan.gap for plan in plans],
        }
    )


def _lost(best: float, other: float) -> float:
    return max(0.0, best - other) / abs(best) if best else np.nan


def works_frame(plans: Sequence[Mapping[str, int]]) -> pd.DataFrame:
    """Return `plan` (position in the sequence), `work_id`, `year`, by plan, year and work."""
    rows = [
        (number, name, year)
        for number, plan in enumerate(plans)
        for name, year in sorted(plan.items(), key=lambda item: (item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["plan", "work_id", "year"]).astype({"work_id": "str", "year": "int64"})


def scenarios_frame(
    courses: Sequence[Course],
    regrets: Regrets,
    robust: int,
    greedy: int,
    *,
    cercle_names: pd.Series,
    fixed: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row for each scenario; see `PlanMeaning.scenarios`.

    `robust`, `greedy`: rows of those plans; `fixed`: works that can be late (`World.fixed`).
    """
    names = work_names(fixed, cercle_names)
    rows = []
    for number, course in enumerate(courses):
        scenario = course.scenario
        rows.append(
            {
                "scenario": number + 1,
                "kind": scenario.kind,
                "label": scenario_label(scenario, cercle_names, names),
                "suspended": " ".join(sorted(scenario.suspended)),
                "suspended_years": " ".join(f"{code}:{_years(years)}" for code, years in _sorted(scenario.suspended)),
                "late": " ".join(f"{name}:{years}" for name, years in _sorted(scenario.late)),
                "plan_worth": regrets.worths[0, number],
                "best_worth": regrets.best[number],
                "regret": regrets.regrets[0, number],
                "greedy_regret": regrets.regrets[greedy, number],
                "robust_regret": regrets.regrets[robust, number],
                "status": course.hindsight.status,
                "gap": course.hindsight.gap,
            }
        )
    return pd.DataFrame(rows)


def _sorted(mapping: Mapping[str, object]) -> list[tuple[str, object]]:
    return sorted(mapping.items())


def _years(years: object) -> str:
    own = list(years)  # type: ignore[call-overload]
    return f"{own[0]}-{own[-1]}" if len(own) > 1 else str(own[0])


def work_names(works: pd.DataFrame, cercle_names: pd.Series) -> dict[str, Value]:
    """Return what each work (columns `kind`, `cercle_pcode`, `place`) is called for people, by its id."""
    where = works["place"].where(works["place"].notna(), works["cercle_pcode"].map(cercle_names))
    return {
        str(name): note(f"work.{kind}") if pd.isna(place) else Listed((note(f"work.{kind}"), str(place)), " ")
        for name, kind, place in zip(works.index, works["kind"], where, strict=True)
    }


def _late(work: Value, years: int) -> Note:
    return note("meaning.late_by" if years == 1 else "meaning.late_by_more", work=work, years=years)


def scenario_label(scenario: Scenario, cercle_names: pd.Series, works: Mapping[str, Value]) -> Note | Listed:
    """Return what happens in a scenario, in one line; `works`: names by id, an id without a name stands for itself."""
    parts = []
    if scenario.suspended:
        cercles = ", ".join(
            f"{cercle_names.get(code, code)} {_years(years)}" for code, years in _sorted(scenario.suspended)
        )
        parts.append(note("meaning.suspended", cercles=cercles))
    if scenario.late:
        late = [_late(works.get(name, name), int(str(years))) for name, years in _sorted(scenario.late)]
        told: Value = Listed(tuple(late[:NAMED]))
        if len(late) > NAMED:
            told = note("meaning.late_more", works=told, count=len(late) - NAMED)
        parts.append(note("meaning.late", works=told))
    return Listed(tuple(parts), note("list.between")) if parts else note("meaning.nothing_happens")


def summary_frame(
    regrets: Regrets, plans: Sequence[Mapping[str, int]], nominal: np.ndarray, rows: Mapping[str, int]
) -> pd.DataFrame:
    """Return index plan; see `PlanMeaning.scenario_summary`.

    Parameters
    ----------
    nominal
        Worth of each plan where nothing happens.
    rows
        Name of the plan in the index -> its position in `plans`.
    """
    answered = ~np.isnan(regrets.best)
    largest = regrets.largest()
    frame = {
        name: {
            "objective": nominal[row],
            "expected": regrets.worths[row, answered].mean() if answered.any() else np.nan,
            "worst": regrets.worths[row, answered].min() if answered.any() else np.nan,
            "max_regret": largest[row],
            "works": len(plans[row]),
            "common": len(set(plans[row]) & set(plans[0])),
        }
        for name, row in rows.items()
    }
    summary = pd.DataFrame.from_dict(frame, orient="index").rename_axis("plan")
    return summary.astype({"works": "int64", "common": "int64"})
