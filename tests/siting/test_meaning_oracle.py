"""What a plan means, against all plans of small worlds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from meaning_worlds import (
    Every,
    cercles,
    decided,
    happened,
    inhabitants,
    meaning_config,
    possible_world,
    really,
    worth_in,
)
from siting_worlds import Plain

from prosmed_gis.domain.products import PlanMeaning
from prosmed_gis.siting.columns import TIE_PEOPLE
from prosmed_gis.siting.meaning.decided import decided_worth
from prosmed_gis.siting.meaning.greedy import greedy_plan
from prosmed_gis.siting.meaning.losses import losses
from prosmed_gis.siting.meaning.money import frontier_frame, money_frame
from prosmed_gis.siting.meaning.near_best import next_best
from prosmed_gis.siting.meaning.partners import partners_frame
from prosmed_gis.siting.meaning.planner import Answer, Planner
from prosmed_gis.siting.meaning.regret import Course, Regrets
from prosmed_gis.siting.meaning.run import plan_meaning
from prosmed_gis.siting.meaning.scenarios import Scenario, come_true, draw_scenarios, shifted
from prosmed_gis.siting.model import Opened, solve
from prosmed_gis.siting.plan import coverage_by_year, opened_works, people_gained
from prosmed_gis.siting.world import World
from prosmed_gis.siting.worth import obeys, value_of
from prosmed_gis.wording.results import said_meaning

CLOSE = {"rel": 1e-6, "abs": 3 * TIE_PEOPLE}
CONFIG = meaning_config()


@dataclass
class Asking:
    """A world, all its plans, its best one, and a planner to ask."""

    seed: int
    world: World = field(init=False)
    every: Every = field(init=False)
    opened: Opened = field(init=False)

    def __post_init__(self) -> None:
        self.world = possible_world(self.seed)
        self.every = Every(self.world)
        self.opened = solve(self.world)
        self.planner = planner_of(self.world)
        self.best = Answer.of(self.opened.solution, self.opened.opens)
        self.people = self.world.people_worth


def planner_of(world: World) -> Planner:
    return Planner(world, gap=0.0, end=time.monotonic() + 300)


@pytest.fixture(scope="module", params=range(50))
def asking(request: pytest.FixtureRequest) -> Asking:
    return Asking(request.param)


FEW = pytest.mark.parametrize("asking", range(12), indirect=True)
"""For what needs no more than a dozen worlds."""


@pytest.fixture(scope="module", params=range(5))
def case(request: pytest.FixtureRequest) -> tuple[Every, Opened, PlanMeaning]:
    world = possible_world(request.param)
    opened = solve(world)
    found = said_meaning(plan_meaning(world, opened, inhabitants(world), CONFIG, cercles=cercles()), "en")
    return Every(world), opened, found


def test_loss_is_what_the_best_plan_without_the_site_lacks(asking: Asking) -> None:
    every = asking.every
    found = losses(asking.planner, asking.best, asking.people, near_share=0.05)
    assert list(found) == list(asking.opened.opens)
    for name, loss in found.items():
        assert loss.worth == pytest.approx(every.best() - every.best(without=name), **CLOSE)
        assert loss.worth >= 0
        assert loss.status == ("optimal" if np.isfinite(loss.worth) else "infeasible")


def test_core_sites_are_in_every_plan_near_the_best(asking: Asking) -> None:
    every = asking.every
    best = every.best()
    level = best - 0.05 * abs(best)
    # A plan at the very edge may fall on either side of it by the ties.
    if any(abs(worth - level) < 1 for worth in every.worths):
        return
    near = [plan for plan, worth in zip(every.plans, every.worths, strict=True) if worth >= level]
    for name, loss in losses(asking.planner, asking.best, asking.people, near_share=0.05).items():
        assert loss.core == all(name in plan for plan in near)
        assert loss.settled


def test_next_best_plans_are_the_next_best_sets(asking: Asking) -> None:
    sets = asking.every.by_set()
    plans, ended = next_best(asking.planner, asking.best, most=6)
    assert len(plans) == min(6, len(sets) - 1)
    assert ended == ("found" if len(plans) == 6 else "infeasible")
    worths = [plan.objective for plan in (asking.best, *plans)]
    np.testing.assert_allclose(worths, [worth for worth, _ in sets[:7]], rtol=1e-6, atol=3 * TIE_PEOPLE)
    by_set = {works: worth for worth, works in sets}
    for plan in plans:
        assert by_set[frozenset(plan.opens)] == pytest.approx(plan.objective, **CLOSE)
    assert len({frozenset(plan.opens) for plan in (asking.best, *plans)}) == len(plans) + 1


def test_frontier_is_the_best_plan_of_each_purse_and_never_falls(asking: Asking) -> None:
    world = asking.world
    frontier = frontier_frame(asking.planner, asking.best, asking.people, shares=CONFIG.budget_shares)
    assert len(frontier) >= 10
    assert (frontier["objective"].diff().dropna() >= -1e-9).all()
    row = frontier.iloc[asking.seed % len(frontier)]
    poorer = world.budgets * row["budget_share"]
    best = Every(replace(world, budgets=poorer)).best()
    if np.isfinite(best):
        assert row["status"] == "optimal"
        assert row["objective"] == pytest.approx(best, **CLOSE)
    else:
        assert row["status"] == "infeasible"
        assert np.isnan(row["objective"])
    assert row["budget_usd"] == pytest.approx(poorer.to_numpy().sum())
    own = frontier[frontier["budget_share"] == 1].iloc[0]
    assert own["objective"] == pytest.approx(asking.best.objective)


def test_one_more_work_s_money_is_planned_anew(asking: Asking) -> None:
    world = asking.world
    money = money_frame(asking.planner, asking.best)
    assert len(money) == 9
    for row in money.iloc[[asking.seed % 9]].itertuples():
        budgets = world.budgets.copy()
        cost = world.candidates.loc[world.candidates["envelope"] == row.envelope, "cost_usd"].min()
        budgets.loc[row.envelope, row.year] += np.nan_to_num(cost)
        richer = Every(replace(world, budgets=budgets)).best()
        assert row.one_more_worth == pytest.approx(richer - asking.every.best(), **CLOSE)


def test_frames_tell_what_was_found(case: tuple[Every, Opened, PlanMeaning]) -> None:
    every, opened, found = case
    assert list(found.sites.index) == sorted(opened.opens, key=lambda name: (opened.opens[name], name))
    listed = found.near_best_works.groupby("plan")["work_id"].agg(frozenset)
    for row in found.near_best.itertuples():
        works = listed.get(row.plan, frozenset())
        assert row.common == len(works & set(opened.opens))
        assert row.works == len(works)
        assert row.near == (row.objective >= found.objective - 0.05 * abs(found.objective))
    near = found.near_best[found.near_best["near"]]["plan"]
    for name, site in found.sites.iterrows():
        assert site["near_best_share"] == pytest.approx(np.mean([name in listed[plan] for plan in near]))
        assert site["greedy"] == (name in set(found.greedy["work_id"]))
    assert any("allow only" in note for note in found.notes) == (len(every.by_set()) < 6)
    assert found.greedy_objective <= found.objective + 1e-6


def test_scenarios_worths_and_regrets(case: tuple[Every, Opened, PlanMeaning]) -> None:
    every, opened, found = case
    world = every.world
    drawn = draw_scenarios(world, cercles()["events"], CONFIG)
    assert len(found.scenarios) == len(drawn) == 20
    greedy = dict(zip(found.greedy["work_id"], found.greedy["year"], strict=True))
    robust = dict(zip(found.robust_works["work_id"], found.robust_works["year"], strict=True))
    for scenario, row in list(zip(drawn, found.scenarios.itertuples(), strict=True))[::10]:
        best = max(worth_in(world, plan, scenario) for plan in some(every.plans))
        assert row.plan_worth == pytest.approx(worth_in(world, opened.opens, scenario), **CLOSE)
        # Only some of all plans were valued: the best in hindsight is at least as good as each of them.
        assert row.best_worth >= best - 3 * TIE_PEOPLE
        for plan, regret in ((opened.opens, row.regret), (greedy, row.greedy_regret), (robust, row.robust_regret)):
            assert regret == pytest.approx(row.best_worth - worth_in(world, plan, scenario), rel=1e-6, abs=1)
    assert (found.scenarios[["regret", "greedy_regret", "robust_regret"]] >= -1e-9).all(axis=None)
    summary = found.scenario_summary
    assert summary.loc["plan", "expected"] == pytest.approx(found.scenarios["plan_worth"].mean())
    assert summary.loc["plan", "worst"] == found.scenarios["plan_worth"].min()
    assert summary.loc["plan", "max_regret"] == found.scenarios["regret"].max()
    assert summary.loc["robust", "max_regret"] == found.scenarios["robust_regret"].max()
    assert summary.loc["robust", "max_regret"] <= summary.loc["plan", "max_regret"] + 1e-6
    assert summary.loc["robust", "objective"] <= found.objective + 1e-6


def some(plans: list[dict[str, int]]) -> list[dict[str, int]]:
    return plans[:: max(1, len(plans) // 8)]


def test_the_best_in_hindsight_is_the_best_of_all_plans(asking: Asking) -> None:
    world, every = asking.world, asking.every
    scenarios = draw_scenarios(world, cercles()["events"], CONFIG)
    scenario = scenarios[asking.seed % len(scenarios)]
    course = Course.of(asking.planner, scenario)
    assert course.hindsight.status == "optimal"
    found = course.worths([course.hindsight.opens])[0]
    plans = some(every.plans)
    worths = [worth_in(world, plan, scenario) for plan in plans]
    np.testing.assert_allclose(course.worths(plans), worths, rtol=1e-9, atol=0.2)
    # The quick formula, now known to be right, over all plans.
    assert found == pytest.approx(course.worths(every.plans).max(), **CLOSE)
    assert found >= max(worths) - 3 * TIE_PEOPLE


def test_the_least_regretted_of_those_compared() -> None:
    """By hand: plan 0 regrets 5 at most, plan 1 4, plan 2 3 but is not to be chosen from."""
    worths = np.array([[10.0, 5.0, np.nan], [6.0, 9.0, np.nan], [9.0, 7.0, np.nan]])
    best = np.array([10.0, 10.0, np.nan])
    regrets = Regrets(worths, best, best - worths)
    assert regrets.largest().tolist() == [5.0, 4.0, 3.0]
    assert regrets.least_regretted(2) == 1
    assert regrets.least_regretted(3) == 2


@FEW
def test_what_really_opens(asking: Asking) -> None:
    world = asking.world
    for scenario in draw_scenarios(world, cercles()["events"], CONFIG)[asking.seed % 7 :: 7]:
        after = shifted(world, scenario)
        years = [f["opens_year"].clip(upper=2024).tolist() for f in (after.fixed, happened(world, scenario).fixed)]
        assert years[0] == years[1]
        assert decided_worth(after) == pytest.approx(decided(after))
        for plan in some(asking.every.plans)[::2]:
            assert come_true(after, plan, scenario) == really(world, plan, scenario)


@FEW
def test_worths_are_those_of_the_plan_s_own_formula(asking: Asking) -> None:
    world, planner = asking.world, asking.planner
    plans = some(asking.every.plans)
    np.testing.assert_allclose(planner.worths(plans), [value_of(world, plan) for plan in plans], rtol=1e-9, atol=1e-6)
    excess = planner.session.settled.excess(planner.variables(plans))
    assert excess.max() <= 1e-9


def test_the_greedy_plan_takes_the_best_next_work(asking: Asking) -> None:
    world = asking.world
    found = greedy_plan(asking.planner)
    if world.demanded or world.config.region_floors or world.config.targets_hard:
        # What must be mended comes first; whether all of it can be is not for a greedy plan to promise.
        assert set(obeys(world, found)) <= {"forced", "region_floor", "target"}
        return
    plain, names = Plain(world), world.candidates.index.tolist()
    opens: dict[str, int] = {}

    def listed(plan: dict[str, int]) -> list[int]:
        return [plan.get(name, 0) for name in names]

    for year in plain.years:
        while True:
            tried = [{**opens, name: year} for name in names if name not in opens]
            tried = [
                plan
                for plan in tried
                if all(plan[n] >= s["first_year"] for n, s in zip(names, plain.sites, strict=True) if n in plan)
                and plain.allowed(listed(plan))
            ]
            gains = [value_of(world, plan) - value_of(world, opens) for plan in tried]
            if not gains or max(gains) <= 1e-9:
                break
            opens = tried[int(np.argmax(np.round(gains, 6)))]
    assert value_of(world, found) <= asking.best.objective + 1e-6
    assert found == opens


def test_a_partner_s_site_is_worth_what_is_lost_without_it(asking: Asking) -> None:
    world, every, opened = asking.world, asking.every, asking.opened
    fixed = world.fixed
    dated = fixed[(fixed["status"] == "partner") & fixed["opens_year"].between(2021, 2023)]
    found = partners_frame(asking.planner, asking.best, asking.people)
    assert sorted(found.index) == sorted(dated.index)
    together = every.best() + decided(world)
    gains = people_gained(opened_works(world, opened.opens), world, world.people_worth)
    for name, row in found.iterrows():
        without = replace(world, fixed=fixed.drop(index=name))
        late = fixed["opens_year"].where(fixed.index != name, fixed["opens_year"] + 1)
        after = replace(world, fixed=fixed.assign(opens_year=late))
        assert row["worth"] == pytest.approx(together - Every(without).best() - decided(without), **CLOSE)
        assert row["slips_worth"] == pytest.approx(together - Every(after).best() - decided(after), **CLOSE)
        assert row["worth"] >= 0
        assert row["slips_worth"] >= 0
        assert row["people"] == gains[name]


def test_people_by_year_add_up_to_the_gains_and_to_coverage(case: tuple[Every, Opened, PlanMeaning]) -> None:
    every, opened, found = case
    world, people = every.world, inhabitants(every.world)
    works = opened_works(world, opened.opens)
    gains = people_gained(works, world, world.people_worth).fillna(0.0).groupby(works["opens_year"]).sum()
    by_year = found.people_by_year.groupby("year")["people"].sum()
    for year in world.years:
        assert by_year.get(year, 0.0) == pytest.approx(gains.get(year, 0.0))
    covered = coverage_by_year(world, works, people, ("A", "B")).set_index(["cercle_pcode", "service", "year"])
    for row in found.people_by_year.itertuples():
        key = (row.cercle_pcode, row.service)
        grown = covered.loc[(*key, row.year), "covered"] - covered.loc[(*key, row.year - 1), "covered"]
        assert row.people == pytest.approx(grown)
    assert set(found.people_by_year["cercle"]) <= {"Aval", "Bourg"}
    end = found.frontier.loc[found.frontier["budget_share"] == 1, "people_covered"].iloc[0]
    before = gains[gains.index < world.years[0]].sum()
    assert end == pytest.approx(found.people_by_year["people"].sum() + before)


@FEW
def test_where_nothing_happens_nothing_is_regretted(asking: Asking) -> None:
    course = Course.of(asking.planner, Scenario(kind="security"))
    regrets = Regrets.of([course], [asking.best.opens])
    assert regrets.worths[0, 0] == pytest.approx(asking.best.objective)
    assert regrets.regrets[0, 0] == pytest.approx(0.0, abs=3 * TIE_PEOPLE)
