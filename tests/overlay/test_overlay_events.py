from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.config.overlay import Overlay
from prosmed_gis.errors import DataError
from prosmed_gis.overlay.events import class_masks, count_events, hide_uncertain_places
from prosmed_gis.overlay.units import locate
from prosmed_gis.wording.sentences import say

UNTIL = date(2021, 6, 30)


def rules(policy="spread"):
    return Overlay(
        low_precision=policy,
        political_violence=("battle", "explosion", "civilians"),
        political_violence_sub_types=("Mob violence",),
        communal_actors=("identity_militia",),
        raster_scaled_to_table=True,
    )


def count(events, cercles, communes, policy="spread", *, given=None, until=UNTIL):
    located = None if events is None else locate(events, cercles, communes)
    return count_events(located, given, cercles, rules(policy), until=until)


def total(counted, event_class="political_violence", **where):
    rows = counted.counts[counted.counts["event_class"] == event_class]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return rows["events"].sum()


def given_counts(rows):
    frame = pd.DataFrame(rows, columns=["cercle_pcode", "month", "event_class", "events", "fatalities"])
    frame["month"] = pd.to_datetime(frame["month"])
    frame["source"] = "table"
    return frame.set_index(pd.Index([f"c{i}" for i in range(len(frame))], name="count_id"))


@pytest.fixture
def some(make_events):
    return make_events(
        [
            (-4.9, 16.1, "2021-01-10", {"fatalities": 4}),
            (-4.9, 16.1, "2021-01-12", {}),
            (-4.9, 16.1, "2021-03-12", {}),
            (-4.2, 16.1, "2021-03-12", {"geo_precision": 4, "fatalities": 6}),
            (-4.2, 16.1, "2021-02-12", {"geo_precision": 3}),
            (20.0, 16.1, "2021-02-12", {}),
        ]
    )


def test_spread_follows_precise_events_plus_one(some, cercles, communes):
    counted = count(some, cercles, communes)
    # three precise events in ML0101, one (cercle-level) in ML0102, none in ML0103: shares 4/7, 2/7, 1/7
    march = counted.counts[counted.counts["month"] == "2021-03-01"].set_index("cercle_pcode")
    assert march.loc["ML0101", "events"] == pytest.approx(1 + 4 / 7)
    assert march.loc["ML0103", "events"] == pytest.approx(1 / 7)
    assert march.loc["ML0102", "fatalities"] == pytest.approx(6 * 2 / 7)
    assert total(counted) == pytest.approx(5)
    assert counted.outside == 1
    assert counted.spread_share.loc["ML0101", "political_violence"] == pytest.approx((4 / 7) / (3 + 4 / 7))
    assert counted.spread_share.loc["ML0201", "political_violence"] == 0
    assert any("100 %" in say(note, "en") for note in counted.notes)


def test_drop_and_keep(some, cercles, communes):
    dropped, kept = count(some, cercles, communes, "drop"), count(some, cercles, communes, "keep")
    assert (total(dropped), dropped.dropped) == (4, 1)
    assert total(kept, cercle_pcode="ML0102") == 2
    assert total(kept) == 5


def test_months_are_zero_filled_and_ids_are_the_same_each_time(some, cercles, communes):
    counted = count(some, cercles, communes).counts
    assert len(counted) == 9 * 3
    assert counted.index.is_unique
    assert counted.index.equals(count(some.iloc[::-1], cercles, communes).counts.index)
    assert counted.index[0] == "political_violence:ML0101:2021-01"


def test_nothing_after_the_day_counts(some, cercles, communes):
    early = count(some, cercles, communes, until=date(2021, 1, 11))
    assert total(early) == 1


def test_classes(make_events):
    events = make_events(
        [
            (-4.9, 16.1, "2021-01-10", {"actor2_kind": "identity_militia"}),
            (-4.9, 16.1, "2021-01-10", {"type": "riot", "sub_type": "Mob violence"}),
            (
                -4.9,
                16.1,
                "2021-01-10",
                {"type": "riot", "sub_type": "Violent demonstration", "actor1_kind": "identity_militia"},
            ),
            (-4.9, 16.1, "2021-01-10", {"type": "protest", "sub_type": pd.NA, "civilian_targeting": True}),
            (-4.9, 16.1, "2021-01-10", {"type": "strategic"}),
        ]
    )
    masks = {str(name): mask.astype(int).tolist() for name, mask in class_masks(events, rules()).items()}
    assert masks == {
        "political_violence": [1, 1, 0, 0, 0],
        "civilian_targeting": [0, 0, 0, 1, 0],
        "communal_violence": [1, 0, 0, 0, 0],
        "demonstrations": [0, 0, 1, 1, 0],
    }


