from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.config.selection import Lock, Selection
from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.choice.rules import Bound, Rule, selection_rules
from prosmed_gis.targeting.choice.selection import select, wishes
from prosmed_gis.targeting.choice.tree import greedy, nest, swaps

REGION_TRACK = {"R1": "stabilise", "R2": "stabilise", "R3": "prevent", "R4": "prevent"}


def world(regions):
    codes = [f"C{i:02d}" for i in range(len(regions))]
    units = pd.DataFrame({"name": codes, "parent_pcode": regions}, index=pd.Index(codes, name="pcode"))
    return units, units["parent_pcode"].map(REGION_TRACK).astype("str")


def config(n, *, regions=None, tracks=None, locks=()):
    return Selection(n=n, variant="21", regions=regions or {}, tracks=tracks or {}, locks=locks)


def lock(pcode, state):
    return Lock(pcode=pcode, state=state, author="x", date=date(2021, 1, 2), reason="y")


def rules_of(selection, units, tracks, unscored=()):
    return selection_rules(selection, units, tracks, pd.Series(dtype="str"), unscored=unscored)


def brute_force(selection, units, tracks, keys, unscored=()):
    """Try every subset; the best by the sums of the keys, then by the smallest P-codes."""
    best = None
    for subset in combinations(units.index, selection.n):
        if not _allowed(selection, units.loc[list(subset)], tracks, set(subset), units, unscored):
            continue
        sums = tuple(sum(key[code] for code in subset) for key in keys)
        if best is None or sums > best[0] or (sums == best[0] and subset < best[1]):
            best = (sums, subset)
    return None if best is None else set(best[1])


def _allowed(selection, part, tracks, subset, units, unscored):
    for region in units["parent_pcode"].unique():
        limits = selection.regions.by_region.get(region, selection.regions)
        count = (part["parent_pcode"] == region).sum()
        if count < limits.min or (limits.max is not None and count > limits.max):
            return False
    for track, limits in selection.tracks.items():
        count = (tracks[part.index] == track.value).sum()
        if count < limits.min or (limits.max is not None and count > limits.max):
            return False
    held = all((item.pcode in subset) == (item.state == "in") for item in selection.locks)
    return held and not subset & set(unscored)


@st.composite
def problems(draw):
    size = draw(st.integers(4, 9))
    regions = draw(st.lists(st.sampled_from(list(REGION_TRACK)), min_size=size, max_size=size))
    units, tracks = world(regions)
    few = st.integers(0, 3)
    numbers = lambda: pd.Series([draw(few) for _ in range(size)], index=units.index, dtype=float)  # noqa: E731
    limits = st.one_of(st.none(), st.integers(0, 4))
    by_region = {code: {"max": draw(st.integers(0, 3))} for code in set(regions) if draw(st.booleans())}
    top = draw(limits)
    region_rules = {"min": draw(st.integers(0, 1)) if top != 0 else 0, "max": top, "by_region": by_region}
    low = draw(st.integers(0, 2))
    track_rules = {"prevent": {"min": low, "max": draw(st.one_of(st.none(), st.integers(low, 4)))}}
    locks = tuple(
        lock(code, draw(st.sampled_from(["in", "out"])))
        for code in draw(st.lists(st.sampled_from(list(units.index)), max_size=2, unique=True))
    )
    unscored = draw(st.lists(st.sampled_from(list(units.index)), max_size=1))
    chosen = config(draw(st.integers(1, size)), regions=region_rules, tracks=track_rules, locks=locks)
    return units, tracks, chosen, numbers(), numbers(), numbers(), unscored


@settings(max_examples=150, deadline=None)
@given(problems())
def test_milp_and_greedy_equal_brute_force_ties_included(problem):
    units, tracks, selection, score, violence, people, unscored = problem
    rules = rules_of(selection, units, tracks, unscored)
    expected = brute_force(selection, units, tracks, [score, violence, people], unscored)
    wanted = wishes(score, violence, people)
    order = np.lexsort((np.arange(len(units)), -people, -violence, -score))[None]
    fast, feasible = greedy(nest(rules, wanted.pcodes), order, np.zeros(order.shape, dtype=bool))
    if expected is None:
        assert not feasible[0]
        assert not fast.any()
        with pytest.raises(InfeasibleError) as caught:
            select(wanted, rules)
        _is_smallest_collision(caught.value.rules, rules, units)
        return
    assert feasible[0]
    assert set(units.index[select(wanted, rules).chosen]) == expected
    assert set(units.index[fast[0]]) == expected


def _is_smallest_collision(words, rules, units):
    """Together they collide, and leaving out any one of them makes a choice possible."""
    named = [rule for rule in rules if rule.word in words]
    assert len(named) == len(words)
    assert not _feasible(named, units)
    for rule in named:
        assert _feasible([other for other in named if other is not rule], units)


def _feasible(rules, units):
    for size in range(len(units) + 1):
        for subset in combinations(units.index, size):
            inside = set(subset)
            if all(bound.low <= len(bound.members & inside) <= bound.high for rule in rules for bound in rule.bounds):
                return True
    return False


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_swap_betters_the_choice(problem):
    units, tracks, selection, score, violence, people, unscored = problem
    rules = rules_of(selection, units, tracks, unscored)
    wanted = wishes(score, violence, people)
    try:
        chosen = select(wanted, rules).chosen
    except InfeasibleError:
        return
    allowed = swaps(rules, wanted.pcodes, chosen)
    for inside, outside in zip(*np.nonzero(allowed), strict=True):
        assert score.iloc[outside] <= score.iloc[inside]
        codes = (set(units.index[chosen]) - {units.index[inside]}) | {units.index[outside]}
        assert _allowed(selection, units.loc[sorted(codes)], tracks, codes, units, unscored)


