"""The search by regions against every set of small worlds, and what it rests on."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from location_vectors import sets_of
from scipy.sparse import csr_matrix

from prosmed_gis.location import overlap
from prosmed_gis.location.answer import Effort
from prosmed_gis.location.branching import Tolerance
from prosmed_gis.location.covers import Covers
from prosmed_gis.location.losses import Purse
from prosmed_gis.location.maximal import maximal_cover
from prosmed_gis.location.overlap import Overlap
from prosmed_gis.location.regions import Regions


def search(members, weight, purse, *, gap=0.0, seconds=60.0, seed=0):
    """Return the tree after its search, from a first set without a site, and its bound."""
    losses, _, lost = Covers.of(csr_matrix(members, dtype=float), weight)
    unit = 1.0 if (weight == np.floor(weight)).all() else 0.0
    end = time.monotonic() + seconds
    best = lost + float(losses.weight.sum())
    tree = Regions(losses, purse, best, lost, Tolerance(gap, unit), end, seed)
    return tree, tree.search()


def least(members, weight, purse):
    sets = (chosen for p in range(members.shape[1] + 1) for chosen in sets_of(members.shape[1], p))
    return min(
        float(weight[~members[:, chosen].any(axis=1)].sum())
        for chosen in sets
        if purse.cost[chosen].sum() <= purse.budget
    )


@st.composite
def worlds(draw):
    """Customers and sites along a road: sites that are near one another are alike, as the regions need them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    customers, sites = draw(st.integers(5, 60)), draw(st.integers(2, 10))
    homes, spots = rng.random((customers, 2)), rng.random((sites, 2))
    far = np.hypot(*(homes[:, None] - spots[None]).transpose(2, 0, 1))
    weight = rng.integers(1, 9, customers) + (0.0 if draw(st.booleans()) else rng.random(customers))
    even = draw(st.booleans())
    cost = np.ones(sites) if even else rng.integers(1, 6, sites).astype(float)
    return (
        far <= draw(st.sampled_from([0.15, 0.3, 0.5])),
        weight,
        Purse(cost, float(draw(st.integers(1, 4 if even else 9)))),
    )


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_no_set_of_a_small_world_loses_less(world):
    members, weight, purse = world
    tree, bound = search(members, weight, purse)
    expected = least(members, weight, purse)
    assert tree.best == pytest.approx(expected, rel=1e-9)
    assert bound == pytest.approx(expected, rel=1e-9)
    chosen = np.empty(0, dtype=np.int64) if tree.chosen is None else tree.chosen
    assert purse.allows(chosen)
    assert float(weight[~members[:, chosen].any(axis=1)].sum()) == pytest.approx(expected, rel=1e-9)


def crowded():
    """Return a world whose relaxation is far from whole."""
    rng = np.random.default_rng(4)
    spots = rng.normal(0, 1, (120, 2))
    homes = spots[rng.integers(0, 120, 300)] + rng.normal(0, 0.4, (300, 2))
    far = np.hypot(*(homes[:, None] - spots[None]).transpose(2, 0, 1))
    return far <= 0.5, rng.integers(1, 400, 300).astype(float), Purse(np.ones(120), 8.0)


@pytest.fixture(scope="module")
def proved():
    tree, bound = search(*crowded())
    assert bound == tree.best
    assert tree.nodes >= 10
    return tree


def test_rows_for_each_customer_prove_the_same(proved):
    members, weight, purse = crowded()
    found = maximal_cover(members, weight, int(purse.budget), effort=Effort(60))
    assert found.status == "optimal"
    assert found.objective == weight.sum() - proved.best


@pytest.mark.parametrize("seconds", [0.0, 0.1])
def test_a_search_that_is_stopped_gives_a_bound_that_holds(proved, seconds):
    stopped, bound = search(*crowded(), seconds=seconds)
    assert bound <= proved.best <= stopped.best


def test_a_gap_that_is_allowed_is_kept(proved):
    loose, bound = search(*crowded(), gap=0.03)
    assert bound <= proved.best <= loose.best <= bound / (1.0 - 0.03)
    assert loose.nodes < proved.nodes


def test_two_searches_of_one_seed_are_the_same(proved):
    again, _ = search(*crowded())
    assert (again.nodes, again.best) == (proved.nodes, proved.best)
    assert again.chosen.tolist() == proved.chosen.tolist()


@pytest.mark.parametrize("most", [overlap.MOST, 0])
def test_overlap_is_who_both_cover(monkeypatch, most):
    monkeypatch.setattr(overlap, "MOST", most)
    monkeypatch.setattr(overlap, "ROWS", 16)
    rng = np.random.default_rng(1)
    members, weight = rng.random((40, 9)) < 0.3, rng.random(40)
    shared = Overlap.of(csr_matrix(members, dtype=float))
    expected = (members.T * weight) @ members
    assert np.tril(shared.weighed(weight)) == pytest.approx(np.tril(expected))
    likeness = shared.likeness(weight)
    own = np.diag(expected)
    assert likeness == pytest.approx(expected / (own[:, None] + own[None] - expected))
    assert likeness == pytest.approx(likeness.T)
    assert np.diag(likeness) == pytest.approx(1.0)
