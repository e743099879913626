import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prosmed_gis.mcda.normalising import minmax, percentile_rank, ranks, relative, zscore
from prosmed_gis.mcda.treating import kurtosis, skewness, treat

NAN = float("nan")
SCALERS = {
    "minmax": minmax,
    "zscore": zscore,
    "percentile_rank": percentile_rank,
    "ranks": ranks,
    **{to: lambda x, axis=-1, to=to: relative(x, to, axis=axis) for to in ("best", "worst", "mean", "sum", "norm")},
}


@pytest.fixture(scope="module")
def table15(shared):
    return json.loads((shared / "vectors" / "oecd_tai_expected.json").read_text())["table15_schooling"]


@pytest.fixture(scope="module")
def asem(shared):
    return json.loads((shared / "vectors" / "coinr_asem_expected.json").read_text())


@pytest.mark.parametrize("name", SCALERS)
def test_unknown_values_stay_unknown_and_do_not_count(name):
    x = np.array([2.0, NAN, 4.0, 8.0, NAN])
    found = SCALERS[name](x)
    assert np.isnan(found).tolist() == [False, True, False, False, True]
    assert found[[0, 2, 3]] == pytest.approx(SCALERS[name](x[[0, 2, 3]]))


@pytest.mark.parametrize("name", SCALERS)
def test_any_shape_along_any_axis(name):
    x = np.random.default_rng(3).random((2, 5, 3)) + 0.5
    found = SCALERS[name](x, axis=1)
    for draw in range(2):
        for criterion in range(3):
            assert found[draw, :, criterion] == pytest.approx(SCALERS[name](x[draw, :, criterion]))


@pytest.mark.parametrize("name", SCALERS)
def test_nothing_known_gives_nothing(name):
    assert np.isnan(SCALERS[name](np.full((2, 3), NAN))).all()


def test_equal_values_have_no_contrast():
    same = np.full(3, 5.0)
    for scale in (minmax, zscore, percentile_rank):
        assert scale(same).tolist() == [0, 0, 0]
    assert relative(np.zeros(2), "sum").tolist() == [0, 0]
    assert minmax(np.array([NAN, 3.0]))[1] == 0
    assert zscore(np.array([NAN, 3.0]))[1] == 0


def test_ranks_by_hand():
    x = np.array([[3.0, 9.0, 3.0, 1.0], [NAN, 2.0, 5.0, 2.0]])
    assert ranks(x).tolist()[0] == [2, 1, 2, 4]
    assert ranks(x).tolist()[1][1:] == [2, 1, 2]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_rank_is_one_more_than_those_above(values):
    x = np.array(values, dtype=float)
    assert ranks(x).tolist() == [1 + int((x > mine).sum()) for mine in x]
    if len(x) > 1:
        assert percentile_rank(x).tolist() == [(x < mine).sum() / (len(x) - 1) for mine in x]


@pytest.mark.real
def test_oecd_table_15(table15):
    x = np.array(table15["school"])
    n = len(x)
    from_below = (n - 1) * percentile_rank(x) + 1
    assert from_below == pytest.approx(table15["rank_high_best"])
    assert 100 * from_below / n == pytest.approx(table15["percentile"], abs=0.051)
    # The book rounds 0.245 and the like either way.
    two = {"abs": 0.00501}
    assert zscore(x) == pytest.approx(table15["zscore_ddof1"], **two)
    assert minmax(x) == pytest.approx(table15["minmax"], **two)
    for reference in ("mean", "best", "worst"):
        assert relative(x, reference) == pytest.approx(table15[f"ratio_{reference}"], **two)
    off = relative(x, "mean") - 1
    assert off == pytest.approx(table15["diff_mean"], **two)
    assert (np.sign(off) * (np.abs(off) > 0.2)).tolist() == table15["above_below_mean_p20"]


@pytest.mark.real
def test_as_pymcdm(shared):
    found = json.loads((shared / "vectors" / "pymcdm_test_vectors.json").read_text())
    cases = {vector["data"].get("arg"): vector["data"] for vector in found["vectors"]}
    # Its cost criteria (-1) in the form in which more is better.
    forms = {
        "minmax_normalization": lambda x, sign: minmax(x * sign),
        "sum_normalization": lambda x, sign: relative(x**sign, "sum"),
        "linear_normalization": lambda x, sign: relative(x**sign, "best"),
        "max_normalization": lambda x, sign: (1 - sign) / 2 + sign * relative(x, "best"),
        "vector_normalization": lambda x, sign: (1 - sign) / 2 + sign * relative(x, "norm"),
    }
    for name, form in forms.items():
        case = cases[name]
        matrix = np.array(case["matrix"], dtype=float)
        columns = [form(matrix[:, place], float(sign)) for place, sign in enumerate(case["types"])]
        assert np.stack(columns, axis=1).ravel() == pytest.approx(case["output"], abs=5e-9), name


