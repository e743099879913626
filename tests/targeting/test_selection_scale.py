"""The choice at the country's size and in millionths of a point: independent exact ways agree, and with PROMETHEE V."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest

from prosmed_gis.targeting.choice.batch import choose_many
from prosmed_gis.targeting.choice.programme import ChoiceProgramme, by_stages
from prosmed_gis.targeting.choice.rows import rows_of
from prosmed_gis.targeting.choice.rules import Bound, Rule, Total
from prosmed_gis.targeting.choice.selection import select
from prosmed_gis.targeting.choice.tree import nest
from prosmed_gis.targeting.choice.wishes import Wishes

SIZE, N, DRAWS = 53, 21, 40


def number(codes, count):
    return Rule(f"n={count}", (Bound(frozenset(codes), count, count),), step=0)


def land(seed=5):
    """Cercles on a ring, each bordering on the two before and the two after; scores to the millionth, some equal."""
    rng = np.random.default_rng(seed)
    codes = [f"C{position:02d}" for position in range(SIZE)]
    scores = rng.integers(20_000_000, 80_000_000, (DRAWS, SIZE))
    scores[:, 10:14] = scores[:, 10:11]
    scores[:, 20] = scores[:, 21] + 1
    wanted = Wishes(
        tuple(codes),
        (
            ("score", scores[0]),
            ("violence", rng.integers(0, 3, SIZE)),
            ("people", rng.integers(0, 900_000, SIZE)),
        ),
    )
    costs = Total(tuple(zip(codes, rng.integers(150_000, 900_000, SIZE).tolist(), strict=True)), high=9_000_000)
    near = tuple(
        Total(((code, -1), *((codes[(position + step) % SIZE], 1) for step in (-2, -1, 1, 2))), low=0)
        for position, code in enumerate(codes)
    )
    regions = Rule("regions.max=4", tuple(Bound(frozenset(codes[start::9]), 0, 4) for start in range(9)), step=1)
    across = Rule("across", (Bound(frozenset(codes[:25]), 8, 12),), step=1)
    budget, neighbours = Rule("budget", (), totals=(costs,)), Rule("adjacency", (), totals=near)
    plain = [number(codes, N), regions]
    return wanted, scores, {
        "plain": plain,
        "overlapping": [*plain, across],
        "budget": [*plain, budget],
        "neighbours": [*plain, neighbours],
        "all": [*plain, across, budget, neighbours],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["plain", "overlapping", "budget", "neighbours", "all"])
def test_the_solver_alone_agrees_at_the_countrys_size(name):
    wanted, scores, rules = land()
    many = choose_many(scores, np.zeros(scores.shape, dtype=bool), wanted, rules[name])
    assert many.feasible.all()
    assert (many.solver_seconds == 0) == (name == "plain") == (nest(rules[name], wanted.pcodes) is not None)
    for row in range(0, DRAWS, 8):
        asked = wanted.with_score(scores[row])
        alone = by_stages(ChoiceProgramme(rows_of(rules[name], wanted.pcodes)), asked)
        found = select(asked, rules[name])
        assert many.chosen[row].tolist() == alone[0].tolist() == found.chosen.tolist()
        assert found.unique == alone[1]


def test_the_same_scores_give_the_same_lists_whatever_stands_around_them():
    wanted, scores, rules = land()
    nobody = np.zeros(scores.shape, dtype=bool)
    whole = choose_many(scores, nobody, wanted, rules["all"]).chosen
    backwards = choose_many(scores[::-1], nobody, wanted, rules["all"]).chosen[::-1]
    assert whole.tolist() == backwards.tolist()


def test_massive_ties_are_broken_by_rule():
    """All scores equal: violence, people and P-code alone decide, within budget and borders."""
    wanted, _, rules = land()
    level = wanted.with_score(np.full(SIZE, 50_000_000))
    found = select(level, rules["all"])
    alone = by_stages(ChoiceProgramme(rows_of(rules["all"], wanted.pcodes)), level)
    assert found.chosen.tolist() == alone[0].tolist()
    assert not found.unique


@pytest.mark.real
def test_promethee_v_is_solved_within_its_budget_and_its_forbidden_pairs(shared):
    vector = json.loads((shared / "vectors" / "promethee_v_exact.json").read_text())
    flows = np.rint(np.array(vector["net_flow"]) * 1e6).astype(np.int64)
    codes = [str(position) for position in range(1, len(flows) + 1)]
    costs = Total(tuple(zip(codes, vector["cost"], strict=True)), high=vector["budget"])
    rules = [
        Rule("at_most", (Bound(frozenset(codes), 0, vector["at_most"]),)),
        Rule("budget", (), totals=(costs,)),
    ]
    wanted = Wishes(tuple(codes), (("score", flows),))
    found = select(wanted, rules).chosen
    assert (1 + np.flatnonzero(found)).tolist() == vector["exact"]["selected"]
    assert flows[found].sum() == round(vector["exact"]["flow"] * 1e6)
    forbidden = vector["pyDecision_two_forbidden_sets"]["forbidden"]
    pairs = Rule("forbidden", tuple(Bound(frozenset(map(str, pair)), 0, 1) for pair in forbidden))
    within = select(wanted, [*rules, pairs]).chosen
    possible = [
        set(picked)
        for count in range(vector["at_most"] + 1)
        for picked in combinations(range(1, len(flows) + 1), count)
        if sum(vector["cost"][item - 1] for item in picked) <= vector["budget"]
        and not any(set(pair) <= set(picked) for pair in forbidden)
    ]
    assert set(1 + np.flatnonzero(within)) == max(possible, key=lambda picked: sum(flows[item - 1] for item in picked))
