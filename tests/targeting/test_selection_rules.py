"""Rules in words, what the configuration may not say, and what to do when rules collide."""

from __future__ import annotations

import copy
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from selection_oracle import DAY, Country, best_subset, config, country, lock, random_rules

from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.choice.rules import selection_rules
from prosmed_gis.targeting.choice.selection import select
from prosmed_gis.targeting.choice.tree import nest, swaps

COSTS = {"A1": 100, "A2": 200, "A3": 300, "B1": 400, "B2": 500, "B3": 600}


@pytest.fixture
def made():
    """Six cercles in a row, each bordering on the next along 10 km; the first two also by a corner of 100 m."""
    codes = list(COSTS)
    index = pd.Index(codes, name="pcode")
    names = ["Koro", "Bankass", "Djenné", "Diéma", "Nara", "Yorosso"]
    apart = np.abs(np.subtract.outer(range(6), range(6)))
    borders = pd.DataFrame(np.where(apart == 1, 10.0, 0.0), index=codes, columns=codes)
    borders.loc["A1", "A3"] = borders.loc["A3", "A1"] = 0.1
    units = pd.DataFrame({"name": names, "parent_pcode": [code[0] for code in codes]}, index=index)
    level = pd.Series([60.0, 50.0, 40.0, 30.0, 20.0, 10.0], index=codes)
    tracks = units["parent_pcode"].map({"A": "stabilise", "B": "prevent"})
    return Country(units=units, tracks=tracks, score=level, violence=level, people=level, shared_km=borders)


def budget(most, **more):
    return {"max_usd": most, "cost_usd": COSTS, "author": "Cellule", "date": DAY, "source": "plan 2022", **more}


def near(least=1):
    return {"min_neighbours": least, "min_border_km": 1.0, "source": "z"}


def chosen(made, **more):
    found = select(made.wanted, made.rules(config(**more)))
    return [code for code, inside in zip(made.codes, found.chosen, strict=True) if inside]


def test_a_budget_leaves_what_can_be_paid(made):
    assert chosen(made, n=2, budget=budget(300)) == ["A1", "A2"]
    assert chosen(made, n=2, budget=budget(600), locks=[lock("A1", "out")]) == ["A2", "A3"]
    assert chosen(made, n=2, budget=budget(500), locks=[lock("A1", "out")]) == ["A2", "A3"]


def test_a_cost_of_its_own_or_the_usual_one(made):
    few = budget(300, cost_usd={"A1": 250}, cost_usd_default=150)
    assert chosen(made, n=2, budget=few) == ["A2", "A3"]


def test_neighbours_keep_cercles_together(made):
    made.score[["A1", "A2", "A3", "B1", "B2", "B3"]] = [50, 0, 59, 1, 58, 2]
    assert chosen(made, n=2, adjacency=near()) == ["A3", "B1"]
    assert chosen(made, n=3, adjacency=near()) == ["A3", "B1", "B2"]
    # A corner of 100 m is no border: A1 and A3 alone do not count as neighbours.
    assert chosen(made, n=2, adjacency=near() | {"min_border_km": 0.05}) == ["A1", "A3"]
    assert chosen(made, n=2, adjacency=near(0)) == ["A3", "B2"]


def test_a_ring_of_three_has_two_neighbours_each(made):
    made.shared_km.loc["B1", "B3"] = made.shared_km.loc["B3", "B1"] = 10.0
    assert chosen(made, n=3, adjacency=near(2)) == ["B1", "B2", "B3"]


def test_swaps_heed_sums(made):
    rules = made.rules(config(2, budget=budget(500)))
    allowed = pd.DataFrame(
        swaps(rules, made.codes, np.array([True, True, False, False, False, False])), made.codes, made.codes
    )
    assert allowed.columns[allowed.loc["A1"]].tolist() == ["A3"]
    assert allowed.columns[allowed.loc["A2"]].tolist() == ["A3", "B1"]


def test_sums_do_not_nest(made):
    assert nest(made.rules(config(2)), made.codes) is not None
    assert nest(made.rules(config(2, budget=budget(500))), made.codes) is None
    assert nest(made.rules(config(2, adjacency=near())), made.codes) is None


def test_each_rule_has_its_word_and_its_sentence(made):
    rules = {
        rule.word: rule for rule in made.rules(config(2, budget=budget(1_250_000), adjacency=near()), within="nesting.")
    }
    assert list(rules) == ["nesting.n=2", "nesting.budget.max_usd=1250000", "nesting.adjacency.min_neighbours=1"]
    money, beside = (rules[word] for word in list(rules)[1:])
    assert money.sentence("fr") == (
        "au plus 1\u202f250\u202f000 USD pour toute la liste, fixé par Cellule le 02/01/2021 (plan 2022)"
    )
    assert money.sentence("en") == "at most 1,250,000 USD for the whole list, set by Cellule, 02/01/2021 (plan 2022)"
    assert "au moins 1 autre(s)" in beside.sentence("fr")
    assert money.concerns("A1")
    assert not money.concerns("C1")


