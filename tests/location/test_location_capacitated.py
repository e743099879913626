"""Capacities and dispersion against the literature and against everything that can be done in small worlds."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from location_vectors import LONG, lattice, sets_of

from prosmed_gis.errors import DataError
from prosmed_gis.location.answer import Effort
from prosmed_gis.location.capacitated import capacitated_p_median
from prosmed_gis.location.dispersion import p_dispersion

MINUTE = Effort(60)
INSTANCES = [*range(1, 6), *(pytest.param(number, marks=LONG) for number in range(6, 11))]


@pytest.mark.real
@pytest.mark.parametrize("number", INSTANCES)
def test_the_optimum_of_the_literature_is_proved(shared, number):
    path = shared / "vectors" / "siting" / "pmedcap" / f"pmedcap{number:02d}.txt"
    words = np.array(path.read_text().split(), dtype=int)
    optimum, _, p, capacity = words[1:5]
    table = words[5:].reshape(-1, 4)
    points, demands = table[:, 1:3], table[:, 3]
    costs = np.floor(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)))
    found = capacitated_p_median(costs, demands, np.full(len(costs), capacity), p, effort=Effort(1800))
    assert (found.status, found.objective, found.gap) == ("optimal", optimum, 0.0)
    assert len(found.sites) <= p
    assert np.bincount(found.assignment, weights=demands).max() <= capacity


@st.composite
def worlds(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    customers, sites = draw(st.integers(1, 5)), draw(st.integers(2, 4))
    costs = rng.integers(0, 12, (customers, sites)).astype(float)
    costs[rng.random(costs.shape) < draw(st.sampled_from([0.0, 0.3]))] = np.inf
    order = rng.permutation(sites)
    fixed, forbidden = order[: draw(st.integers(0, 1))], order[sites - draw(st.integers(0, 1)) :]
    demands, weights = rng.integers(0, 6, customers), rng.integers(0, 4, customers).astype(float)
    return costs, demands, weights, rng.integers(2, 12, sites), draw(st.integers(1, sites)), fixed, forbidden


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_no_assignment_of_a_small_world_is_cheaper(world):
    costs, demands, weights, capacities, p, fixed, forbidden = world
    sites = costs.shape[1]
    rows = np.flatnonzero(np.isfinite(np.delete(costs, forbidden, axis=1)).any(axis=1))
    best = np.inf
    for goes in product(range(sites), repeat=len(rows)):
        opened = set(goes) | set(fixed)
        load = np.bincount(goes, weights=demands[rows], minlength=sites) if len(rows) else np.zeros(sites)
        if len(opened) <= p and not opened & set(forbidden) and (load <= capacities).all():
            near = costs[rows, list(goes)] if len(rows) else np.zeros(0)
            # Whom no path joins to the site cannot go there, be there nobody.
            best = min(best, float(weights[rows] @ near) if np.isfinite(near).all() else np.inf)
    found = capacitated_p_median(
        costs, demands, capacities, p, weights=weights, fixed=fixed, forbidden=forbidden, effort=MINUTE
    )
    if np.isinf(best):
        assert found.status == "infeasible"
        return
    assert found.status == "optimal"
    assert found.objective == pytest.approx(best)
    assert len(found.unserved) - found.unserved.sum() == len(rows)


def test_a_full_site_sends_the_next_customer_on():
    costs = np.array([[0.0, 9.0], [1.0, 5.0], [2.0, 4.0]])
    found = capacitated_p_median(costs, np.ones(3), np.array([2.0, 2.0]), 2, effort=MINUTE)
    assert (found.objective, found.assignment.tolist()) == (5.0, [0, 0, 1])
    assert capacitated_p_median(costs, np.ones(3), np.array([2.0, 2.0]), 1, effort=MINUTE).status == "infeasible"


def test_capacities_are_checked():
    with pytest.raises(DataError, match="capacities"):
        capacitated_p_median(np.ones((2, 2)), np.ones(2), np.array([1.0]), 1, effort=MINUTE)


@pytest.mark.real
def test_lattice_dispersion(shared):
    _, sites, _ = lattice(shared)
    points = sites[["x", "y"]].to_numpy()
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    found = p_dispersion(apart, 3, fixed=(3, 4), effort=MINUTE)
    assert found.status == "optimal"
    assert {3, 4} <= set(found.sites.tolist())
    assert found.objective == pytest.approx(4.213463980221621, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5), st.booleans())
def test_no_set_is_further_apart(seed, p, whole):
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 6, (7, 2)) if whole else rng.random((7, 2))
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    fixed = rng.permutation(7)[: rng.integers(0, 3)][:p]
    best = max(min(apart[a, b] for a in chosen for b in chosen if a < b) for chosen in sets_of(7, p, fixed=fixed))
    found = p_dispersion(apart, p, fixed=fixed, effort=MINUTE)
    assert (found.status, found.objective, len(found.sites)) == ("optimal", pytest.approx(best), p)
    assert set(fixed) <= set(found.sites)


def test_more_sites_than_there_are_is_infeasible():
    assert p_dispersion(np.zeros((3, 3)), 4, effort=MINUTE).status == "infeasible"
