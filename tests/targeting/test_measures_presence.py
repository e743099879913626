"""What studies and plans say of a cercle, and who is there."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from measures_world import ask, context
from targeting_world import AS_OF, CODES, counts, events_indicator, group, indicator, inputs, targeting

from prosmed_gis.targeting.run import score


def conflicts():
    return pd.DataFrame(
        {"cercle_pcode": ["A1", "A1", "A2", "A3"], "intensity": [3, 1, 2, 3], "year": [2018, 2018, 2018, 2022]}
    )


def test_local_conflicts_know_unstudied_regions():
    found = ask("local_conflicts", context(conflicts=conflicts()))
    assert found.numbers[:3].tolist() == [4, 2, 0]
    assert np.isnan(found.numbers[3:]).all()
    assert found.note == "measure.not_studied"


def test_local_conflicts_per_commune():
    communes = pd.Series({"A1": 8, "A2": 1, "A3": 5, "B1": 4})
    found = ask("conflicts_per_commune", context(conflicts=conflicts(), communes=communes))
    assert found.numbers[:3].tolist() == [0.5, 2, 0]
    assert np.isnan(found.numbers[3:]).all()
    assert found.note == "measure.not_studied"
    lacking = ask("conflicts_per_commune", context(conflicts=conflicts(), communes=communes.drop("A2")))
    assert np.isnan(lacking.numbers).tolist() == [False, True, False, True, True, True]
    assert ask("conflicts_per_commune", context(conflicts=conflicts())).note == "measure.no_communes"
    assert ask("conflicts_per_commune", context(communes=communes)).note == "measure.no_conflicts"


def plans():
    return pd.DataFrame(
        {
            "plan": ["p", "p", "q", "q", "r", "s"],
            "level": ["region", "cercle", "cercle", "region", "cercle", "cercle"],
            "pcode": ["A", "A1", "A1", "A", "B1", "B1"],
            "status": ["planned", "listed", "listed", "done", "started", "started"],
            "date": pd.to_datetime(["2019-01-01", None, None, None, "2021-01-01", "2021-07-01"]),
        }
    )


def test_strategy_points_take_the_best_mention_of_a_plan():
    found = ask("strategy_points", context(redeployment=plans()))
    # A1: best of 2/4 and 1, plus best of 1 and 1/4; A2: 2/4 + 1/4; B1: only the plan known by then
    assert found.numbers.tolist() == pytest.approx([2.0, 0.75, 0.75, 3.0, 0.0, 0.0])
    assert (found.note, found.detail) == ("measure.undated", "3")


def test_a_plan_counts_from_its_day_on():
    dated = plans().assign(date=pd.Timestamp("2021-07-01"))
    for day, points in ((date(2021, 6, 30), 0.0), (date(2021, 7, 1), 6.0), (date(2022, 1, 1), 6.0)):
        found = ask("strategy_points", context(day, redeployment=dated))
        assert found.numbers[3] == points
        assert found.note == ("measure.all_same" if points == 0 else "")


def partners(rows):
    return pd.DataFrame(rows, columns=["cercle_pcode", "project_id", "theme", "level", "present"])


ROWS = [
    ("A1", "p", "justice_security", "cercle", True),
    ("A1", "q", "peace", "cercle", True),
    ("A1", "old", "justice_security", "cercle", False),
    ("A1", "r", "justice_security", "region", True),
    ("A2", "r", "justice_security", "region", True),
    ("A3", "r", "justice_security", "region", True),
    ("A2", "p", "justice_security", "region", True),
]


def test_partner_synergy_counts_near_and_regional():
    ctx = context(partners=partners(ROWS))
    assert ask("partner_synergy", ctx, radius_km=50).numbers.tolist() == pytest.approx([1.25, 0.5, 0.25, 0, 0, 0])
    assert ask("partner_synergy", ctx, radius_km=100).numbers.tolist() == pytest.approx([1.25, 1.25, 0.25, 0, 0, 0])
    both = ask("partner_synergy", ctx, radius_km=50, themes=("justice_security", "peace"))
    assert both.numbers[0] == pytest.approx(2.25)


def test_duplication_counts_what_is_in_the_cercle_itself():
    ctx = context(partners=partners(ROWS))
    assert ask("partner_duplication", ctx, themes=("peace",)).numbers.tolist() == [1, 0, 0, 0, 0, 0]
    found = ask("partner_duplication", ctx, themes=("justice_security",)).numbers
    assert found.tolist() == pytest.approx([1.25, 0.5, 0.25, 0, 0, 0])


def test_a_theme_that_no_project_has_is_told():
    for ctx in (context(partners=partners(ROWS)), context(partners=partners(ROWS).iloc[:0])):
        found = ask("partner_synergy", ctx, radius_km=50, themes=("justice", "securite"))
        assert found.numbers.tolist() == [0.0] * 6
        assert (found.note, found.detail) == ("measure.no_project", "justice, securite")


@pytest.mark.parametrize(("form", "worth"), [("linear", [1, 0, 0]), ("decreasing", [0, 1, 1])])
def test_the_user_says_whether_partners_speak_for_or_against(form, worth):
    """And with weight 0 they are shown, and weigh nothing."""
    shown = indicator(
        "partner_duplication", {"form": form, "lo": 0, "hi": 1}, weight=0, themes=["peace"], source="essai"
    )
    config = targeting({"violence": group(events=events_indicator(), partners=shown)})
    given_counts = counts([("A1", "2021-06", 5, 0)])
    found = score(inputs(counts=given_counts, partners=partners(ROWS)), config, AS_OF)
    assert found.criteria.worths["partners"].tolist()[:3] == worth
    assert found.criteria.weights["partners"].tolist() == [0] * 6
    assert found.score.tolist() == [50, 0, 0, 0, 0, 0]


def test_gaps_look_at_today_only():
    coverage = pd.DataFrame(
        {
            "cercle_pcode": ["A1", "A1", "A2", "A1"],
            "service": ["security", "security", "security", "justice"],
            "year": [2020, 2025, 2020, 2020],
            "share": [0.3, 0.9, np.nan, 0.8],
        }
    )
    ctx = context(coverage=coverage)
    assert ask("security_gap", ctx).numbers[0] == pytest.approx(0.7)
    assert np.isnan(ask("security_gap", ctx).numbers[1:]).all()
    assert ask("justice_gap", ctx).numbers[0] == pytest.approx(0.2)
    one = context(coverage=coverage[coverage["service"] == "security"])
    assert ask("justice_gap", one).note == "measure.no_coverage"


def test_people_and_works_given():
    people = pd.DataFrame({"people": [1000.0, 2000]}, index=CODES[:2])
    assert ask("people", context(people=people)).numbers.tolist() == pytest.approx(
        [1000, 2000] + [np.nan] * 4, nan_ok=True
    )
    works = pd.DataFrame({"cercle_pcode": ["A1", "A1", None, "B2"]}, index=["w1", "w2", "w3", "w4"])
    assert ask("given_works", context(works=works)).numbers.tolist() == [2, 0, 0, 0, 1, 0]