def test_a_class_without_one_event_is_left_out(some, cercles, communes):
    assert set(count(some, cercles, communes).counts["event_class"]) == {"political_violence"}


def test_uncertain_places_are_blanked(some, cercles, communes):
    located = locate(some, cercles, communes)
    hidden = hide_uncertain_places(located, rules())
    assert hidden["commune_pcode"].isna().tolist() == [False, False, False, True, True, True]
    assert hidden["cercle_pcode"].isna().tolist() == [False, False, False, True, False, True]
    assert not hide_uncertain_places(located, rules("keep"))["cercle_pcode"].isna().iloc[3]


def test_events_win_over_given_counts_by_class(some, cercles, communes):
    table = given_counts(
        [
            ("ML0101", "2021-01-01", "political_violence", 99, 0),
            ("ML0101", "2021-01-01", "demonstrations", 7, 0),
            ("ML0102", "2021-03-01", "demonstrations", 2, 0),
            ("ML0102", "2021-07-01", "demonstrations", 50, 0),
        ]
    )
    counted = count(some, cercles, communes, given=table)
    assert total(counted) == pytest.approx(5)
    assert total(counted, "demonstrations") == 9  # July was not over
    assert any("political_violence" in say(note, "en") for note in counted.notes)
    # the table writes no zero, so its silence is zero: 9 cercles x 3 months
    assert (counted.counts["event_class"] == "demonstrations").sum() == 27


def test_a_table_with_zeros_keeps_its_gaps(cercles, communes):
    table = given_counts(
        [("ML0101", "2021-01-01", "political_violence", 3, 1), ("ML0102", "2021-01-01", "political_violence", 0, 0)]
    )
    counted = count(None, cercles, communes, given=table).counts
    assert set(counted["cercle_pcode"]) == {"ML0101", "ML0102"}


def test_a_month_that_was_not_over_is_left_out(cercles, communes):
    table = given_counts(
        [("ML0101", "2021-05-01", "political_violence", 3, 1), ("ML0101", "2021-06-01", "political_violence", 5, 1)]
    )
    assert total(count(None, cercles, communes, given=table, until=date(2021, 6, 29))) == 3


def test_the_same_month_twice_is_refused(cercles, communes):
    table = given_counts([("ML0101", "2021-05-01", "political_violence", 3, 1)] * 2)
    with pytest.raises(DataError, match="ML0101 2021-05 political_violence"):
        count(None, cercles, communes, given=table)


def test_no_events_at_all(cercles):
    assert count_events(None, None, cercles, rules(), until=UNTIL).counts.empty


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_totals_are_conserved(data):
    cercles = pd.DataFrame({"parent_pcode": ["R1", "R1", "R2"]}, index=["A", "B", "C"])
    rows = data.draw(
        st.lists(
            st.tuples(st.sampled_from("ABC"), st.integers(1, 4), st.integers(0, 9), st.integers(1, 12)),
            min_size=1,
            max_size=30,
        )
    )
    located = pd.DataFrame(
        {
            "cercle_pcode": [row[0] for row in rows],
            "geo_precision": [row[1] for row in rows],
            "fatalities": [row[2] for row in rows],
            "date": [pd.Timestamp(2020, row[3], 5) for row in rows],
            "type": "battle",
            "sub_type": "x",
            "actor1_kind": "state",
            "actor2_kind": "rebel",
            "civilian_targeting": False,
        }
    )
    counted = count_events(located, None, cercles, rules(), until=UNTIL).counts
    assert counted["events"].sum() == pytest.approx(len(rows))
    assert counted["fatalities"].sum() == pytest.approx(sum(row[2] for row in rows))
    by_region = counted.groupby(counted["cercle_pcode"].map(cercles["parent_pcode"]))["events"].sum()
    for region, members in (("R1", "AB"), ("R2", "C")):
        assert by_region.get(region, 0) == pytest.approx(sum(row[0] in members for row in rows))
