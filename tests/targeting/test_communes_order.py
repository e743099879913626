"""Where to start: hand-computed scores, ranks inside each cercle, what is missing, ties, and the sentences."""

from __future__ import annotations

from dataclasses import replace

import communes_world as w
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targeting_world import AS_OF, events_indicator, group, indicator, linear, targeting

from prosmed_gis.domain.products import COMMUNE_COLUMNS
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.communes.order import order_communes


def test_scores_by_hand():
    found = w.by_code(w.ordered())
    assert found["score"].to_dict() == pytest.approx(
        {
            "A1a": 100.0,
            "A1c": 25 * 3 / 6 + 25,
            "A1b": 50 * 0.5 + 25 * 0.4,
            # no conflict was mapped in A2: its weight passes to the others
            "A2a": 100 * (50 * 0.2 + 25 * 0.5) / 75,
            "A2b": 20.0,
        }
    )
    assert found["points_violence"]["A2b"] == pytest.approx(20.0)
    assert np.isnan(found["points_conflict"]["A2a"])
    assert found["measured_conflicts"][["A1b", "A1c"]].tolist() == [0.0, 3.0]
    parts = found[["points_violence", "points_conflict", "points_people"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(found["score"].to_numpy())


def test_ranks_are_within_the_cercle_and_over_all():
    order = w.ordered()
    table = order.table
    assert list(table.columns[: len(COMMUNE_COLUMNS)]) == list(COMMUNE_COLUMNS)
    assert table["pcode"].tolist() == ["A1a", "A1c", "A1b", "A2a", "A2b"]
    assert table["rank_in_cercle"].tolist() == [1, 2, 3, 1, 2]
    assert table["rank"].tolist() == [1, 2, 3, 4, 5]
    assert table["lead"].tolist()[:3] == pytest.approx([62.5, 2.5, np.nan], nan_ok=True)
    assert not table["tied"].any()
    assert table["data_coverage"].tolist() == pytest.approx([1, 1, 1, 0.75, 0.5])


def test_communes_of_cercles_that_are_not_selected_have_no_rank():
    assert set(w.ordered().table["cercle_pcode"]) == {"A1", "A2"}
    assert w.ordered(chosen=("B1",)).table["pcode"].tolist() == ["B1a"]
    assert w.ordered(chosen=()).table.empty


def test_an_unselected_cercle_changes_nothing_for_the_others():
    alone, both = w.ordered(chosen=("A1",)).table, w.ordered(chosen=("A1", "B1")).table
    pd.testing.assert_frame_equal(
        alone.drop(columns="rank"), both[both["cercle_pcode"] == "A1"].drop(columns="rank").reset_index(drop=True)
    )


def test_counts_by_cercle_only_are_missing_and_said():
    order = w.ordered(replace(w.full(), counts=None))
    found = w.by_code(order)
    assert found["measured_events"].isna().all()
    assert found["score"]["A1b"] == pytest.approx(100 * (25 * 0 + 25 * 0.4) / 50)
    assert order.definitions["weight_used"].to_dict() == pytest.approx({"events": 0, "conflicts": 0.5, "people": 0.5})
    assert order.definitions["communes_known"].to_dict() == {"events": 0, "conflicts": 3, "people": 4}
    assert not order.definitions["available"]["events"]
    told = " ".join(order.notes)
    assert "aucun événement situé dans une commune" in told
    assert "ne sont pas répartis" in told
    assert found["data_coverage"]["A1a"] == pytest.approx(0.5)
    assert "50\u202f% du poids" in found["reason_fr"]["A1a"]


def test_without_a_raster_people_and_reach_are_missing_and_said():
    groups = {
        "violence": group(events=events_indicator(hi=10)),
        "people": group(people=indicator("people", linear(100))),
        "state": group(gap=indicator("security_gap", linear(1), shown_as="percent")),
    }
    rules = w.config(groups, shares={"violence": 50, "people": 25, "state": 25})
    order = w.ordered(replace(w.full(), people=None), rules)
    assert w.by_code(order)["score"].to_dict() == pytest.approx({"A1a": 100, "A1b": 50, "A1c": 0, "A2a": 20, "A2b": 20})
    told = " ".join(order.notes)
    assert "aucune grille de population" in told
    assert "temps d'accès" in told
    known = replace(w.full(), coverage=w.coverage(A1a=0.25, A1b=1.0, A1c=0.0, A2a=0.5, A2b=0.5))
    assert w.by_code(w.ordered(known, rules))["measured_gap"].to_dict() == pytest.approx(
        {"A1a": 0.75, "A1b": 0, "A1c": 1, "A2a": 0.5, "A2b": 0.5}
    )


def test_a_plan_that_names_the_commune_counts_more_than_one_that_names_its_cercle():
    groups = {"plans": group(plans=indicator("strategy_points", linear(4)))}
    rows = [("cercle", "A1a", "maliko"), ("region", "A1", "psdg")]
    plans = pd.DataFrame(rows, columns=["level", "pcode", "plan"]).assign(
        status="started", date=pd.Timestamp("2020-01-01")
    )
    found = w.by_code(w.ordered(w.world(redeployment=plans), w.config(groups, shares={"plans": 100}), ("A1",)))
    # started is worth 3; a mention of the whole cercle a quarter of it
    assert found["measured_plans"].to_dict() == {"A1a": 3.75, "A1b": 0.75, "A1c": 0.75}
    assert found["rank_in_cercle"]["A1a"] == 1


def test_a_commune_without_data_is_not_first_by_accident():
    # A1a comes first by P-code and knows nothing but its people
    bare = w.world(
        counts=w.counts({"A1b": 1}).query("cercle_pcode != 'A1a'"), people=w.people({"A1a": 100, "A1b": 1, "A1c": 1})
    )
    table = w.ordered(bare, chosen=("A1",)).table
    assert table["pcode"].tolist() == ["A1b", "A1c", "A1a"]
    last = table.iloc[-1]
    assert pd.isna(last["rank_in_cercle"])
    assert pd.isna(last["rank"])
    assert np.isnan(last["score"])
    assert np.isnan(last["points_people"])
    assert last["reason_fr"].startswith("Commune A1a n'est pas classée : ")
    assert "25\u202f%" in last["reason_fr"]
    order = w.ordered(bare, chosen=("A1",), language="en")
    assert any("1 commune(s)" in note and "Commune A1a (Cercle A1)" in note for note in order.notes)


def test_where_nothing_is_known_nobody_is_ranked():
    table = w.ordered(w.world()).table
    assert table["rank"].isna().all()
    assert table["rank_in_cercle"].isna().all()
    assert not table["tied"].any()
    assert table["pcode"].tolist() == ["A1a", "A1b", "A1c", "A2a", "A2b"]
    assert not table["reason_fr"].str.contains("Commencer").any()


def test_a_needed_indicator_keeps_a_commune_out():
    strict = group(people=indicator("people", linear(100), missing={"rule": "exclude_unit", "reason": "x"}))
    groups = {"violence": group(events=events_indicator(hi=10)), "people": strict}
    found = w.by_code(w.ordered(rules=w.config(groups, shares={"violence": 50, "people": 50})))
    assert pd.isna(found["rank"]["A2b"])
    assert "faute de données sur : libellé people" in found["reason_fr"]["A2b"]


@pytest.mark.parametrize(
    ("events", "numbers", "tie_break", "first"),
    [
        ({"A1a": 10, "A1b": 30}, {"A1a": 90, "A1b": 50}, ("violence", "people", "pcode"), "A1b"),
        ({"A1a": 10, "A1b": 30}, {"A1a": 90, "A1b": 50}, ("people", "violence", "pcode"), "A1a"),
        ({"A1a": 10, "A1b": 10}, {"A1a": 50, "A1b": 90}, ("violence", "people", "pcode"), "A1b"),
        ({"A1a": 10, "A1b": 10}, {"A1a": 50, "A1b": 50}, ("violence", "people", "pcode"), "A1a"),
        ({"A1a": 10, "A1b": 30}, {"A1a": 50, "A1b": 90}, ("pcode",), "A1a"),
    ],
)
def test_ties_are_parted_by_the_stated_rule(events, numbers, tie_break, first):
    groups = {
        "violence": group(events=events_indicator(hi=10)),
        "people": group(people=indicator("people", linear(10))),
    }
    given = w.world(counts=w.counts(events), people=w.people({**numbers, "A1c": 1}))
    order = w.ordered(given, w.config(groups, shares={"violence": 50, "people": 50}), ("A1",), tie_break=tie_break)
    table = order.table
    assert table["score"].tolist()[:2] == [100.0, 100.0]
    assert table["pcode"].iloc[0] == first
    assert table["tied"].tolist() == [True, True, False]
    assert table["lead"].iloc[0] == 0
    assert "à égalité de points avec" in table["reason_fr"].iloc[0]
    assert any("2 communes à égalité" in note for note in order.notes)


def test_rows_may_come_in_any_order():
    base, given = w.ordered(), w.full()
    rng = np.random.default_rng(5)

    def shuffled(frame):
        return frame.iloc[rng.permutation(len(frame))]

    mixed = replace(
        given, cercles=shuffled(given.cercles), counts=shuffled(given.counts), conflicts=shuffled(given.conflicts),
        people=shuffled(given.people),
    )  # fmt: skip
    pd.testing.assert_frame_equal(w.ordered(mixed).table, base.table)
    turned = order_communes(given, w.config(), w.selection("A1", "A2").iloc[::-1], AS_OF)
    pd.testing.assert_frame_equal(turned.table, base.table)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 20), min_size=6, max_size=6),
    st.lists(st.one_of(st.none(), st.integers(0, 200)), min_size=6, max_size=6),
)
def test_scores_and_ranks_are_those_of_plain_arithmetic(events, numbers):
    known = {code: number for code, number in zip(w.COMMUNES, numbers, strict=True) if number is not None}
    given_world = w.world(counts=w.counts(dict(zip(w.COMMUNES, events, strict=True))), people=w.people(known))
    table = w.by_code(w.ordered(given_world))
    for position, code in enumerate(w.COMMUNES[:5]):
        violence, number = min(events[position] / 10, 1), numbers[position]
        expected = violence if number is None else (50 * violence + 25 * min(number / 100, 1)) / 75
        assert table["score"][code] == pytest.approx(100 * expected, abs=1e-6)
    for _, rows in table.groupby("cercle_pcode"):
        assert rows["rank_in_cercle"].tolist() == list(range(1, len(rows) + 1))
        assert rows["score"].is_monotonic_decreasing
    assert sorted(table["rank"]) == [1, 2, 3, 4, 5]
    assert table.sort_values("rank")["score"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("form", "score", "rank"),
    [("none", 100.0, 1), ("cap", 50 * 0.8 + 50, 1), ("window", 50 * 0.8 * 0.875 + 50, 1), ("gate", np.nan, None)],
)
def test_the_ceiling_of_communes(form, score, rank):
    table = w.by_code(w.ordered(rules=w.config(ceiling={"form": form})))
    assert table["score"]["A1a"] == pytest.approx(score, nan_ok=True)
    assert (None if pd.isna(table["rank_in_cercle"]["A1a"]) else table["rank_in_cercle"]["A1a"]) == rank
    assert ("le plafond (10 événements)" in table["reason_fr"]["A1a"]) == (form in ("cap", "window"))
    assert ("exclue par le plafond" in table["reason_fr"]["A1a"]) == (form == "gate")
    # A1b with 5 events is under the ceiling of 8
    assert table["score"]["A1b"] == pytest.approx(35.0)


