from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targeting_world import (
    AS_OF,
    CODES,
    counts,
    events_indicator,
    group,
    indicator,
    inputs,
    linear,
    selection,
    targeting,
)

from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.choice.rules import UNSCORED, Bound, Rule
from prosmed_gis.targeting.choice.selection import Wishes
from prosmed_gis.targeting.choice.tree import nest
from prosmed_gis.targeting.firm.draws import firmness, wilson
from prosmed_gis.targeting.firm.sampling import redrawn_by_seed
from prosmed_gis.targeting.run import choose, score

EVENTS = [
    ("A1", "2021-06", 4, 2),
    ("A2", "2021-06", 10, 0),
    ("A3", "2021-06", 14, 9),
    ("B1", "2021-06", 6, 1),
    ("B2", "2021-06", 2, 2),
]


def plans(**points):
    return pd.DataFrame(
        {
            "plan": "p",
            "level": "cercle",
            "pcode": list(points),
            "status": list(points.values()),
            "date": pd.NaT,
        }
    ).astype({"date": "datetime64[s]"})


def strategy(**more):
    return indicator("strategy_points", linear(4), **more)


def two_groups(**more):
    return targeting({"violence": group(events=events_indicator()), "strategy": group(plans=strategy())}, **more)


def scored(config=None, **layers):
    layers = {"counts": counts(EVENTS), "redeployment": plans(A1="started", B2="listed"), **layers}
    return score(inputs(**layers), config or two_groups(), AS_OF, language="en")


def test_score_by_hand():
    # A1: half of 4/10 and half of 3/4; A3: events held at 1
    found = scored().score
    assert found.to_dict() == pytest.approx({"A1": 57.5, "A2": 50, "A3": 50, "B1": 30, "B2": 22.5, "B3": 0})


def test_parts_add_up():
    config = two_groups(ceiling={"form": "window"})
    found = scored(config)
    criteria = found.criteria
    assert np.allclose(criteria.weights.sum(axis=1), 1)
    assert criteria.contributions.loc["A1"].sum() == pytest.approx(57.5)
    assert np.allclose(criteria.group_contributions.sum(axis=1), found.score)
    assert list(criteria.worths.index) == CODES
    # A3 has 14 events: counted as 8 (worth 0.8), times 1 - 0.5 * 6/8 = 0.625
    assert criteria.group_worths.loc["A3", "violence"] == pytest.approx(0.5)
    assert criteria.ceiling.loc["A3", "factor"] == pytest.approx(0.5)
    assert criteria.ceiling.loc["A2", "factor"] == pytest.approx(0.8 * 0.875)
    assert criteria.ceiling.loc["A1", "factor"] == 1
    assert criteria.contributions.loc["A3", "events"] == pytest.approx(50)  # before the ceiling


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["cap", "window"]), st.integers(0, 40), st.integers(0, 40))
def test_more_violence_brings_more_up_to_the_ceiling_and_never_after(form, first, second):
    config = targeting({"violence": group(events=events_indicator(hi=30))}, ceiling={"form": form})
    low, high = sorted((first, second))
    found = scored(config, counts=counts([("A1", "2021-06", low, 0), ("A2", "2021-06", high, 0)])).score
    if high <= 8:
        assert found["A2"] >= found["A1"]
    elif low >= 8:
        assert found["A2"] <= found["A1"] + 1e-9
        if form == "cap":
            assert found["A2"] == pytest.approx(found["A1"])


def test_row_order_changes_nothing():
    base = scored()
    table = counts(EVENTS).sample(frac=1, random_state=1)
    shuffled = inputs(counts=table, redeployment=plans(A1="started", B2="listed"))
    shuffled = replace(shuffled, cercles=shuffled.cercles.iloc[::-1])
    again = score(shuffled, two_groups(), AS_OF)
    pd.testing.assert_series_equal(base.score, again.score)


def test_missing_is_renormalised_inside_the_group_then_over_groups():
    config = targeting(
        {
            "violence": group(events=events_indicator(), gap=indicator("security_gap", linear(1), weight=3)),
            "strategy": group(plans=strategy()),
        },
        min_coverage=0.1,
    )
    found = scored(config, redeployment=None)
    assert found.score["A1"] == pytest.approx(40)
    assert found.criteria.weights.loc["A1"].to_dict() == {"events": 1.0, "gap": 0.0, "plans": 0.0}
    assert np.isnan(found.criteria.group_worths.loc["A1", "strategy"])
    assert found.criteria.data_coverage["A1"] == pytest.approx(0.125)
    assert found.criteria.definitions["available"].tolist() == [True, False, False]


def test_too_little_data_means_no_score():
    config = targeting(
        {"violence": group(events=events_indicator()), "strategy": group(plans=strategy(weight=1))}, min_coverage=0.6
    )
    found = scored(config, redeployment=None)
    assert found.score.isna().all()
    assert found.criteria.data_coverage.tolist() == [0.5] * 6
    with pytest.raises(InfeasibleError) as caught:
        choose(found, selection(2), language="en")
    assert set(caught.value.rules) == {"n=2", UNSCORED}


