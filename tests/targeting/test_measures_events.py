"""What a cercle's own counts say: sums, rates, shares and slopes."""

from __future__ import annotations

import json
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures_world import CIVILIANS, ask, context, table
from scipy.stats import kendalltau, norm, theilslopes
from targeting_world import CODES, counts

from prosmed_gis.targeting.measures.events import PER_PEOPLE
from prosmed_gis.targeting.measures.rates import beta_binomial, empirical_bayes, mann_kendall, theil_sen

quick = settings(max_examples=60, deadline=None)


def test_recency_deaths_and_months():
    given_counts = counts([("A1", "2021-06", 4, 2), ("A1", "2021-03", 4, 6), ("A2", "2021-06", 1, 0)])
    ctx = context(counts=given_counts)
    assert ask("events", ctx, half_life_months=3).numbers[0] == pytest.approx(4 + 4 / 2)
    assert ask("fatalities", ctx).numbers.tolist() == [8, 0, 0, 0, 0, 0]
    assert ask("fatalities", ctx, half_life_months=3).numbers[0] == pytest.approx(2 + 6 / 2)
    assert ask("active_months", ctx).numbers.tolist() == [2, 1, 0, 0, 0, 0]
    assert ask("active_months_share", ctx).numbers[0] == pytest.approx(2 / 12)


def test_rates_raw_and_smoothed():
    people = pd.DataFrame({"people": [1000.0, 200_000, np.nan, 0, 50_000, 50_000]}, index=CODES)
    ctx = context(
        counts=counts([("A1", "2021-06", 2, 0), ("A2", "2021-06", 40, 0), ("B2", "2021-06", 90, 0)]), people=people
    )
    raw, smooth = (ask(name, ctx).numbers for name in ("raw_rate", "event_rate"))
    assert raw[[0, 1, 4]] == pytest.approx([200, 20, 180])
    assert np.isnan(raw[[2, 3]]).all()
    assert np.isnan(smooth[[2, 3]]).all()
    common = 132 / 301_000 * 1e5
    assert abs(smooth[0] - common) < abs(raw[0] - common)  # a small place is pulled to the common rate the most
    assert smooth[4] == pytest.approx(raw[4], rel=0.05)


def local_rates(events, people):
    """Marshall's local estimate by hand: each cercle of the row with those on its left and right."""
    found = []
    for i in range(len(events)):
        circle = [j for j in (i - 1, i, i + 1) if 0 <= j < len(events)]
        size, rate = people[circle], events[circle] / people[circle]
        mean = events[circle].sum() / size.sum()
        spread = (size * (rate - mean) ** 2).sum() / size.sum() - mean / size.mean()
        weight = spread / (spread + mean / people[i]) if spread > 0 else 0.0
        found.append(mean + weight * (events[i] / people[i] - mean))
    return np.array(found)


@quick
@given(st.lists(st.integers(0, 80), min_size=6, max_size=6), st.lists(st.integers(500, 90_000), min_size=6, max_size=6))
def test_spatial_rates_borrow_from_cercles_that_share_a_border(events, people):
    """The six cercles lie in a row."""
    number = np.zeros((12, 6))
    number[-1] = events
    size = np.array(people, dtype=float)
    ctx = context(counts=table(number), people=pd.DataFrame({"people": size}, index=CODES))
    found = ask("event_rate_spatial", ctx).numbers
    assert found == pytest.approx(PER_PEOPLE * local_rates(np.array(events, dtype=float), size))


def test_spatial_rates_know_what_is_unknown():
    people = pd.DataFrame({"people": [np.nan, 2000.0, 3000, 4000, 5000, 6000]}, index=CODES)
    ctx = context(counts=counts([("A2", "2021-06", 6, 0), ("B3", "2021-06", 3, 0)]), people=people)
    found = ask("event_rate_spatial", ctx).numbers
    assert np.isnan(found).tolist() == [True, False, False, False, False, False]
    assert found[3] == 0  # neither it nor its neighbours had any event


