"""What is said of an entry and of an exit, to the letter."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from prosmed_gis.targeting.compared.changes import Grounds, factors, grounds, sentences, signed
from prosmed_gis.targeting.compared.shapley import compared

DATA, WEIGHTS = frozenset({"data"}), frozenset({"weights"})
CODES = ["X", "Y", "Z"]


def world(chosen, ranks, scores):
    frame = pd.DataFrame({"pcode": CODES, "cercle": ["Kita", "Bla", "San"], "region": "Nord"}, index=CODES)
    return frame.assign(
        selected=[code in chosen for code in CODES],
        rank=pd.array(ranks, dtype="Int64"),
        score=pd.array(scores, "float64"),
    )


def ground(points, values, ceiling=(0, 0, 0)):
    definitions = pd.DataFrame(
        {
            "label_fr": ["Décès", "Part hors d'atteinte"],
            "label_en": ["Deaths", "Share out of reach"],
            "shown_as": ["number", "percent"],
        },
        index=["deaths", "gap"],
    )
    names = ["deaths", "gap", "ceiling"]
    full = [[*pair, taken] for pair, taken in zip(points, ceiling, strict=True)]
    measured = [[*pair, 100.0 + 100 * bool(taken)] for pair, taken in zip(values, ceiling, strict=True)]
    return Grounds(pd.DataFrame(full, CODES, names), pd.DataFrame(measured, CODES, names), definitions)


BEFORE = ground([(10, 20), (30, 10), (5, 5)], [(2, 0.4), (6, 0.2), (1, 0.1)])
AFTER = ground([(14.5, 19), (31, 10), (5, 5)], [(3, 0.38), (7, 0.2), (1, 0.1)], (0, -12, 0))
A = world("Y", [2, 1, 3], [30, 40, 10])
B = world("X", [1, 2, 3], [33.5, 29, 10])


def said(worlds, differing, before=BEFORE, after=AFTER, language="fr"):
    return sentences(compared(worlds, differing), before, after, language).map(lambda line: line.replace("\u202f", " "))


def test_an_entry_and_an_exit_with_their_causes_and_the_indicators_that_moved():
    worlds = {frozenset(): A, DATA: B, WEIGHTS: A, DATA | WEIGHTS: B}
    french = said(worlds, ("data", "weights"))
    assert french["X"] == (
        "Kita entre (rang 2 → 1, score 30 → 33,5) : +1 données. "
        "Données uniquement : +3,5 point(s), dont décès 2 → 3 (+4,5), part hors d'atteinte 40 % → 38 % (−1)."
    )
    assert french["Y"] == (
        "Bla sort (rang 1 → 2, score 40 → 29) : −1 données. "
        "Données uniquement : −11 point(s), dont plafond de violence 100 → 200 (−12), décès 6 → 7 (+1)."
    )
    assert french["Z"] == ""
    assert said(worlds, ("data", "weights"), language="en")["X"] == (
        "Kita enters (rank 2 → 1, score 30 → 33.5): +1 data. "
        "Data alone: +3.5 point(s), of which deaths 2 → 3 (+4.5), share out of reach 40% → 38% (−1)."
    )


def test_shared_causes_come_largest_first_and_a_place_won_by_others_is_told():
    half = {frozenset(): A, DATA: A, WEIGHTS: A, DATA | WEIGHTS: B}
    told = said(half, ("data", "weights"), after=ground([(9, 20), (30, 10), (5, 5)], [(1, 0.4), (6, 0.2), (1, 0.1)]))
    assert told["X"] == (
        "Kita entre (rang 2 → 1, score 30 → 33,5) : +0,5 données, +0,5 poids. "
        "Données uniquement : −1 point(s), dont décès 2 → 1 (−1). "
        "Sa place dépend aussi des scores des autres cercles."
    )
    assert told["Y"].endswith("−0,5 données, −0,5 poids. Sa place dépend aussi des scores des autres cercles.")


def test_where_the_data_have_no_part_their_indicators_are_not_told():
    assert (
        said({frozenset(): A, WEIGHTS: B}, ("weights",))["X"] == "Kita entre (rang 2 → 1, score 30 → 33,5) : +1 poids."
    )


def test_cercles_of_one_side_only_and_without_a_score():
    gone = B.drop("Y").assign(pcode=["X", "N"], cercle=["Kita", "Neuf"]).set_axis(["X", "N"])
    gone.loc["N", "selected"] = True
    gone["rank"] = pd.array([1, None], dtype="Int64")
    gone["score"] = [33.5, float("nan")]
    told = said({frozenset(): A, frozenset({"boundaries"}): gone}, ("boundaries",))
    assert told["Y"] == "Bla sort (rang 1, score 40) ; ce cercle n'existe pas dans les limites de B : −1 limites."
    assert told["N"] == (
        "Neuf entre (rang non classé, score –) ; ce cercle n'existe pas dans les limites de A : +1 limites."
    )


def test_grounds_keep_what_the_ceiling_takes_apart():
    frame = pd.DataFrame({"deaths": [30.0], "gap": [10.0]}, index=["ML01"])
    criteria = SimpleNamespace(
        definitions=BEFORE.definitions,
        values=frame,
        contributions=frame,
        group_contributions=pd.DataFrame({"violence": [18.0], "access": [10.0]}, index=["ML01"]),
        ceiling=pd.DataFrame({"measure": [200.0]}, index=["ML01"]),
    )
    found = grounds(criteria, pd.Index(["key"]))
    assert found.points.loc["key"].to_dict() == {"deaths": 30, "gap": 10, "ceiling": -12}
    assert found.values.loc["key", "ceiling"] == 200


@pytest.mark.parametrize(
    ("number", "language", "shown"), [(0.75, "fr", "+0,75"), (-3, "en", "−3"), (0, "fr", "0"), (-0.001, "fr", "0")]
)
def test_signs(number, language, shown):
    assert signed(number, language, digits=2) == shown


def test_factors_replaced_together_are_named_together():
    assert factors(("data", "boundaries"), "fr") == "données et limites"
    assert factors(("weights",), "en") == "weights"
