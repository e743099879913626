from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import theilslopes
from targeting_world import AS_OF, CODES, counts, events_indicator, group, inputs, targeting

from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.measures import MEASURES, Context, Spec, measured
from prosmed_gis.targeting.panels import last_full_month, panels
from prosmed_gis.targeting.rates import empirical_bayes, theil_sen
from prosmed_gis.targeting.tracks import track_of

PV = EventClass.POLITICAL_VIOLENCE


def context(as_of=AS_OF, **layers):
    given_inputs = inputs(**layers)
    config = targeting({"violence": group(events=events_indicator())})
    return Context(
        pcodes=given_inputs.cercles.index,
        inputs=given_inputs,
        panels=panels(given_inputs.counts, given_inputs.cercles.index, as_of),
        tracks=track_of(given_inputs.cercles, config.tracks),
        points=config.points,
        as_of=as_of,
    )


def ask(measure, ctx, **more):
    return measured(ctx, Spec("i", measure, event_class=more.pop("event_class", PV), **more))


def test_windows_end_with_the_last_full_month():
    assert last_full_month(date(2021, 6, 30)) == pd.Timestamp("2021-06-01")
    assert last_full_month(date(2021, 6, 29)) == pd.Timestamp("2021-05-01")
    assert last_full_month(date(2021, 1, 1)) == pd.Timestamp("2020-12-01")
    table = counts(
        [("A1", "2021-06", 5, 0), ("A1", "2021-05", 2, 0), ("A1", "2020-06", 7, 0), ("A1", "2020-05", 11, 0)]
    )
    assert ask("events", context(counts=table), window_months=12).numbers[0] == 7
    assert ask("events", context(date(2021, 6, 29), counts=table), window_months=12).numbers[0] == 9


def test_nothing_after_the_date_is_seen():
    table = counts([("A1", "2021-06", 5, 3)], last="2021-12")
    late = counts([("A1", "2021-06", 5, 3), ("A1", "2021-09", 99, 9)], last="2021-12")
    for name, measure in MEASURES.items():
        if measure.of_events and name not in ("event_rate", "raw_rate"):
            first = ask(name, context(counts=table), window_months=12, radius_km=150)
            second = ask(name, context(counts=late), window_months=12, radius_km=150)
            assert first.numbers == pytest.approx(second.numbers, nan_ok=True), name


def test_recency_deaths_and_months():
    table = counts([("A1", "2021-06", 4, 2), ("A1", "2021-03", 4, 6), ("A2", "2021-06", 1, 0)])
    ctx = context(counts=table)
    assert ask("events", ctx, window_months=12, half_life_months=3).numbers[0] == pytest.approx(4 + 4 / 2)
    assert ask("fatalities", ctx, window_months=12).numbers.tolist() == [8, 0, 0, 0, 0, 0]
    assert ask("active_months", ctx, window_months=12).numbers.tolist() == [2, 1, 0, 0, 0, 0]
    assert ask("active_months_share", ctx, window_months=12).numbers[0] == pytest.approx(2 / 12)


def test_a_short_series_is_told():
    ctx = context(counts=counts([("A1", "2021-06", 4, 2)], months=6))
    found = ask("events", ctx, window_months=12)
    assert (found.numbers[0], found.note, found.detail) == (4, "measure.short_window", "6/12")
    assert ask("active_months_share", ctx, window_months=12).numbers[0] == pytest.approx(1 / 6)
    slope = ask("trend", ctx, window_months=12)
    assert np.isnan(slope.numbers).all()
    assert slope.note == "measure.too_short"


def test_absent_layers_are_unknown_and_say_why():
    ctx = context()
    for name in MEASURES:
        found = ask(name, ctx, window_months=12, radius_km=150)
        if name == "border_share":
            continue
        assert np.isnan(found.numbers).all(), name
        assert found.note, name


def test_a_cercle_without_counts_is_unknown_not_zero():
    table = counts([("A1", "2021-06", 4, 2)])
    ctx = context(counts=table[table["cercle_pcode"] != "A2"])
    assert np.isnan(ask("events", ctx, window_months=12).numbers).tolist() == [False, True, False, False, False, False]
    near = ask("nearby_events", ctx, window_months=12, radius_km=150).numbers
    assert np.isnan(near).tolist() == [True, False, True, False, False, False]


def test_trend_is_scipys_slope_by_year():
    rng = np.random.default_rng(3)
    series = rng.poisson(4, (24, 5)).astype(float)
    expected = [theilslopes(column, np.arange(24)).slope for column in series.T]
    assert theil_sen(series) == pytest.approx(expected)
    rows = [("A1", f"2021-{month:02d}", month, 0) for month in range(1, 7)]
    found = ask("trend", context(counts=counts(rows)), window_months=6)
    assert found.numbers[:2].tolist() == [12.0, 0.0]


def test_nearby_events_decay_and_leave_the_own_out():
    table = counts([("A1", "2021-06", 10, 0), ("A2", "2021-06", 6, 0), ("B3", "2021-06", 50, 0)])
    found = ask("nearby_events", context(counts=table), window_months=12, radius_km=250).numbers
    # 100 km counts 0.6, 200 km counts 0.2
    assert found.tolist() == pytest.approx([6 * 0.6, 10 * 0.6, 6 * 0.6 + 10 * 0.2, 6 * 0.2 + 50 * 0.2, 50 * 0.6, 0.0])


def test_border_along_unstable_cercles_or_abroad():
    # ends have 90 km abroad, others 80; B1 touches A3 (10 km)
    found = ask("border_share", context()).numbers
    assert found.tolist() == pytest.approx([1.0, 1.0, 0.9, 0.9, 0.8, 0.9])


