"""Violence that comes near: from where, how close, and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures_world import PV, around, ask, context, table
from targeting_world import AS_OF, CODES, counts, events_indicator, group, inputs, targeting

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.targeting.measures import Spec, measured
from prosmed_gis.targeting.measures.panels import redrawn
from prosmed_gis.targeting.measures.question import Context
from prosmed_gis.targeting.run import score

quick = settings(max_examples=40, deadline=None)


def test_nearby_events_between_seats_leave_the_own_out():
    given_counts = counts([("A1", "2021-06", 10, 0), ("A2", "2021-06", 6, 0), ("B3", "2021-06", 50, 0)])
    found = ask("nearby_events", context(counts=given_counts), radius_km=250)
    # 100 km counts 0.6, 200 km counts 0.2
    assert found.numbers.tolist() == pytest.approx(
        [6 * 0.6, 10 * 0.6, 6 * 0.6 + 10 * 0.2, 6 * 0.2 + 50 * 0.2, 50 * 0.6, 0.0]
    )


def test_counts_without_places_say_that_they_are_coarser():
    long = context(counts=counts([("A1", "2021-06", 1, 0)]))
    short = context(counts=counts([("A1", "2021-06", 1, 0)], months=6))
    assert ask("nearby_events", long).note == "measure.from_seats"
    found = ask("nearby_events", short)
    assert found.note == "measure.short_window_from_seats"
    assert "6/12" in text(found.note, "en", detail=found.detail)
    assert ask("nearby_events", context()).note == "measure.no_counts"


LOCATED = [
    ("2021-06-01", "A1", {"A2": 30, "A3": 90}),
    ("2021-05-01", "A1", {"A2": 75}),
    ("2021-05-01", "A2", {"A1": 0, "A3": 120}),
    ("2020-01-01", "A2", {"A1": 10}),  # before the window
    ("2021-06-01", "B3", {"B2": 10}, EventClass.DEMONSTRATIONS),
]
COUNTS = [("A1", "2021-06", 1, 0), ("A1", "2021-05", 1, 0), ("A2", "2021-05", 1, 0), ("A2", "2020-01", 1, 0)]


def test_nearby_events_by_distance_to_the_border():
    ctx = context(counts=counts(COUNTS), surroundings=around(LOCATED))
    found = ask("nearby_events", ctx, radius_km=150)
    # A1 sees A2's event on its border; A2 those of A1 at 30 and 75 km; A3 90 and 120 km
    assert found.numbers.tolist() == pytest.approx([1.0, 0.8 + 0.5, 0.4 + 0.2, 0, 0, 0])
    assert not found.note


def test_an_event_without_a_place_counts_as_the_others_of_its_cercle():
    """Half an event of the region is counted in A1, one in B1, of which no event has a place."""
    more = [*COUNTS, ("A1", "2021-04", 0.5, 0), ("B1", "2021-04", 1, 0)]
    ctx = context(counts=counts(more), surroundings=around(LOCATED))
    found = ask("nearby_events", ctx, radius_km=150).numbers
    a2 = 2.5 * (0.8 + 0.5) / 2
    # B1 is seen from the seats of A3 and B2, 100 km away, at a third
    assert found.tolist() == pytest.approx([1.0, a2, 2.5 * 0.4 / 2 + 0.2 + 1 / 3, 0, 1 / 3, 0])


def test_events_abroad_count_and_are_told():
    rows = [*LOCATED, ("2021-06-01", None, {"A1": 60, "B1": 149}), ("2019-06-01", None, {"A1": 0})]
    found = ask("nearby_events", context(counts=counts(COUNTS), surroundings=around(rows)), radius_km=150)
    assert found.numbers[[0, 3]] == pytest.approx([1.0 + 0.6, 1 / 150])
    assert (found.note, found.detail) == ("measure.abroad", "1")


def test_a_class_that_events_do_not_hold_is_measured_between_seats():
    given_counts = counts([("A1", "2021-06", 3, 0)], event_class=EventClass.COMMUNAL_VIOLENCE)
    ctx = context(counts=given_counts, surroundings=around(LOCATED))
    found = ask("nearby_events", ctx, event_class=EventClass.COMMUNAL_VIOLENCE)
    assert found.numbers[1] == pytest.approx(3 * (1 - 100 / 150))
    assert found.note == "measure.from_seats"
    assert ask("border_presence", ctx, event_class=EventClass.COMMUNAL_VIOLENCE).note == "measure.no_points"


located = st.lists(
    st.tuples(
        st.integers(0, 23),
        st.integers(-1, 5),
        st.lists(st.integers(0, 200), min_size=6, max_size=6),
    ),
    min_size=1,
    max_size=25,
)


def world(events):
    """Events as drawn (months ago, cercle or abroad, distances), their counts, and the context of both."""
    months = pd.period_range(end="2021-06", periods=24, freq="M").to_timestamp()
    rows, number = [], np.zeros((24, 6))
    for row, home, km in events:
        near = {code: distance for place, (code, distance) in enumerate(zip(CODES, km, strict=True)) if place != home}
        rows.append((months[row], CODES[home] if home >= 0 else None, near))
        if home >= 0:
            number[row, home] += 1
    return context(counts=table(number), surroundings=around(rows))


@quick
@given(located, st.integers(1, 200))
def test_the_kernel_gives_the_sum_over_the_events_themselves(events, radius):
    found = ask("nearby_events", world(events), radius_km=radius)
    expected = [
        sum(max(0, 1 - km[place] / radius) for row, home, km in events if row >= 12 and home != place)
        for place in range(6)
    ]
    assert found.numbers == pytest.approx(expected)


@quick
@given(located, st.integers(0, 199), st.integers(0, 2**32 - 1))
def test_redrawn_worlds_weigh_each_event_by_its_times(events, radius, seed):
    """Other counts of the same places: each cercle's events count on average as observed."""
    ctx = world(events)
    anew = replace(ctx, panels=redrawn(ctx.panels, np.random.default_rng(seed)))
    now, before = anew.panels[PV].window(12).events.sum(axis=0), ctx.panels[PV].window(12).events.sum(axis=0)
    found = ask("nearby_events", anew, radius_km=radius + 0.5).numbers
    times = np.append(np.divide(now, before, out=np.zeros(6), where=before > 0), 1.0)  # abroad stays as it is
    expected = [
        sum(
            times[home] * max(0, 1 - km[place] / (radius + 0.5))
            for row, home, km in events
            if row >= 12 and home != place
        )
        for place in range(6)
    ]
    assert found == pytest.approx(expected)


