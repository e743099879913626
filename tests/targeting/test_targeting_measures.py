from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures_world import CIVILIANS, PV, USUAL, around, ask, context, table
from targeting_world import AS_OF, CODES, counts, events_indicator, group, indicator, inputs, linear, targeting

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.firm.sampling import redrawn_worlds
from prosmed_gis.targeting.measures import MEASURES, Spec, beside, measured
from prosmed_gis.targeting.measures.panels import last_full_month, panels, redrawn
from prosmed_gis.targeting.measures.question import LACKING
from prosmed_gis.targeting.run import score
from prosmed_gis.targeting.tracks import track_of

COUNTED = [name for name, measure in MEASURES.items() if measure.of_events]
quick = settings(max_examples=25, deadline=None)
tables = st.lists(st.lists(st.integers(0, 6), min_size=6, max_size=6), min_size=24, max_size=24)


def both_classes(number, last="2021-06"):
    """Counts of political violence, a third of which targets civilians."""
    return pd.concat([table(number, last, deaths=2), table(np.asarray(number) // 3, last, CIVILIANS)])


def people():
    return pd.DataFrame({"people": [1000.0, 200_000, 30_000, 80_000, 50_000, 50_000]}, index=CODES)


def test_windows_end_with_the_last_full_month():
    assert last_full_month(date(2021, 6, 30)) == pd.Timestamp("2021-06-01")
    assert last_full_month(date(2021, 6, 29)) == pd.Timestamp("2021-05-01")
    assert last_full_month(date(2021, 1, 1)) == pd.Timestamp("2020-12-01")
    given_counts = counts(
        [("A1", "2021-06", 5, 0), ("A1", "2021-05", 2, 0), ("A1", "2020-06", 7, 0), ("A1", "2020-05", 11, 0)]
    )
    assert ask("events", context(counts=given_counts)).numbers[0] == 7
    assert ask("events", context(date(2021, 6, 29), counts=given_counts)).numbers[0] == 9


def test_data_that_end_early_leave_the_window_where_it_is():
    panel = panels(counts([("A1", "2021-04", 4, 2), ("A1", "2021-02", 3, 0)], last="2021-04"), pd.Index(CODES), AS_OF)[
        PV
    ]
    window = panel.window(4)
    assert window.months.strftime("%Y-%m").tolist() == ["2021-03", "2021-04"]
    assert window.ages.tolist() == [3, 2]
    assert panel.window(2).events.shape == (0, 6)
    assert panel.padded(5)[:, 0].tolist()[:3] == [3, 0, 4]
    assert np.isnan(panel.padded(5)[3:, 0]).all()


def test_nothing_after_the_date_is_seen():
    early = counts([("A1", "2021-06", 5, 3)], last="2021-12")
    late = counts([("A1", "2021-06", 5, 3), ("A1", "2021-09", 99, 9)], last="2021-12")
    for name in COUNTED:
        first, second = (
            ask(name, context(counts=pd.concat([t, t.assign(event_class=CIVILIANS.value)]), people=people()))
            for t in (early, late)
        )
        assert first.numbers == pytest.approx(second.numbers, nan_ok=True), name


def test_a_short_series_is_told():
    ctx = context(counts=counts([("A1", "2021-06", 4, 2)], months=6))
    found = ask("events", ctx)
    assert (found.numbers[0], found.note, found.detail) == (4, "measure.short_window", "6/12")
    assert ask("active_months_share", ctx).numbers[0] == pytest.approx(1 / 6)
    slope = ask("trend", ctx)
    assert np.isnan(slope.numbers).all()
    assert slope.note == "measure.too_short"


def test_absent_layers_are_unknown_and_say_why():
    ctx = context()
    for name in MEASURES:
        found = ask(name, ctx)
        if name == "border_share":
            assert not np.isnan(found.numbers).any()
            continue
        assert np.isnan(found.numbers).all(), name
        assert text(found.note, "fr", detail=found.detail), name


def test_measures_that_need_points_say_so_on_counts_alone():
    ctx = context(counts=counts([("A1", "2021-06", 4, 2)]))
    needing = [name for name, measure in MEASURES.items() if measure.needs_points]
    assert needing == ["border_presence"]
    for name in needing:
        found = ask(name, ctx)
        assert np.isnan(found.numbers).all()
        assert found.note == "measure.no_points"
        assert "localisés" in text(found.note, "fr")


def test_the_weight_of_what_needs_points_passes_to_the_others_of_its_group():
    months = events_indicator("active_months", hi=4, weight=60)
    presence = events_indicator("border_presence", radius_km=50, weight=40)
    config = targeting({"violence": group(months=months, presence=presence)}, min_coverage=0.1)
    given_counts = counts([("A1", "2021-06", 4, 2)])
    found = score(inputs(counts=given_counts), config, AS_OF, language="en")
    assert found.criteria.weights.loc["A1"].to_dict() == {"months": 1.0, "presence": 0.0}
    assert found.criteria.data_coverage.tolist() == pytest.approx([0.6] * 6)
    assert any("needs located events" in note for note in found.notes)
    located = around([("2021-06-01", "A1", {"A2": 10})])
    found = score(inputs(counts=given_counts, surroundings=located), config, AS_OF, language="en")
    assert found.criteria.weights.loc["A1"].to_dict() == pytest.approx({"months": 0.6, "presence": 0.4})
    assert found.criteria.data_coverage.tolist() == [1.0] * 6


def test_a_measure_that_parts_nobody_says_so():
    found = ask("events", context(counts=counts([])))
    assert found.numbers.tolist() == [0] * 6
    assert found.note == "measure.all_same"
    assert not ask("events", context(counts=counts([("A1", "2021-06", 1, 0)]))).note


def test_a_cercle_without_counts_is_unknown_not_zero():
    given_counts = counts([("A1", "2021-06", 4, 2)])
    ctx = context(counts=given_counts[given_counts["cercle_pcode"] != "A2"])
    assert np.isnan(ask("events", ctx).numbers).tolist() == [False, True, False, False, False, False]
    near = ask("nearby_events", ctx).numbers
    assert np.isnan(near).tolist() == [True, False, True, False, False, False]
    # A1 and A3 share a border with A2, on the track stabilise
    assert np.isnan(ask("border_violence", ctx).numbers).tolist() == [True, False, True, False, False, False]
    assert np.isnan(ask("first_appearance", ctx).numbers).tolist() == [False, True, False, False, False, False]


@quick
@given(tables, st.integers(1, 30))
def test_dates_moved_together_change_no_measure(number, months):
    last = pd.Period("2021-06", "M") + months
    before = context(counts=both_classes(number), people=people())
    after = context(last.to_timestamp(how="end").date(), counts=both_classes(number, str(last)), people=people())
    for name in COUNTED:
        assert ask(name, before).numbers == pytest.approx(ask(name, after).numbers, nan_ok=True), name


@quick
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_nothing(number, random):
    both = both_classes(number)
    rows = list(range(len(both)))
    random.shuffle(rows)
    before = context(counts=both, people=people())
    shuffled = context(counts=both.iloc[rows], people=people().iloc[::-1])
    for name in COUNTED:
        assert ask(name, before).numbers.tolist() == pytest.approx(ask(name, shuffled).numbers.tolist(), nan_ok=True)


SUMS = ("events", "fatalities", "raw_rate", "trend", "nearby_events", "border_violence")
"""Measures that are as many times more as there are events; smoothing and tests take more events for more knowledge."""


@quick
@given(tables, st.sampled_from([2, 5, 10]))
def test_measures_of_sums_follow_their_unit(number, factor):
    before = context(counts=table(number, deaths=2), people=people())
    after = context(counts=table(factor * np.asarray(number), deaths=2), people=people())
    for name in SUMS:
        assert ask(name, after).numbers == pytest.approx(factor * ask(name, before).numbers), name
    for name in ("active_months", "active_months_share", "first_appearance", "trend_p"):
        assert ask(name, after).numbers == pytest.approx(ask(name, before).numbers, nan_ok=True), name


def test_bad_questions_are_refused():
    ctx = context(counts=counts([]))
    with pytest.raises(ConfigError, match="indicator i: no measure 'moon'; there are local_conflicts"):
        measured(ctx, Spec("i", "moon"))
    with pytest.raises(ConfigError, match="measure 'events' needs event_class, window_months"):
        measured(ctx, Spec("i", "events"))
    with pytest.raises(ConfigError, match="needs radius_km"):
        measured(ctx, Spec("i", "nearby_events", event_class=PV, window_months=3))
    with pytest.raises(ConfigError, match="needs quiet_months"):
        measured(ctx, Spec("i", "first_appearance", event_class=PV, window_months=3))
    with pytest.raises(ConfigError, match="needs themes"):
        measured(ctx, Spec("i", "partner_duplication"))


def test_an_error_bears_the_key_that_it_was_asked_with():
    item = targeting({"violence": group(events=events_indicator())}).groups["violence"].indicators["events"]
    wrong = item.model_copy(update={"measure": "moon"})
    with pytest.raises(ConfigError) as caught:
        measured(context(), Spec.of("events", wrong, "targeting.groups.violence.indicators.events"))
    assert caught.value.key == "targeting.groups.violence.indicators.events"


def test_a_setting_that_would_be_ignored_is_refused():
    ctx = context(counts=counts([]))
    with pytest.raises(
        ConfigError, match=r"does not heed half_life_months \(it heeds event_class, window_months, max_p\)"
    ):
        ask("trend", ctx, half_life_months=9)
    with pytest.raises(ConfigError, match="does not heed max_p, radius_km"):
        ask("events", ctx, max_p=0.1, radius_km=3)
    with pytest.raises(ConfigError, match="it heeds no setting"):
        ask("border_share", ctx, window_months=3)


def test_every_need_is_a_setting_and_every_layer_has_its_words():
    for name, measure in MEASURES.items():
        assert measure.unit, name
        assert set(measure.needs) <= set(USUAL), name
        assert set(measure.layers) <= set(LACKING), name
        assert measure.of_events == ("event_class" in measure.needs), name
        for _, other in measure.beside:
            assert set(MEASURES[other].needs) == set(measure.needs), name
            assert set(MEASURES[other].takes) == set(measure.takes), name


def test_what_stands_beside_an_indicator():
    given_counts = counts([("A1", f"2021-{month:02d}", month, 0) for month in range(1, 7)])
    ctx = context(counts=given_counts, people=people())
    item = targeting(
        {"violence": group(i=indicator("trend", linear(3), event_class="political_violence", window_months=6, max_p=0.1))}
    ).groups["violence"].indicators["i"]  # fmt: skip
    found = beside(ctx, Spec.of("slope", item))
    assert list(found) == ["raw_slope", "p_slope"]
    assert found["raw_slope"][0] == 12
    assert found["p_slope"][0] < 0.1
    assert list(beside(ctx, Spec("rate", "event_rate_spatial", PV, 6))) == ["raw_rate"]
    assert beside(ctx, Spec("n", "events", PV, 6)) == {}


def test_regions_belong_to_exactly_one_track():
    units = inputs().cercles
    rules = targeting({"violence": group(events=events_indicator())}).tracks
    assert track_of(units, rules).tolist() == ["stabilise"] * 3 + ["prevent"] * 3
    with pytest.raises(ConfigError, match="B is in no track"):
        track_of(units, {track: rule for track, rule in rules.items() if track == "stabilise"})
    both = {track: rule.model_copy(update={"regions": ("A", "B")}) for track, rule in rules.items()}
    with pytest.raises(ConfigError, match="both"):
        track_of(units, both)


def test_redrawn_counts_keep_zeros_unknowns_and_ratios():
    given_counts = counts([("A1", "2021-06", 400, 800)])
    found = panels(given_counts[given_counts["cercle_pcode"] != "A2"], pd.Index(CODES), AS_OF)
    drawn = redrawn(found, np.random.default_rng(0))[PV]
    assert (drawn.events[found[PV].events == 0] == 0).all()
    assert np.isnan(drawn.events[:, 1]).all()
    assert drawn.deaths[-1, 0] == pytest.approx(2 * drawn.events[-1, 0])
    assert drawn.events[-1, 0] != 400


def test_classes_are_redrawn_together():
    """Each event comes again in all its classes: a part stays a part, and its own count is Poisson too."""
    given_counts = counts([("A1", "2021-06", 40, 0), ("A2", "2021-06", 5, 0)])
    part = counts([("A1", "2021-06", 10, 0), ("A2", "2021-06", 7, 0)], event_class=CIVILIANS, months=12)
    street = counts([("A1", "2021-06", 40, 0)], event_class=EventClass.DEMONSTRATIONS)
    found = panels(pd.concat([given_counts, part, street]), pd.Index(CODES), AS_OF)
    rng = np.random.default_rng(1)
    worlds = [redrawn(found, rng) for _ in range(4000)]
    assert list(worlds[0]) == list(found)
    whole, civil, march = (
        np.array([world[name].events[-1, :2] for world in worlds]).T
        for name in (PV, CIVILIANS, EventClass.DEMONSTRATIONS)
    )
    assert (civil[0] <= whole[0]).all()
    assert (civil[1] > whole[1]).any()  # two of A2's seven are not of political violence
    for series, mean in ((whole[0], 40), (civil[0], 10), (civil[1], 7)):
        assert series.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / 4000))
        assert series.var() == pytest.approx(mean, rel=0.1)
    # events in common: 10 of them, so the covariance is 10; marches share none
    assert np.cov(whole[0], civil[0])[0, 1] == pytest.approx(10, rel=0.15)
    assert abs(np.corrcoef(whole[0], march[0])[0, 1]) < 0.06


def test_redrawn_worlds_look_back_as_far_as_the_longest_measure():
    """A first appearance looks further back than its window, and is known in every world."""
    new = events_indicator("first_appearance", quiet_months=10)
    config = targeting({"violence": group(new=new, events=events_indicator())})
    assert config.groups["violence"].indicators["new"].months_looked_at == 22
    assert config.groups["violence"].indicators["events"].months_looked_at == 12
    number = np.zeros((24, 6))
    number[-3, 0] = number[-14, 1] = 40
    found = score(inputs(counts=table(number)), config, AS_OF)
    worlds = redrawn_worlds(found.design, found.context, 40, np.random.default_rng(0))
    assert worlds.values[:, :, 0].tolist() == [[2, 12, 12, 12, 12, 12]] * len(worlds.values)


def test_reach_is_the_greatest_radius():
    near = events_indicator("nearby_events", radius_km=150)
    config = targeting({"violence": group(near=near, events=events_indicator())})
    assert config.reach_km == 150
    assert targeting({"violence": group(events=events_indicator())}).reach_km == 0
    located = replace(around([("2021-06-01", "A1", {"A2": 10})]), reach_km=100.0)
    with pytest.raises(ConfigError, match="radius_km 150, but distances reach 100 km only"):
        ask("nearby_events", context(counts=counts([]), surroundings=located))
