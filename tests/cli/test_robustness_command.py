"""`robustness` and `explain` as a user calls them, on the embedded study."""

from __future__ import annotations

import json

import pandas as pd
import pytest

QUICK = ["--set", "targeting.firmness.sensitivity_draws=32"]


@pytest.fixture(scope="module")
def answer(invoke, study):
    result = invoke("robustness", *study, *QUICK, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_it_says_how_firm_each_place_is(answer):
    assert answer["draws"] == 200
    assert len(answer["cercles"]) == 53
    assert sum(row["frequency"] for row in answer["cercles"]) == pytest.approx(21)
    assert {row["class"] for row in answer["cercles"]} <= {"core", "exchange", "out"}
    assert 0 <= answer["same_list_share"] <= 1


def test_it_says_what_decides_and_what_would_change(answer):
    assert len(answer["decides_by_choice"]) == 7
    assert answer["decides_by_input"][0]["first_order"] >= answer["decides_by_input"][-1]["first_order"]
    (first,) = answer["first_change"]
    assert first["moved_percent"] > 0
    known = [row["moved_percent"] for row in answer["weight_changes"] if row["moved_percent"] is not None]
    assert first["moved_percent"] == pytest.approx(min(known))
    assert {row["view"] for row in answer["views"]} == {
        "configured", "security", "justice", "coordination", "entropy", "critic",
    }  # fmt: skip


def test_seventeen_inside_twenty_one(answer):
    lists, totals = answer["nesting"]["lists"], {row["reading"]: row for row in answer["nesting"]["totals"]}
    assert set(lists["small_nested"]) <= set(lists["large_nested"])
    assert (len(lists["large_nested"]), len(lists["small_nested"])) == (21, 17)
    assert totals["free"]["large"] >= totals["nested"]["large"]
    assert totals["free"]["small"] >= totals["nested"]["small"]
    released = [row["pcode"] for row in answer["nesting"]["release"]]
    assert sorted(released) == sorted(set(lists["large_nested"]) - set(lists["small_nested"]))


def test_each_place_has_its_cost(answer):
    rows = {row["pcode"]: row for row in answer["replacement"]}
    chosen = [row for row in rows.values() if row["selected"]]
    assert len(chosen) == 21
    assert all(row["replacement_cost"] >= 0 and row["partner"] in rows for row in chosen)


def test_people_get_tables_and_files_get_all(invoke, study, tmp_path):
    out = tmp_path / "tables"
    result = invoke("robustness", *study, *QUICK, "--out", out)
    assert result.exit_code == 0, result.stderr
    for words in ("Fermeté sur 200 tirages", "Ce qui décide de la liste", "petite liste", "Ordre de retrait"):
        assert words in result.stdout
    names = {path.stem for path in out.glob("*.csv")}
    assert names == {
        "decides_by_choice", "decides_by_input", "firmness", "nested_lists", "nested_totals", "omissions", "release",
        "replacement", "views", "views_lists", "weight_changes",
    }  # fmt: skip
    table = pd.read_csv(out / "firmness.csv", encoding="utf-8-sig")
    assert table["frequency"].sum() == pytest.approx(21, abs=1e-3)
    again = invoke("robustness", *study, *QUICK, "--out", out)
    assert again.exit_code != 0
    assert "--overwrite" in again.stderr


def test_rules_that_hold_a_sum_are_no_ground_for_a_smallest_change(invoke, study):
    budget = "selection.budget={max_usd: 21, cost_usd: {}, cost_usd_default: 1, author: comité, date: 2021-01-01, source: essai}"
    result = invoke("robustness", *study, "--set", "targeting.firmness.draws=0", "--set", budget, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["weight_changes"] == []
    assert any("plus petit changement" in note for note in told["notes"])


def test_explain_says_what_it_would_take(invoke, study):
    result = invoke("explain", "Bla", *study, "--json")
    assert result.exit_code == 0, result.stderr
    takes = json.loads(result.stdout)["what_it_takes"]
    assert takes["gap_points"] > 0
    assert takes["rivals"][0]["gap_points"] == pytest.approx(takes["gap_points"])
    assert takes["sentences_fr"]
    assert takes["sentences_en"]
    said = invoke("explain", "Bla", *study)
    assert takes["sentences_fr"][0] in said.stdout


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["selection.locks=[{pcode: ML9999, state: in, author: a, date: 2021-01-01, reason: r}]"], ("ML9999", "selection.locks")),
        (["targeting.groups.violence.indicators.events_12m.measure=magic"], ("magic", "--set targeting.groups.violence")),
        (
            ["targeting.groups.violence.indicators.trend_24m.window_months=600",
             "targeting.groups.violence.indicators.trend_24m.missing.rule=exclude_unit"],
            ("trend_24m", "absent from the data", "--set targeting.groups.violence"),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_the_place_that_says_it(invoke, study, settings, words):
    asked = [word for setting in settings for word in ("--set", setting)]
    result = invoke("robustness", *study, *asked)
    assert result.exit_code == 2, result.stderr
    for word in words:
        assert word in result.stderr