def test_large_equal_scores_are_compared_to_the_millionth():
    rng = np.random.default_rng(1)
    units, tracks = world([f"R{1 + i % 4}" for i in range(53)])
    score = pd.Series(rng.uniform(0, 100, 53).round(6), index=units.index)
    score.iloc[10:20] = score.iloc[9]
    score.iloc[20] = score.iloc[9] + 1e-6
    violence = pd.Series(rng.integers(0, 3, 53), index=units.index)
    people = pd.Series(rng.integers(0, 400_000, 53), index=units.index)
    selection = config(21, regions={"max": 8}, tracks={"prevent": {"min": 5, "max": 12}})
    rules = rules_of(selection, units, tracks)
    wanted = wishes(score, violence, people)
    order = np.lexsort((np.arange(53), -people, -violence, -score))[None]
    fast, _ = greedy(nest(rules, wanted.pcodes), order, np.zeros(order.shape, dtype=bool))
    found = select(wanted, rules)
    assert (found.chosen == fast[0]).all()
    assert set(found.ties["decided_by"]) <= {"violence", "people", "pcode"}


def test_ties_are_listed_with_what_parted_them():
    units, tracks = world(["R1", "R1", "R1", "R1"])
    score = pd.Series([5.0, 5.0, 5.0, 1.0], index=units.index)
    violence = pd.Series([1.0, 2.0, 1.0, 9.0], index=units.index)
    people = pd.Series([10.0, 10.0, 10.0, 10.0], index=units.index)
    found = select(wishes(score, violence, people), rules_of(config(2), units, tracks))
    assert units.index[found.chosen].tolist() == ["C00", "C01"]
    assert found.ties[["selected", "left_out", "decided_by"]].to_numpy().tolist() == [
        ["C00", "C02", "pcode"],
        ["C01", "C02", "violence"],
    ]


def test_the_order_of_tie_breaks_is_the_configured_one():
    units, tracks = world(["R1", "R1"])
    score = pd.Series([5.0, 5.0], index=units.index)
    violence = pd.Series([1.0, 2.0], index=units.index)
    people = pd.Series([20.0, 10.0], index=units.index)
    for tie_break, winner in (
        (("violence", "people"), "C01"),
        (("people", "violence"), "C00"),
        (("pcode", "violence"), "C00"),
    ):
        found = select(wishes(score, violence, people, tie_break), rules_of(config(1), units, tracks))
        assert units.index[found.chosen].tolist() == [winner]


def test_colliding_rules_are_named():
    units, tracks = world([f"R{1 + i % 4}" for i in range(40)])
    score = pd.Series(range(40), index=units.index, dtype=float)
    selection = config(21, regions={"max": 1}, tracks={"prevent": {"min": 1}}, locks=(lock("C01", "in"),))
    with pytest.raises(InfeasibleError, match=r"regions\.max=1") as caught:
        select(wishes(score, score, score), rules_of(selection, units, tracks), language="en")
    assert set(caught.value.rules) == {"n=21", "regions.max=1"}
    assert "at most 1 in each region" in str(caught.value)
    both = config(2, locks=(lock("C01", "in"), lock("C01", "out")))
    with pytest.raises(InfeasibleError) as caught:
        select(wishes(score, score, score), rules_of(both, units, tracks))
    assert set(caught.value.rules) == {"locks.C01=in", "locks.C01=out"}
    with pytest.raises(InfeasibleError) as caught:
        select(wishes(score, score, score), rules_of(config(41), units, tracks))
    assert caught.value.rules == ("n=41",)


def test_unknown_names_are_refused():
    units, tracks = world(["R1", "R2"])
    with pytest.raises(ConfigError, match="C77"):
        rules_of(config(1, locks=(lock("C77", "in"),)), units, tracks)
    with pytest.raises(ConfigError, match="R9"):
        rules_of(config(1, regions={"by_region": {"R9": {"max": 1}}}), units, tracks)


def test_overlapping_rules_are_no_tree():
    pair = Rule("a", (Bound(frozenset("AB"), 0, 1), Bound(frozenset("BC"), 0, 1)))
    assert nest([pair], list("ABC")) is None


def test_barred_cercles_differ_by_draw():
    units, tracks = world(["R1", "R1", "R3"])
    tree = nest(rules_of(config(2), units, tracks), list(units.index))
    order = np.array([[0, 1, 2], [0, 1, 2], [2, 1, 0]])
    barred = np.array([[False, False, False], [True, False, False], [True, True, False]])
    chosen, feasible = greedy(tree, order, barred)
    assert feasible.tolist() == [True, True, False]
    assert chosen.tolist() == [[True, True, False], [False, True, True], [False, False, False]]


def test_the_solver_says_nothing_on_stdout(capfd):
    units, tracks = world(["R1", "R1"])
    score = pd.Series([5.0, 6.0], index=units.index)
    select(wishes(score, score, score), rules_of(config(1), units, tracks))
    assert capfd.readouterr().out == ""