def test_unknown_places_are_named_with_what_stands_near(made):
    for more, key, message in (
        ({"locks": [lock("A4", "in")]}, "selection.locks", r"no cercle 'A4' \(did you mean A"),
        ({"locks": [lock("Djenne", "in")]}, "selection.locks", r"'Djenne' \(did you mean A3 \(Djenné\)"),
        ({"budget": budget(9, cost_usd=COSTS | {"C9": 1})}, "selection.budget.cost_usd", "no cercle 'C9'"),
        ({"regions": {"by_region": {"D": {"max": 1}}}}, "selection.regions.by_region", "no region 'D'"),
    ):
        with pytest.raises(ConfigError, match=message) as caught:
            made.rules(config(2, **more))
        assert caught.value.key == key
        assert key in str(caught.value)
    with pytest.raises(ConfigError, match=r"selection\.nesting\.locks: no cercle 'A4'"):
        made.rules(config(2, locks=[lock("A4", "in")]), within="nesting.")


def test_a_cercle_without_a_cost_is_named(made):
    with pytest.raises(ConfigError, match=r"no cost for B2 \(Nara\), B3 \(Yorosso\)") as caught:
        made.rules(config(2, budget=budget(9, cost_usd=dict.fromkeys(made.codes[:4], 1))))
    assert caught.value.key == "selection.budget.cost_usd"


def test_neighbours_need_borders(made):
    with pytest.raises(ConfigError, match="common borders of cercles are unknown"):
        selection_rules(config(2, adjacency=near()), made.units, made.tracks, pd.Series(dtype="str"))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"budget": budget(0)}, "max_usd"),
        ({"budget": budget(10, cost_usd={"A1": -5})}, "cost_usd"),
        ({"adjacency": near() | {"min_border_km": 0}}, "min_border_km"),
        ({"adjacency": {"min_neighbours": 1}}, "min_border_km"),
        ({"nesting": {"n": 3, "regions": {}, "tracks": {}, "source": "z"}}, r"nesting.n 3 is above n 2"),
    ],
)
def test_impossible_settings_are_refused(more, message):
    with pytest.raises(ValidationError, match=message):
        config(2, **more)


def collision(made, language="en", **more):
    with pytest.raises(InfeasibleError) as caught:
        select(made.wanted, made.rules(config(**more)), language=language)
    return caught.value


def test_a_budget_too_small_says_how_much_is_enough(made):
    error = collision(made, n=3, budget=budget(550))
    assert set(error.rules) == {"n=3", "budget.max_usd=550"}
    assert str(error).endswith(
        "One of these changes of the configuration is enough: selection.n=2; selection.budget.max_usd=600."
    )


def test_neighbours_that_cannot_be_say_what_is_enough(made):
    error = collision(made, "fr", n=1, adjacency=near())
    assert set(error.rules) == {"n=1", "adjacency.min_neighbours=1"}
    assert "selection.adjacency.min_neighbours=0" in str(error)
    assert "Il suffit d'un de ces changements" in str(error)
    assert "selection.n=" in str(error)


def test_two_locks_against_each_other(made):
    error = collision(made, n=2, locks=[lock("A1", "in"), lock("A1", "out")])
    assert set(error.rules) == {"locks.A1=in", "locks.A1=out"}
    assert "remove selection.locks.A1" in str(error)
    assert "Koro held in by x, 02/01/2021: y" in str(error)


def test_two_separate_collisions_leave_no_single_remedy(made):
    locks = [lock(code, state) for code in ("A1", "B1") for state in ("in", "out")]
    error = collision(made, n=2, locks=locks)
    assert len(error.rules) == 2
    assert "No change of one of these alone is enough" in str(error)


def changed(section, change):
    """The section with one change of a message carried out."""
    section = copy.deepcopy(section)
    if change.startswith("remove "):
        pcode = change.rpartition(".")[2]
        section["locks"] = [item for item in section["locks"] if item["pcode"] != pcode]
        return section
    name, _, limit = change.removeprefix("selection.").partition("=")
    *path, leaf = name.split(".")
    place = section
    for part in path:
        place = place[part]
    place[leaf] = int(limit)
    return section


def test_every_change_offered_is_enough_and_the_smallest():
    offered = Counter()
    for seed in range(400):
        rng = np.random.default_rng(seed)
        land = country(rng, 7)
        section = random_rules(rng, land)
        if best_subset(land, config(**section))[0] is not None:
            continue
        with pytest.raises(InfeasibleError) as caught:
            select(land.wanted, land.rules(config(**section)), language="en")
        message = str(caught.value)
        if "is enough: " not in message:
            offered["none"] += 1
            continue
        for change in message.partition("is enough: ")[2].rstrip(".").split("; "):
            assert best_subset(land, config(**changed(section, change)))[0] is not None
            name, _, limit = change.rpartition("=")
            offered[name.removeprefix("selection.").split(".")[0] if name else "lock"] += 1
            if name.endswith("max_usd"):
                less = changed(section, f"{name}={int(limit) - 1}")
                assert best_subset(land, config(**less))[0] is None
    assert set(offered) == {"n", "regions", "tracks", "budget", "adjacency", "lock", "none"}