def test_local_conflicts_know_unstudied_regions():
    conflicts = pd.DataFrame(
        {"cercle_pcode": ["A1", "A1", "A2", "A3"], "intensity": [3, 1, 2, 3], "year": [2018, 2018, 2018, 2022]}
    )
    found = ask("local_conflicts", context(conflicts=conflicts))
    assert found.numbers[:3].tolist() == [4, 2, 0]
    assert np.isnan(found.numbers[3:]).all()
    assert found.note == "measure.not_studied"


def test_strategy_points_take_the_best_mention_of_a_plan():
    plans = pd.DataFrame(
        {
            "plan": ["p", "p", "q", "q", "r", "s"],
            "level": ["region", "cercle", "cercle", "region", "cercle", "cercle"],
            "pcode": ["A", "A1", "A1", "A", "B1", "B1"],
            "status": ["planned", "listed", "listed", "done", "started", "started"],
            "date": pd.to_datetime(["2019-01-01", None, None, None, "2021-01-01", "2021-07-01"]),
        }
    )
    found = ask("strategy_points", context(redeployment=plans)).numbers
    # A1: best of 2/4 and 1, plus best of 1 and 1/4; A2: 2/4 + 1/4; B1: only the plan known by then
    assert found.tolist() == pytest.approx([2.0, 0.75, 0.75, 3.0, 0.0, 0.0])


def test_partner_synergy_counts_near_and_regional():
    rows = [
        ("A1", "p", "justice_security", "cercle", True),
        ("A1", "q", "peace", "cercle", True),
        ("A1", "old", "justice_security", "cercle", False),
        ("A1", "r", "justice_security", "region", True),
        ("A2", "r", "justice_security", "region", True),
        ("A3", "r", "justice_security", "region", True),
        ("A2", "p", "justice_security", "region", True),
    ]
    partners = pd.DataFrame(rows, columns=["cercle_pcode", "project_id", "theme", "level", "present"])
    ctx = context(partners=partners)
    assert ask("partner_synergy", ctx, radius_km=50).numbers.tolist() == pytest.approx([1.25, 0.5, 0.25, 0, 0, 0])
    assert ask("partner_synergy", ctx, radius_km=100).numbers.tolist() == pytest.approx([1.25, 1.25, 0.25, 0, 0, 0])
    none = ask("partner_synergy", context(partners=partners.iloc[:0]), radius_km=50)
    assert none.numbers.tolist() == [0.0] * 6


def test_gaps_look_at_today_only():
    coverage = pd.DataFrame(
        {
            "cercle_pcode": ["A1", "A1", "A2", "A1"],
            "service": ["security", "security", "security", "justice"],
            "year": [2020, 2025, 2020, 2020],
            "share": [0.3, 0.9, np.nan, 0.8],
        }
    )
    ctx = context(coverage=coverage)
    assert ask("security_gap", ctx).numbers[0] == pytest.approx(0.7)
    assert np.isnan(ask("security_gap", ctx).numbers[1:]).all()
    assert ask("justice_gap", ctx).numbers[0] == pytest.approx(0.2)


def test_rates_raw_and_smoothed():
    people = pd.DataFrame({"people": [1000.0, 200_000, np.nan, 0, 50_000, 50_000]}, index=CODES)
    table = counts([("A1", "2021-06", 2, 0), ("A2", "2021-06", 40, 0), ("B2", "2021-06", 90, 0)])
    ctx = context(counts=table, people=people)
    raw, smooth = (ask(name, ctx, window_months=12).numbers for name in ("raw_rate", "event_rate"))
    assert raw[[0, 1, 4]] == pytest.approx([200, 20, 180])
    assert np.isnan(raw[[2, 3]]).all()
    assert np.isnan(smooth[[2, 3]]).all()
    common = 132 / 301_000 * 1e5
    assert abs(smooth[0] - common) < abs(raw[0] - common)  # a small place is pulled to the common rate the most
    assert smooth[4] == pytest.approx(raw[4], rel=0.05)


def test_empirical_bayes_edges():
    assert empirical_bayes(np.zeros(3), np.full(3, 10.0)).tolist() == [0, 0, 0]
    assert empirical_bayes(np.full(3, 2.0), np.full(3, 10.0)) == pytest.approx(np.full(3, 0.2))  # no spread: variance 0
    assert np.isnan(empirical_bayes(np.array([np.nan]), np.array([5.0]))).all()


@settings(max_examples=50, deadline=None)
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


def test_bad_questions_are_refused():
    ctx = context(counts=counts([]))
    with pytest.raises(ConfigError, match="no measure 'moon'"):
        ask("moon", ctx)
    with pytest.raises(ConfigError, match="needs window_months"):
        ask("events", ctx)
    with pytest.raises(ConfigError, match="needs radius_km"):
        ask("nearby_events", ctx, window_months=3)


def test_regions_belong_to_exactly_one_track():
    units = inputs().cercles
    rules = targeting({"violence": group(events=events_indicator())}).tracks
    assert track_of(units, rules).tolist() == ["stabilise"] * 3 + ["prevent"] * 3
    with pytest.raises(ConfigError, match="B is in no track"):
        track_of(units, {track: rule for track, rule in rules.items() if track == "stabilise"})
    both = {track: rule.model_copy(update={"regions": ("A", "B")}) for track, rule in rules.items()}
    with pytest.raises(ConfigError, match="both"):
        track_of(units, both)


def test_redrawn_counts_keep_zeros_and_ratios():
    panel = replace(panels(counts([("A1", "2021-06", 400, 800)]), pd.Index(CODES), AS_OF)[PV])
    drawn = panel.redrawn(np.random.default_rng(0))
    assert (drawn.events[panel.events == 0] == 0).all()
    assert drawn.deaths[-1, 0] == pytest.approx(2 * drawn.events[-1, 0])
    assert drawn.events[-1, 0] != 400
