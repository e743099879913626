import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from prosmed_gis.errors import ConfigError
from prosmed_gis.mcda import aggregating
from prosmed_gis.mcda.aggregating import METHODS, aggregate, arithmetic, copeland, power_mean, promethee2, topsis
from prosmed_gis.mcda.normalising import minmax, relative

NAN = float("nan")
CASES = {
    "arithmetic": ("arithmetic", {}),
    "geometric": ("power_mean", {"p": 0.0}),
    "harmonic": ("power_mean", {"p": -1.0}),
    "quadratic": ("power_mean", {"p": 2.0}),
    "severe": ("power_mean", {"p": -10.0}),
    "topsis": ("topsis", {}),
    "promethee2": ("promethee2", {"indifference": 0.1, "preference": 0.4}),
    "promethee2 usual": ("promethee2", {"indifference": 0.0, "preference": 0.0}),
    "copeland": ("copeland", {}),
}
ALONE = ["arithmetic", "geometric", "harmonic", "quadratic", "severe", "topsis"]
PAIRS = ["promethee2", "promethee2 usual", "copeland"]
# Sixteenths are exact in binary: ties in the test are ties in the numbers.
WORTH = st.integers(0, 16).map(lambda sixteenth: sixteenth / 16)


def score(case, worths, weights):
    method, settings_ = CASES[case]
    return aggregate(method, worths, weights, **settings_)


@st.composite
def worlds(draw, *, missing=False):
    shape = (draw(st.integers(1, 3)), draw(st.integers(2, 6)), draw(st.integers(1, 4)))
    worths = draw(arrays(float, shape, elements=WORTH))
    weights = draw(arrays(float, (shape[0], 1, shape[2]), elements=st.integers(1, 5).map(float)))
    if missing:
        worths = np.where(draw(arrays(bool, shape)), NAN, worths)
    return worths, weights


@pytest.fixture(scope="module")
def pymcdm(shared):
    found = json.loads((shared / "vectors" / "pymcdm_test_vectors.json").read_text())
    return {vector["cls"]: vector["data"] for vector in found["vectors"]}


@pytest.fixture(scope="module")
def skcriteria(shared):
    found = json.loads((shared / "vectors" / "skcriteria_test_vectors.json").read_text())
    return {vector["test"]: vector["data"] for vector in found["vectors"]}


def matrix(case):
    return np.array(case["matrix"], dtype=float)[None], np.array(case["weights"], dtype=float)


def test_means_by_hand():
    worths, weights = np.array([[[1.0, 0.25], [0.0, 1.0]]]), np.array([1.0, 1.0])
    assert arithmetic(worths, weights).tolist() == [[0.625, 0.5]]
    assert power_mean(worths, weights, 0).tolist() == [[pytest.approx(0.5), 0.0]]
    assert power_mean(worths, weights, -1).tolist() == [[pytest.approx(0.4), 0.0]]
    assert power_mean(worths, weights, 2) == pytest.approx(np.sqrt([[1.0625 / 2, 0.5]]))


def test_a_worth_of_0_without_weight_does_not_floor_the_geometric_mean():
    assert power_mean(np.array([[[0.0, 0.5]]]), np.array([0.0, 1.0]), 0).tolist() == [[0.5]]


def test_power_mean_is_smooth_about_the_geometric():
    worths, weights = np.array([[[0.2, 0.7, 0.9]]]), np.array([1.0, 2.0, 1.0])
    around = [power_mean(worths, weights, p)[0, 0] for p in (-1e-6, -1e-9, 0.0, 1e-9, 1e-6)]
    assert around == pytest.approx([around[2]] * 5, rel=1e-5)
    assert around[0] < around[2] < around[4]


def test_topsis_by_hand():
    # Weighted distances to 1 and from 0: (0.3, 0.4) and (0.3, 0) for a worth of (0.5, 0) with weights 0.6 and 0.4.
    found = topsis(np.array([[[0.5, 0.0], [1.0, 1.0], [0.0, 0.0]]]), np.array([0.6, 0.4]))
    assert found == pytest.approx(np.array([[0.3 / (0.5 + 0.3), 1.0, 0.0]]))


def test_topsis_where_best_and_worst_coincide():
    worths = np.full((1, 2, 2), 0.3)
    assert topsis(worths, np.ones(2), ideal=0.3, anti_ideal=0.3).tolist() == [[0.5, 0.5]]


