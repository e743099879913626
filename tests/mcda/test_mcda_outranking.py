import csv
import json
from itertools import permutations

import numpy as np
import pytest

from prosmed_gis.errors import ConfigError
from prosmed_gis.mcda.aggregating import copeland, power_mean
from prosmed_gis.mcda.normalising import ranks
from prosmed_gis.mcda.outranking import borda, duels, kemeny, order_support, outranking


@pytest.fixture(scope="module")
def tables(shared):
    return json.loads((shared / "vectors" / "oecd_tai_expected.json").read_text())


def from_votes(profiles, names=None):
    """Outranking matrix of voters' lists, units in alphabetical order or as named."""
    names = names or sorted(profiles[0][1])
    places = np.array([[-order.index(name) for _, order in profiles] for name in names])
    return outranking(places, np.array([count for count, _ in profiles])), names


def spelt(orders, names):
    return ["".join(names[place] for place in order) for order in orders]


def test_outranking_by_hand():
    worths = np.array([[3.0, 1.0, 5.0], [2.0, 1.0, 9.0]])
    assert outranking(worths, np.array([0.5, 0.3, 0.2])) == pytest.approx(np.array([[0, 0.65], [0.35, 0]]))


def test_kemeny_refuses_what_it_cannot_try():
    with pytest.raises(ConfigError, match="9 units"):
        kemeny(np.zeros((9, 9)))


def test_kemeny_is_the_best_of_all_orders():
    rng = np.random.default_rng(2)
    support = outranking(rng.random((5, 7)), rng.dirichlet(np.ones(7)))
    scores = {
        order: sum(support[a, b] for place, a in enumerate(order) for b in order[place + 1 :])
        for order in permutations(range(5))
    }
    best, orders = kemeny(support)
    assert best == pytest.approx(max(scores.values()))
    assert [tuple(order) for order in orders] == [order for order, found in scores.items() if found > best - 1e-9]


def test_duels_are_those_of_the_scores_by_draws():
    rng = np.random.default_rng(4)
    worths = rng.integers(0, 5, (1, 6, 5)) / 4
    weights = rng.dirichlet(np.ones(5))
    assert duels(outranking(worths[0], weights)).tolist() == copeland(worths, weights)[0].tolist()


@pytest.mark.real
def test_borda_and_condorcet_of_table_25(tables):
    table = tables["borda_table25"]
    support, names = from_votes(table["profiles"])
    assert support.tolist() == table["outranking"]
    assert dict(zip(names, borda(support), strict=True)) == table["borda"]
    assert spelt([np.argsort(-duels(support))], names) == [table["condorcet_order"]]
    assert spelt(kemeny(support)[1], names) == [table["condorcet_order"]]


@pytest.mark.real
def test_condorcet_paradox_of_table_28(tables):
    table = tables["condorcet_table28"]
    support, names = from_votes(table["profiles"])
    assert support.tolist() == table["outranking"]
    assert dict(zip(names, borda(support), strict=True)) == table["borda"]
    for order, expected in table["CKYL"].items():
        assert order_support(support, np.array([names.index(name) for name in order])) == expected
    best, orders = kemeny(support)
    assert spelt(orders, names) == [table["winner"]]
    assert best == table["CKYL"][table["winner"]]
    assert duels(support).tolist() == [0, 0, 0]


@pytest.mark.real
def test_rank_reversal_of_table_31(tables):
    table = tables["borda_rank_reversal_table31"]
    support, names = from_votes(table["profiles"])
    assert dict(zip(names, borda(support), strict=True)) == table["borda"]
    left = [[count, order.replace("d", "")] for count, order in table["profiles"]]
    support, names = from_votes(left)
    assert dict(zip(names, borda(support), strict=True)) == table["without_d"]
    assert names[int(np.argmax(borda(support)))] == "c"


@pytest.mark.real
def test_outranking_and_three_way_tie_of_tables_35_and_36(tables):
    table = tables["table35_36"]
    support = outranking(np.array(table["X"]), np.full(8, 1 / 8))
    assert support.tolist() == table["E"]
    best, orders = kemeny(support)
    assert best == table["CKYL_best"]
    found = {tuple(table["countries"][place] for place in order) for order in orders}
    assert found == {tuple(order) for order in table["CKYL_best_orders"]}


@pytest.mark.real
def test_geometric_ranks_of_table_23(shared):
    with (shared / "vectors" / "oecd_tai_23_raw.csv").open() as lines:
        raw = {row.pop("country"): [float(value) for value in row.values()] for row in csv.DictReader(lines)}
    with (shared / "vectors" / "oecd_tai_23_expected_ranks.csv").open() as lines:
        expected = {row["country"]: float(row["GME"]) for row in csv.DictReader(lines)}
    found = ranks(power_mean(np.array(list(raw.values()))[None], np.ones(8), 0)[0])
    assert len(expected) == 23
    assert dict(zip(raw, found, strict=True)) == expected