def test_exclude_unit_and_impute():
    people = counts(EVENTS)
    people = people[people["cercle_pcode"] != "A2"]
    strict = events_indicator(missing={"rule": "exclude_unit", "reason": "x"})
    config = targeting({"violence": group(events=strict), "strategy": group(plans=strategy())})
    found = scored(config, counts=people)
    assert np.isnan(found.score["A2"])
    assert found.unscored["A2"].names == ("events",)
    guess = events_indicator(missing={"rule": "impute", "value": 5, "reason": "x"})
    config = targeting({"violence": group(events=guess), "strategy": group(plans=strategy())})
    found = scored(config, counts=people)
    assert found.score["A2"] == pytest.approx(25)
    assert found.criteria.data_coverage["A2"] == pytest.approx(0.5)
    assert np.isnan(found.criteria.values.loc["A2", "events"])
    assert any("assumed for 1" in note for note in found.notes)


def test_groups_of_one_track_leave_the_other_alone():
    config = targeting(
        {
            "violence": group(events=events_indicator()),
            "spread": group(
                months=indicator(
                    "active_months", linear(2), event_class="political_violence", window_months=12, tracks=["prevent"]
                )
            ),
        }
    )
    found = scored(config)
    assert found.score["A1"] == pytest.approx(40)
    assert found.score["B1"] == pytest.approx(50 * 0.6 + 50 * 0.5)
    assert np.isnan(found.criteria.values.loc["A1", "months"])
    definitions = found.criteria.definitions
    assert definitions["weight_stabilise"].to_dict() == {"events": 1.0, "months": 0.0}
    assert definitions["weight_prevent"].to_dict() == {"events": 0.5, "months": 0.5}


def test_gate_shuts_out():
    config = two_groups(ceiling={"form": "gate"})
    found = scored(config)
    assert found.score.isna().tolist() == [False, True, True, False, False, False]
    chosen = choose(found, selection(2), language="en")
    assert chosen.selection.loc[chosen.selection["selected"], "pcode"].tolist() == ["A1", "B1"]
    sentences = chosen.selection.set_index("pcode")
    assert "shut out by the ceiling" in sentences["reason_en"]["A3"]
    assert "14 events against a threshold of 8" in sentences["reason_en"]["A3"]
    assert pd.isna(sentences["rank"]["A3"])
    # at 10 events A2 passes once the threshold is a quarter higher
    assert chosen.criteria.ceiling.loc["A2", ["selected_low", "selected_high"]].tolist() == [False, True]


def test_the_selection_frame_keeps_its_contract():
    chosen = choose(scored(), selection(2)).selection
    assert chosen.columns.tolist() == [
        "pcode", "region", "cercle", "track", "violence_value", "violence_contribution", "strategy_value",
        "strategy_contribution", "score", "rank", "selected", "firmness", "reason_fr", "reason_en",
    ]  # fmt: skip
    assert chosen["pcode"].tolist() == CODES
    assert chosen["selected"].sum() == 2
    assert chosen["selected"].dtype == bool
    # A2 and A3 have 50 points each: A3 has more violence
    assert chosen.loc[chosen["selected"], "pcode"].tolist() == ["A1", "A3"]
    assert chosen["rank"].tolist() == [1, 2, 2, 4, 5, 6]
    assert chosen["firmness"].between(0, 1).all()


def test_reasons_tell_rank_points_and_what_it_takes():
    chosen = choose(scored(), selection(2)).selection.set_index("pcode")
    french, english = chosen["reason_fr"], chosen["reason_en"]
    assert french["A1"].startswith("Cercle A1 est proposé (rang 1 sur 6, 57,5 points sur 100, volet stabiliser)")
    assert "libellé strategy_points, 3 (médiane du volet 0)" in french["A1"]
    assert "en sa défaveur : libellé events, 4 (médiane du volet 10)" in french["A1"]
    assert "au profit de Cercle A2 s'il perdait plus de 7,5 points" in french["A1"]
    assert "à égalité de points avec un cercle retenu" in french["A2"]
    assert "it is 20 points short of taking the place of Cercle A3" in english["B1"]
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in [*french, *english])


def test_reasons_name_the_rule_that_decides():
    rules = selection(2, tracks={"prevent": {"min": 1, "max": 1}}, regions={"by_region": {"A": {"max": 1}}})
    chosen = choose(scored(), rules).selection.set_index("pcode")
    assert chosen.index[chosen["selected"]].tolist() == ["A1", "B1"]
    assert "at least 1 in the track prevent" in chosen["reason_en"]["B1"]
    locked = selection(
        2,
        locks=[
            {"pcode": code, "state": state, "author": "CP", "date": "2021-05-04", "reason": "accord"}
            for code, state in (("B3", "in"), ("A1", "out"))
        ],
    )
    chosen = choose(scored(), locked).selection.set_index("pcode")
    assert chosen.index[chosen["selected"]].tolist() == ["A3", "B3"]
    assert "Cercle B3 tenu dans la liste par CP, le 04/05/2021 : accord" in chosen["reason_fr"]["B3"]
    assert "Cercle A1 tenu hors de la liste par CP" in chosen["reason_fr"]["A1"]
    assert chosen["firmness"][["A1", "B3"]].tolist() == [0, 1]