@pytest.mark.real
def test_as_skcriteria(shared):
    found = json.loads((shared / "vectors" / "skcriteria_test_vectors.json").read_text())
    cases = {vector["test"]: vector["data"] for vector in found["vectors"]}
    forms = {
        "MinMaxScaler": minmax,
        "MaxAbsScaler": lambda x, axis=-1: relative(x, "best", axis=axis),
        "StandarScaler": lambda x, axis=-1: zscore(x, axis=axis, ddof=0),
        "SumScaler": lambda x, axis=-1: relative(x, "sum", axis=axis),
        "VectorScaler": lambda x, axis=-1: relative(x, "norm", axis=axis),
    }
    for name, form in forms.items():
        case = cases[f"test_{name}_simple_both"]
        given_, expected = case["dm"], case["expected"]
        scaled = form(np.array(given_["matrix"], dtype=float), axis=0)
        assert scaled == pytest.approx(np.array(expected["matrix"]), abs=1e-9), name
        assert form(np.array(given_["weights"])) == pytest.approx(expected["weights"], abs=1e-9), name
    case = cases["test_CenitDistanceMatrixScaler_diakoulaki1995determining"]
    assert minmax(np.array(case["dm"]["matrix"]), axis=0) == pytest.approx(
        np.array(case["expected"]["matrix"]), abs=5e-9
    )
    case = cases["test_CenitDistanceMatrixScaler_simple_matrix"]
    turned = np.array(case["dm"]["matrix"]) * case["dm"]["objectives"]
    assert minmax(turned, axis=0) == pytest.approx(np.array(case["expected"]["matrix"]))


@pytest.mark.real
def test_shape_of_a_distribution_as_coinr(asem, shared):
    toy = asem["skew_kurt_toy"]
    x = np.array(toy["x"], dtype=float)
    assert skewness(x) == pytest.approx(toy["skew"], abs=5e-7)
    assert kurtosis(x) == pytest.approx(toy["kurt"], abs=5e-7)
    found = treat(x, skew_limit=2, kurtosis_limit=3.5, most_winsorised=2)
    after = toy["after_winmax2"]
    assert (found.winsorised, found.logged) == (after["nwin"], False)
    assert skewness(found.values) == pytest.approx(after["skew"], abs=5e-7)
    assert kurtosis(found.values) == pytest.approx(after["kurt"], abs=5e-7)
    raw = np.genfromtxt(shared / "vectors" / "coinr_asem_iData.csv", delimiter=",", names=True, dtype=None)
    for name, (skew, kurt) in asem["skew_kurt_raw"].items():
        assert skewness(raw[name]) == pytest.approx(skew, abs=5e-7)
        assert kurtosis(raw[name]) == pytest.approx(kurt, abs=5e-7)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "most", "case"),
    [
        ("Goods", 5, "Goods"),
        ("Flights", 5, "Flights"),
        ("Goods", 1, "Goods_winmax1_then_log_CT"),
        ("Flights", 0, "Flights_winmax0_then_log_CT"),
    ],
)
def test_treatment_as_coinr(asem, shared, name, most, case):
    expected = asem["treat_published"][case]
    raw = np.genfromtxt(shared / "vectors" / "coinr_asem_iData.csv", delimiter=",", names=True, dtype=None)
    found = treat(raw[name], skew_limit=2, kurtosis_limit=3.5, most_winsorised=most)
    assert found.logged == ("log" in case)
    assert found.winsorised == expected.get("nwin", 0)
    assert skewness(found.values) == pytest.approx(expected.get("skew_after", expected.get("skew")), abs=5e-7)
    assert kurtosis(found.values) == pytest.approx(expected.get("kurt_after", expected.get("kurt")), abs=5e-7)


def test_treatment_leaves_a_quiet_indicator_and_what_is_unknown_alone():
    quiet = np.array([1.0, 2.0, NAN, 3.0, 4.0])
    found = treat(quiet, skew_limit=2, kurtosis_limit=3.5, most_winsorised=5)
    assert np.array_equal(found.values, quiet, equal_nan=True)
    assert (found.winsorised, found.logged) == (0, False)


def test_treatment_needs_both_skewness_and_kurtosis():
    x = np.array([*range(20), 500.0, 600.0])
    skew, kurt = skewness(x), kurtosis(x)
    for skew_limit, kurtosis_limit in ((skew + 0.1, kurt - 0.1), (skew - 0.1, kurt + 0.1)):
        found = treat(x, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit, most_winsorised=5)
        assert found.values.tolist() == x.tolist()


@pytest.mark.parametrize(("most", "logged"), [(1, True), (2, False)])
def test_as_many_are_drawn_in_as_allowed(most, logged):
    x = np.array([*range(20), 500.0, 600.0])
    found = treat(x, skew_limit=2, kurtosis_limit=3.5, most_winsorised=most)
    assert (found.winsorised, found.logged) == (0 if logged else 2, logged)
    if logged:
        assert found.values[[0, -1]] == pytest.approx(np.log([6.0, 606.0]))


@pytest.mark.parametrize("sign", [1, -1])
def test_treatment_draws_in_the_side_that_is_skewed(sign):
    x = sign * np.array([*range(20), 500.0, NAN, 600.0])
    found = treat(x, skew_limit=2, kurtosis_limit=3.5, most_winsorised=5)
    assert found.winsorised == 2
    assert found.values[[20, 22]].tolist() == [sign * 19.0] * 2
    assert np.isnan(found.values[21])
    assert found.values[:20].tolist() == x[:20].tolist()


def test_too_few_or_equal_values_have_no_shape():
    assert np.isnan(skewness(np.array([1.0, 2.0])))
    assert np.isnan(kurtosis(np.array([1.0, 2.0, 4.0])))
    assert np.isnan(skewness(np.ones(5)))


@pytest.mark.parametrize("count", range(3, 12))
def test_equal_values_have_no_spread_by_the_rounding_of_their_mean(count):
    """The mean of 0.1 three times is not 0.1 to a float."""
    x = np.full(count, 0.1)
    assert zscore(x).tolist() == [0.0] * count
    assert np.isnan(skewness(x))
    assert np.isnan(kurtosis(x))
