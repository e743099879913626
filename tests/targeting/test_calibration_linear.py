from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from calibration_world import BOTH, all_rules, plain_groups, random_rules, scored
from hypothesis import given, settings
from hypothesis import strategies as st
from targeting_world import AS_OF, counts, events_indicator, group, inputs, targeting

from prosmed_gis.config.values import Decreasing, Linear, Log, Steps, Window
from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.inverse.blocks import blocks
from prosmed_gis.targeting.inverse.linear import linear_score, printed
from prosmed_gis.targeting.inverse.needed import value_for
from prosmed_gis.targeting.inverse.ratios import comparable
from prosmed_gis.targeting.inverse.rechoosing import chosen_with, reweighted
from prosmed_gis.targeting.run import score
from prosmed_gis.targeting.scoring.values import worth

TRACKED = {
    "g0": {"i00": (3, BOTH), "i01": (1, BOTH)},
    "g1": {"i10": (1, ("prevent",)), "i11": (2, ("prevent",))},
    "g2": {"i20": (1, BOTH)},
}


def random_world(seed, *, missing=0.0, min_coverage=0.0, groups=TRACKED):
    rng = np.random.default_rng(seed)
    count = sum(len(items) for items in groups.values())
    values = rng.uniform(0, 1, (6, count))
    values[rng.random(values.shape) < missing] = np.nan
    return scored(values, ["A1", "A1", "A2", "B1", "B1", "B2"], groups, min_coverage=min_coverage)


@pytest.mark.parametrize("level", ["groups", "indicators"])
@pytest.mark.parametrize("seed", range(5))
def test_the_linear_form_gives_the_engines_scores_under_any_weights(level, seed):
    world = random_world(seed)
    form = linear_score(world, level)
    for weights in np.random.default_rng(seed).dirichlet(np.ones(len(form.columns)), 5):
        again, _ = reweighted(world, form, weights)
        assert form.scores(weights) == pytest.approx(again.to_numpy(), abs=1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_missing_is_passed_on_as_by_the_engine(seed):
    world = random_world(seed, missing=0.3)
    for level in ("groups", "indicators"):
        form = linear_score(world, level)
        assert form.scores(form.weights) == pytest.approx(world.score.to_numpy(), abs=1e-5, nan_ok=True)
    groups = linear_score(world, "groups")
    for weights in np.random.default_rng(seed).dirichlet(np.ones(3), 5):
        again, _ = reweighted(world, groups, weights)
        assert groups.scores(weights) == pytest.approx(again.to_numpy(), abs=1e-5, nan_ok=True)


def test_parts_that_some_cercles_know_alone_keep_their_share_and_are_named():
    values = [[0.5, 0.1, 0.9], [np.nan, 0.4, 0.2], [0.3, 0.8, 0.6]]
    groups = {"g0": {"i00": (3, BOTH), "i01": (1, BOTH)}, "g1": {"i10": (1, BOTH)}}
    world = scored(values, ["A1", "A1", "A2"], groups)
    form = linear_score(world, "indicators")
    assert form.held == ("i01",)
    inside = np.array([0.3, 0.1, 0.6])
    assert form.limits.obeyed(inside)
    assert form.scores(inside) == pytest.approx(reweighted(world, form, inside)[0].to_numpy(), abs=1e-5)
    assert not form.limits.obeyed(np.array([0.2, 0.2, 0.6]))


def test_a_group_of_which_nothing_is_known_keeps_its_weight():
    values = [[0.5, np.nan], [0.2, np.nan]]
    world = scored(values, ["A1", "A1"], plain_groups(2), shares={"g0": 70, "g1": 30})
    for level, names in (("groups", ("g0", "g1")), ("indicators", ("i00", "g1"))):
        form = linear_score(world, level)
        assert form.columns == names
        assert (form.low[1], form.high[1]) == (0.3, 0.3)
        assert form.scores(form.weights) == pytest.approx([50, 20])


def test_the_ceiling_acts_on_worths():
    events = counts(
        [("A1", "2021-01", 30, 0), ("A2", "2021-01", 9, 0), ("A3", "2021-02", 4, 0), ("B1", "2021-02", 3, 1)]
    )
    groups = {
        "g0": group(events_12m=events_indicator(hi=40), deaths=events_indicator("fatalities", hi=5)),
        "g1": group(active=events_indicator("active_months", hi=4)),
    }
    plan = targeting(groups, ceiling={"form": "window"})
    world = score(inputs(counts=events), plan, AS_OF)
    assert (world.outcome.damping.factor < 1).any()
    for level in ("groups", "indicators"):
        form = linear_score(world, level)
        for weights in np.random.default_rng(1).dirichlet(np.ones(len(form.columns)), 4):
            again, _ = reweighted(world, form, weights)
            assert form.scores(weights) == pytest.approx(again.to_numpy(), abs=1e-5)


@pytest.mark.parametrize("seed", range(10))
def test_limits_tell_which_weights_keep_every_score(seed):
    world = random_world(seed, missing=0.35, min_coverage=0.5)
    form = linear_score(world, "groups")
    seen = set()
    for weights in np.random.default_rng(seed).dirichlet(np.ones(3), 40):
        _, shut = reweighted(world, form, weights)
        assert bool(form.limits.obeyed(weights)) == (set(shut) == set(world.unscored))
        seen.add(set(shut) == set(world.unscored))
    assert True in seen or seed


def test_only_a_weighted_mean_is_linear():
    plan = targeting({"g0": group(events_12m=events_indicator())}, aggregation={"method": "power_mean", "p": 0})
    world = score(inputs(counts=counts([("A1", "2021-01", 3, 0)])), plan, AS_OF)
    with pytest.raises(ConfigError, match="arithmetic"):
        linear_score(world, "groups")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda parts: sum(parts) > 0))
