"""Maximal covering against computed optima, every set of small worlds, and spopt's published shares."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from location_vectors import PMED, lattice, pmed, pmed_row, san_francisco, sets_of
from scipy.sparse import csr_matrix

from prosmed_gis.errors import DataError
from prosmed_gis.location.answer import Effort
from prosmed_gis.location.maximal import maximal_cover


@pytest.mark.real
@pytest.mark.parametrize("number", PMED)
def test_the_optimum_of_the_literature_is_proved(shared, number):
    costs, p = pmed(shared, number)
    row = pmed_row(shared, "pmed_derived_lscp_mclp.csv", number)
    weights = 1.0 + (37 * np.arange(len(costs))) % 97
    found = maximal_cover(costs <= row["mclp_radius"], weights, p, effort=Effort(600))
    assert found.status == "optimal"
    assert found.bound == found.objective
    low, _, high = row["mclp_optimum"].partition("..")
    assert float(low) <= found.objective <= float(high or low)


@pytest.mark.real
def test_san_francisco(shared):
    costs, people = san_francisco(shared)
    expected = json.loads((shared / "vectors/siting/sf_205x16/expected.json").read_text())
    for p, covered in expected["mclp_radius_5000_population"].items():
        found = maximal_cover(costs <= 5000, people, int(p), effort=Effort(60))
        assert (found.status, found.objective) == ("optimal", covered)
        assert int(found.unserved.sum()) == expected["mclp_uncovered_clients"][p]


@pytest.mark.real
def test_lattice(shared):
    clients, _, network = lattice(shared)
    expected = json.loads((shared / "vectors/siting/lattice_100x5/expected.json").read_text())
    for p, values in expected["network_cost_matrix"]["mclp_radius_7"].items():
        found = maximal_cover(network <= 7, clients["weight"].to_numpy(dtype=float), int(p), effort=Effort(60))
        assert (found.status, found.objective) == ("optimal", values["weight"])
        assert int(found.unserved.sum()) == values["uncovered"]


@st.composite
def worlds(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    customers, sites = draw(st.integers(1, 25)), draw(st.integers(2, 8))
    within = rng.random((customers, sites)) < draw(st.sampled_from([0.1, 0.3, 0.6]))
    weights = rng.integers(0, 9, customers) + (0.0 if draw(st.booleans()) else rng.random(customers))
    order = rng.permutation(sites)
    fixed, forbidden = order[: draw(st.integers(0, 1))], order[sites - draw(st.integers(0, 1)) :]
    costs = rng.integers(1, 9, sites).astype(float) if draw(st.booleans()) else None
    return within, weights, fixed, forbidden, costs, draw(st.integers(1, sites if costs is None else 20))


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_no_set_of_a_small_world_is_better(world):
    within, weights, fixed, forbidden, costs, budget = world
    price = np.ones(within.shape[1]) if costs is None else costs.copy()
    if costs is not None:
        price[fixed] = 0.0
    values = [
        float(weights[within[:, chosen].any(axis=1)].sum())
        for p in range(within.shape[1] + 1)
        for chosen in sets_of(within.shape[1], p, fixed=fixed, forbidden=forbidden)
        if price[chosen].sum() <= budget
    ]
    found = maximal_cover(
        within, weights, budget, site_costs=costs, fixed=fixed, forbidden=forbidden, effort=Effort(60)
    )
    assert found.status == "optimal"
    assert found.objective == pytest.approx(max(values), rel=1e-9)
    assert found.gap <= 1e-9
    assert price[found.sites].sum() <= budget
    assert set(fixed) <= set(found.sites)
    assert not set(forbidden) & set(found.sites)
    served = np.flatnonzero(~found.unserved)
    assert within[served, found.assignment[served]].all()
    assert not within[found.unserved][:, found.sites].any()


def test_alike_customers_count_as_one_and_a_sparse_matrix_gives_the_same():
    rng = np.random.default_rng(2)
    few = rng.random((40, 15)) < 0.2
    rows = rng.integers(0, 40, 3000)
    weights = rng.integers(1, 50, 3000).astype(float)
    dense = maximal_cover(few[rows], weights, 4, effort=Effort(30))
    sparse = maximal_cover(csr_matrix(few[rows]), weights, 4, effort=Effort(30))
    summed = maximal_cover(few, np.bincount(rows, weights=weights, minlength=40), 4, effort=Effort(30))
    assert dense.status == "optimal"
    assert dense.objective == sparse.objective == summed.objective
    assert dense.sites.tolist() == sparse.sites.tolist()


def clustered():
    rng = np.random.default_rng(4)
    sites = rng.normal(0, 1, (150, 2))
    points = sites[rng.integers(0, 150, 3000)] + rng.normal(0, 0.15, (3000, 2))
    far = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1))
    return far <= 0.3, rng.integers(1, 400, 3000).astype(float)


def test_a_run_that_is_stopped_is_not_called_optimal_and_its_bound_holds():
    within, weights = clustered()
    stopped = maximal_cover(within, weights, 12, effort=Effort(0.0))
    assert stopped.status == "feasible"
    assert stopped.gap > 0.0
    loose = maximal_cover(within, weights, 12, effort=Effort(60, gap=0.02))
    assert loose.status == "optimal"
    assert loose.gap <= 0.02
    assert stopped.objective <= loose.bound
    assert loose.objective <= stopped.bound


def test_more_sites_never_cover_fewer():
    within, weights = clustered()
    covered = [maximal_cover(within[:400], weights[:400], p, effort=Effort(60)).objective for p in range(1, 6)]
    assert covered == sorted(covered)


def test_fixed_sites_beyond_the_number_are_infeasible():
    assert maximal_cover(np.ones((3, 3)) > 0, np.ones(3), 1, fixed=(0, 1), effort=Effort(5)).status == "infeasible"


def test_site_costs_must_be_positive():
    with pytest.raises(DataError, match="costs above 0"):
        maximal_cover(np.ones((3, 2)) > 0, np.ones(3), 1, site_costs=np.array([1.0, 0.0]), effort=Effort(5))