@quick
@given(located, st.integers(1, 200))
def test_presence_along_the_border_by_hand(events, radius):
    """Cercles lie in a row: only direct neighbours share a border, A1 to A3 are unstable, all border on abroad."""
    found = ask("border_presence", world(events), radius_km=radius).numbers
    expected = [
        sum(
            km[place] <= radius and (home == -1 or (home <= 2 and abs(home - place) == 1))
            for row, home, km in events
            if row >= 12
        )
        for place in range(6)
    ]
    assert found == pytest.approx(expected)


def test_abroad_is_no_border_of_a_cercle_inside_the_country():
    rows = [("2021-06-01", None, {"A1": 20, "A2": 20}), ("2021-06-01", "A2", {"A1": 5})]
    ctx = context(counts=counts([("A2", "2021-06", 1, 0)]), surroundings=around(rows))
    near = ctx.inputs.neighbours
    inner = replace(near, perimeter_km=near.perimeter_km.where(near.perimeter_km.index != "A2", 20.0))
    ctx = replace(ctx, inputs=replace(ctx.inputs, neighbours=inner))
    assert inner.abroad_km["A2"] == 0
    assert ask("border_presence", ctx, radius_km=50).numbers.tolist() == [2, 0, 0, 0, 0, 0]


def test_violence_of_unstable_neighbours_by_share_of_the_perimeter():
    given_counts = counts(
        [("A1", "2021-06", 8, 0), ("A2", "2021-06", 30, 0), ("A3", "2021-06", 5, 0), ("B2", "2021-06", 99, 0)]
    )
    found = ask("border_violence", context(counts=given_counts)).numbers
    # ten of a hundred km along each neighbour; B1 touches A3, B2's events are of the other track
    assert found.tolist() == pytest.approx([3.0, 0.8 + 0.5, 3.0, 0.5, 0, 0])


