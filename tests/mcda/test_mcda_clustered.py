"""Intervals of draws that come in clusters."""

from __future__ import annotations

import numpy as np
import pytest

from prosmed_gis.mcda.clustered import interval_of_mean, interval_of_share, variance_of_mean, wilson
from prosmed_gis.mcda.sensitivity import (
    effects_half_width,
    given_data,
    given_data_interval,
    jansen_total,
    saltelli_first,
)


def test_variance_by_hand():
    values, cluster = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.0]), np.array([7, 7, 3, 3, 5, 5])
    # Sums off the mean of one half: 1, -1, 0; 3/2 times 2 over 36.
    assert variance_of_mean(values, cluster) == pytest.approx(3 / 2 * 2 / 36)
    assert variance_of_mean(values) == pytest.approx(values.var(ddof=1) / 6)
    assert np.isinf(variance_of_mean(values, np.zeros(6)))


def test_clusters_of_equal_draws_count_once():
    seen = np.array([True, False, True, True, False])
    low, high = interval_of_share(np.repeat(seen, 40), np.repeat(np.arange(5), 40))
    alone = wilson(3, 5.0)
    # Five draws, and Student's quantile besides, for their variance is estimated.
    assert low < alone[0]
    assert high > alone[1]


def test_independent_draws_have_the_interval_of_wilson():
    seen = np.arange(100) < 30
    for cluster in (None, np.arange(100)[::-1]):
        assert [float(end) for end in interval_of_share(seen, cluster)] == pytest.approx(
            [float(end) for end in wilson(30, 100.0)]
        )


@pytest.mark.parametrize("seen", [np.zeros(60, dtype=bool), np.ones(60, dtype=bool)])
def test_where_all_draws_agree_each_cluster_is_one_draw(seen):
    low, high = interval_of_share(seen, np.repeat(np.arange(6), 10))
    assert high - low > 0.3
    assert (low == 0, high == 1) == (not seen[0], seen[0])


def test_one_cluster_tells_next_to_nothing():
    low, high = interval_of_share(np.arange(10) < 5, np.zeros(10))
    assert high - low > 0.8
    assert np.isnan(interval_of_mean(np.arange(10.0), np.zeros(10))).all()


@pytest.mark.parametrize(("clusters", "size"), [(12, 8), (40, 5), (150, 2)])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
def test_the_truth_lies_inside_as_often_as_said(clusters, size, share):
    rng, times, alike = np.random.default_rng(clusters), 600, 0.4
    own = rng.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1), (clusters, times))
    seen = (rng.random((size, clusters, times)) < own).reshape(-1, times)
    low, high = interval_of_share(seen, np.tile(np.arange(clusters), size))
    assert 0.9 <= ((low <= share) & (share <= high)).mean() <= 0.99
    if size > 2:
        low, high = wilson(seen.sum(axis=0), len(seen))
        assert ((low <= share) & (share <= high)).mean() < 0.9


def test_intervals_of_effects_hold():
    """A sum of two inputs with variances 4 and 1: effects 0.8 and 0.2, alone and in total."""
    rng, inside = np.random.default_rng(3), []
    for _ in range(400):
        a, b = rng.normal(size=(2, 200, 2)) * [2, 1]
        mixed = np.column_stack([b[:, 0], a[:, 1]])
        results = [part.sum(axis=1) for part in (a, b, mixed)]
        found = float(saltelli_first(*results)), float(jansen_total(*results))
        inside.append([abs(x - 0.8) <= half for x, half in zip(found, effects_half_width(*results), strict=True)])
    assert np.mean(inside, axis=0) == pytest.approx([0.95, 0.95], abs=0.035)
    assert np.isnan(effects_half_width(np.ones(5), np.ones(5), np.ones(5))).all()


def test_the_share_of_clusters_has_an_interval_by_clusters():
    """Draws of one cluster share half their variance, so that the cluster alone accounts for 50 %."""
    rng, inside = np.random.default_rng(5), []
    for _ in range(300):
        cluster = np.repeat(np.arange(200), 2)
        y = rng.normal(size=200)[cluster] + rng.normal(size=400)
        low, high = given_data_interval(cluster, y, categorical=True, cluster=cluster)
        inside.append(low <= 0.5 <= high)
        assert low <= given_data(cluster, y, categorical=True) <= high
    assert 0.9 <= np.mean(inside) <= 0.99
    assert np.isnan(given_data_interval(np.arange(4.0), np.ones(4))).all()
