"""How two plans differ, on plans of a few lines."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from prosmed_gis.domain.products import COVERAGE_COLUMNS, PLAN_COLUMNS
from prosmed_gis.siting.compared import DIFFERENCE_COLUMNS, compare_plans


@dataclass
class Plan:
    works: pd.DataFrame
    coverage: pd.DataFrame


def row(work, year, *, cost=100.0, gained=10.0, opens=None, status="planned"):
    return dict(
        zip(
            PLAN_COLUMNS,
            (
                work,
                "brigade",
                "rehabilitate",
                "ML0101",
                "Aval",
                "Lieu",
                -4.0,
                14.0,
                year,
                cost,
                status,
                gained,
                opens or year,
            ),
            strict=True,
        )
    )


def plan(*rows, covered=50.0):
    coverage = [
        ("ML0101", "security", year, 200.0, share, share / 200.0) for year, share in ((2020, 0.0), (2022, covered))
    ]
    return Plan(pd.DataFrame(rows, columns=list(PLAN_COLUMNS)), pd.DataFrame(coverage, columns=list(COVERAGE_COLUMNS)))


def test_works_enter_leave_move_and_change_cost():
    a = plan(row("STAYS", 2021), row("GOES", 2021), row("MOVES", 2021), row("DEARER", 2022))
    b = plan(row("STAYS", 2021), row("COMES", 2022), row("MOVES", 2022), row("DEARER", 2022, cost=130.0), covered=80.0)
    found = compare_plans(a, b)
    assert list(found.works.columns) == list(DIFFERENCE_COLUMNS)
    assert list(zip(found.works["change"], found.works["work_id"], strict=True)) == [
        ("enters", "COMES"), ("leaves", "GOES"), ("moves", "MOVES"), ("costs", "DEARER"),
    ]  # fmt: skip
    moved = found.works.set_index("work_id").loc["MOVES"]
    assert (moved["year_a"], moved["year_b"]) == (2021, 2022)
    years = found.years.set_index("year")
    assert years.loc[2021].to_dict() == {"cost_usd_a": 300.0, "cost_usd_b": 100.0, "people_a": 30.0, "people_b": 10.0}
    assert years.loc[2022, "cost_usd_b"] == 330.0
    service = found.services.set_index("service").loc["security"]
    assert (service["share_a"], service["share_b"], service["people"]) == (0.25, 0.4, 200.0)


def test_a_work_paid_over_two_years_is_one_work():
    split = plan(row("W", 2021, gained=0.0, opens=2022), row("W", 2022, opens=2022))
    later = plan(row("W", 2021, gained=0.0, opens=2023), row("W", 2023, opens=2023))
    found = compare_plans(split, later)
    assert found.works[["change", "year_a", "year_b", "cost_usd_a", "people_gained_b"]].to_numpy().tolist() == [
        ["moves", 2022, 2023, 200.0, 10.0]
    ]


def test_a_plan_does_not_differ_from_itself():
    same = plan(row("A", 2021), row("B", 2022, cost=float("nan"), status="given"))
    assert compare_plans(same, same).works.empty


def test_plans_that_share_no_work():
    found = compare_plans(plan(row("A", 2021)), plan(row("B", 2021)))
    assert set(found.works["change"]) == {"enters", "leaves"}
    assert found.works["cercle"].tolist() == ["Aval", "Aval"]
