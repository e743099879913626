"""The plan's value against every possible plan of small worlds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from siting_worlds import Plain, random_world

from prosmed_gis.location.program import Program
from prosmed_gis.location.solving import solve as solve_program
from prosmed_gis.siting.columns import TIE_PEOPLE
from prosmed_gis.siting.model import solve
from prosmed_gis.siting.reach import merge_rows
from prosmed_gis.siting.worth import obeys, value_of


@pytest.mark.parametrize("seed", range(80))
def test_no_plan_is_better(seed: int) -> None:
    world = random_world(seed)
    plain = Plain(world)
    # Every second world through the projection of cover terms, which only large programmes need.
    found = solve(world, written_out=-1 if seed % 2 else 10**6)
    opens = [found.opens.get(name, 0) for name in world.candidates.index]
    assert found.solution.status == "optimal"
    assert found.solution.gap <= 1e-6
    assert plain.allowed(opens)
    best = plain.best()
    assert plain.value(opens) == pytest.approx(best, rel=1e-6, abs=2 * TIE_PEOPLE)
    assert value_of(world, found.opens) == pytest.approx(found.solution.objective, rel=1e-9, abs=1e-6)
    assert obeys(world, found.opens) == []
    assert found.solution.objective == pytest.approx(best, rel=1e-6, abs=2 * TIE_PEOPLE)


def test_the_random_worlds_exercise_every_rule() -> None:
    """A world in which nothing is ever built or refused would prove nothing."""
    built = refused = dated = chains = 0
    for seed in range(40):
        world = random_world(seed)
        plain = Plain(world)
        found = solve(world)
        opens = [found.opens.get(name, 0) for name in world.candidates.index]
        built += len(found.opens)
        dated += any(year > 2021 for year in opens)
        early = [int(year) for year in world.candidates["first_year"]]
        refused += not plain.allowed(early)
        chains += sum(plain._chain(c, w, plain.works(opens)) > 0 for c, w in world.cercle_weight.items())
    assert built > 50
    assert dated > 15
    assert refused > 20
    assert chains > 1


@pytest.mark.parametrize("seed", range(30))
def test_more_money_never_makes_a_plan_worse(seed: int) -> None:
    world = random_world(seed)
    richer = replace(world, budgets=world.budgets + 60_000)
    assert solve(richer).solution.objective >= solve(world).solution.objective - 1e-6


@pytest.mark.parametrize("seed", range(10))
def test_the_same_world_gives_the_same_plan(seed: int) -> None:
    assert solve(random_world(seed)).opens == solve(random_world(seed)).opens


@pytest.mark.parametrize("seed", range(40))
def test_merging_people_loses_nobody(seed: int) -> None:
    rng = np.random.default_rng(seed)
    worth = rng.integers(0, 50, 60).astype(float)
    fixed = rng.choice([2021, 2022, 9999], 60)
    rows = [np.flatnonzero(rng.random(60) < 0.3) for _ in range(4)]
    groups = merge_rows(rows, worth, fixed)
    patterns = {}
    for person in range(60):
        key = (int(fixed[person]), tuple(i for i, members in enumerate(rows) if person in members))
        if key[1] and worth[person] > 0:
            patterns[key] = patterns.get(key, 0.0) + worth[person]
    assert {(year, tuple(sites)): total for total, year, sites in groups} == pytest.approx(patterns)
    assert len(groups) == len(patterns)


def test_cover_terms_at_scale_agree_with_the_written_out_programme() -> None:
    rng = np.random.default_rng(11)
    program, sites = Program(), rng.random((30, 2))
    columns = [program.column(0.0, integer=True) for _ in range(30)]
    program.row([(column, 1.0) for column in columns], upper=6.0)
    whole = program.copy()
    for number in range(400):
        place = rng.random(2)
        members = [columns[i] for i in np.flatnonzero(np.hypot(*(sites - place).T) < 0.25)]
        worth = float(rng.integers(1, 100))
        program.cover(f"b{number % 4}", worth, members)
        covered = whole.column(worth)
        whole.row([(covered, 1.0), *((column, -1.0) for column in members)], upper=0.0)
    found = solve_program(program, gap=0.0, time_limit_s=60, written_out=-1)
    assert found.status == "optimal"
    assert solve_program(program, gap=0.0, time_limit_s=60).objective == pytest.approx(found.objective, rel=1e-7)
    assert found.objective == pytest.approx(whole.run(whole=True, gap=0.0, time_limit_s=60).objective, rel=1e-7)


def test_impossible_and_empty_programmes_say_so() -> None:
    program = Program()
    column = program.column(1.0, integer=True)
    program.row([(column, 1.0)], lower=2.0)
    assert solve_program(program, gap=0.0, time_limit_s=10).status == "infeasible"
    assert solve_program(program, gap=0.0, time_limit_s=10, written_out=-1).status == "infeasible"
    assert solve_program(Program(), gap=0.0, time_limit_s=10).objective == 0.0


@pytest.mark.parametrize("written_out", [-1, 10**6])
def test_a_plan_stopped_early_is_not_called_optimal(written_out: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = random_world(1)
    original = Program.run

    def stopped(self: Program, *, whole: bool, **options: object):
        run = original(self, whole=whole, **options)
        return replace(run, status="feasible", bound=run.bound * 1.5 + 1e5) if whole else run

    monkeypatch.setattr(Program, "run", stopped)
    found = solve(world, written_out=written_out).solution
    assert found.status == "feasible"
    assert found.gap > 0


def test_the_solver_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    solve(random_world(2))
    assert capfd.readouterr().out == ""
