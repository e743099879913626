"""Weights and lists at once, against every list and a fine grid of weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from calibration_world import (
    BOTH,
    all_rules,
    chosen,
    codes_of,
    grid_lists,
    lists_of,
    plain_groups,
    random_rules,
    scored,
    simplex,
)
from targeting_world import selection

from prosmed_gis.errors import ConfigError, InfeasibleError, ProsmedError
from prosmed_gis.targeting.choice.tree import swaps
from prosmed_gis.targeting.inverse.blocks import blocks
from prosmed_gis.targeting.inverse.calibration import calibrate
from prosmed_gis.targeting.inverse.explaining import nearest, widest
from prosmed_gis.targeting.inverse.joint import joint
from prosmed_gis.targeting.inverse.linear import linear_score
from prosmed_gis.targeting.inverse.linear_programme import Programme
from prosmed_gis.targeting.inverse.ratios import comparable
from prosmed_gis.targeting.inverse.rechoosing import chosen_with, reweighted
from prosmed_gis.targeting.inverse.weight_change import exchanges

REGIONS = ["A1", "A1", "A2", "A2", "B1", "B1", "B2"]
LEAST = 0.01
GRID = simplex(3, 40)


def world_of(seed, *, groups=3, regions=REGIONS, **more):
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 1, (len(regions), groups)).round(2)
    return scored(values, regions, plain_groups(groups), **more)


def pairs_of(world, rules, flags):
    return exchanges(swaps(rules, list(world.design.pcodes), flags), world.score.to_numpy())


@pytest.mark.parametrize("seed", range(16))
def test_a_list_is_reachable_exactly_where_no_exchange_betters_it(seed):
    """The bars of the programme against all allowed exchanges, for every list."""
    world = world_of(seed)
    rules = all_rules(world, random_rules(np.random.default_rng(seed), REGIONS, 7))
    form = linear_score(world, "groups")
    reachable = 0
    for flags in lists_of(world, rules):
        best = widest(comparable(form, [], 3), pairs_of(world, rules, flags), 10)
        model = joint(form, blocks(rules, list(world.design.pcodes)), margin_points=LEAST)
        model.programme.rows(model.chosen, np.eye(7), flags.astype(float), flags.astype(float))
        if abs(best.margin_points - LEAST) < 1e-6:
            continue
        assert (model.programme.solve(10).status == "optimal") == (best.margin_points > LEAST)
        reachable += best.margin_points > LEAST
    if not reachable:
        with pytest.raises(InfeasibleError):
            chosen(world, random_rules(np.random.default_rng(seed), REGIONS, 7))


@pytest.mark.parametrize("seed", range(15))
def test_the_widest_margin_is_true_and_no_grid_of_weights_is_wider(seed):
    world = world_of(seed)
    rules = all_rules(world, selection(3, regions={"max": 2}))
    form = linear_score(world, "groups")
    flags = chosen(world, selection(3, regions={"max": 2}))
    pairs = pairs_of(world, rules, flags)
    found = widest(comparable(form, [], 3), pairs, 10)
    numbers = form.scores(found.weights)
    assert found.margin_points == pytest.approx((numbers[pairs[:, 0]] - numbers[pairs[:, 1]]).min(), abs=1e-9)
    inside = GRID[(GRID >= LEAST).all(axis=1)]
    by_grid = 100 * (inside @ (form.worths[pairs[:, 0]] - form.worths[pairs[:, 1]]).T).min(axis=1)
    assert by_grid.max() <= found.margin_points + 1e-9
    assert by_grid.max() >= found.margin_points - 5


def test_margins_of_tracks_with_different_groups_are_points_of_score():
    """Two denominators: the margin is the least of ratios, found by several linear programmes."""
    groups = {"g0": {"i00": (1, BOTH)}, "g1": {"i10": (1, BOTH)}, "g2": {"i20": (1, ("prevent",))}}
    rules = selection(4, tracks={"prevent": {"min": 2, "max": 2}})
    inside = GRID[(GRID >= LEAST).all(axis=1)]
    for seed in range(12):
        world = scored(np.random.default_rng(seed).uniform(0, 1, (8, 3)), ["A1"] * 4 + ["B1"] * 4, groups)
        form = linear_score(world, "groups")
        flags = chosen(world, rules)
        pairs = pairs_of(world, all_rules(world, rules), flags)
        found = widest(comparable(form, [], 3), pairs, 10)
        scores = 100 * (inside @ form.worths.T) / (inside @ form.known.T)
        margins = (scores[:, pairs[:, 0]] - scores[:, pairs[:, 1]]).min(axis=1)
        assert margins.max() <= found.margin_points + 1e-7
        assert margins.max() >= found.margin_points - 5
        own = form.scores(found.weights)
        assert (own[pairs[:, 0]] - own[pairs[:, 1]]).min() == pytest.approx(found.margin_points, abs=1e-9)


@pytest.mark.parametrize("seed", range(16))
def test_no_grid_of_weights_finds_more_of_a_list(seed):
    rng = np.random.default_rng(1000 + seed)
    world = world_of(1000 + seed)
    rules = random_rules(rng, REGIONS, 7)
    asked = all_rules(world, rules)
    lists = list(lists_of(world, asked))
    if not lists:
        return
    reference = lists[rng.integers(len(lists))]
    found = calibrate(world, rules, codes_of(world, reference))
    form = linear_score(world, "groups")
    inside = GRID[(GRID >= LEAST).all(axis=1)]
    best, margin = grid_lists(world, form, asked, inside)
    # The margin of a list is that of its weakest exchange (a second-best list is one exchange away).
    by_grid = (best & reference).sum(axis=1)[margin >= LEAST]
    assert found.status == "optimal"
    assert found.hits == found.most_hits >= by_grid.max()
    assert found.best.margin_points >= LEAST - 1e-5
    assert found.best.margin_points >= found.closest.margin_points - 1e-5
    for weights in (found.best.weights, found.closest.weights):
        score, shut = reweighted(world, form, weights)
        assert (chosen_with(world, rules, score, shut) == found.selected).all()
        assert (found.selected & reference).sum() == found.hits
    _no_grid_is_nearer(form, found, inside, by_grid_hits=(best & reference).sum(axis=1), margin=margin)
    _verdicts_agree(world, found, best, margin)


def _no_grid_is_nearer(form, found, weights, *, by_grid_hits, margin):
    as_good = weights[(by_grid_hits == found.hits) & (margin >= LEAST)]
    if found.hits < found.most_hits or not len(as_good):
        return
    apart = np.abs(as_good - form.weights).sum(axis=1).min()
    assert np.abs(found.closest.weights - form.weights).sum() <= apart + 1e-5


def _verdicts_agree(world, found, best, margin):
    codes = list(world.design.pcodes)
    strict = best[margin >= LEAST]
    for verdict in found.verdicts:
        column = strict[:, codes.index(verdict.pcode)]
        if verdict.kind in ("never", "rules"):
            assert not column.any()
        if verdict.kind == "never":
            assert set(verdict.ahead_always) <= set(verdict.ahead_then)
        if verdict.kind == "traded":
            assert verdict.hits_with <= found.hits
            reference = found.reference
            with_it = (strict[column] & reference).sum(axis=1)
            assert not len(with_it) or with_it.max() <= verdict.hits_with


@pytest.mark.parametrize("level", ["groups", "indicators"])
@pytest.mark.parametrize("seed", range(6))
def test_planted_weights_are_found_again_as_the_list_that_they_choose(level, seed):
    rng = np.random.default_rng(seed)
    groups = plain_groups(3, indicators=2)
    world = scored(rng.uniform(0, 1, (12, 6)), ["A1", "A2", "B1", "B2"] * 3, groups)
    form = linear_score(world, level)
    rules = selection(5, tracks={"prevent": {"min": 2, "max": 2}})
    planted = rng.dirichlet(np.ones(len(form.columns)))
    score, shut = reweighted(world, form, planted)
    listed = chosen_with(world, rules, score, shut)
    found = calibrate(world, rules, codes_of(world, listed), level=level)
    assert found.status == "optimal"
    assert (found.selected == listed).all()
    assert found.hits == 5
    assert found.reference_margin > LEAST
    assert {verdict.kind for verdict in found.verdicts} == {"explained"}
    moved = np.abs(found.closest.weights - form.weights).sum() / 2
    assert moved <= np.abs(planted - form.weights).sum() / 2 + 1e-5


@pytest.mark.parametrize("seed", range(4))
def test_weights_of_indicators_are_found_and_verified_where_values_are_missing(seed):
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 1, (12, 6))
    values[[0, *np.flatnonzero(rng.random(12) < 0.3)], 0] = np.nan
    world = scored(values, ["A1", "A2", "B1", "B2"] * 3, plain_groups(3, indicators=2), min_coverage=0.5)
    listed = codes_of(world, rng.permutation(np.arange(12) < 5))
    finer = calibrate(world, selection(5), listed, level="indicators")
    coarser = calibrate(world, selection(5), listed)
    assert finer.form.held
    # Groups' weights are weights of indicators that keep their shares, so that the finer question finds no less.
    assert finer.most_hits >= coarser.most_hits


def test_a_list_of_everybody_has_no_margin_to_look_for():
    world = world_of(4)
    found = calibrate(world, selection(7), list(world.design.pcodes))
    assert (found.status, found.hits, found.best.margin_points) == ("optimal", 7, np.inf)


def test_the_configured_list_needs_no_other_weights():
    world = world_of(5)
    rules = selection(3)
    found = calibrate(world, rules, codes_of(world, chosen(world, rules)))
    assert found.closest.weights == pytest.approx(found.form.weights, abs=1e-6)
    assert found.hits == 3


def test_a_cercle_that_enough_others_beat_in_everything_is_told_with_them():
    values = [[0.9, 0.8], [0.8, 0.9], [0.7, 0.75], [0.1, 0.2]]
    world = scored(values, ["A1", "A1", "A2", "A2"], plain_groups(2))
    found = calibrate(world, selection(2), ["C00", "C03", "C99"])
    verdicts = {verdict.pcode: verdict for verdict in found.verdicts}
    assert verdicts["C00"].kind == "explained"
    assert verdicts["C03"].kind == "never"
    assert verdicts["C03"].ahead_always == verdicts["C03"].ahead_then == ("C00", "C01", "C02")
    assert (verdicts["C03"].best_rank, verdicts["C03"].places) == (4, 2)
    assert verdicts["C99"].kind == "absent"
    assert found.reference_margin == pytest.approx(-70, abs=0.5)
    short = calibrate(world, selection(2), ["C03"])
    assert short.reference_margin is None
    assert [rule.word for rule in short.broken] == ["n=2"]


def test_a_cercle_that_nobody_beats_in_everything_can_still_be_chosen_by_no_weights():
    """In the middle of two extremes, below the line between them: always second or third."""
    values = [[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]]
    world = scored(values, ["A1", "A1", "A2"], plain_groups(2))
    found = calibrate(world, selection(1), ["C02"])
    (verdict,) = found.verdicts
    assert verdict.kind == "never"
    assert verdict.ahead_always == ()
    assert verdict.best_rank == 2
    assert found.hits == 0
    assert found.reference_margin == pytest.approx(-10, abs=1e-4)


def test_what_the_rules_and_the_data_settle_is_told_as_such():
    values = [[0.9, 0.8], [0.8, 0.9], [np.nan, np.nan], [0.1, 0.2]]
    world = scored(values, ["A1", "A1", "A2", "A3"], plain_groups(2), min_coverage=0.5)
    rules = selection(1, regions={"by_region": {"A3": {"max": 0}}})
    kinds = {v.pcode: v.kind for v in calibrate(world, rules, ["C02", "C03"]).verdicts}
    assert kinds == {"C02": "unscored", "C03": "rules"}


def test_two_cercles_alike_in_everything_are_parted_by_no_weights():
    values = [[0.5, 0.5], [0.5, 0.5], [0.2, 0.1]]
    world = scored(values, ["A1", "A1", "A2"], plain_groups(2))
    with pytest.raises(ProsmedError, match="least_margin_points"):
        calibrate(world, selection(1), ["C01"])
    assert calibrate(world, selection(2), ["C01", "C02"]).hits == 1


def test_weights_keep_cercles_on_their_side_of_the_coverage():
    """Only g1 is measured everywhere: weights that lean on g0 would leave C02 without a score."""
    values = [[0.9, 0.1], [0.1, 0.5], [np.nan, 0.6], [0.2, 0.2]]
    world = scored(values, ["A1", "A1", "A2", "A2"], plain_groups(2), min_coverage=0.5)
    assert not world.unscored
    found = calibrate(world, selection(1), ["C00"])
    # At 50/50 C02 (0.6 on what it has) beats C00 (0.5), and more weight on g0 takes its score away.
    assert found.hits == 0
    assert found.best.weights[1] >= 0.5 - 1e-6


def big_world(**more):
    values = np.random.default_rng(0).uniform(0, 1, (28, 4))
    world = scored(values, ["A1", "A2", "B1", "B2"] * 7, plain_groups(4))
    plan = world.design.targeting
    hurried = plan.model_copy(update={"calibration": plan.calibration.model_copy(update=more)})
    return replace(world, design=replace(world.design, targeting=hurried))


def test_no_answer_within_the_time_is_no_answer():
    with pytest.raises(ProsmedError, match="time_limit_s"):
        calibrate(big_world(time_limit_s=1e-9), selection(11), ["C01", "C03", "C06"])


def test_a_search_that_was_stopped_is_never_called_optimal(monkeypatch):
    whole = Programme.solve

    def stopped(self, time_limit_s):
        answer = whole(self, time_limit_s)
        return replace(answer, status="feasible", bound=answer.cost - 2) if answer.found else answer

    listed = ["C01", *(f"C{number:02d}" for number in range(0, 28, 3))]
    full = calibrate(big_world(), selection(11), listed)
    monkeypatch.setattr(Programme, "solve", stopped)
    found = calibrate(big_world(), selection(11), listed)
    assert (full.status, full.most_hits) == ("optimal", full.hits)
    assert (found.status, found.most_hits) == ("feasible", found.hits + 2)
    assert not found.closest_proved


def test_tracks_that_compete_for_one_place_are_scanned_and_it_is_said():
    groups = {"g0": {"i00": (1, BOTH)}, "g1": {"i10": (1, BOTH)}, "g2": {"i20": (1, ("prevent",))}}
    inside = GRID[(GRID >= LEAST).all(axis=1)]
    for seed in range(3):
        rng = np.random.default_rng(seed)
        world = scored(rng.uniform(0, 1, (7, 3)), REGIONS, groups)
        asked = all_rules(world, selection(3))
        reference = list(lists_of(world, asked))[rng.integers(35)]
        found = calibrate(world, selection(3), codes_of(world, reference))
        assert found.how == "scanned"
        assert (found.status == "optimal") == (found.hits == 3)
        assert not found.closest_proved
        form = linear_score(world, "groups")
        best, margin = grid_lists(world, form, asked, inside)
        by_grid = (best & reference).sum(axis=1)[margin >= 1]
        assert found.hits >= by_grid.max()


def test_rules_that_do_not_nest_are_refused():
    from prosmed_gis.targeting.choice.rules import Bound, Rule

    overlapping = (Rule("a", (Bound(frozenset("AB"), 0, 1), Bound(frozenset("BC"), 0, 1))),)
    with pytest.raises(ConfigError, match="nest"):
        blocks(overlapping, list("ABC"))


def test_the_same_question_has_the_same_answer():
    world = world_of(8)
    answers = [calibrate(world, selection(3), ["C00", "C03", "C05"]) for _ in range(2)]
    assert (answers[0].best.weights == answers[1].best.weights).all()
    assert (answers[0].closest.weights == answers[1].closest.weights).all()
    assert answers[0].verdicts == answers[1].verdicts


def test_nearest_weights_for_a_list_that_none_chooses_are_none():
    values = [[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]]
    world = scored(values, ["A1", "A1", "A2"], plain_groups(2))
    form = linear_score(world, "groups")
    assert nearest(comparable(form, [], 3), np.array([[2, 0], [2, 1]]), LEAST, 10) is None
