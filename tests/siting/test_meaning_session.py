"""A programme asked many questions: the same answers as one at a time, and stopped ones never called proved."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from meaning_worlds import cercles, inhabitants, meaning_config, possible_world
from siting_worlds import random_wishes

from prosmed_gis.errors import ProsmedError
from prosmed_gis.location import session, solving
from prosmed_gis.location.program import Program
from prosmed_gis.location.session import Change, Session, Settled
from prosmed_gis.siting.meaning.losses import losses
from prosmed_gis.siting.meaning.near_best import next_best
from prosmed_gis.siting.meaning.planner import Answer, Planner
from prosmed_gis.siting.meaning.run import plan_meaning
from prosmed_gis.siting.model import solve
from prosmed_gis.wording.results import said_meaning
from prosmed_gis.wording.sentences import say_all

LONG = 300.0


def knapsack(seed: int) -> Program:
    """Ten works, a purse, a shortfall, a bonus for a pair, and people reached by several works."""
    rng = np.random.default_rng(seed)
    program = Program()
    columns = [program.column(float(worth), integer=True) for worth in rng.integers(1, 9, 10)]
    program.row([(column, float(cost)) for column, cost in zip(columns, rng.integers(2, 7, 10), strict=True)], upper=17)
    missing = program.column(-6.0, upper=4.0)
    program.row([*((column, 1.0) for column in columns[:5]), (missing, 1.0)], lower=4.0)
    pair = program.column(5.0)
    for column in columns[2:4]:
        program.row([(pair, 1.0), (column, -1.0)], upper=0.0)
    for number in range(12):
        members = [columns[i] for i in np.flatnonzero(rng.random(10) < 0.3)]
        program.cover(f"b{number % 2}", float(rng.integers(1, 9)), members)
    return program


@pytest.mark.parametrize("seed", range(20))
def test_questions_in_a_row_are_answered_as_each_alone(seed: int) -> None:
    program = knapsack(seed)
    asked = Session(program, gap=0.0, end=time.monotonic() + LONG)
    changes = [
        Change(),
        Change(upper={0: 0.0, 3: 0.0}),
        Change(row_upper={0: 9.0}),
        Change(rows=[([(1, 1.0), (2, 1.0)], 1.0, np.inf)]),
        Change(upper={5: 0.0}, row_upper={0: 24.0}, rows=[([(0, 1.0), (1, 1.0), (2, -1.0)], -np.inf, 0.0)]),
        Change(),
    ]
    for change in changes:
        alone = program.copy()
        alone.covers = program.covers
        for column, upper in change.upper.items():
            alone.upper[column] = upper
        for row, upper in change.row_upper.items():
            alone.row_upper[row] = upper
        for terms, lower, upper in change.rows:
            alone.row(terms, lower=lower, upper=upper)
        best = solving.solve(alone, gap=0.0, time_limit_s=30)
        found = asked.solve(change)
        assert found.status == "optimal"
        assert found.objective == pytest.approx(best.objective, rel=1e-7)
        assert asked.settled.worths(found.values[:, None])[0] == pytest.approx(best.objective, rel=1e-7)
        assert asked.bound(change).objective >= best.objective - 1e-6


def test_impossible_questions_leave_the_programme_as_it_was() -> None:
    asked = Session(knapsack(1), gap=0.0, end=time.monotonic() + LONG)
    before = asked.solve()
    assert asked.solve(Change(rows=[([(0, 1.0)], 2.0, np.inf)])).status == "infeasible"
    assert asked.solve(Change(rows=[([], 1.0, np.inf)])).status == "infeasible"
    assert asked.solve().objective == before.objective


def test_excess_is_what_a_plan_breaks() -> None:
    program = knapsack(2)
    settled = Settled.of(program)
    nothing, everything = np.zeros(len(program.objective)), np.ones(len(program.objective))
    assert settled.excess(np.column_stack([nothing, everything])).sum(axis=0).tolist() == [
        0.0,
        sum(program.coefficients[:10]) - 17.0,
    ]


def test_two_variables_of_one_row_cannot_be_settled() -> None:
    program = Program()
    one, other = program.column(1.0), program.column(-1.0)
    program.row([(one, 1.0), (other, 1.0)], upper=1.0)
    with pytest.raises(ValueError, match="two variables"):
        Settled.of(program)


def test_without_time_nothing_is_known() -> None:
    world = possible_world(3)
    opened = solve(world)
    planner = Planner(world, gap=0.0, end=time.monotonic() - 1)
    best = Answer.of(opened.solution, opened.opens)
    assert planner.best().status == "not_run"
    for loss in losses(planner, best, world.people_worth, near_share=0.01).values():
        assert np.isnan(loss.worth)
        assert not loss.core
        assert not loss.settled
    assert next_best(planner, best, most=5) == ([], "not_run")


def test_a_meaning_without_time_says_what_it_does_not_know() -> None:
    world = possible_world(3)
    config = meaning_config(time_limit_s=1e-9)
    found = said_meaning(plan_meaning(world, solve(world), inhabitants(world), config, cercles=cercles()), "en")
    assert found.sites["loss"].isna().all()
    assert found.scenarios["regret"].isna().all()
    assert set(found.frontier["status"]) == {"not_run", "optimal"}
    assert found.frontier.loc[found.frontier["status"] == "not_run", "objective"].isna().all()
    told = " ".join(found.notes)
    for words in (
        "Without an answer",
        "scenarios (20)",
        "points of the budget (9)",
        "there may be more",
        "not settled",
    ):
        assert words in told


def test_a_stopped_question_is_marked_and_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = possible_world(3)
    opened = solve(world)
    original = solving.solve

    def stopped(*arguments: object, **options: object) -> solving.Solution:
        return replace(original(*arguments, **options), status="feasible", gap=10.0)

    monkeypatch.setattr(session.solving, "solve", stopped)
    monkeypatch.setattr(session, "WHOLE", -1.0)
    planner = Planner(world, gap=0.0, end=time.monotonic() + LONG)
    best = Answer.of(opened.solution, opened.opens)
    found = losses(planner, best, world.people_worth, near_share=0.01)
    assert {loss.status for loss in found.values()} == {"feasible"}
    assert not any(loss.core for loss in found.values())
    plans, _ = next_best(planner, best, most=5)
    assert {plan.status for plan in plans} == {"feasible"}


def test_a_failing_solver_is_not_taken_for_one_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Session(knapsack(1), gap=0.0, end=time.monotonic() + LONG)

    def fails(*_arguments: object, **_options: object) -> None:
        raise ProsmedError("broken")

    monkeypatch.setattr(session, "answer", fails)
    with pytest.raises(ProsmedError, match="broken"):
        asked.solve()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_world_means_the_same(language: str) -> None:
    world = possible_world(5)
    one, other = (
        plan_meaning(world, solve(world), inhabitants(world), meaning_config(), cercles=cercles(events=np.nan))
        for _ in range(2)
    )
    for name in ("sites", "money", "frontier", "near_best", "scenarios", "scenario_summary", "greedy", "partners"):
        assert getattr(one, name).equals(getattr(other, name)), name
    assert one.notes == other.notes
    assert any(
        ("inconnue" if language == "fr" else "unknown everywhere") in note for note in say_all(one.notes, language)
    )


@pytest.mark.parametrize("seed", range(12))
def test_what_is_asked_of_the_plan_is_asked_of_every_other(seed: int) -> None:
    world = possible_world(seed)
    wishes = random_wishes(world, seed)
    opened = solve(world, wishes)
    planner = Planner(world, wishes, gap=0.0, end=time.monotonic() + LONG)
    found = planner.best()
    assert found.status == opened.solution.status
    if not found.found:
        return
    assert found.objective == pytest.approx(opened.solution.objective, rel=1e-7, abs=1e-6)
    plans, _ = next_best(planner, Answer.of(opened.solution, opened.opens), most=5)
    for plan in plans:
        assert not wishes.forbidden & set(plan.opens)
        assert all(plan.opens[name] <= (year or 2023) for name, year in wishes.forced.items())
