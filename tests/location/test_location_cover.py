"""Full cover, backup cover and the p-center against the literature, every set of small worlds, and brute force."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from location_vectors import PMED, lattice, pmed, pmed_row, san_francisco, sets_of

from prosmed_gis.errors import DataError
from prosmed_gis.location.answer import Effort
from prosmed_gis.location.center import p_center
from prosmed_gis.location.cover import backup_cover, full_cover

MINUTE = Effort(60)


@pytest.mark.real
@pytest.mark.parametrize("number", PMED)
def test_center_and_cover_of_the_literature_are_proved(shared, number):
    costs, p = pmed(shared, number)
    found = p_center(costs, p, effort=Effort(600))
    assert found.status == "optimal"
    assert found.objective == found.bound == pmed_row(shared, "pmed_optimal.csv", number)["p_center_optimum"]
    row = pmed_row(shared, "pmed_derived_lscp_mclp.csv", number)
    cover = full_cover(costs <= row["p_center_opt"], effort=Effort(600))
    assert (cover.status, cover.objective) == ("optimal", row["lscp_at_pc"])


@pytest.mark.real
def test_san_francisco(shared):
    costs, _ = san_francisco(shared)
    expected = json.loads((shared / "vectors/siting/sf_205x16/expected.json").read_text())
    for p, worst in expected["p_center"].items():
        found = p_center(costs, int(p), effort=MINUTE)
        assert found.status == "optimal"
        assert found.objective == pytest.approx(worst, abs=1e-4)
    cover = full_cover(costs <= 5000, effort=MINUTE)
    assert (cover.status, cover.objective, len(cover.sites)) == ("optimal", 8.0, 8)
    backup = backup_cover(costs <= 5000, np.ones(205), effort=MINUTE)
    assert (backup.status, backup.objective, len(backup.sites)) == ("optimal", 145.0, 8)
    assert int(((costs[:, backup.sites] <= 5000).sum(axis=1) > 1).sum()) == 145


@pytest.mark.real
def test_lattice(shared):
    clients, sites, network = lattice(shared)
    expected = json.loads((shared / "vectors/siting/lattice_100x5/expected.json").read_text())
    for p, worst in expected["network_cost_matrix"]["p_center"].items():
        assert p_center(network, int(p), effort=MINUTE).objective == pytest.approx(worst, rel=1e-12)
    points = [table[["x", "y"]].to_numpy() for table in (clients, sites)]
    costs = np.hypot(*(points[0][:, None] - points[1][None]).transpose(2, 0, 1))
    found = p_center(costs, 3, fixed=(3, 4), effort=MINUTE)
    assert found.objective == pytest.approx(6.25204324963493, rel=1e-12)
    assert found.sites.tolist() == [2, 3, 4]


@st.composite
def worlds(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    customers, sites = draw(st.integers(1, 15)), draw(st.integers(2, 7))
    costs = rng.integers(0, 12, (customers, sites)).astype(float)
    costs[rng.random(costs.shape) < draw(st.sampled_from([0.0, 0.3, 0.6]))] = np.inf
    order = rng.permutation(sites)
    fixed, forbidden = order[: draw(st.integers(0, 1))], order[sites - draw(st.integers(0, 1)) :]
    return costs, rng.integers(0, 9, customers).astype(float), rng.integers(0, 9, sites).astype(float), fixed, forbidden


def every(sites, fixed, forbidden):
    for p in range(sites + 1):
        yield from sets_of(sites, p, fixed=fixed, forbidden=forbidden)


@settings(max_examples=70, deadline=None)
@given(worlds(), st.booleans())
def test_no_cover_of_a_small_world_is_cheaper(world, money):
    costs, weights, price, fixed, forbidden = world
    within = costs <= 5
    within[:, forbidden] = False
    reachable = within.any(axis=1)
    counted = price.copy() if money else np.ones(len(price))
    if money:
        counted[fixed] = 0.0
    covers = [
        chosen for chosen in every(len(price), fixed, forbidden) if within[reachable][:, chosen].any(axis=1).all()
    ]
    least = min(counted[chosen].sum() for chosen in covers)
    found = full_cover(within, site_costs=price if money else None, fixed=fixed, forbidden=forbidden, effort=MINUTE)
    assert (found.status, found.objective) == ("optimal", least)
    assert set(fixed) <= set(found.sites)
    assert (found.unserved == ~reachable).all()
    fewest = min(len(chosen) for chosen in covers)
    twice = max(weights[within[:, chosen].sum(axis=1) > 1].sum() for chosen in covers if len(chosen) == fewest)
    backup = backup_cover(within, weights, fixed=fixed, forbidden=forbidden, effort=MINUTE)
    assert (backup.status, backup.objective, len(backup.sites)) == ("optimal", twice, fewest)
    assert backup.bound == pytest.approx(twice)


@settings(max_examples=70, deadline=None)
@given(worlds(), st.integers(1, 7))
def test_no_center_of_a_small_world_is_nearer(world, p):
    costs, _, _, fixed, forbidden = world
    p = min(p, costs.shape[1])
    open_to = np.delete(costs, forbidden, axis=1)
    reachable = np.isfinite(open_to).any(axis=1)
    values = [
        costs[reachable][:, chosen].min(axis=1).max(initial=0.0)
        for chosen in sets_of(costs.shape[1], p, fixed=fixed, forbidden=forbidden)
    ]
    best = min(values, default=np.inf)
    found = p_center(costs, p, fixed=fixed, forbidden=forbidden, effort=MINUTE)
    if np.isinf(best):
        assert found.status == "infeasible"
        return
    assert (found.status, found.objective, found.bound) == ("optimal", best, best)
    assert len(found.sites) == p
    assert set(fixed) <= set(found.sites)
    assert (found.unserved == ~reachable).all()


def test_a_stopped_center_is_not_called_optimal():
    rng = np.random.default_rng(7)
    points = rng.random((120, 2))
    costs = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    best = p_center(costs, 9, effort=MINUTE)
    assert best.status == "optimal"
    short = p_center(costs, 9, effort=Effort(0.05))
    assert short.bound <= best.objective <= short.objective
    assert (short.status == "optimal") == (short.gap <= 1e-9)


def test_costs_of_cover_are_checked():
    with pytest.raises(DataError, match="site_costs: 1 are not 0 or more"):
        full_cover(np.ones((2, 2)) > 0, site_costs=np.array([1.0, -1.0]), effort=MINUTE)
