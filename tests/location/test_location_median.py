"""The p-median against the literature's optima, every set of small worlds, and what it must say when it cannot."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from location_vectors import PMED, lattice, pmed, pmed_row, san_francisco, sets_of

from prosmed_gis.errors import DataError
from prosmed_gis.location.answer import Effort
from prosmed_gis.location.median import p_median


@pytest.mark.real
@pytest.mark.parametrize("number", PMED)
def test_the_optimum_of_the_literature_is_proved(shared, number):
    costs, p = pmed(shared, number)
    found = p_median(costs, np.ones(len(costs)), p, effort=Effort(600))
    assert found.status == "optimal"
    assert found.gap == 0.0
    assert found.bound == found.objective == pmed_row(shared, "pmed_optimal.csv", number)["p_median_optimum"]
    assert found.objective == costs[np.arange(len(costs)), found.assignment].sum()


@pytest.mark.real
def test_san_francisco(shared):
    costs, people = san_francisco(shared)
    expected = json.loads((shared / "vectors/siting/sf_205x16/expected.json").read_text())
    for p, objective in expected["p_median_objective"].items():
        found = p_median(costs, people, int(p), effort=Effort(60))
        assert found.status == "optimal"
        assert found.objective == pytest.approx(objective, rel=1e-12)
        assert found.objective / people.sum() == pytest.approx(expected["p_median_mean"][p], rel=1e-9)


@pytest.mark.real
def test_lattice_with_sites_that_are_there_already(shared):
    clients, sites, network = lattice(shared)
    expected = json.loads((shared / "vectors/siting/lattice_100x5/expected.json").read_text())
    points = [table[["x", "y"]].to_numpy() for table in (clients, sites)]
    costs = np.hypot(*(points[0][:, None] - points[1][None]).transpose(2, 0, 1))
    people = clients["weight"].to_numpy(dtype=float)
    found = p_median(costs, people, 3, fixed=(3, 4), effort=Effort(60))
    assert found.objective == pytest.approx(1872.5093264630818, rel=1e-12)
    assert found.sites.tolist() == [1, 3, 4]
    for p, (objective, chosen) in expected["network_cost_matrix"]["p_median"].items():
        found = p_median(network, people, int(p), effort=Effort(60))
        assert found.objective == pytest.approx(objective, rel=1e-12)
        assert found.sites.tolist() == chosen


def loss(costs, weights, chosen, price):
    """Weight x cost of the nearest; `price` for those unreached; None where that is forbidden."""
    near = costs[:, chosen].min(axis=1)
    reachable = np.isfinite(costs).any(axis=1)
    near = np.where(reachable, np.minimum(near, price), 0.0)
    return None if np.isinf(near).any() else float(weights @ near)


@st.composite
def worlds(draw):
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    customers, sites = draw(st.integers(1, 12)), draw(st.integers(2, 7))
    whole = draw(st.booleans())
    costs = rng.integers(0, 20, (customers, sites)).astype(float)
    if not whole:
        costs += rng.random((customers, sites))
    costs[rng.random(costs.shape) < draw(st.sampled_from([0.0, 0.2, 0.6]))] = np.inf
    weights = rng.integers(0, 9, customers).astype(float)
    order = rng.permutation(sites)
    p = draw(st.integers(1, sites - 1))
    fixed, forbidden = order[: draw(st.integers(0, 1))], order[sites - draw(st.integers(0, 1)) :]
    return costs, weights, p, fixed, forbidden, draw(st.sampled_from([np.inf, 25.0, 7.5, 0.0]))


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_no_set_of_a_small_world_is_better(world):
    costs, weights, p, fixed, forbidden, price = world
    allowed = np.delete(costs, forbidden, axis=1)
    costs = np.where(np.isfinite(allowed).any(axis=1)[:, None], costs, np.inf)
    costs[:, forbidden] = np.inf
    # Where nobody is, nobody need be reached.
    people = weights > 0
    sets = sets_of(costs.shape[1], p, fixed=fixed, forbidden=forbidden)
    values = [loss(costs[people], weights[people], chosen, price) for chosen in sets]
    values = [value for value in values if value is not None]
    found = p_median(costs, weights, p, fixed=fixed, forbidden=forbidden, unreached_cost=price, effort=Effort(60))
    if not values:
        assert found.status == "infeasible"
        assert not len(found.sites)
        return
    assert found.status == "optimal"
    assert found.objective == pytest.approx(min(values), rel=1e-9, abs=1e-9)
    assert found.gap <= 1e-9
    assert len(found.sites) == p
    assert set(fixed) <= set(found.sites)
    assert not set(forbidden) & set(found.sites)
    served = ~found.unserved
    assert np.isfinite(costs[served, found.assignment[served]]).all()


def test_whom_nothing_reaches_is_named_and_not_counted():
    costs = np.array([[0.0, 4.0], [3.0, 0.0], [np.inf, np.inf]])
    found = p_median(costs, np.array([1.0, 2.0, 500.0]), 1, effort=Effort(10))
    assert found.status == "optimal"
    assert found.unserved.tolist() == [False, False, True]
    assert found.assignment.tolist() == [1, 1, -1]
    assert found.objective == 3.0 + 1.0


def test_one_site_cannot_reach_two_islands_unless_being_unreached_has_a_price():
    costs = np.array([[0.0, np.inf], [np.inf, 0.0]])
    people = np.array([1.0, 2.0])
    assert p_median(costs, people, 1, effort=Effort(10)).status == "infeasible"
    found = p_median(costs, people, 1, unreached_cost=100.0, effort=Effort(10))
    assert (found.status, found.objective, found.sites.tolist()) == ("optimal", 100.0, [1])
    assert found.unserved.tolist() == [True, False]


@pytest.mark.parametrize(("p", "fixed", "forbidden"), [(3, (), ()), (1, (0, 1), ()), (1, (0,), (0,)), (2, (), (1,))])
def test_numbers_that_cannot_be_had_are_infeasible(p, fixed, forbidden):
    found = p_median(np.ones((4, 2)), np.ones(4), p, fixed=fixed, forbidden=forbidden, effort=Effort(10))
    assert found.status == "infeasible"


def test_a_run_that_is_stopped_is_not_called_optimal():
    rng = np.random.default_rng(1)
    points = rng.random((400, 2))
    costs = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    found = p_median(costs, np.ones(400), 25, effort=Effort(0.0))
    assert found.status == "feasible"
    assert found.gap > 0.0
    assert found.bound < found.objective
    best = p_median(costs, np.ones(400), 25, effort=Effort(120))
    assert best.status == "optimal"
    assert found.bound <= best.objective <= found.objective


def test_within_a_gap_the_bound_still_holds():
    rng = np.random.default_rng(3)
    points = rng.random((120, 2))
    costs = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    loose = p_median(costs, np.ones(120), 6, effort=Effort(60, gap=0.05))
    best = p_median(costs, np.ones(120), 6, effort=Effort(60))
    assert best.status == loose.status == "optimal"
    assert loose.gap <= 0.05
    assert loose.bound <= best.objective + 1e-9
    assert best.objective <= loose.objective <= best.objective * 1.06


def test_the_order_of_customers_changes_nothing_and_no_argument_is_changed():
    rng = np.random.default_rng(5)
    costs, people = rng.random((60, 20)), rng.integers(1, 9, 60).astype(float)
    kept, order = costs.copy(), rng.permutation(60)
    first = p_median(costs, people, 4, effort=Effort(30))
    second = p_median(costs[order], people[order], 4, effort=Effort(30))
    assert first.objective == pytest.approx(second.objective, rel=1e-12)
    assert first.sites.tolist() == second.sites.tolist()
    assert (costs == kept).all()


@pytest.mark.parametrize(
    ("costs", "weights", "word"),
    [
        ([[1.0, -1.0]], [1.0], "customer 0 to site 1"),
        ([[1.0, np.nan]], [1.0], "customer 0 to site 1"),
        ([[1.0, 2.0]], [1.0, 1.0], "weights: as many"),
        ([[1.0], [2.0]], [1.0, -2.0], "number 1"),
        ([], [], "customers x sites"),
    ],
)
def test_impossible_input_is_named(costs, weights, word):
    with pytest.raises(DataError, match=word):
        p_median(np.array(costs), np.array(weights), 1, effort=Effort(1))


def test_a_site_that_is_not_there_is_named():
    with pytest.raises(DataError, match="no site 9"):
        p_median(np.ones((2, 2)), np.ones(2), 1, fixed=(9,), effort=Effort(1))
