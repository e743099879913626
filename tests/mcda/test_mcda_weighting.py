import json

import numpy as np
import pytest

from prosmed_gis.errors import ConfigError, DataError
from prosmed_gis.mcda.weighting import ahp, critic, direct, entropy, roc, swing


@pytest.fixture(scope="module")
def pymcdm(shared):
    found = json.loads((shared / "vectors" / "pymcdm_test_vectors.json").read_text())
    return {vector["cls"]: vector["data"] for vector in found["vectors"]}


@pytest.fixture(scope="module")
def skcriteria(shared):
    found = json.loads((shared / "vectors" / "skcriteria_test_vectors.json").read_text())
    return {vector["test"]: vector["data"] for vector in found["vectors"]}


def oecd_judgements(shared):
    table = json.loads((shared / "vectors" / "oecd_tai_expected.json").read_text())
    rows = [
        [1 / int(cell[2:]) if isinstance(cell, str) else cell for cell in row] for row in table["table20_AHP_matrix"]
    ]
    return rows, table["table20_eigenvector_computed"]


def test_shares_are_brought_to_one():
    assert direct([30, 20, 50]) == pytest.approx([0.3, 0.2, 0.5])
    assert swing([100, 60, 40]) == pytest.approx([0.5, 0.3, 0.2])
    assert direct([2, 0]).tolist() == [1, 0]


@pytest.mark.parametrize("shares", [[1, -1, 2], [0, 0], [1, float("nan")], []])
def test_shares_that_say_nothing_are_refused(shares):
    with pytest.raises(ConfigError, match="at least 0"):
        direct(shares)


def test_rank_order_centroid_by_hand():
    assert roc([1, 2, 3]) == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    assert roc([3, 1, 2]) == pytest.approx([2 / 18, 11 / 18, 5 / 18])
    assert roc([7]) == pytest.approx([1])


@pytest.mark.parametrize("ranks", [[1, 1, 2], [1.5, 1.5, 3], [1, 1, 3]])
def test_equal_ranks_share_their_mean(ranks):
    assert roc(ranks) == pytest.approx([8 / 18, 8 / 18, 2 / 18])


def test_ranks_must_be_known():
    with pytest.raises(ConfigError, match="ranks"):
        roc([1, float("nan")])


def test_coherent_judgements_give_the_weights_they_come_from():
    weights = np.array([0.5, 0.3, 0.2])
    found = ahp(weights[:, None] / weights)
    assert found.weights == pytest.approx(weights)
    assert found.lambda_max == pytest.approx(3)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("matrix", [[[1]], [[1, 3], [1 / 3, 1]]])
def test_one_or_two_criteria_cannot_contradict(matrix):
    assert ahp(matrix).consistency_ratio == 0


@pytest.mark.parametrize(
    ("matrix", "told"),
    [
        ([[1, 2, 3], [1 / 2, 1, 1], [1 / 3, 2, 1]], "comparison of law with order is 1, of order with law 2"),
        ([[1, 2, 0], [1 / 2, 1, 1], [1 / 3, 1, 1]], "comparison of peace with order: 0 must be a number above 0"),
        ([[2, 2, 3], [1 / 2, 1, 1], [1 / 3, 1, 1]], "comparison of peace with peace is 2"),
        ([[1, 2, 3], [1 / 2, 1, 1]], "square"),
        (np.ones((16, 16)), "1 to 15"),
    ],
)
def test_judgements_that_cannot_be_are_named(matrix, told):
    with pytest.raises(ConfigError, match=told):
        ahp(matrix, ["peace", "law", "order"])


def test_contradictory_judgements_have_a_high_ratio():
    circle = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    assert ahp(circle).consistency_ratio > 1


@pytest.mark.real
def test_ahp_as_pymcdm(pymcdm):
    case = pymcdm["TestAHPWeights"]
    assert ahp(case["matrix"]).weights == pytest.approx(case["output"], abs=5e-5)


@pytest.mark.real
def test_ahp_as_oecd_table_20(shared):
    matrix, expected = oecd_judgements(shared)
    found = ahp(matrix)
    assert found.weights == pytest.approx(expected["w"], abs=5e-5)
    assert found.lambda_max == pytest.approx(expected["lambda_max"], abs=5e-7)
    assert found.consistency_index == pytest.approx(expected["CI"], abs=5e-7)
    assert found.consistency_ratio == pytest.approx(expected["CR_RI141"], abs=5e-7)


@pytest.mark.real
def test_entropy_as_pymcdm_and_skcriteria(pymcdm, skcriteria):
    case = pymcdm["TestEntropyWeights"]
    assert entropy(np.array(case["matrix"])) == pytest.approx(case["output"], abs=5e-7)
    case = skcriteria["test_EntropyWeighter_simple_matrix"]
    assert entropy(np.array(case["dm"]["matrix"])) == pytest.approx(case["expected"]["weights"], abs=5e-7)
    case = skcriteria["test_EntropyWeighter_less_predictable_more_weight"]
    assert entropy(np.array(case["dm"]["matrix"])) == pytest.approx(case["result"]["weights"], abs=1e-12)


@pytest.mark.real
def test_critic_as_pymcdm_and_skcriteria(pymcdm, skcriteria):
    case = pymcdm["TestCRITICWeights"]
    assert critic(np.array(case["matrix"])) == pytest.approx(case["output"], abs=1e-3)
    case = skcriteria["test_CRITIC_diakoulaki1995determining"]
    found = critic(np.array(case["dm"]["matrix"]), directions=case["dm"]["objectives"])
    assert found == pytest.approx(case["expected"]["weights"], abs=5e-9)


def test_direction_changes_critic_weights_as_turning_the_criterion_does():
    matrix = np.array([[1.0, 5.0, 2.0], [2.0, 3.0, 9.0], [4.0, 4.0, 1.0], [3.0, 1.0, 4.0]])
    turned = critic(matrix, directions=[1, -1, 1])
    assert turned == pytest.approx(critic(matrix * [1, -1, 1]))
    assert turned != pytest.approx(critic(matrix))


def test_critic_without_rescaling_sees_the_spread_as_given():
    matrix = np.array([[0.0, 0.4], [1.0, 0.6], [1.0, 0.4], [0.0, 0.6]])
    assert critic(matrix) == pytest.approx([0.5, 0.5])
    assert critic(matrix, rescale=False) == pytest.approx([5 / 6, 1 / 6])


def test_what_does_not_vary_weighs_nothing():
    matrix = np.array([[0.5, 0.1, 0.0], [0.5, 0.9, 0.0], [0.5, 0.3, 0.0]])
    assert entropy(matrix).tolist() == [0, 1, 0]
    assert critic(matrix).tolist() == [0, 1, 0]
    for method in (entropy, critic):
        assert method(np.ones((3, 2))).tolist() == [0.5, 0.5]
        assert method(np.ones((1, 2))).tolist() == [0.5, 0.5]


def test_criteria_that_say_the_same_share_alike_in_critic():
    column = np.array([0.1, 0.9, 0.3])
    assert critic(np.stack([column, column, np.zeros(3)], axis=1)) == pytest.approx([0.5, 0.5, 0])


def test_weights_from_data_need_the_data():
    hole = np.array([[0.1, 0.2], [0.3, np.nan]])
    for method in (entropy, critic):
        with pytest.raises(DataError, match="unit 2 lacks criterion 2"):
            method(hole)
    with pytest.raises(DataError, match="at least 0"):
        entropy(np.array([[-1.0, 2.0]]))