def test_printed_weights_sum_to_the_whole(parts):
    weights = np.array(parts) / sum(parts)
    shown = printed(weights)
    assert shown.sum() == pytest.approx(1, abs=1e-12)
    assert np.abs(shown - weights).max() <= 1e-6
    assert (np.abs(shown * 1e6 - np.rint(shown * 1e6)) < 1e-6).all()


@pytest.mark.parametrize("seed", range(60))
def test_blocks_allow_exactly_the_lists_that_the_rules_allow(seed):
    rng = np.random.default_rng(seed)
    regions = sorted(rng.choice(["A1", "A2", "B1", "B2"], 7))
    world = scored(rng.uniform(0, 1, (7, 2)), regions, plain_groups(2))
    rules = all_rules(world, random_rules(rng, regions, 7))
    codes = list(world.design.pcodes)
    obeying = {
        flags
        for flags in product([False, True], repeat=7)
        if all(
            bound.low
            <= sum(flag for code, flag in zip(codes, flags, strict=True) if code in bound.members)
            <= bound.high
            for rule in rules
            for bound in rule.bounds
        )
    }
    if not obeying:
        return
    parts = blocks(rules, codes)
    allowed = set()
    for flags in product([False, True], repeat=7):
        taken = np.array(flags)
        counts_by_block = [taken[parts.block == number].sum() for number in range(len(parts.places))]
        by_set = parts.sets @ taken.astype(int)
        if (
            (taken[~parts.free] == parts.forced[~parts.free]).all()
            and list(counts_by_block) == parts.places.tolist()
            and (by_set >= parts.low).all()
            and (by_set <= parts.high).all()
        ):
            allowed.add(flags)
    assert allowed == obeying


def test_a_track_with_a_fixed_count_is_a_choice_of_its_own():
    regions = ["A1", "A1", "A2", "B1", "B1", "B2"]
    world = scored(np.random.default_rng(0).uniform(0, 1, (6, 2)), regions, plain_groups(2))
    from targeting_world import selection

    rules = all_rules(world, selection(3, tracks={"prevent": {"min": 1, "max": 1}}))
    parts = blocks(rules, list(world.design.pcodes))
    assert sorted(parts.places.tolist()) == [1, 2]
    assert len({*parts.block[:3]}) == len({*parts.block[3:]}) == 1
    assert parts.block[0] != parts.block[3]