def test_the_share_of_civilians_by_hand():
    """A1 60 of 100, A2 none of 1, A3 20 of 100, B1 without events, B2 more flags than events of the class."""
    whole = counts(
        [("A1", "2021-06", 100, 0), ("A2", "2021-05", 1, 0), ("A3", "2021-06", 100, 0), ("B2", "2021-06", 2, 0)]
    )
    part = counts([("A1", "2021-06", 60, 0), ("A3", "2021-01", 20, 0), ("B2", "2021-06", 3, 0)], event_class=CIVILIANS)
    ctx = context(counts=pd.concat([whole, part]))
    raw = ask("raw_civilian_share", ctx).numbers
    assert raw.tolist() == pytest.approx([0.6, 0, 0.2, 0, 1, 0])
    # common share 82/203; S = sum n (r - p)^2; correlation by moments over four cercles
    n, k = np.array([100.0, 1, 100, 2]), np.array([60.0, 0, 20, 2])
    p = 82 / 203
    s = 100 * (0.6 - p) ** 2 + p**2 + 100 * (0.2 - p) ** 2 + 2 * (1 - p) ** 2
    rho = (s / (p * (1 - p)) - 3) / ((n * (1 - n / 203)).sum() - 3)
    prior = (1 - rho) / rho  # as many events as the prior is worth
    found = ask("civilian_share", ctx).numbers
    assert found[[0, 1, 2, 4]] == pytest.approx((k + prior * p) / (n + prior))
    assert found[[3, 5]].tolist() == [0, 0]
    assert abs(found[0] - 0.6) < 0.01
    assert 0.2 < found[1] < p


def test_the_share_of_civilians_needs_their_counts():
    whole = counts([("A1", "2021-06", 10, 0)])
    found = ask("civilian_share", context(counts=whole))
    assert np.isnan(found.numbers).all()
    assert found.note == "measure.no_counts"
    part = counts([("A1", "2021-06", 4, 0)], event_class=CIVILIANS)
    lacking = context(counts=pd.concat([whole, part[part["cercle_pcode"] != "A2"]]))
    assert np.isnan(ask("civilian_share", lacking).numbers).tolist() == [False, True, False, False, False, False]
    short = context(counts=pd.concat([whole, part[part["month"] > "2020-12-01"]]))
    assert ask("civilian_share", short).note == "measure.short_window"


@quick
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).filter(sum), min_size=1, max_size=15))
def test_shrunk_shares_lie_between_raw_and_common(pairs):
    hits = np.array([float(hit) for hit, _ in pairs])
    trials = hits + [miss for _, miss in pairs]
    common = hits.sum() / trials.sum()
    found, raw = beta_binomial(hits, trials), hits / trials
    low, high = np.minimum(raw, common), np.maximum(raw, common)
    assert ((found >= low - 1e-12) & (found <= high + 1e-12)).all()


def test_shares_that_differ_no_more_than_chance_are_one():
    assert beta_binomial(np.array([1.0, 1, 1]), np.array([2.0, 2, 2])).tolist() == [0.5] * 3
    assert beta_binomial(np.array([0.0, 0]), np.array([5.0, 9])).tolist() == [0, 0]
    assert beta_binomial(np.array([5.0, 9]), np.array([5.0, 9])).tolist() == [1, 1]
    assert beta_binomial(np.array([]), np.array([])).tolist() == []
    assert beta_binomial(np.array([0.2]), np.array([0.5])).tolist() == [0.4]


def test_moments_find_the_correlation_of_a_beta_binomial():
    """Shares of a beta(2, 3) are shrunk as with the true prior of five events."""
    rng = np.random.default_rng(4)
    trials = rng.integers(1, 60, 4000).astype(float)
    hits = rng.binomial(trials.astype(int), rng.beta(2, 3, 4000)).astype(float)
    assert np.abs(beta_binomial(hits, trials) - (hits + 2) / (trials + 5)).max() < 0.03


def test_empirical_bayes_edges():
    assert empirical_bayes(np.zeros(3), np.full(3, 10.0)).tolist() == [0, 0, 0]
    assert empirical_bayes(np.full(3, 2.0), np.full(3, 10.0)) == pytest.approx(np.full(3, 0.2))  # no spread: variance 0
    assert np.isnan(empirical_bayes(np.array([np.nan]), np.array([5.0]))).all()


@quick
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100_000)), min_size=2, max_size=20))
def test_smoothed_rates_lie_between_raw_and_common(pairs):
    events, people = np.array(pairs, dtype=float).T
    common = events.sum() / people.sum()
    smooth, raw = empirical_bayes(events, people), events / people
    low, high = np.minimum(raw, common), np.maximum(raw, common)
    assert ((smooth >= low - 1e-12) & (smooth <= high + 1e-12)).all()


@pytest.mark.real
def test_empirical_bayes_conforms_to_esda(shared):
    vectors = json.loads((shared / "vectors" / "esda_rates_autocorrelation.json").read_text(encoding="utf-8"))["sids2"]
    events, births = (np.array(vectors[key]) for key in ("events_SID74", "births_BIR74"))
    expected = np.array(vectors["Empirical_Bayes_all_esda"])
    assert len(expected) == len(events)
    assert np.abs(empirical_bayes(events, births) - expected).max() < 1e-8


