import json

import numpy as np
import pytest
from scipy.sparse import csr_array

from prosmed_gis.errors import DataError
from prosmed_gis.mcda.autocorrelation import adjacency, getis_ord, moran, row_standardised
from prosmed_gis.mcda.spatial_rates import assuncao_reis, excess_risk, spatial_empirical_bayes, spatial_rate
from prosmed_gis.targeting.measures.rates import empirical_bayes

NAN = float("nan")
EXACT = {"rel": 1e-8, "abs": 1e-14}
CHAIN = adjacency({"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]}, "abcd")


@pytest.fixture(scope="module")
def esda(shared):
    return json.loads((shared / "vectors" / "esda_rates_autocorrelation.json").read_text())


@pytest.fixture(scope="module")
def carolina(esda):
    case = esda["sids2"]
    near = adjacency(case["neighbors"], case["id_order"])
    return case, np.array(case["events_SID74"]), np.array(case["births_BIR74"]), near


def lattice(side):
    """Rook neighbours of a square lattice."""
    row, column = np.divmod(np.arange(side * side), side)
    away = np.abs(row[:, None] - row) + np.abs(column[:, None] - column)
    return csr_array((away == 1).astype(float))


def test_neighbours_in_order():
    near = adjacency({"b": ["a"], "a": ["b", "c"]}, ["c", "a", "b"])
    assert near.toarray().tolist() == [[0, 0, 0], [1, 0, 1], [0, 1, 0]]
    assert row_standardised(near).toarray().tolist() == [[0, 0, 0], [0.5, 0, 0.5], [0, 1, 0]]


def test_an_unknown_neighbour_is_named():
    with pytest.raises(DataError, match="Bourem"):
        adjacency({"Gao": ["Bourem"]}, ["Gao"])


def test_moran_by_hand():
    # 0 0 1 1 in a chain: deviations of 0.5, pairs (+, -, +): I = 4/6 * (2 * 0.25) / 1.
    found = moran(np.array([0.0, 0.0, 1.0, 1.0]), CHAIN)
    assert found.statistic == pytest.approx(1 / 3)
    assert found.expected == pytest.approx(-1 / 3)


def test_moran_moments_are_those_of_all_places():
    """Under randomisation the mean and variance are exactly those over all ways to lay the values out."""
    from itertools import permutations

    x = np.array([1.0, 2.0, 4.0, 9.0, 5.0])
    near = adjacency({"a": "b", "b": "ac", "c": "bde", "d": "c", "e": "c"}, "abcde")
    found = moran(x, near)
    laid = np.array([moran(np.array(order), near).statistic for order in permutations(x)])
    assert laid.mean() == pytest.approx(found.expected)
    assert laid.var() == pytest.approx(found.variance_randomisation)


@pytest.mark.parametrize(
    ("x", "near"),
    [(np.ones(4), CHAIN), (np.arange(4.0), csr_array((4, 4))), (np.arange(3.0), csr_array(np.ones((3, 3))))],
)
def test_moran_without_sense_is_refused(x, near):
    with pytest.raises(DataError, match="Moran"):
        moran(x, near)


def test_local_g_by_hand():
    # Of the others of a (2, 3, 10) only b = 2 is near: (2 - 5) / sd, sd = sqrt((4 + 9 + 100) / 3 - 25).
    found = getis_ord(np.array([1.0, 2.0, 3.0, 10.0]), CHAIN, star=False)
    assert found[0] == pytest.approx((2 - 5) / np.sqrt(113 / 3 - 25))


def test_local_g_does_not_depend_on_the_scale_of_values_or_weights():
    x = np.array([1.0, 2.0, 3.0, 10.0])
    expected = getis_ord(x, CHAIN, star=False)
    assert getis_ord(7 * x, CHAIN, star=False) == pytest.approx(expected)
    assert getis_ord(x, row_standardised(CHAIN), star=False) == pytest.approx(expected)


def test_local_g_of_a_place_without_neighbours_is_unknown():
    near = adjacency({"a": ["b"], "b": ["a", "c"], "c": ["b"]}, "abcd")
    assert np.isnan(getis_ord(np.array([1.0, 2.0, 3.0, 10.0]), near, star=False)).tolist() == [
        False,
        False,
        False,
        True,
    ]
    assert np.isnan(getis_ord(np.ones(4), CHAIN, star=True)).all()


def test_rates_by_hand():
    events, people = np.array([2.0, 0.0, 4.0, 3.0]), np.array([100.0, 50.0, 100.0, 50.0])
    assert excess_risk(events, people) == pytest.approx([2 / 3, 0, 4 / 3, 2])
    assert spatial_rate(events, people, CHAIN) == pytest.approx([2 / 150, 6 / 250, 7 / 200, 7 / 150])


def test_spatial_bayes_is_the_common_one_inside_each_circle():
    rng = np.random.default_rng(3)
    people = rng.integers(50, 5000, 9).astype(float)
    events = rng.poisson(people * rng.gamma(0.5, 0.02, 9)).astype(float)
    near = lattice(3)
    found = spatial_empirical_bayes(events, people, near)
    for unit in range(9):
        circle = np.flatnonzero(near.toarray()[unit] + np.eye(9)[unit])
        inside = empirical_bayes(events[circle], people[circle])
        assert found[unit] == pytest.approx(inside[circle.tolist().index(unit)])


def test_who_is_unknown_lends_nothing():
    events, people = np.array([2.0, NAN, 4.0, 3.0]), np.array([100.0, 50.0, 100.0, 0.0])
    alone = spatial_rate(events, people, CHAIN)
    assert alone[[0, 2]] == pytest.approx([0.02, 0.04])
    for found in (alone, spatial_empirical_bayes(events, people, CHAIN), excess_risk(events, people)):
        assert np.isnan(found).tolist() == [False, True, False, True]
    assert np.isnan(assuncao_reis(events, people)).tolist() == [False, True, False, True]


def test_a_negative_variance_gives_way_to_that_of_chance():
    # Common rate 0.1, no spread: between = -0.1 / 550, and + 0.1 / 1000 is still below 0; chance alone 0.1 / 1000.
    found = assuncao_reis(np.array([10.0, 101.0]), np.array([100.0, 1000.0]))
    mean = 111 / 1100
    assert found[1] == pytest.approx((0.101 - mean) / np.sqrt(mean / 1000))


def test_where_nothing_happened():
    events, people = np.zeros(4), np.full(4, 10.0)
    assert spatial_empirical_bayes(events, people, CHAIN).tolist() == [0, 0, 0, 0]
    assert np.isnan(excess_risk(events, people)).all()
    assert np.isnan(assuncao_reis(events, people)).all()
    assert np.isnan(excess_risk(np.full(4, NAN), people)).all()


@pytest.mark.real
def test_rates_as_esda(carolina):
    case, events, births, near = carolina
    assert excess_risk(events, births) == pytest.approx(case["Excess_Risk_all_esda"], **EXACT)
    assert spatial_rate(events, births, near) == pytest.approx(case["Spatial_Rate_all_esda"], **EXACT)
    assert spatial_empirical_bayes(events, births, near) == pytest.approx(
        case["Spatial_Empirical_Bayes_all_esda"], **EXACT
    )
    assert empirical_bayes(events, births) == pytest.approx(case["Empirical_Bayes_all_esda"], **EXACT)
    assert excess_risk(events, births)[:5] == pytest.approx(case["Excess_Risk_first5_expected"], abs=5e-6)
    assert spatial_rate(events, births, near)[:5] == pytest.approx(case["Spatial_Rate_first5_expected"], abs=5e-8)
    assert empirical_bayes(events, births)[:5] == pytest.approx(case["Empirical_Bayes_first5_expected"], abs=5e-8)


@pytest.mark.real
def test_spatial_bayes_as_esda_on_homicides(esda):
    case = esda["stl"]
    near = adjacency(case["neighbors"], case["id_order"])
    found = spatial_empirical_bayes(np.array(case["HC7984"]), np.array(case["PO7984"]), near)
    assert found == pytest.approx(case["Spatial_Empirical_Bayes_all_esda"], **EXACT)
    assert found[:10] == pytest.approx(case["Spatial_Empirical_Bayes_first10_expected"], rel=1e-8)


@pytest.mark.real
def test_assuncao_reis_as_esda(esda):
    case = esda["assuncao"]
    found = assuncao_reis(np.array(case["e"], dtype=float), np.array(case["b"], dtype=float))
    assert found[:4] == pytest.approx(case["expected_first4"], abs=5e-9)


@pytest.mark.real
def test_moran_as_esda(esda, carolina):
    case, _, _, near = carolina
    found = moran(np.array(case["SIDR74"]), row_standardised(near))
    assert found.statistic == pytest.approx(case["Moran_I_SIDR74_expected"], **EXACT)
    assert found.p_normality / 2 == pytest.approx(case["Moran_p_norm_one_tailed_expected"], rel=1e-8)
    square = moran(np.arange(1.0, 10.0), lattice(3))
    assert square.statistic == pytest.approx(esda["lat3x3"]["I_esda"], **EXACT)
    assert square.variance_normality == pytest.approx(esda["lat3x3"]["VI_norm_expected"], **EXACT)
    assert square.variance_randomisation == pytest.approx(esda["lat3x3"]["VI_rand_expected"], **EXACT)
    assert square.p_randomisation > square.p_normality > 0


@pytest.mark.real
def test_local_g_as_esda(esda):
    case = esda["getis"]
    points, y = np.array(case["points"]), np.array(case["y"])
    away = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    near = csr_array(((away <= case["threshold"]) & (away > 0)).astype(float))
    found = getis_ord(y, near, star=False)
    assert found == pytest.approx(case["G_local_binary_Zs_all"], **EXACT)
    assert found[0] == pytest.approx(case["G_local_binary_Zs0_expected"], abs=5e-8)
    star = getis_ord(y, near, star=True)
    assert star == pytest.approx(case["Gstar_binary_Zs_all"], **EXACT)
    assert star[0] == pytest.approx(case["Gstar_binary_Zs0_expected"], abs=5e-8)


@pytest.mark.real
def test_local_g_of_row_standardised_neighbours_differs_from_esda_by_its_variance(esda):
    """For such weights esda keeps the variance of 0/1 weights (Getis and Ord 1992), where W stands for sum w^2 too.

    Ours is that of any weights (Ord and Getis 1995); put theirs in its place and the figure is esda's.
    """
    case = esda["getis"]
    points, y = np.array(case["points"]), np.array(case["y"])
    away = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    near = row_standardised(csr_array(((away <= case["threshold"]) & (away > 0)).astype(float)))
    w = near.toarray()[0]
    m = len(y) - 1
    ours, theirs = m * (w**2).sum() - w.sum() ** 2, m * w.sum() - w.sum() ** 2
    found = getis_ord(y, near, star=False)[0] * np.sqrt(ours / theirs)
    assert found == pytest.approx(case["G_local_row_std_Zs0_expected"], abs=5e-8)


def test_equal_values_do_not_vary_by_the_rounding_of_their_mean():
    """The mean of 0.1 six times is not 0.1 to a float."""
    x = np.full(6, 0.1)
    near = adjacency({str(k): [str((k + 1) % 6), str((k - 1) % 6)] for k in range(6)}, [str(k) for k in range(6)])
    with pytest.raises(DataError, match="all equal"):
        moran(x, near)
    for star in (True, False):
        assert np.isnan(getis_ord(x, near, star=star)).all()