def test_unknown_lock_is_refused():
    bad = selection(2, locks=[{"pcode": "ZZ", "state": "in", "author": "a", "date": "2021-01-01", "reason": "r"}])
    with pytest.raises(ConfigError, match="ZZ"):
        choose(scored(), bad)


def test_what_if_of_the_ceiling():
    config = two_groups(ceiling={"form": "window"})
    chosen = choose(scored(config), selection(3))
    low = scored(two_groups(ceiling={"form": "window", "threshold": 6, "hi": 12}))
    expected = choose(low, selection(3)).selection["selected"].tolist()
    assert chosen.criteria.ceiling["selected_low"].tolist() == expected


def test_reference_counts_and_says_why():
    reference = pd.DataFrame({"cercle": ["x", "y", "z"]}, index=pd.Index(["A1", "B3", "ZZ"], name="cercle_pcode"))
    communes = pd.Series({"A1": 3, "A3": 4, "B3": 5})
    found = choose(
        scored(), selection(2, communes_expected=9), reference=reference, reference_name="doc", communes=communes
    ).reference
    why = found.pop("why")
    assert {found.pop("note_fr")[:4], found.pop("note_en")[:4]} == {"Avec", "With"}  # two cercles cannot be three
    assert found == {
        "name": "doc",
        "of": 3,
        "hits": 1,
        "missed": ["B3", "ZZ"],
        "extra": ["A3"],
        "communes": 7,
        "communes_reference": 8,
        "communes_expected": 9,
        "n": 2,
        "expected_by_chance": pytest.approx(2 / 3, abs=1e-4),
        "p_value": pytest.approx(2 / 3, abs=1e-4),
        "at_most": 1,
        "note": "chance",
    }
    assert set(why) == {"B3", "ZZ", "A3"}
    assert why["B3"]["en"] == "Cercle B3 ranks 6 of 6, below the median of its track for: Group (−10)"
    assert "ZZ" in why["ZZ"]["fr"]


def test_firmness_is_the_same_each_time_and_for_any_row_order():
    first, second = (choose(scored(), selection(2)).firmness for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert first["frequency"].sum() == pytest.approx(2)
    assert (first["low"] <= first["frequency"]).all()
    assert (first["frequency"] <= first["high"]).all()
    assert (first["rank_low"] <= first["rank_high"]).all()
    assert first.loc["B3", "class"] == "out"


def test_firmness_without_any_variation_is_the_choice():
    still = two_groups(
        firmness={
            "draws": 50,
            "seed": 1,
            "concentration": 1e12,
            "goalpost_share": 0,
            "drop_share": 0,
            "event_replicates": 0,
            "sensitivity_draws": 0,
            "other_normalisations": {},
            "other_aggregations": (),
            "core_share": 0.95,
            "out_share": 0.05,
        }
    )
    chosen = choose(scored(still), selection(2))
    assert chosen.firmness["frequency"][["A1", "B1", "B2", "B3"]].tolist() == [1, 0, 0, 0]
    assert chosen.firmness.loc["A1", "class"] == "core"


def test_no_draws_is_said():
    config = two_groups(firmness={**two_groups().firmness.model_dump(), "draws": 0})
    chosen = choose(scored(config), selection(2), language="en")
    assert chosen.firmness["frequency"].isna().all()
    assert any("unknown" in note for note in chosen.notes)
    assert "draws" not in chosen.selection["reason_en"][0]


def test_rules_that_do_not_nest_go_to_the_programme():
    found = scored(two_groups(firmness={**two_groups().firmness.model_dump(), "draws": 10}))
    everyone = Rule("n=2", (Bound(frozenset(CODES), 2, 2),))
    crossing = Rule("x", (Bound(frozenset({"A1", "A2"}), 0, 1), Bound(frozenset({"A2", "A3"}), 0, 1)))
    wanted = Wishes(tuple(CODES), (("score", np.zeros(6, dtype=np.int64)),))
    firm = firmness(found.design, wanted, [everyone, crossing], [], redrawn_by_seed(found.design, found.context))
    assert nest(firm.question.rules, CODES) is None
    assert firm.frame["frequency"].sum() == pytest.approx(2)


def test_wilson_by_hand():
    low, high = wilson(np.array([0, 50, 100]), 100)
    assert low == pytest.approx([0, 0.4038, 0.9630], abs=1e-4)
    assert high == pytest.approx([0.0370, 0.5962, 1], abs=1e-4)