def test_promethee_by_hand():
    # One criterion, 0.1 indifferent, full from 0.5: a over b 0.25, a over c 1, b over c (0.4 - 0.1) / 0.4.
    found = promethee2(np.array([[[0.8], [0.6], [0.2]]]), np.ones(1), indifference=0.1, preference=0.5)
    assert found == pytest.approx(np.array([[1.25 / 2, (0.75 - 0.25) / 2, -1.75 / 2]]))


def test_copeland_by_hand():
    # a beats b by 3 of 5 and c by 3 to 0, where the first criterion is a tie; b beats c by 3 of 5.
    worths = np.array([[[0.9, 0.1, 0.5], [0.5, 0.9, 0.1], [0.9, 0.0, 0.0]]])
    assert copeland(worths, np.array([2.0, 2.0, 1.0])).tolist() == [[2, 0, -2]]
    assert copeland(worths[:, :2, :2], np.array([2.0, 2.0])).tolist() == [[0, 0]]


def test_weights_that_only_rounding_sets_apart_tie():
    worths = np.array([[[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]])
    assert copeland(worths, np.array([0.1, 0.2, 0.1 + 0.2])).tolist() == [[0, 0]]
    apart = np.array([[[0.1 + 0.2], [0.3]]])
    assert copeland(apart, np.ones(1)).tolist() == [[0, 0]]
    assert promethee2(apart, np.ones(1), indifference=0, preference=0).tolist() == [[0, 0]]


@pytest.mark.parametrize("case", CASES)
def test_scores_run_from_0_to_100(case):
    found = score(case, np.array([[[1.0, 1.0], [0.0, 0.0]]]), np.array([3.0, 1.0]))
    assert found.tolist() == [[100, 0]]


@pytest.mark.parametrize("case", CASES)
def test_a_unit_without_weight_has_no_score_and_meets_nobody(case):
    worths = np.array([[[0.75, 0.5], [NAN, NAN], [0.25, 0.25], [1.0, NAN]]])
    weights = np.ones((1, 4, 2))
    weights[0, 3] = [0, 1]
    found = score(case, worths, weights)
    assert np.isnan(found[0, [1, 3]]).all()
    assert found[0, [0, 2]] == pytest.approx(score(case, worths[:, [0, 2]], np.ones(2))[0])


@pytest.mark.parametrize("case", CASES)
def test_one_unit_alone_is_scored(case):
    assert score(case, np.full((2, 1, 2), 0.5), np.ones(2)) == pytest.approx(np.full((2, 1), 50.0))


def test_unknown_method_is_named():
    with pytest.raises(ConfigError, match=r"'electre'; there are arithmetic, power_mean"):
        aggregate("electre", np.ones((1, 1, 1)), np.ones(1))


def test_pairs_without_a_common_criterion_are_a_draw():
    worths = np.array([[[1.0, NAN], [NAN, 0.0]]])
    for case in PAIRS:
        assert score(case, worths, np.ones(2)).tolist() == [[50, 50]]


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=30, deadline=None)
@given(worlds(missing=True), st.randoms(use_true_random=False))
def test_order_of_units_does_not_matter(case, world, random):
    worths, weights = world
    order = list(range(worths.shape[1]))
    random.shuffle(order)
    expected = score(case, worths, weights)[:, order]
    assert score(case, worths[:, order], weights) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=30, deadline=None)
@given(worlds(missing=True), st.sampled_from([0.01, 0.5, 3.0, 100.0]))
def test_only_ratios_of_weights_matter(case, world, factor):
    worths, weights = world
    expected = score(case, worths, weights)
    assert score(case, worths, weights * factor) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=40, deadline=None)
@given(worlds(), st.data())
def test_a_dominated_unit_never_scores_above(case, world, data):
    worths, weights = world
    worths[:, 1] = np.minimum(worths[:, 0], data.draw(arrays(float, worths[:, 0].shape, elements=WORTH)))
    found = score(case, worths, weights)
    assert (found[:, 1] <= found[:, 0] + 1e-9).all()


@pytest.mark.parametrize("case", ALONE)
@settings(max_examples=30, deadline=None)
@given(worlds(missing=True))
def test_doubling_a_unit_does_not_change_the_scores_of_others(case, world):
    worths, weights = world
    doubled = score(case, np.concatenate([worths, worths[:, :1]], axis=1), weights)
    expected = score(case, worths, weights)
    assert np.array_equal(doubled[:, :-1], expected, equal_nan=True)
    assert np.array_equal(doubled[:, -1], expected[:, 0], equal_nan=True)


