"""The split of a change over what differs: by hand, and the properties that make it the only fair one."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.targeting.compared.shapley import FACTORS, compared, finest, shapley, summary, worlds_of

A = frozenset()


def world(selected, ranks, scores, codes="XYZ", region="Nord"):
    frame = pd.DataFrame(
        {
            "pcode": list(codes),
            "cercle": [f"Cercle {code}" for code in codes],
            "region": region,
            "selected": [bool(number) for number in selected],
            "rank": pd.array(ranks, dtype="Int64"),
            "score": pd.array(scores, dtype="float64"),
        }
    )
    return frame.set_index(pd.Index(frame["pcode"], name="key"))


FIRST = world([1, 1, 0], [1, 2, 3], [50, 40, 30])
LAST = world([1, 0, 1], [2, 3, 1], [50, 20, 60.000001])


def moves(frame, measure, code, players=FACTORS):
    return [frame.loc[code, f"{measure}_{player}"] for player in players]


def by_orders(worth, players):
    """The definition itself: the mean, over all orders, of what a player brings when its turn comes."""
    orders = list(permutations(players))
    total = dict.fromkeys(players, Fraction(0))
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            total[player] += Fraction(worth[before | {player}] - worth[before])
    return {player: amount / len(orders) for player, amount in total.items()}


@st.composite
def games(draw):
    players = "abcd"[: draw(st.integers(1, 4))]
    subsets = chain.from_iterable(combinations(players, size) for size in range(len(players) + 1))
    return players, {frozenset(part): draw(st.integers(-60, 60)) for part in subsets}


@given(games())
def test_the_shares_are_the_mean_over_all_orders_and_sum_to_the_change(game):
    players, worth = game
    shares = shapley(worth, players)
    assert shares == by_orders(worth, players)
    assert sum(shares.values()) == worth[frozenset(players)] - worth[A]


@given(games())
def test_who_changes_nothing_has_no_share(game):
    players, worth = game
    with_idle = {part | extra: number for part, number in worth.items() for extra in (A, frozenset("z"))}
    shares = shapley(with_idle, [*players, "z"])
    assert shares.pop("z") == 0
    assert shares == shapley(worth, players)


@given(games())
def test_who_brings_the_same_has_the_same(game):
    players, worth = game
    first, last = players[0], players[-1]
    swap = {first: last, last: first}
    mirrored = {frozenset(swap.get(player, player) for player in part): number for part, number in worth.items()}
    even = {part: worth[part] + mirrored[part] for part in worth}
    shares = shapley(even, players)
    assert shares[first] == shares[last]


def test_two_that_only_work_together_share_evenly_and_rivals_cancel():
    together = {A: 0, frozenset("a"): 0, frozenset("b"): 0, frozenset("ab"): 1}
    assert shapley(together, "ab") == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    rivals = {A: 0, frozenset("a"): 1, frozenset("b"): 1, frozenset("ab"): 0}
    assert shapley(rivals, "ab") == {"a": 0, "b": 0}
    needs = {frozenset(part): int(set("ab") <= set(part)) for part in ("", "a", "b", "c", "ab", "ac", "bc", "abc")}
    assert shapley(needs, "abc") == {"a": Fraction(1, 2), "b": Fraction(1, 2), "c": 0}


@pytest.mark.parametrize("factor", FACTORS)
def test_where_one_factor_differs_all_is_its(factor):
    found = compared({A: FIRST, frozenset({factor}): LAST}, (factor,))
    frame = found.frame
    assert list(frame["change"]) == ["stayed", "left", "entered"]
    for measure, change in (("selected", [0, -1, 1]), ("rank", [1, 1, -2])):
        assert list(frame[f"{measure}_{factor}"]) == change
    assert list(frame[f"score_{factor}"]) == [0, -20, Fraction(30_000_001, 1_000_000)]
    for other in set(FACTORS) - {factor}:
        assert not frame[f"selected_{other}"].any()
        assert not frame[f"rank_{other}"].any()
        assert not frame[f"score_{other}"].any()


def test_two_factors_that_act_only_together_have_half_each():
    both = frozenset({"data", "weights"})
    found = compared({A: FIRST, frozenset({"data"}): FIRST, frozenset({"weights"}): FIRST, both: LAST}, tuple(both))
    half = Fraction(1, 2)
    assert moves(found.frame, "selected", "Y") == [-half, 0, -half, 0]
    assert moves(found.frame, "selected", "Z") == [half, 0, half, 0]
    assert moves(found.frame, "rank", "Z") == [-1, 0, -1, 0]


@settings(max_examples=40)
@given(st.data())
def test_every_move_is_split_to_the_last_digit(data):
    differing = data.draw(st.lists(st.sampled_from(FACTORS), unique=True))
    count = 4
    worlds = {}
    for part in worlds_of(differing):
        chosen = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
        scores = data.draw(st.lists(st.integers(0, 10**8), min_size=count, max_size=count))
        ranks = data.draw(st.permutations(range(1, count + 1)))
        worlds[part] = world(chosen, ranks, [number / 10**6 for number in scores], codes="WXYZ")
    frame = compared(worlds, differing).frame
    for measure in ("selected", "rank", "score"):
        total = sum(frame[f"{measure}_{factor}"] for factor in FACTORS)
        if measure == "score":
            micro = [frame[f"score_{side}"].map(lambda number: round(number * 10**6)) for side in "ba"]
            assert list(total * 10**6) == list(micro[0] - micro[1])
        else:
            assert list(total) == list(frame[f"{measure}_b"].astype(int) - frame[f"{measure}_a"].astype(int))


def test_equal_runs_have_nothing_to_split():
    found = compared({A: FIRST}, ())
    assert list(found.frame["change"]) == ["stayed", "stayed", "out"]
    assert not found.shares("selected").any(axis=None)
    assert summary(found) == {
        "n_a": 2, "n_b": 2, "common": 2, "jaccard": 1.0, "entered": [], "left": [], "contested": [], "causes": {},
    }  # fmt: skip


def test_a_cercle_of_one_side_only_is_new_or_gone_and_its_moves_are_not_split():
    last = world([1, 1], [1, 2], [70, 60], codes="XN")
    frame = compared({A: FIRST, frozenset({"boundaries"}): last}, ("boundaries",)).frame
    assert dict(frame["change"]) == {"X": "stayed", "Y": "gone", "Z": "gone", "N": "new"}
    assert frame.loc["N", "selected_boundaries"] == 1
    assert frame.loc["Y", "selected_boundaries"] == -1
    assert frame.loc["Z", "selected_boundaries"] == 0
    assert moves(frame, "rank", "N") == [None] * 4
    assert moves(frame, "score", "Y") == [None] * 4
    assert not frame.loc["N", "selected_a"]
    assert list(frame["pcode"]) == ["N", "X", "Y", "Z"]


def test_a_cercle_without_score_in_one_world_keeps_its_membership_split_and_loses_the_others():
    unscored = world([1, 1, 0], [1, 2, None], [50, 40, None])
    worlds = {A: FIRST, frozenset({"data"}): unscored, frozenset({"rules"}): FIRST, frozenset({"data", "rules"}): LAST}
    frame = compared(worlds, ("data", "rules")).frame
    assert moves(frame, "rank", "Z") == [None] * 4
    assert moves(frame, "selected", "Z") == [Fraction(1, 2), 0, 0, Fraction(1, 2)]
    assert moves(frame, "rank", "X") == [Fraction(1, 2), 0, 0, Fraction(1, 2)]


def test_factors_that_do_not_go_one_without_the_other_are_replaced_together():
    differing = ("data", "boundaries", "weights")
    worlds = dict.fromkeys(worlds_of(differing), FIRST) | {frozenset(differing): LAST}
    for part in list(worlds):
        if ("data" in part) != ("boundaries" in part):
            del worlds[part]
    assert sorted(finest(worlds, differing)) == [("data", "boundaries"), ("weights",)]
    found = compared(worlds, differing)
    assert found.players == (("data", "boundaries"), ("weights",), ("rules",))
    names = ("data_boundaries", "weights", "rules")
    assert moves(found.frame, "selected", "Z", names) == [Fraction(1, 2), Fraction(1, 2), 0]
    assert "selected_data" not in found.frame


def test_where_nothing_between_can_be_computed_all_is_one_change():
    differing = ("data", "weights", "rules")
    found = compared({A: FIRST, frozenset(differing): LAST}, differing)
    assert found.players == (("data", "weights", "rules"), ("boundaries",))
    assert list(found.frame["selected_data_weights_rules"]) == [0, -1, 1]


def test_the_summary_counts_the_causes_and_the_places_that_hold_by_luck():
    data, rules = frozenset({"data"}), frozenset({"rules"})
    both = data | rules
    worlds = {
        A: world([1, 1, 0], [1, 2, 3], [50, 40, 30]),
        data: world([0, 1, 1], [1, 2, 3], [50, 40, 30]),
        rules: world([1, 0, 1], [1, 2, 3], [50, 40, 30]),
        both: world([1, 0, 1], [1, 2, 3], [50, 40, 30]),
    }
    short = summary(compared(worlds, ("data", "rules")))
    assert (short["common"], short["jaccard"]) == (1, 1 / 3)
    assert (short["entered"], short["left"], short["contested"]) == (["Z"], ["Y"], ["X"])
    # Z: data 1/2, rules 1/2; Y: all to the rules.
    assert short["causes"] == {"data": Fraction(1, 4), "boundaries": 0, "weights": 0, "rules": Fraction(3, 4)}
