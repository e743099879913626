"""How one plan differs from another: works, years, money, people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from prosmed_gis.domain.products import PlanResult

CHANGES = ("enters", "leaves", "moves", "costs")
WHAT = ("kind", "action", "cercle_pcode", "cercle", "place", "status")
DIFFERENCE_COLUMNS = (
    "change", "work_id", *WHAT, "year_a", "year_b", "cost_usd_a", "cost_usd_b", "people_gained_a", "people_gained_b",
)  # fmt: skip
CENT = 0.005


@dataclass(frozen=True, eq=False)
class PlanDifference:
    """From plan A to plan B.

    `works`: DIFFERENCE_COLUMNS, one row for each work that enters, leaves, moves in time or costs another sum; a work
    is the same where its id is. `years`: `year`, `cost_usd_a`, `cost_usd_b` (paid that year, partners' apart),
    `people_a`, `people_b` (newly covered that year, a person once for each service). `services`: `service`, `people`,
    `share_a`, `share_b` (0-1) at the end of either plan.
    """

    works: pd.DataFrame
    years: pd.DataFrame
    services: pd.DataFrame


def compare_plans(a: PlanResult, b: PlanResult) -> PlanDifference:
    """Return what differs from plan `a` to plan `b`; both frames keep their own index of nothing but rows.

    Works are sorted by kind of change (in the order of `CHANGES`), then by year, cercle and id. A work whose people
    alone differ (because others came before it) is not a change of its own.
    """
    joined = _works(a.works).merge(
        _works(b.works), how="outer", left_index=True, right_index=True, suffixes=("_a", "_b")
    )
    change = np.select(
        [
            joined["year_a"].isna(),
            joined["year_b"].isna(),
            (joined["year_a"] != joined["year_b"]).to_numpy(),
            ((joined["cost_usd_a"].fillna(0.0) - joined["cost_usd_b"].fillna(0.0)).abs() > CENT).to_numpy(),
        ],
        CHANGES,
        default="",
    )
    named = {name: joined[f"{name}_b"].where(joined["year_b"].notna(), joined[f"{name}_a"]) for name in WHAT}
    works = joined.assign(change=change, **named).rename_axis("work_id").reset_index()
    works = works[works["change"] != ""]
    order = works["change"].map({name: place for place, name in enumerate(CHANGES)})
    year = works["year_b"].fillna(works["year_a"])
    works = works.assign(order=order, year=year).sort_values(["order", "year", "cercle_pcode", "work_id"])
    years = {name: works[name].astype("Int64") for name in ("year_a", "year_b")}
    works = works.assign(**years)[list(DIFFERENCE_COLUMNS)].reset_index(drop=True)
    return PlanDifference(works, _years(a, b), _services(a, b))


def _works(plan: pd.DataFrame) -> pd.DataFrame:
    """One row a work: what it is, its opening year, all its money, all its people (NaN where none is stated)."""
    grouped = plan.groupby("work_id", sort=True)
    first = grouped[[*WHAT, "opens_year"]].first().rename(columns={"opens_year": "year"})
    sums = grouped[["cost_usd", "people_gained"]].sum(min_count=1)
    return first.join(sums).astype({"year": float})


def _years(a: PlanResult, b: PlanResult) -> pd.DataFrame:
    parts = {}
    for name, plan in (("a", a.works), ("b", b.works)):
        sums = plan.groupby("year")[["cost_usd", "people_gained"]].sum()
        parts[f"cost_usd_{name}"], parts[f"people_{name}"] = sums["cost_usd"], sums["people_gained"]
    return pd.DataFrame(parts).fillna(0.0).sort_index().rename_axis("year").reset_index()


def _services(a: PlanResult, b: PlanResult) -> pd.DataFrame:
    parts = {}
    for name, plan in (("a", a.coverage), ("b", b.coverage)):
        last = plan[plan["year"] == plan["year"].max()]
        sums = last.groupby("service", sort=True)[["population", "covered"]].sum()
        parts[f"share_{name}"] = sums["covered"] / sums["population"].where(sums["population"] > 0)
        parts["people"] = sums["population"]
    return pd.DataFrame(parts).rename_axis("service").reset_index()[["service", "people", "share_a", "share_b"]]
