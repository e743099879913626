"""Joint draws, what decides the list, and the list under other views; on a world of six cercles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from targeting_world import CODES, counts, events_indicator, group, indicator, inputs, linear, selection, targeting

from prosmed_gis.targeting.firm.deciding import by_choice, by_input
from prosmed_gis.targeting.firm.defence import robustness
from prosmed_gis.targeting.firm.draws import distances
from prosmed_gis.targeting.firm.omitting import omissions
from prosmed_gis.targeting.firm.sampling import CHOICES, sample
from prosmed_gis.targeting.firm.views import views
from prosmed_gis.targeting.run import choose, score
from prosmed_gis.targeting.scoring.aggregate import aggregations, base_draw, combine
from scripts.bench.firmness_coverage import LEAST, MOST, coverage, estimates, reseeded

STILL = {
    "draws": 400,
    "seed": 3,
    "concentration": 1e9,
    "goalpost_share": 0,
    "drop_share": 0,
    "event_replicates": 0,
    "sensitivity_draws": 256,
    "other_normalisations": {},
    "other_aggregations": (),
    "core_share": 0.95,
    "out_share": 0.05,
}
TOPSIS = {"share": 0.25, "aggregation": {"method": "topsis"}}
GEOMETRIC = {"share": 0.25, "aggregation": {"method": "power_mean", "p": 0}}
# Two groups that rank the cercles in opposite orders: the weights alone decide who is chosen.
EVENTS = [(code, "2021-06", 9 - place, 0) for place, code in enumerate(CODES)]
PLANS = {"A1": "listed", "A2": "listed", "B2": "planned", "B3": "started"}


def world(groups=("violence", "strategy"), firmness=None, **more):
    parts = {
        "violence": group(events=events_indicator()),
        "strategy": group(plans=indicator("strategy_points", linear(4))),
    }
    config = targeting({name: parts[name] for name in groups}, firmness={**STILL, **(firmness or {})}, **more)
    redeployment = pd.DataFrame(
        {"plan": "p", "level": "cercle", "pcode": list(PLANS), "status": list(PLANS.values()), "date": pd.NaT}
    ).astype({"date": "datetime64[s]"})
    layers = inputs(counts=counts(EVENTS), redeployment=redeployment)
    return score(layers, config, pd.Timestamp("2021-06-30").date(), language="en")


def firm(scored, n=2):
    return choose(scored, selection(n)).firm


def defended(scored, n=2, **more):
    rules = selection(n, **more)
    return robustness(scored, choose(scored, rules), rules, language="en")


def test_without_any_variation_every_draw_is_the_list():
    found = firm(world())
    assert (found.distances() == 0).all()
    assert set(found.frame["frequency"]) == {0.0, 1.0}


def test_each_method_gets_its_share_of_the_draws():
    scored = world(firmness={"other_aggregations": (TOPSIS, GEOMETRIC), "other_normalisations": {"rank": 0.5}})
    drawn = sample(scored.design, firm(scored).question.worlds, 8000, np.random.default_rng(1))
    assert [(drawn.aggregation == k).mean() for k in range(3)] == pytest.approx([0.5, 0.25, 0.25], abs=0.02)
    assert [(drawn.normalisation == k).mean() for k in range(3)] == pytest.approx([0.5, 0, 0.5], abs=0.02)
    assert [item.method for item in aggregations(scored.design)] == ["arithmetic", "topsis", "power_mean"]


def test_a_draw_scores_by_its_own_method():
    scored = world(firmness={"other_aggregations": (GEOMETRIC,)})
    as_configured, geometric = base_draw(scored.design), replace(base_draw(scored.design), aggregation=np.array([1]))
    # A1: nine events of ten, one point of four, equal weights
    assert combine(scored.design, as_configured).scores[0][0] == pytest.approx(100 * (0.9 + 0.25) / 2)
    assert combine(scored.design, geometric).scores[0][0] == pytest.approx(100 * (0.9 * 0.25) ** 0.5)


def test_worths_from_the_data_instead_of_the_goalposts():
    scored = world(groups=("violence",), firmness={"other_normalisations": {"min_max": 0.5, "rank": 0.5}})
    base = base_draw(scored.design)
    stretched = combine(scored.design, replace(base, normalisation=np.array([1]))).scores[0]
    assert stretched == pytest.approx(100 * (np.arange(9, 3, -1) - 4) / 5)
    ranked = combine(scored.design, replace(base, normalisation=np.array([2]))).scores[0]
    assert ranked == pytest.approx([100, 80, 60, 40, 20, 0])


def test_where_only_weights_vary_they_decide_everything():
    found = firm(world(firmness={"concentration": 4}))
    decides = by_choice(found.question, 512, 1)
    assert decides.index[0] == "weights"
    assert decides["total"]["weights"] == pytest.approx(1, abs=0.1)
    assert decides["first_order"]["weights"] == pytest.approx(1, abs=0.1)
    assert (decides.loc[[name for name in CHOICES if name != "weights"]] == 0).all(axis=None)
    single = by_input(found)
    assert set(single["choice"]) == {"weights"}
    # With two groups each share says all about the other.
    assert single["first_order"][:2].min() > 0.8


def test_where_two_choices_vary_both_are_told():
    found = firm(world(firmness={"concentration": 4, "other_aggregations": (TOPSIS, GEOMETRIC)}))
    decides = by_choice(found.question, 512, 1)
    assert set(decides.index[:2]) == {"weights", "aggregation"}
    assert (decides["total"][:2] > 0.01).all()
    assert (decides["total"][2:] == 0).all()


def test_a_list_that_never_changes_is_decided_by_nothing():
    decides = by_choice(firm(world()).question, 64, 1)
    assert decides.isna().all(axis=None)


def test_distance_by_hand():
    lists = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 1, 1], [0, 0, 0, 0]], dtype=bool)
    assert distances(lists, lists[0]).tolist() == pytest.approx([0, 1 - 1 / 3, 1, 1])


def test_same_seed_same_numbers_and_another_seed_others():
    loose = {"concentration": 5, "event_replicates": 20}
    first, again = (defended(world(firmness=loose)) for _ in range(2))
    other = defended(world(firmness={**loose, "seed": 4}))
    pd.testing.assert_frame_equal(first.choices, again.choices)
    pd.testing.assert_frame_equal(first.inputs, again.inputs)
    assert not first.choices.equals(other.choices)


def test_without_draws_nothing_is_told_of_them():
    found = defended(world(firmness={"draws": 0}))
    assert found.choices.empty
    assert found.inputs.empty
    assert len(found.views) == 3


def test_views_side_by_side():
    only = {"violence": {"violence": 100, "strategy": 0}, "plans": {"violence": 0, "strategy": 100}}
    stakeholders = {
        name: {"label_fr": name, "label_en": name, "source": "made", "weighting": {"method": "swing", "points": points}}
        for name, points in only.items()
    }
    found = views(firm(world(stakeholders=stakeholders)).question)
    assert found.summary.index.tolist() == ["configured", "violence", "plans", "entropy", "critic"]
    assert found.selected["violence"][lambda s: s].index.tolist() == ["A1", "A2"]
    assert found.selected["plans"][lambda s: s].index.tolist() == ["B2", "B3"]
    assert found.ranks["violence"].tolist() == [1, 2, 3, 4, 5, 6]
    assert found.summary.loc["plans", ["common", "jaccard"]].tolist() == [
        int((found.selected["plans"] & found.selected["configured"]).sum()),
        pytest.approx((found.selected["plans"] & found.selected["configured"]).sum()
                      / (found.selected["plans"] | found.selected["configured"]).sum()),
    ]  # fmt: skip
    shares = found.summary[["share_violence", "share_strategy"]]
    assert np.allclose(shares.sum(axis=1), 1)
    # Plans set the cercles apart more than events do: entropy follows contrast, whatever it means.
    assert shares.loc["entropy", "share_strategy"] > 0.5


@pytest.mark.parametrize(
    "aggregation",
    [
        {"method": "arithmetic"},
        {"method": "power_mean", "p": 0.5},
        {"method": "topsis"},
        {"method": "promethee2", "indifference": 0.01, "preference": 0.4},
        {"method": "copeland"},
    ],
    ids=lambda item: item["method"],
)
def test_the_configured_aggregation_is_used_and_said(aggregation):
    scored = world(aggregation=aggregation)
    assert scored.score.between(0, 100).all()
    said = any("not the sum" in note for note in scored.notes)
    assert said == (aggregation["method"] != "arithmetic")
    found = choose(scored, selection(3))
    assert int(found.selection["selected"].sum()) == 3


def test_leaving_out_one_group_or_one_indicator():
    found = omissions(firm(world()).question)
    # Only groups: each has one indicator, without which it would be the group that goes.
    assert found["kind"].tolist() == ["group", "group"]
    without = found.set_index("name")
    assert without.loc["strategy", "entered"] == "A2"
    # By plans alone the order is B3, B2, A1, A2 and the rest, by events it is A1 to B3.
    both = firm(world()).question.as_configured()
    assert without.loc["violence", "common"] == int(both[[4, 5]].sum())
    assert (found["rank_shift"] > 0).all()


def test_an_indicator_that_nothing_hangs_on():
    twins = {
        "violence": group(
            events=events_indicator(), again=events_indicator(), still=events_indicator(measure="raw_rate", weight=0)
        )
    }
    config = targeting(twins, firmness=STILL)
    scored = score(inputs(counts=counts(EVENTS)), config, pd.Timestamp("2021-06-30").date(), language="en")
    found = omissions(firm(scored).question)
    assert found["name"].tolist() == ["again", "events"]
    assert (found["rank_shift"] == 0).all()
    assert (found["common"] == 2).all()
    assert (found[["entered", "left"]] == "").all(axis=None)


def test_what_would_change_the_list_is_joined():
    found = defended(world(), nesting={"n": 1, "regions": {}, "tracks": {}, "source": "made"})
    # By equal weights: A1 57.5, A2 52.5, B3 57.5, B2 45, A3 35, B1 30; ties go to violence, so A1, then B3.
    assert found.replacement.loc["A1", "replacement_cost"] == pytest.approx(5)
    assert found.replacement.loc["A1", "partner"] == "A2"
    assert found.nesting.release["pcode"].tolist() == ["B3"]
    assert found.nesting.totals.loc["nested", ["large_price", "small_price"]].tolist() == [0, 0]
    change = found.first_change.iloc[0]
    assert (change["selected"], change["left_out"]) == ("B3", "A2")
    assert (change["from_groups"], change["to_groups"]) == ("strategy", "violence")
    # 40 w + 75 (1 - w) = 80 w + 25 (1 - w) at w = 50 / 90: 5.56 of 100 points move.
    assert change["moved_percent"] == pytest.approx(100 * (50 / 90 - 0.5))
    assert any("price" in note or "costs" in note or "cost" in note for note in found.notes)


def test_what_needs_an_additive_score_is_said_where_it_is_not():
    found = defended(world(aggregation={"method": "topsis"}))
    assert found.weight_changes.empty
    assert found.nesting is None
    assert any("weighted mean" in note or "arithmetic" in note for note in found.notes)


LOOSE = {"draws": 240, "concentration": 40, "event_replicates": 24, "sensitivity_draws": 8}
# Six cercles with nearly as many events each: chance in events decides, and draws of one world are alike.
CLOSE = [(code, "2021-06", 30 - place, 0) for place, code in enumerate(CODES)]


def close_world(**firmness):
    parts = {
        "violence": group(events=events_indicator(hi=60)),
        "strategy": group(plans=indicator("strategy_points", linear(4))),
    }
    config = targeting(parts, firmness={**STILL, **LOOSE, **firmness})
    layers = inputs(counts=counts(CLOSE))
    return score(layers, config, pd.Timestamp("2021-06-30").date(), language="en")


def test_the_frequency_of_other_seeds_lies_in_the_interval():
    scored = close_world()
    first = firm(scored, 3)
    assert len(first.question.worlds) == 24
    seeds = [estimates(reseeded(first, scored.context, seed), shares=False) for seed in range(60)]
    cases, inside, half = coverage([item["frequency, as published"] for item in seeds], least=LEAST, most=MOST)
    _, naive, narrow = coverage([item["frequency, were draws independent"] for item in seeds], least=LEAST, most=MOST)
    assert cases == 360
    assert 0.92 <= inside <= 0.985
    # Ten draws of one world are worth one: taken as independent they say far more than they know.
    assert naive < 0.75
    assert half > 2 * narrow
    for name in ("share of draws with the same list", "mean distance of the lists"):
        assert coverage([item[name] for item in seeds])[1] >= 0.88


def test_worlds_are_dealt_out_evenly_two_draws_each_at_the_least():
    many = firm(close_world(event_replicates=5000), 3)
    assert np.bincount(many.drawn.world).tolist() == [2] * 120
    few = firm(close_world(), 3)
    assert np.bincount(few.drawn.world).tolist() == [10] * 24
    assert firm(close_world(event_replicates=0), 3).drawn.cluster is None
    for draws in (1, 2, 3):
        tiny = firm(close_world(draws=draws), 3).frame
        assert tiny[["low", "high"]].notna().all(axis=None)


def test_shares_of_what_decides_have_an_interval_where_worlds_are_not_shared():
    enough = by_choice(firm(close_world(event_replicates=5000), 3).question, 32, 1)
    assert (enough["total_low"] <= enough["total"]).all()
    assert (enough["total"] <= enough["total_high"]).all()
    shared = by_choice(firm(close_world(), 3).question, 32, 1)
    assert shared["total"].notna().all()
    assert shared[["first_order_low", "total_high"]].isna().all(axis=None)
    inputs_told = by_input(firm(close_world(), 3))
    assert (inputs_told["low"] <= inputs_told["first_order"]).all()
    assert (inputs_told["first_order"] <= inputs_told["high"]).all()
    assert "events" in set(inputs_told["choice"])


def test_one_redrawn_world_is_refused():
    with pytest.raises(ValueError, match="at least 2"):
        close_world(event_replicates=1)
