"""The plan's value against every possible plan of small worlds."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from siting_worlds import Plain, random_wishes, random_world

from prosmed_gis.location.colliding import _Search
from prosmed_gis.location.program import Program
from prosmed_gis.location.solving import relaxation
from prosmed_gis.location.solving import solve as solve_program
from prosmed_gis.siting.asked import Asked
from prosmed_gis.siting.collisions import colliding_rules, told
from prosmed_gis.siting.columns import TIE_PEOPLE
from prosmed_gis.siting.model import relaxed_prices, solve, written
from prosmed_gis.siting.reach import merge_rows
from prosmed_gis.siting.world import World
from prosmed_gis.siting.worth import obeys, value_of
from prosmed_gis.wording.sentences import say


def free_world(seed: int) -> World:
    """A world in which at least the empty plan obeys."""
    return replace(random_world(seed, targets_hard=False, region_floors={}), demanded={})


@pytest.mark.parametrize("seed", range(220))
def test_no_plan_is_better(seed: int) -> None:
    world = random_world(seed)
    asked = random_wishes(world, seed)
    plain = Plain(world)
    # Every second world through the projection of cover terms, which only large programmes need.
    found = solve(world, asked, written_out=-1 if seed % 2 else 10**6)
    best = plain.best(asked)
    if best == -np.inf:
        assert found.solution.status == "infeasible"
        assert found.opens == {}
        assert colliding_rules(world, asked)
        return
    opens = [found.opens.get(name, 0) for name in world.candidates.index]
    assert found.solution.status == "optimal"
    assert found.solution.gap <= 1e-6
    assert plain.allowed(opens)
    assert plain.grants(asked, opens)
    assert plain.value(opens) == pytest.approx(best, rel=1e-6, abs=2 * TIE_PEOPLE)
    assert value_of(world, found.opens) == pytest.approx(found.solution.objective, rel=1e-9, abs=1e-6)
    assert obeys(world, found.opens) == []


def test_the_random_worlds_exercise_every_rule() -> None:
    """A world in which nothing is ever built or refused would prove nothing."""
    built = dated = chains = impossible = 0
    broken: Counter[str] = Counter()
    for seed in range(0, 220, 5):
        world = random_world(seed)
        found = solve(world)
        impossible += found.solution.status == "infeasible"
        built += len(found.opens)
        dated += any(year > 2021 for year in found.opens.values())
        plain = Plain(world)
        opens = [found.opens.get(name, 0) for name in world.candidates.index]
        chains += sum(plain._chain(c, w, plain.works(opens)) > 0 for c, w in world.cercle_weight.items())
        for plan in (dict.fromkeys(world.candidates.index, 2021), {}):
            rules = obeys(world, plan)
            assert bool(rules) != plain.allowed([plan.get(name, 0) for name in world.candidates.index]), rules
            broken.update(rules)
    assert built > 40
    assert dated > 10
    assert chains > 1
    assert impossible > 3
    every = {"budget", "first_year", "max_per_cercle", "max_per_cercle_year", "precedence", "region_floor", "target"}
    assert {*every, "forced"} <= set(broken)


@pytest.mark.parametrize("seed", range(12))
def test_the_worth_of_any_plan_is_that_of_plain_counting(seed: int) -> None:
    """Also of plans that break rules: what is lost may then be said as well."""
    world, rng = random_world(seed), np.random.default_rng(seed)
    plain = Plain(world)
    for _ in range(5):
        opens = [int(rng.choice([0, 2021, 2022, 2023])) for _ in world.candidates.index]
        plan = {name: year for name, year in zip(world.candidates.index, opens, strict=True) if year}
        assert value_of(world, plan) == pytest.approx(plain.value(opens), abs=TIE_PEOPLE)
        assert (obeys(world, plan) == []) == plain.allowed(opens)


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_no_rule_of_a_collision_can_be_spared(seed: int) -> None:
    """Works forced in the first year collide with something nearly everywhere."""
    world = random_world(seed)
    asked = Asked(forced=dict.fromkeys(world.candidates.index, 2021))
    rules = colliding_rules(world, asked)
    if solve(world, asked).solution.status != "infeasible":
        assert rules == ()
        return
    program, _ = written(world, asked)
    search = _Search(program, time.monotonic() + 30)
    assert not search.possible(list(rules))
    for rule in rules:
        assert search.possible([other for other in rules if other != rule])
    assert all(say(told(rule), language) for rule in rules for language in ("fr", "en"))


@pytest.mark.parametrize("seed", range(6))
def test_least_worth_is_a_rule(seed: int) -> None:
    world = free_world(seed)
    best = solve(world).solution.objective
    for written_out in (-1, 10**6):
        assert solve(world, Asked(at_least=best - 0.01), written_out=written_out).solution.status == "optimal"
        assert solve(world, Asked(at_least=best + 1.0), written_out=written_out).solution.status == "infeasible"


def test_a_wish_for_what_is_no_candidate_is_refused() -> None:
    with pytest.raises(ValueError, match="OPEN-NOWHERE"):
        solve(random_world(0), Asked(forced={"OPEN-NOWHERE": None}))


@pytest.mark.parametrize("seed", range(0, 30, 6))
def test_prices_are_what_a_little_more_money_brings_to_works_in_parts(seed: int) -> None:
    world = free_world(seed)
    prices = relaxed_prices(world).set_index(["envelope", "year"])["shadow_price"]
    assert (prices >= 0).all()

    def relaxed(budgets: pd.DataFrame) -> float:
        program, _ = written(replace(world, budgets=budgets), rounded_money=False)
        return relaxation(program, time_limit_s=30).objective

    base = relaxed(world.budgets)
    for (envelope, year), price in prices.items():
        for change in (100.0, -100.0):
            moved = world.budgets.copy()
            moved.loc[envelope, year] += change
            if (moved.loc[envelope] >= 0).all():
                # The relaxed worth is concave in the money, so a price bounds what any change brings.
                assert relaxed(moved) <= base + price * change + 1e-6


@pytest.mark.parametrize("seed", range(0, 30, 3))
def test_more_money_never_makes_a_plan_worse(seed: int) -> None:
    world = random_world(seed)
    richer = replace(world, budgets=world.budgets + 60_000)
    assert solve(richer).solution.objective >= solve(world).solution.objective - 1e-6


@pytest.mark.parametrize("seed", range(5))
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
    for number in range(250):
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
    world = free_world(1)
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
