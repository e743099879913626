import json

import numpy as np
import pytest

from prosmed_gis.mcda.sensitivity import design, given_data, jansen_total, saltelli_first


def ishigami(unit):
    x = np.pi * (2 * unit - 1)
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


@pytest.fixture(scope="module")
def analytic(shared):
    return json.loads((shared / "vectors" / "sobol_analytic.json").read_text())["ishigami"]


def test_design_takes_each_group_from_the_second_sample():
    a, b, ab = design(8, np.array([0, 1, 0]), seed=3)
    assert a.shape == b.shape == (8, 3)
    assert ab.shape == (2, 8, 3)
    assert (ab[0][:, [0, 2]] == b[:, [0, 2]]).all()
    assert (ab[0][:, 1] == a[:, 1]).all()
    assert (ab[1][:, 1] == b[:, 1]).all()
    assert (ab[1][:, [0, 2]] == a[:, [0, 2]]).all()
    assert (a != b).all()


def test_same_seed_same_design():
    first, second = (design(16, np.arange(2), seed=5) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one, other)
    assert not np.array_equal(design(16, np.arange(2), seed=6)[0], first[0])


def test_additive_model_has_no_interactions():
    # Variances 16/12 and 1/12: shares 16/17 and 1/17.
    a, b, ab = design(4096, np.arange(2), seed=1)
    results = [4 * unit[..., 0] + unit[..., 1] for unit in (a, b, ab)]
    assert saltelli_first(*results) == pytest.approx([16 / 17, 1 / 17], abs=5e-3)
    assert jansen_total(*results) == pytest.approx([16 / 17, 1 / 17], abs=5e-3)


def test_product_of_centred_inputs_is_all_interaction():
    a, b, ab = design(4096, np.arange(2), seed=1)
    results = [(unit[..., 0] - 0.5) * (unit[..., 1] - 0.5) for unit in (a, b, ab)]
    assert saltelli_first(*results) == pytest.approx([0, 0], abs=0.02)
    assert jansen_total(*results) == pytest.approx([1, 1], abs=0.02)


def test_nothing_varies_nothing_is_said():
    same = np.full(10, 0.3)
    assert np.isnan(saltelli_first(same, same, same))
    assert np.isnan(jansen_total(same, same, np.stack([same, same]))).all()
    assert np.isnan(given_data(np.arange(10.0), same))
    assert np.isnan(given_data(np.arange(10.0), np.arange(10.0), categorical=True))


def test_one_group_gives_one_number():
    rng = np.random.default_rng(0)
    f_a, f_b = rng.random((2, 2000))
    assert float(saltelli_first(f_a, f_b, f_b)) == pytest.approx(1, abs=0.1)
    assert float(jansen_total(f_a, f_b, f_b)) == pytest.approx(1, abs=0.1)


def test_an_input_that_decides_all_and_one_that_decides_nothing():
    rng = np.random.default_rng(7)
    x, other = rng.random((2, 5000))
    assert given_data(x, 3 * x) > 0.99
    assert given_data(other, 3 * x) < 0.01


def test_chance_is_taken_away():
    """In 300 draws, 17 classes would account for 17/300 of the variance by chance; here it is nothing on average."""
    rng = np.random.default_rng(11)
    found = [given_data(rng.random(300), rng.random(300)) for _ in range(200)]
    assert np.mean(found) < 0.01


def test_few_values_are_classes_however_they_are_written():
    rng = np.random.default_rng(13)
    choice = rng.integers(0, 3, 4000)
    y = np.array([0.0, 1.0, 5.0])[choice] + rng.normal(size=4000)
    means = np.array([y[choice == kind].mean() for kind in range(3)])[choice]
    expected = np.var(means) / np.var(y)
    for x in (choice, choice * 0.1, np.array(["mean", "topsis", "copeland"])[choice]):
        assert given_data(x, y, categorical=True) == pytest.approx(expected, abs=1e-3)
    assert given_data(choice, y) == pytest.approx(expected, abs=1e-3)


def test_equal_values_are_never_parted():
    rng = np.random.default_rng(17)
    x = np.where(rng.random(4000) < 0.9, 1.0, rng.random(4000))
    y = np.where(x == 1.0, 0.0, 1.0)
    assert given_data(x, y) == pytest.approx(1)
    assert given_data(-x, y) == pytest.approx(1)


def test_order_of_draws_does_not_matter():
    rng = np.random.default_rng(19)
    x, y = rng.random((2, 500))
    order = rng.permutation(500)
    assert given_data(x[order], y[order]) == pytest.approx(given_data(x, y))


@pytest.mark.real
def test_ishigami_by_design(analytic):
    a, b, ab = design(16384, np.arange(3), seed=1)
    results = ishigami(a), ishigami(b), ishigami(ab)
    assert saltelli_first(*results) == pytest.approx(analytic["S1"], abs=0.01)
    assert jansen_total(*results) == pytest.approx(analytic["ST"], abs=0.01)


@pytest.mark.real
def test_ishigami_by_groups(analytic):
    # The first and third input together: their own effects and the interaction between them.
    a, b, ab = design(16384, np.array([0, 1, 0]), seed=1)
    first = saltelli_first(ishigami(a), ishigami(b), ishigami(ab))
    expected = [analytic["S1"][0] + analytic["S1"][2] + analytic["S13"], analytic["S1"][1]]
    assert first == pytest.approx(expected, abs=0.01)


@pytest.mark.real
def test_ishigami_from_draws_that_are_there(analytic):
    unit = np.random.default_rng(0).random((10_000, 3))
    y = ishigami(unit)
    found = [given_data(unit[:, column], y) for column in range(3)]
    assert found == pytest.approx(analytic["S1"], abs=0.02)