def test_the_slope_is_scipys_by_year():
    rng = np.random.default_rng(3)
    series = rng.poisson(4, (24, 5)).astype(float)
    expected = [theilslopes(column, np.arange(24)).slope for column in series.T]
    assert theil_sen(series) == pytest.approx(expected)
    rows = [("A1", f"2021-{month:02d}", month, 0) for month in range(1, 7)]
    found = ask("trend", context(counts=counts(rows)), window_months=6)
    assert found.numbers[:2].tolist() == [12.0, 0.0]


def orderings(column):
    """Every distinct order of a column's values, as often as it comes about."""
    if len(column) < 2:
        yield tuple(column)
        return
    for place in range(len(column)):
        for rest in orderings(column[:place] + column[place + 1 :]):
            yield (column[place], *rest)


def pairs_up(column):
    return sum(int(np.sign(later - earlier)) for earlier, later in combinations(column, 2))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_mann_kendall_against_every_ordering(column):
    """S by pairs; its variance is that of S over all orderings of the same values."""
    found = mann_kendall(np.array(column, dtype=float)[:, None])
    assert found.s[0] == pairs_up(column)
    every = np.array([pairs_up(other) for other in orderings(tuple(column))])
    assert found.variance[0] == pytest.approx(every.var())


@quick
@given(st.lists(st.integers(0, 30), min_size=8, max_size=30).filter(lambda column: len(set(column)) > 1))
def test_mann_kendall_against_scipy(column):
    """scipy gives Kendall's tau-b: S over the pairs that are not tied; p follows from S and its variance."""
    series = np.array(column, dtype=float)
    found = mann_kendall(series[:, None])
    n = len(series)
    tied = sum(t * (t - 1) / 2 for t in np.unique(series, return_counts=True)[1])
    whole = n * (n - 1) / 2
    assert found.s[0] == pytest.approx(kendalltau(np.arange(n), series).statistic * np.sqrt(whole * (whole - tied)))
    z = max(abs(found.s[0]) - 1, 0) / np.sqrt(found.variance[0])
    assert found.p[0] == pytest.approx(2 * norm.sf(z))


def test_mann_kendall_p_is_near_the_exact_one():
    """Without ties scipy counts all orderings; the normal form is within a hundredth from ten values on."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        series = rng.permutation(12).astype(float)
        exact = kendalltau(np.arange(12), series, method="exact").pvalue
        assert mann_kendall(series[:, None]).p[0] == pytest.approx(exact, abs=0.01)


def test_mann_kendall_edges():
    found = mann_kendall(np.array([[1.0, 2, np.nan], [1, 3, 2], [1, 4, 3]]))
    assert found.p[0] == 1
    assert found.s[:2].tolist() == [0, 3]
    assert np.isnan([found.s[2], found.variance[2], found.p[2]]).all()
    assert mann_kendall(np.zeros((1, 2))).p.tolist() == [1, 1]
    assert mann_kendall(np.array([[3.0], [2], [1]])).p == pytest.approx(mann_kendall(np.array([[1.0], [2], [3]])).p)


def test_a_slope_that_chance_may_give_counts_as_none():
    """A1 rises steadily, A2 falls, A3 wavers upwards, B1 is unknown in one month."""
    number = np.zeros((12, 6))
    number[:, 0], number[:, 1] = np.arange(12), np.arange(12)[::-1]
    number[:, 2] = [0, 3, 1, 4, 0, 5, 1, 3, 2, 6, 0, 4]
    given_counts = table(number)
    ctx = context(
        counts=given_counts[~((given_counts["cercle_pcode"] == "B1") & (given_counts["month"] == "2021-02-01"))]
    )
    raw, p = ask("raw_trend", ctx).numbers, ask("trend_p", ctx).numbers
    assert raw[:2].tolist() == [12, -12]
    assert raw[2] > 0
    assert p[2] > 0.10 > max(p[0], p[1])
    assert ask("trend", ctx).numbers.tolist() == pytest.approx(raw.tolist(), nan_ok=True)
    tested = ask("trend", ctx, max_p=0.10).numbers
    assert tested[:3].tolist() == [12, -12, 0]
    assert np.isnan(tested).tolist() == [False, False, False, True, False, False]


@quick
@given(st.lists(st.lists(st.integers(0, 5), min_size=6, max_size=6), min_size=12, max_size=12))
def test_a_stricter_test_only_takes_slopes_away(number):
    ctx = context(counts=table(number))
    found = [ask("trend", ctx, max_p=most).numbers for most in (1.0, 0.2, 0.05, 0.01)]
    assert (found[0] == ask("raw_trend", ctx).numbers).all()
    for looser, stricter in pairwise(found):
        assert ((stricter == looser) | (stricter == 0)).all()