forms = st.one_of(
    st.builds(lambda lo, width: Linear(form="linear", lo=lo, hi=lo + width), st.floats(0, 50), st.floats(0.1, 50)),
    st.builds(lambda lo, width: Decreasing(form="decreasing", lo=lo, hi=lo + width), st.floats(0, 50), st.floats(0.1, 50)),
    st.builds(lambda lo, width: Log(form="log", lo=lo, hi=lo + width), st.floats(0, 50), st.floats(0.5, 50)),
    st.builds(
        lambda lo, up, flat, down, floor: Window(
            form="window", lo=lo, best_from=lo + up, best_to=lo + up + flat, hi=lo + up + flat + down, floor=floor
        ),
        st.floats(0, 20), st.floats(0.1, 20), st.floats(0, 20), st.floats(0.1, 20), st.floats(0, 0.9),
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(forms, st.floats(0, 1), st.floats(0, 120))
def test_the_value_for_a_worth_has_that_worth_and_none_is_nearer(value, target, near):
    found = value_for(value, target, near)
    now = float(worth(value, np.array(near)))
    if np.isnan(found):
        ends = worth(value, np.linspace(0, 150, 3001))
        assert target < ends.min() + 1e-6 or target > ends.max() - 1e-6
        return
    assert float(worth(value, np.array(found))) == pytest.approx(target, abs=1e-6)
    between = worth(value, near + (found - near) * np.linspace(0, 0.999, 200))
    assert ((between <= target + 1e-6) | (between >= target - 1e-6)).all()
    if now < target - 1e-6:
        assert (between < target + 1e-6).all()
    if now > target + 1e-6:
        assert (between > target - 1e-6).all()


def test_steps_are_read_backwards_to_their_thresholds():
    value = Steps(form="steps", steps=((2, 0.3), (5, 0.8), (9, 0.5)))
    assert value_for(value, 0.5, 3.0) == 5
    assert value_for(value, 0.8, 12.0) == 9
    assert np.isnan(value_for(value, 0.9, 3.0))
    assert value_for(value, 0.3, 6.0) == 5
    assert value_for(value, 0.0, 6.0) == 2


def test_other_weights_choose_by_the_configurations_own_way():
    world = random_world(3)
    form = linear_score(world, "groups")
    from targeting_world import selection

    weights = np.array([0.0, 0.2, 0.8])
    total, shut = reweighted(world, form, weights)
    typed = {"method": "direct", "shares": {"g0": 0.0, "g1": 20.0, "g2": 80.0}}
    other = replace(
        world.design,
        targeting=type(world.design.targeting).model_validate(
            {**world.design.targeting.model_dump(), "weighting": typed}
        ),
    )
    from calibration_world import of_design

    again = of_design(other, world.context)
    assert total.to_numpy() == pytest.approx(again.score.to_numpy())
    best = chosen_with(world, selection(2), total, shut)
    assert set(np.flatnonzero(best)) == set(np.argsort(-again.score.to_numpy())[:2])
    with pytest.raises(InfeasibleError):
        chosen_with(world, selection(9), total, shut)


@pytest.mark.parametrize("level", ["groups", "indicators"])
def test_which_groups_a_cercle_has_is_a_mask_and_no_sum_that_comes_near_one(level):
    """Shares of a sixth sum to a hair less than 1; whoever has the same groups is alike for all that."""
    groups = {"g0": {f"i{k}": (1, BOTH) for k in range(6)}, "g1": {"i6": (1, BOTH)}}
    rng = np.random.default_rng(3)
    values = rng.uniform(0, 1, (40, 7))
    values[::3, 0], values[-1, 6] = np.nan, np.nan
    form = linear_score(scored(values, ["A1"] * 20 + ["B1"] * 20, groups), level)
    assert form.known.dtype == bool
    assert len(np.unique(form.known, axis=0)) == 2
    assert comparable(form, [np.arange(40) < 39], 5).how == "exact"
    assert comparable(form, [np.ones(40, dtype=bool)], 5).how == "scanned"


def test_equal_worths_are_equal_whatever_they_were_summed_from():
    """0.1 + 0.2 is not 0.3 to a float: nobody is ahead of the other for that."""
    groups = {"g0": {"i0": (1, BOTH), "i1": (1, BOTH)}, "g1": {"i2": (1, BOTH)}}
    form = linear_score(scored([[0.1, 0.2, 0.5], [0.3, 0.0, 0.5], [0.2, 0.1, 0.5]], ["A1"] * 3, groups), "groups")
    assert len(np.unique(form.worths, axis=0)) == 1
