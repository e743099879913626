"""What a draw by lot finds of a reference list, held against every draw there is."""

from itertools import combinations, product

import pandas as pd
import pytest

from prosmed_gis.targeting.choice.rules import Bound, Rule
from prosmed_gis.targeting.reasons import Case
from prosmed_gis.targeting.reference import by_chance

TRACKS = {"stabilise": "ABCDEFG", "prevent": "PQRS"}
REFERENCE = {"A", "B", "C", "P", "ZZ"}


def case(chosen, *, held_in="", held_out="", unscored=""):
    codes = [code for names in TRACKS.values() for code in names]
    tracks = pd.Series({code: track for track, names in TRACKS.items() for code in names})
    rules = [Rule("in", (Bound(frozenset(code), 1, 1),)) for code in held_in]
    rules += [Rule("out", (Bound(frozenset(code), 0, 0),)) for code in held_out]
    rules.append(Rule("n", (Bound(frozenset(codes), len(chosen), len(chosen)),)))
    kept = pd.Series([code in chosen for code in codes], index=codes)
    return Case(None, None, tracks, None, None, kept, None, None, rules, dict.fromkeys(unscored))


def every_draw(found, held_in="", shut=""):
    pools = []
    for names in TRACKS.values():
        free = [code for code in names if code not in held_in + shut]
        pools.append(combinations(free, int(sum(found.chosen[code] for code in free))))
    return [len({*first, *second, *held_in} & REFERENCE) for first, second in product(*map(list, pools))]


@pytest.mark.parametrize(
    ("chosen", "locks"),
    [
        ("ABDP", {}),
        ("ABDP", {"held_in": "A", "held_out": "G"}),
        ("DEFQ", {"unscored": "C"}),
        ("ABCP", {"held_out": "Q"}),
    ],
)
def test_mean_and_tail_are_those_of_all_draws_under_the_same_quotas(chosen, locks):
    found = case(chosen, **locks)
    lot = by_chance(found, REFERENCE)
    draws = every_draw(found, locks.get("held_in", ""), locks.get("held_out", "") + locks.get("unscored", ""))
    ours = len(set(chosen) & REFERENCE)
    assert lot.expected == pytest.approx(sum(draws) / len(draws))
    assert lot.p_value == pytest.approx(sum(draw >= ours for draw in draws) / len(draws))
    assert lot.at_most == max(draws)


def test_a_list_that_rules_alone_make_owes_nothing_to_chance():
    codes = "".join(TRACKS.values())
    lot = by_chance(case(codes, held_in=codes), REFERENCE)
    assert (lot.expected, lot.p_value, lot.at_most) == (4, 1, 4)
