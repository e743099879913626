import json
from itertools import permutations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from prosmed_gis.mcda.acceptability import central_weights, confidence_factor, pairwise_winning, rank_acceptability
from prosmed_gis.mcda.aggregating import arithmetic

NAN = float("nan")


@pytest.fixture(scope="module")
def smaa(shared):
    return json.loads((shared / "vectors" / "smaa_vectors.json").read_text())


def rankings(counts):
    """Orders that give each unit each rank as often as counted (Birkhoff: such a table is a sum of permutations)."""
    left, found = counts.copy(), []
    while left.sum():
        units, places = linear_sum_assignment(-np.log(np.maximum(left, 1e-9)))
        times = int(left[units, places].min())
        left[units, places] -= times
        found.append(np.repeat(places[None], times, axis=0))
    return np.concatenate(found)


def test_acceptability_by_hand():
    scores = np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0], [2.0, 2.0, 1.0], [NAN, 1.0, 2.0]])
    expected = [[0.5, 0, 0.25], [0.25, 0.75, 0], [0.5, 0, 0.5]]
    assert rank_acceptability(scores).tolist() == expected
    assert pairwise_winning(scores).tolist() == [[0, 0.25, 0.5], [0.25, 0, 0.5], [0.25, 0.5, 0]]


def test_central_weights_are_the_mean_of_those_that_put_a_unit_first():
    weights = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8]])
    scores = arithmetic(np.broadcast_to(np.eye(3, 2), (3, 3, 2)), weights[:, None])
    found = central_weights(scores, weights)
    assert found[:2] == pytest.approx(np.array([[0.8, 0.2], [0.2, 0.8]]))
    assert np.isnan(found[2]).all()


def test_confidence_is_the_share_of_measures_that_keep_a_unit_first():
    worths = np.array([[[0.9], [0.5]], [[0.4], [0.5]], [[0.9], [0.1]], [[0.3], [0.3]]])
    assert confidence_factor(worths, np.ones((2, 1))).tolist() == [0.75, 0.5]


@pytest.mark.real
def test_winning_index_as_smaa(smaa):
    measured = np.array([[1.0, 0.0]] * 9 + [[0.0, 1.0]])
    assert pairwise_winning(measured).tolist() == smaa["pwi"]["expected"]


@pytest.mark.real
def test_a_dominated_unit_has_no_central_weights(smaa):
    expected = smaa["dominated"]
    weights = np.array(list(permutations([0.6, 0.3, 0.1])))
    worths = np.broadcast_to([[0.9, 0.8, 0.7], [0.5, 0.4, 0.3]], (6, 2, 3))
    central = central_weights(arithmetic(worths, weights[:, None]), weights)
    assert central[0] == pytest.approx(expected["cw_A"])
    assert np.isnan(central[1]).all()
    found = confidence_factor(worths, central)
    assert found[0] == expected["cf"][0]
    assert expected["cf"][1] is None
    assert np.isnan(found[1])


@pytest.mark.real
def test_rank_acceptability_as_hansen(smaa):
    table = smaa["hansen_rank_acceptability"]
    expected = np.array(table["ra_columns_are_ranks"])
    places = rankings(np.rint(expected * table["N"]).astype(int))
    assert len(places) == table["N"]
    assert rank_acceptability(-places.astype(float)) == pytest.approx(expected, abs=1e-12)
