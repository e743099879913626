"""Smallest changes of weights, and what a cercle's place would take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from calibration_world import (
    BOTH,
    all_rules,
    chosen,
    grid_lists,
    of_design,
    plain_groups,
    random_rules,
    scored,
    simplex,
)
from targeting_world import selection

from prosmed_gis.errors import InfeasibleError
from prosmed_gis.targeting.choice.tree import swaps
from prosmed_gis.targeting.inverse import weight_change
from prosmed_gis.targeting.inverse.linear import linear_score
from prosmed_gis.targeting.inverse.rechoosing import chosen_with, reweighted
from prosmed_gis.targeting.inverse.stability import stability
from prosmed_gis.targeting.inverse.wanting import wanting, wanting_sentences
from prosmed_gis.targeting.inverse.weight_change import exchanges, weight_changes

REGIONS = ["A1", "A1", "A2", "A2", "B1", "B1", "B2", "B2"]
THIRD = {"g0": {"i00": (1, BOTH)}, "g1": {"i10": (1, BOTH)}, "g2": {"i20": (1, ("prevent",))}}
LEAST = 0.01


def world_of(seed, *, groups=4, **more):
    values = np.random.default_rng(seed).uniform(0, 1, (len(REGIONS), groups))
    return scored(values, REGIONS, plain_groups(groups), **more)


def list_at(world, rules, form, weights):
    return chosen_with(world, rules, *reweighted(world, form, weights))


def changes(world, rules, *, nearest=None):
    flags = chosen(world, rules)
    pairs = exchanges(swaps(all_rules(world, rules), list(world.design.pcodes), flags), world.score.to_numpy(), nearest)
    return weight_changes(linear_score(world, "groups"), pairs, steps=41, time_limit_s=10)


def new_weights(frame, row):
    return frame.filter(like="share_").to_numpy()[row]


def test_by_hand():
    """0.2 ahead in g0 and 0.1 behind in g1 at half each: 5 points; each point moved takes 0.3; a sixth of the whole."""
    world = scored([[0.7, 0.4], [0.5, 0.5]], ["A1", "A1"], plain_groups(2))
    (row,) = changes(world, selection(1)).itertuples()
    assert row.gap_points == pytest.approx(5)
    assert row.moved_percent == pytest.approx(100 * 0.05 / 0.3)
    assert (row.from_groups, row.to_groups, row.how) == (("g0",), ("g1",), "exact")
    assert (row.share_g0, row.share_g1) == pytest.approx((0.5 - 1 / 6, 0.5 + 1 / 6))


def test_no_weights_help_whoever_is_behind_in_everything():
    world = scored([[0.7, 0.5], [0.5, 0.5]], ["A1", "A1"], plain_groups(2))
    (row,) = changes(world, selection(1)).itertuples()
    assert np.isnan(row.moved_percent)
    assert row.from_groups == row.to_groups == ()


def test_the_least_share_of_a_criterion_is_kept():
    """Only g1 speaks for the second, who needs more of it than the others can give up."""
    values = [[1.0, 0.0], [0.0, 0.005]]
    world = scored(values, ["A1", "A1"], plain_groups(2))
    assert changes(world, selection(1))["moved_percent"].isna().all()
    values[1][1] = 0.02
    (row,) = changes(scored(values, ["A1", "A1"], plain_groups(2)), selection(1)).itertuples()
    assert row.share_g0 == pytest.approx(0.02 / 1.02)


@pytest.mark.parametrize("seed", range(6))
def test_the_closed_form_is_the_linear_programmes_optimum(seed):
    world = world_of(seed, shares={"g0": 55, "g1": 25, "g2": 20, "g3": 0})
    form = linear_score(world, "groups")
    frame = changes(world, selection(3))
    for number, row in enumerate(frame.itertuples()):
        solved, how = weight_change._by_programme(form, np.array([row.selected, row.left_out]), 3, 10)
        assert how == "exact"
        if np.isnan(row.moved_percent):
            assert np.isnan(solved).all()
            continue
        weights = new_weights(frame, number)
        assert row.moved_percent == pytest.approx(50 * np.abs(solved - form.weights).sum(), abs=1e-6)
        assert weights.sum() == pytest.approx(1)
        assert (weights >= form.low - 1e-12).all()
        scores = form.scores(weights)
        assert scores[row.selected] == pytest.approx(scores[row.left_out], abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_the_list_changes_first_where_it_is_said_to(seed):
    rng = np.random.default_rng(seed)
    world = world_of(seed)
    rules = random_rules(rng, REGIONS, len(REGIONS))
    try:
        flags = chosen(world, rules)
    except InfeasibleError:
        return
    form = linear_score(world, "groups")
    found = stability(world, flags, all_rules(world, rules))
    assert found.how == "exact"
    if found.first.empty:
        radius = 1.0
    else:
        (row,) = found.first.itertuples()
        weights, radius = new_weights(found.first, 0), row.moved_percent / 100
        before = form.weights + 0.999 * (weights - form.weights)
        after = form.weights + 1.001 * (weights - form.weights)
        assert (list_at(world, rules, form, before) == flags).all()
        moved = list_at(world, rules, form, after)
        assert (moved != flags).any()
        codes = list(world.design.pcodes)
        assert not moved[codes.index(row.selected)] or moved[codes.index(row.left_out)]
    for other in rng.dirichlet(np.ones(4), 20):
        step = other - form.weights
        inside = form.weights + step * min(1.0, 0.999 * radius / (np.abs(step).sum() / 2))
        if (inside >= form.low).all():
            assert (list_at(world, rules, form, inside) == flags).all()


def test_only_the_nearest_exchanges_are_shown_and_the_first_change_is_over_all():
    world = world_of(2)
    rules = selection(4)
    flags = chosen(world, rules)
    every = changes(world, rules)
    found = stability(world, flags, all_rules(world, rules))
    assert len(every) == 16
    assert len(found.exchanges) < 16
    assert found.first["moved_percent"].tolist() == [every["moved_percent"].min()]
    assert found.exchanges["gap_points"].is_monotonic_increasing
    assert set(found.exchanges["selected"]) <= set(world.design.pcodes[flags])


def test_weights_that_would_take_a_score_away_are_not_looked_at():
    """More weight on g0 would favour C01, but C02 is known in g1 only and needs half of the weight there."""
    values = [[0.5, 0.7], [0.9, 0.2], [np.nan, 0.1]]
    free = scored(values, ["A1", "A1", "A1"], plain_groups(2), shares={"g0": 40, "g1": 60})
    held = scored(values, ["A1", "A1", "A1"], plain_groups(2), shares={"g0": 40, "g1": 60}, min_coverage=0.55)
    first = {
        name: changes(world, selection(1)).set_index(["selected", "left_out"]).loc[(0, 1), "moved_percent"]
        for name, world in (("free", free), ("held", held))
    }
    assert first["free"] == pytest.approx(100 * (0.3 - 0.16) / 0.9, abs=1e-6)
    assert np.isnan(first["held"])


@pytest.mark.parametrize("seed", range(4))
def test_cercles_with_other_groups_draw_level_at_a_scanned_ratio(seed):
    world = scored(np.random.default_rng(seed).uniform(0, 1, (8, 3)), REGIONS, THIRD)
    form = linear_score(world, "groups")
    frame = changes(world, selection(3), nearest=2)
    crossing = frame[frame["how"] == "scanned"]
    grid = simplex(3, 60)
    grid = grid[(grid >= LEAST).all(axis=1)]
    scores = 100 * (grid @ form.worths.T) / (grid @ form.known.T)
    apart = 50 * np.abs(grid - form.weights).sum(axis=1)
    for number, row in zip(crossing.index, crossing.itertuples(), strict=True):
        level = scores[:, row.left_out] >= scores[:, row.selected]
        if np.isnan(row.moved_percent):
            assert not level.any()
            continue
        own = form.scores(new_weights(frame, number))
        assert own[row.left_out] >= own[row.selected] - 1e-6
        # Ratios are tried in steps, so that a slightly smaller change may exist; never one that is clearly smaller.
        assert not level.any() or row.moved_percent <= apart[level].min() + 2


def asked_of(world, rules, pcode):
    return wanting(world, chosen(world, rules), all_rules(world, rules), pcode)


@pytest.mark.parametrize("seed", range(5))
def test_the_smallest_change_brings_a_cercle_in_or_puts_it_out(seed):
    world = world_of(seed, groups=3)
    rules = selection(3, regions={"max": 2})
    flags = chosen(world, rules)
    form = linear_score(world, "groups")
    grid = simplex(3, 30)
    grid = grid[(grid >= LEAST).all(axis=1)]
    lists, margin = grid_lists(world, form, all_rules(world, rules), grid)
    apart = 50 * np.abs(grid - form.weights).sum(axis=1)
    brought = 0
    for number, code in enumerate(world.design.pcodes):
        found = asked_of(world, rules, code)
        assert found.selected == flags[number]
        changed = (lists[:, number] != flags[number]) & (margin >= LEAST)
        if found.change is None:
            assert found.searched == "infeasible"
            assert not changed.any()
            continue
        assert not changed.any() or found.change.moved_percent <= apart[changed].min() + 1e-6
        weights = np.array(list(found.change.shares.values()))
        assert 50 * np.abs(weights - form.weights).sum() == pytest.approx(found.change.moved_percent, abs=1e-6)
        assert sum(points for points in found.change.moves.values() if points > 0) == pytest.approx(
            found.change.moved_percent, abs=1e-6
        )
        assert not found.change.level
        assert list_at(world, rules, form, weights)[number] != flags[number]
        brought += 1
    assert brought


def test_rivals_are_the_nearest_that_the_rules_allow():
    values = [[0.9, 0.9], [0.6, 0.6], [0.5, 0.5], [0.55, 0.55]]
    world = scored(values, ["A1", "A2", "A1", "A3"], plain_groups(2))
    rules = selection(2, regions={"max": 1})
    out = asked_of(world, rules, "C02")
    # C02 may only take the place of C00, whose region is full; C01 is nearer but stands in another region.
    assert [(rival.pcode, rival.gap_points) for rival in out.rivals] == [("C00", pytest.approx(40))]
    assert out.gap_points == pytest.approx(40)
    inside = asked_of(world, rules, "C01")
    assert [rival.pcode for rival in inside.rivals] == ["C03"]
    assert inside.gap_points == pytest.approx(5)


@pytest.mark.parametrize("seed", range(4))
def test_the_needed_value_of_an_indicator_is_where_the_place_changes_hands(seed):
    world = world_of(seed, groups=2)
    rules = selection(4)
    flags = chosen(world, rules)
    changed = 0
    for number, code in enumerate(world.design.pcodes):
        for k, need in enumerate(asked_of(world, rules, code).needs):
            assert need.value == pytest.approx(world.design.measured[number, k])
            if np.isnan(need.needed):
                extreme = 0.0 if flags[number] else 1.0
                assert chosen(_with_value(world, number, k, extreme), rules)[number] == flags[number]
                continue
            push = 1e-4 * (-1 if flags[number] else 1)
            assert chosen(_with_value(world, number, k, need.needed + push), rules)[number] != flags[number]
            assert chosen(_with_value(world, number, k, need.needed - push), rules)[number] == flags[number]
            changed += 1
    assert changed


def _with_value(world, cercle, indicator, value):
    measured = world.design.measured.copy()
    measured[cercle, indicator] = value
    return of_design(replace(world.design, measured=measured, filled=measured), world.context)


def test_a_cercle_that_the_rules_hold_wants_nothing():
    world = world_of(1)
    rules = selection(3, regions={"by_region": {"B2": {"max": 0}}})
    found = asked_of(world, rules, "C07")
    assert (found.rivals, found.change, found.needs) == ((), None, ())
    for language, word in (("fr", "règles"), ("en", "rules")):
        (sentence,) = wanting_sentences(
            found, world.context.inputs.cercles["name"], world.criteria.definitions, language, least_share_percent=1
        )
        assert word in sentence


def test_sentences_name_rivals_weights_and_values():
    world = scored([[0.7, 0.4], [0.5, 0.5]], ["A1", "A1"], plain_groups(2))
    names, definitions = world.context.inputs.cercles["name"], world.criteria.definitions

    def told(code, language):
        return wanting_sentences(
            asked_of(world, selection(1), code), names, definitions, language, least_share_percent=1
        )

    rivals, weights, values = told("C01", "en")
    assert "Cercle C00 (5)" in rivals
    assert "if 16.7 points" in weights
    assert "Group (16.7)" in weights
    assert "0.6 instead of 0.5" in values
    for sentence in told("C00", "fr"):
        assert "{" not in sentence
    assert "sortirait" in told("C00", "fr")[1]
    level = scored([[0.5, 0.5], [0.5, 0.5]], ["A1", "A1"], plain_groups(2))
    tied = asked_of(level, selection(1), "C01")
    assert "tie-break" in wanting_sentences(tied, names, definitions, "en", least_share_percent=1)[1]
    behind = scored([[0.9, 0.9], [0.1, 0.1]], ["A1", "A1"], plain_groups(2))
    lost = asked_of(behind, selection(1), "C01")
    sentences = wanting_sentences(lost, names, definitions, "en", least_share_percent=1)
    assert "no weights" in sentences[1]
    assert "none would be enough" in sentences[2]