def test_sentences():
    found = w.by_code(w.ordered())
    assert found["reason_fr"]["A1a"] == (
        "Commencer ici\u202f: Commune A1a (rang 1 sur 3 dans le cercle de Cercle A1, 100 points sur 100) ; en sa faveur : "
        "libellé events, 10 (médiane du cercle 5), libellé local_conflicts, 6 (médiane du cercle 3) ; 62,5 points d'avance "
        "sur Commune A1c."
    )
    assert found["reason_en"]["A1a"].startswith("Start here: Commune A1a (rank 1 of 3 in the cercle of Cercle A1")
    assert found["reason_fr"]["A1c"].startswith("Commune A1c (rang 2 sur 3")
    assert "en sa défaveur : libellé events, 0 (médiane du cercle 5)" in found["reason_fr"]["A1c"]
    assert w.ordered().arguments["en"]["A1b"].startswith("Against it: ")


def test_a_commune_alone_in_its_cercle_is_compared_with_nobody():
    table = w.ordered(chosen=("B1",)).table
    assert table["reason_fr"].item() == (
        "Commencer ici\u202f: Commune B1a (seule commune classée du cercle de Cercle B1, 51,7 points sur 100)."
    )


def test_large_numbers_are_told_whole():
    groups = {"people": group(people=indicator("people", linear(100_000)))}
    given = w.world(people=w.people({"A1a": 32195.97, "A1b": 18863.24, "A1c": 10}))
    order = w.ordered(given, w.config(groups, shares={"people": 100}), ("A1",))
    assert "libellé people, 32\u202f196 (médiane du cercle 18\u202f863)" in order.table["reason_fr"].iloc[0]


def test_the_order_says_that_it_is_no_word_on_safety():
    assert "non où il est sûr de se rendre" in w.ordered().notes[0]
    assert "not where it is safe to go" in w.ordered(language="en").notes[0]


def test_without_criteria_of_communes_there_is_no_order():
    bare = targeting({"violence": group(events=events_indicator())})
    assert w.ordered(rules=bare) is None


def test_an_unknown_measure_is_an_error():
    groups = {"violence": group(rumours=indicator("rumours", linear(1)))}
    with pytest.raises(ConfigError, match="rumours"):
        w.ordered(rules=w.config(groups, shares={"violence": 100}))