def test_border_along_unstable_cercles_or_abroad():
    # ends have 90 km abroad, others 80; B1 touches A3 (10 km)
    found = ask("border_share", context()).numbers
    assert found.tolist() == pytest.approx([1.0, 1.0, 0.9, 0.9, 0.8, 0.9])


def first_appearance(column, window, quiet):
    """By the sentence: months since the first event of the window, after quiet ones; the window where there is none."""
    column = [np.nan] * (window + quiet) + column
    for back in range(window, 0, -1):  # from the oldest month of the window to the last
        if np.isnan(column[-back]):
            return np.nan  # violence may have been there
        if column[-back] > 0:
            before = column[-back - quiet : -back]
            if any(value > 0 for value in before):
                return window
            return np.nan if any(np.isnan(before)) else back - 1
    return window


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([0, 0, 0, 0, 0, 0, 1, 3, np.nan]), min_size=6, max_size=6), min_size=3, max_size=30
    ),
    st.integers(1, 12),
    st.integers(1, 14),
)
def test_first_appearance_against_its_sentence(number, window, quiet):
    ctx = context(counts=table(number).dropna())
    if not ctx.panels:
        return
    found = ask("first_appearance", ctx, window_months=window, quiet_months=quiet)
    expected = [first_appearance(list(column), window, quiet) for column in np.array(number).T]
    assert found.numbers == pytest.approx(expected, nan_ok=True)
    lost = int(np.isnan(expected).sum())
    assert (found.note == "measure.short_history") == bool(lost)
    assert not lost or found.detail == str(lost)


def test_first_appearance_by_hand():
    number = np.zeros((24, 6))
    number[-3, 0] = 5  # new two months ago
    number[[-13, -3], 1] = 1  # A2 was quiet for nine months only
    number[[-20, -12, -1], 2] = 1  # A3: seven quiet months, then the oldest month of the window
    number[-14, 3] = 1  # before the window, and nothing since
    found = ask("first_appearance", context(counts=table(number)), quiet_months=6)
    assert found.numbers.tolist() == [2, 2, 11, 12, 12, 12]
    found = ask("first_appearance", context(counts=table(number)), quiet_months=10)
    assert found.numbers.tolist() == [2, 12, 12, 12, 12, 12]


def test_the_newer_the_more_it_is_worth():
    number = np.zeros((24, 6))
    number[-1, 0] = number[-7, 1] = number[-12, 2] = 1
    new = events_indicator("first_appearance", quiet_months=6)
    new["value"] = {"form": "decreasing", "lo": 0, "hi": 12}
    config = targeting({"violence": group(new=new)})
    found = score(inputs(counts=table(number)), config, AS_OF)
    assert found.criteria.worths["new"].tolist() == pytest.approx([1, 0.5, 1 / 12, 0, 0, 0])


def test_the_month_of_the_study_is_not_yet_over():
    rows = [("2021-06-01", "A1", {"A2": 0}), ("2021-05-01", "A1", {"A2": 0})]
    given_counts = counts([("A1", "2021-06", 1, 0), ("A1", "2021-05", 1, 0)])
    early = context(date(2021, 6, 20), counts=given_counts, surroundings=around(rows))
    assert ask("nearby_events", early).numbers[1] == 1
    assert ask("nearby_events", context(counts=given_counts, surroundings=around(rows))).numbers[1] == 2


def test_every_order_of_cercles_gives_the_same():
    rng = np.random.default_rng(2)
    events = [(int(m), int(h), [int(d) for d in km]) for m, h, km in zip(
        rng.integers(0, 24, 40), rng.integers(-1, 6, 40), rng.integers(0, 200, (40, 6)), strict=True
    )]  # fmt: skip
    ctx = world(events)
    order = rng.permutation(6)
    turned = Context(
        ctx.pcodes[order],
        ctx.inputs,
        {PV: replace(ctx.panels[PV], events=ctx.panels[PV].events[:, order], deaths=ctx.panels[PV].deaths[:, order])},
        ctx.tracks.iloc[order],
        ctx.points,
        ctx.as_of,
    )
    for name, radius in (("nearby_events", 150), ("border_presence", 50)):
        spec = Spec("i", name, PV, 12, radius_km=radius)
        assert measured(turned, spec).numbers == pytest.approx(measured(ctx, spec).numbers[order])