@pytest.mark.parametrize("case", PAIRS)
@settings(max_examples=30, deadline=None)
@given(worlds(missing=True))
def test_what_one_wins_another_loses(case, world):
    assert np.nansum(score(case, *world) - 50, axis=1) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=30, deadline=None)
@given(worlds(missing=True))
def test_each_draw_is_scored_by_itself(case, world):
    worths, weights = world
    together = score(case, worths, weights)
    for draw, expected in enumerate(together):
        alone = score(case, worths[[draw]], weights[[draw]])[0]
        assert alone == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=30, deadline=None)
@given(worlds(missing=True))
def test_weights_may_come_renormalised_by_unit(case, world):
    worths, weights = world
    held = np.where(np.isnan(worths), 0.0, weights)
    total = held.sum(axis=2, keepdims=True)
    own = np.divide(held, total, out=np.zeros_like(held), where=total > 0)
    assert score(case, worths, own) == pytest.approx(score(case, worths, weights), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", PAIRS)
@settings(max_examples=40, deadline=None)
@given(worlds(missing=True))
def test_pairs_meet_on_what_both_have(case, world):
    worths, weights = world
    draws, units, _ = worths.shape
    for draw in range(draws):
        x, w = worths[draw], weights[draw, 0]
        there = ~np.isnan(x).all(axis=1)
        expected = np.where(there, 0.0, NAN)
        for a, b in itertools.permutations(np.flatnonzero(there), 2):
            both = ~np.isnan(x[a]) & ~np.isnan(x[b])
            if both.any():
                share = w[both] / w[both].sum()
                expected[a] += duel(case, x[a, both] - x[b, both], share)
        opponents = max(there.sum() - 1, 1)
        found = score(case, worths, weights)[draw]
        assert found == pytest.approx(50 * (1 + expected / opponents), abs=1e-9, nan_ok=True)
        assert len(found) == units


def duel(case, difference, share):
    """What the first of two units gains, straight from the definitions."""
    if case == "copeland":
        return np.sign(round(share[difference > 0].sum() - share[difference < 0].sum(), 9))
    q, p = (CASES[case][1][name] for name in ("indifference", "preference"))

    def preference(d):
        return 0.0 if d <= q else 1.0 if d > p else (d - q) / (p - q)

    return sum(w * (preference(d) - preference(-d)) for w, d in zip(share, difference, strict=True))


@pytest.mark.parametrize("case", PAIRS)
def test_chunks_change_nothing(case, monkeypatch):
    rng = np.random.default_rng(5)
    worths, weights = rng.random((9, 4, 3)), rng.random((9, 1, 3))
    whole = score(case, worths, weights)
    monkeypatch.setattr(aggregating, "CHUNK", 4 * 3 * 2)
    assert score(case, worths, weights) == pytest.approx(whole, abs=1e-12)


def test_inputs_are_left_alone():
    worths, weights = np.array([[[0.5, NAN], [0.0, 1.0]]]), np.ones((1, 2, 2))
    for case in CASES:
        score(case, worths, weights)
    assert np.isnan(worths[0, 0, 1])
    assert worths[0, 1].tolist() == [0, 1]
    assert (weights == 1).all()


def test_every_method_has_a_case():
    assert {method for method, _ in CASES.values()} == set(METHODS)


@pytest.mark.real
def test_topsis_as_pymcdm_and_skcriteria(pymcdm, skcriteria):
    case = pymcdm["TestTOPSIS"]
    worths, weights = matrix(case)
    scaled = minmax(worths * case["types"], axis=1)
    assert topsis(scaled, weights)[0] == pytest.approx(case["output"], abs=5e-4)
    for name in ("test_TOPSIS", "test_TOPSIS_tzeng2011multiple"):
        case = skcriteria[name]
        values, weights = matrix(case["dm"])
        found = topsis(values, weights, ideal=values.max(axis=1), anti_ideal=values.min(axis=1))
        assert found[0] == pytest.approx(case["expected"]["extra"]["similarity"], abs=5e-5)
        assert found[0] == pytest.approx(case["result"]["extra"]["similarity"], abs=1e-12)


@pytest.mark.real
def test_topsis_on_vector_scaling_is_the_authors_form(skcriteria):
    # The matrix of Tzeng and Huang is already divided by its norms: scaling it again changes nothing.
    case = skcriteria["test_TOPSIS_tzeng2011multiple"]
    values, weights = matrix(case["dm"])
    scaled = relative(1000 * values, "norm", axis=1)
    found = topsis(scaled, weights, ideal=scaled.max(axis=1), anti_ideal=scaled.min(axis=1))
    assert found[0] == pytest.approx(case["expected"]["extra"]["similarity"], abs=5e-5)


@pytest.mark.real
def test_weighted_sum_and_product_as_pymcdm(pymcdm):
    # Both scale by the sum, costs by the sum of inverses; their weights sum to 2.
    for name, mean in (("TestWSM", arithmetic), ("TestWPM", lambda x, w: power_mean(x, w, 0))):
        case = pymcdm[name]
        values, weights = matrix(case)
        scaled = relative(values ** np.array(case["types"], dtype=float), "sum", axis=1)
        found = mean(scaled, weights)[0]
        whole = weights.sum()
        shown = found * whole if name == "TestWSM" else found**whole
        assert shown == pytest.approx(case["output"], abs=5e-4), name


@pytest.mark.real
def test_weighted_sum_and_product_as_skcriteria(skcriteria):
    for name in ("test_WeightedSumModel", "test_WeightedSumModel_kracka2010ranking"):
        case = skcriteria[name]
        values, weights = matrix(case["dm"])
        expected = case["expected"]["extra"]["score"]
        assert arithmetic(values, weights)[0] * weights.sum() == pytest.approx(expected, rel=1e-6)
    for name in ("test_WeightedProductModel", "test_WeightedProductModel_enwiki_1015567716"):
        case = skcriteria[name]
        values, weights = matrix(case["dm"])
        found = np.log10(power_mean(values, weights, 0)[0]) * weights.sum()
        assert found == pytest.approx(case["expected"]["extra"]["score"], abs=5e-9)


@pytest.mark.real
def test_promethee_as_pymcdm(pymcdm):
    case = pymcdm["TestPROMETHEE_II"]
    found = promethee2(*matrix(case), indifference=0, preference=0)
    assert found[0] == pytest.approx(case["output"], abs=1e-12)


@pytest.mark.real
def test_promethee_v_selects_within_the_budget(shared):
    case = json.loads((shared / "vectors" / "promethee_v_exact.json").read_text())
    values, weights = np.array(case["D"])[None], np.array(case["W"])
    flow = promethee2(values, weights, indifference=case["Q"], preference=case["P"])[0]
    assert flow == pytest.approx(case["net_flow"], abs=5e-7)
    cost = np.array(case["cost"])
    subsets = [
        list(chosen)
        for size in range(case["at_most"] + 1)
        for chosen in itertools.combinations(range(len(cost)), size)
        if cost[list(chosen)].sum() <= case["budget"]
    ]
    best = max(subsets, key=lambda chosen: flow[chosen].sum())
    exact = case["exact"]
    assert [place + 1 for place in best] == exact["selected"]
    assert flow[best].sum() == pytest.approx(exact["flow"], abs=5e-7)
    assert cost[best].sum() == exact["cost"]


@pytest.mark.real
def test_harmonic_mean_as_coinr(shared):
    expected = json.loads((shared / "vectors" / "coinr_asem_expected.json").read_text())["harmonic_toy"]["y"]
    raw = np.genfromtxt(shared / "vectors" / "coinr_asem_iData.csv", delimiter=",", names=True, dtype=None)
    values = np.stack([raw[name] for name in ("LPI", "Flights", "Ship", "Bord")], axis=1)
    found = power_mean(1 + 99 * minmax(values, axis=0)[None], np.array([1.0, 1.0, 2.0, 1.0]), -1)
    assert [float(f"{value:.3g}") for value in found[0, :5]] == expected


@pytest.mark.real
def test_geometric_mean_as_oecd(shared):
    example = json.loads((shared / "vectors" / "oecd_tai_expected.json").read_text())["geometric_example"]
    pairs = {"g": example["x"], "g2": example["x2"]}
    for key, x in pairs.items():
        assert power_mean(np.array(x, dtype=float)[None, None], np.ones(4), 0)[0, 0] == pytest.approx(
            example[key], abs=5e-3
        )
