"""The list inside the list, against every pair of subsets; its price, the order of release and of return."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from selection_oracle import Country, best_subset, config, country, every_subset, lock, obeyed, random_rules

from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.choice.nesting import nested, nesting_notes, rules_of_both

INSTANCES = 240
PARTS = 4


def pairs(part, count=INSTANCES // PARTS):
    for seed in range(part * count, (part + 1) * count):
        rng = np.random.default_rng(10_000 + seed)
        made = country(rng, int(rng.integers(5, 9)), levels=6)
        made = Country(**{**vars(made), "unscored": ()})
        large = config(**random_rules(rng, made, sums=seed % 2 == 0))
        section = random_rules(rng, made, sums=seed % 3 == 0)
        small = config(**section | {"n": min(section["n"], large.n)})
        yield made, large, small


def best_pair(made, large, small):
    """The best pair of lists, one inside the other, by the sum of both; None where there is none."""
    subsets = every_subset(len(made.codes))
    weight = subsets @ 2 ** np.arange(len(made.codes))[::-1]
    first = np.flatnonzero(np.all(list(obeyed(made, large, subsets).values()), axis=0))
    second = np.flatnonzero(np.all(list(obeyed(made, small, subsets).values()), axis=0))
    outer, inner = (part.ravel() for part in np.meshgrid(first, second, indexing="ij"))
    inside = (weight[inner] & ~weight[outer]) == 0
    outer, inner = outer[inside], inner[inside]
    if not len(outer):
        return None
    sums = [(subsets @ numbers)[outer] + (subsets @ numbers)[inner] for numbers in made.stages()]
    order = np.lexsort((-weight[inner], -weight[outer], *(-total for total in reversed(sums))))
    return subsets[outer[order[0]]], subsets[inner[order[0]]]


@pytest.mark.parametrize("part", range(PARTS))
def test_both_lists_are_the_best_of_every_pair_and_nesting_never_pays(part):
    seen = {"pairs": 0, "none": 0, "price": 0}
    for made, large, small in pairs(part):
        written = made.rules(large), made.rules(small, within="nesting.")
        expected = best_pair(made, large, small)
        if expected is None:
            seen["none"] += 1
            with pytest.raises(InfeasibleError):
                nested(made.wanted, *written)
            continue
        found = nested(made.wanted, *written)
        assert found.lists["large_nested"].tolist() == expected[0].tolist()
        assert found.lists["small_nested"].tolist() == expected[1].tolist()
        assert found.lists["large_free"].tolist() == best_subset(made, large)[0].tolist()
        assert found.lists["small_free"].tolist() == best_subset(made, small)[0].tolist()
        prices = found.totals[["large_price", "small_price"]]
        assert not (prices < 0).any(axis=None)
        both = found.totals["both"].dropna()
        assert both["free"] >= both["nested"] >= both.drop(["free", "nested"]).max() or len(both) == 2
        seen["pairs"] += 1
        seen["price"] += bool((prices.loc["nested"] > 0).any())
    assert min(seen.values()) >= 3, seen


@pytest.mark.parametrize("part", range(2))
def test_each_step_of_the_release_is_the_best_subset_that_keeps_the_smaller_list(part):
    for made, large, small in pairs(part):
        try:
            found = nested(made.wanted, made.rules(large), made.rules(small, within="nesting."))
        except InfeasibleError:
            continue
        subsets = every_subset(len(made.codes))
        last, stays = (found.lists[name].to_numpy() for name in ("large_nested", "small_nested"))
        for row in found.release.itertuples():
            possible = subsets[
                (subsets.sum(axis=1) == row.left) & ~(subsets & ~last).any(axis=1) & ~(stays & ~subsets).any(axis=1)
            ]
            best = (possible @ made.score.to_numpy()).max()
            last = last & (np.array(made.codes) != row.pcode)
            assert last.sum() == row.left
            assert last @ made.score.to_numpy() == best == row.total
        assert last.tolist() == stays.tolist()
        assert found.returns["pcode"].tolist() == found.release["pcode"].tolist()[::-1]
        if len(found.release):
            assert found.returns["reached"].tolist() == list(range(small.n + 1, large.n + 1))
            assert found.returns["total"].iloc[-1] == found.totals.loc["nested", "large"]
            assert found.returns["total"].is_monotonic_increasing


def line(scores, parents):
    """Cercles in a row, each bordering on the next."""
    codes = [f"C{number}" for number in range(len(scores))]
    apart = np.abs(np.subtract.outer(np.arange(len(codes)), np.arange(len(codes))))
    index = pd.Index(codes, name="pcode")
    units = pd.DataFrame({"name": [f"Cercle {code}" for code in codes], "parent_pcode": list(parents)}, index=index)
    flat = pd.Series(0.0, index=codes)
    return Country(
        units=units,
        tracks=units["parent_pcode"].map({"A": "stabilise", "B": "prevent"}),
        score=pd.Series(scores, index=codes, dtype=float),
        violence=flat,
        people=flat,
        shared_km=pd.DataFrame(np.where(apart == 1, 10.0, 0.0), index=codes, columns=codes),
    )


def both(made, **more):
    rules = config(**more)
    return rules_of_both(rules, made.units, made.tracks, pd.Series(dtype="str"), shared_km=made.shared_km)


def test_a_price_by_hand():
    """Three, one of them to prevent; the two inside must both be to prevent, which pulls the three the other way."""
    made = line([9, 8, 7, 3, 2], "AAABB")
    nesting = {"n": 2, "regions": {}, "tracks": {"prevent": {"min": 2}}, "source": "z"}
    found = nested(made.wanted, *both(made, n=3, tracks={"prevent": {"min": 1}}, nesting=nesting))
    assert found.lists.query("large_free").index.tolist() == ["C0", "C1", "C3"]
    assert found.lists.query("large_nested").index.tolist() == ["C0", "C3", "C4"]
    assert found.lists.query("small_nested").index.tolist() == ["C3", "C4"]
    assert found.totals.loc["nested"].to_dict() == {
        "large": 14.0, "small": 5.0, "both": 19.0, "large_price": 6.0, "small_price": 0.0,
    }  # fmt: skip
    # Inside the free larger list only one cercle of B is left: no smaller list.
    assert found.totals.loc["large_first"].isna().tolist() == [False, True, True, False, True]
    assert not found.lists["small_large_first"].any()
    assert found.totals.loc["small_first", "large"] == 14.0
    english = nesting_notes(found, made.units["name"], "en")
    assert "costs the larger 6 point(s) and the smaller 0" in english[0]
    assert "in this order: Cercle C0" in english[1]
    assert "coûte 6 point(s) à la grande et 0 à la petite" in nesting_notes(found, made.units["name"], "fr")[0]


def test_lists_that_nest_by_themselves_cost_nothing():
    made = line([9, 8, 7, 3, 2], "AAABB")
    nesting = {"n": 2, "regions": {}, "tracks": {}, "source": "z"}
    found = nested(made.wanted, *both(made, n=4, nesting=nesting))
    assert (found.totals[["large_price", "small_price"]] == 0).all(axis=None)
    assert found.release["pcode"].tolist() == ["C3", "C2"]
    assert found.release["total"].tolist() == [24.0, 17.0]
    assert found.returns.to_dict("list") == {"pcode": ["C2", "C3"], "reached": [3, 4], "total": [24.0, 27.0]}
    assert "at no cost to either" in nesting_notes(found, made.units["name"], "en")[0]


def test_between_the_two_lists_those_without_a_neighbour_are_named():
    """C0-C1 and C3-C4 are pairs; cutting to C3-C4 leaves C1 alone for one step."""
    made = line([5, 6, 0, 9, 8], "AAAAA")
    near = {"min_neighbours": 1, "min_border_km": 1, "source": "z"}
    nesting = {"n": 2, "regions": {}, "tracks": {}, "adjacency": near, "source": "z"}
    found = nested(made.wanted, *both(made, n=4, adjacency=near, nesting=nesting))
    assert found.release[["pcode", "alone"]].to_numpy().tolist() == [["C0", "C1"], ["C1", ""]]
    assert any("Cercle C1" in note for note in nesting_notes(found, made.units["name"], "en")[2:])


def test_a_smaller_list_as_long_as_the_larger_has_nothing_to_release():
    made = line([9, 8, 7], "AAA")
    nesting = {"n": 2, "regions": {}, "tracks": {}, "source": "z"}
    found = nested(made.wanted, *both(made, n=2, nesting=nesting))
    assert found.release.empty
    assert found.returns.empty
    assert len(nesting_notes(found, made.units["name"], "fr")) == 1


def test_what_is_held_out_of_the_larger_list_is_held_out_of_the_smaller():
    made = line([9, 8, 7], "AAA")
    nesting = {"n": 1, "regions": {}, "tracks": {}, "source": "z"}
    found = nested(made.wanted, *both(made, n=2, locks=[lock("C0", "out")], nesting=nesting))
    assert found.lists.query("small_free").index.tolist() == ["C1"]


def test_lists_that_cannot_nest_name_the_collision():
    made = line([9, 8, 7, 3], "AABB")
    nesting = {"n": 1, "regions": {}, "tracks": {}, "locks": [lock("C3", "in")], "source": "z"}
    with pytest.raises(InfeasibleError, match="nesting") as caught:
        nested(made.wanted, *both(made, n=2, tracks={"prevent": {"max": 0}}, nesting=nesting), language="en")
    assert set(caught.value.rules) == {"tracks.prevent.max=0", "nesting.locks.C3=in", "nesting"}
    assert "selection.tracks.prevent.max=1" in str(caught.value)
    assert "remove selection.nesting.locks.C3" in str(caught.value)


def test_no_smaller_list_configured_is_said():
    made = line([9, 8], "AA")
    with pytest.raises(ConfigError, match=r"selection\.nesting"):
        both(made, n=1)
