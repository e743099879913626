from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.config.overlay import Overlay
from prosmed_gis.crs import WGS84
from prosmed_gis.overlay.events import hide_uncertain_places
from prosmed_gis.overlay.surroundings import surroundings
from prosmed_gis.overlay.units import locate

UNTIL = date(2021, 6, 30)


def rules(policy="spread"):
    return Overlay(
        low_precision=policy,
        political_violence=("battle", "explosion", "civilians"),
        political_violence_sub_types=("Mob violence",),
        communal_actors=("identity_militia",),
        raster_scaled_to_table=True,
    )


def found_around(events, cercles, communes, policy="spread", reach_km=60.0):
    located = hide_uncertain_places(locate(events, cercles, communes), rules(policy))
    return surroundings(located, cercles, rules(policy), until=UNTIL, reach_km=reach_km)


def test_distances_to_the_cercles_around(make_events, cercles, communes):
    """The event is a tenth of a degree from the eastern edge of ML0101 and two tenths from the northern one."""
    found = found_around(make_events([(-4.6, 16.3, "2021-03-12", {})]), cercles, communes)
    assert found.events["month"].tolist() == [pd.Timestamp("2021-03-01")]
    assert found.events["cercle_pcode"].tolist() == ["ML0101"]
    assert found.events["political_violence"].tolist() == [True]
    assert not found.events[["civilian_targeting", "communal_violence", "demonstrations"]].to_numpy().any()
    distances = found.distances.set_index("cercle_pcode")["distance_km"]
    assert list(distances.index) == ["ML0102", "ML0201", "ML0202"]
    east = WGS84.inv(-4.6, 16.3, -4.5, 16.3)[2] / 1000
    north = WGS84.inv(-4.6, 16.3, -4.6, 16.5)[2] / 1000
    corner = WGS84.inv(-4.6, 16.3, -4.5, 16.5)[2] / 1000
    assert distances.tolist() == pytest.approx([east, north, corner], rel=5e-3)


def test_reach_ends_the_list(make_events, cercles, communes):
    events = make_events([(-4.6, 16.3, "2021-03-12", {})])
    near = found_around(events, cercles, communes, reach_km=12)
    assert near.distances["cercle_pcode"].tolist() == ["ML0102"]
    assert found_around(events, cercles, communes, reach_km=0).distances.empty
    every = found_around(events, cercles, communes, reach_km=1000)
    assert sorted(every.distances["cercle_pcode"]) == [code for code in cercles.index if code != "ML0101"]


def test_a_border_point_lies_on_its_neighbour(make_events, cercles, communes):
    found = found_around(make_events([(-4.5, 16.2, "2021-03-12", {})]), cercles, communes, reach_km=1)
    assert found.events["cercle_pcode"].tolist() == ["ML0101"]
    assert found.distances["cercle_pcode"].tolist() == ["ML0102"]
    assert found.distances["distance_km"].item() == pytest.approx(0, abs=0.1)


def test_what_has_no_place_or_lies_ahead_is_left_out(make_events, cercles, communes):
    events = make_events(
        [
            (-4.6, 16.3, "2021-03-12", {"geo_precision": 4}),
            (-4.6, 16.3, "2021-07-01", {}),
            (-4.6, 16.3, "2021-06-30", {"geo_precision": 3, "civilian_targeting": True}),
        ]
    )
    assert found_around(events, cercles, communes).events.index.tolist() == ["E002"]
    assert found_around(events, cercles, communes, "drop").events.index.tolist() == ["E002"]
    kept = found_around(events, cercles, communes, "keep")
    assert kept.events.index.tolist() == ["E000", "E002"]
    assert kept.events["cercle_pcode"].tolist() == ["ML0101"] * 2
    assert kept.events["civilian_targeting"].tolist() == [False, True]


def test_an_event_beyond_the_border_is_no_cercles_own(make_events, cercles, communes):
    found = found_around(make_events([(-5.1, 16.2, "2021-03-12", {})]), cercles, communes, reach_km=15)
    assert found.events["cercle_pcode"].isna().all()
    assert found.distances["cercle_pcode"].tolist() == ["ML0101"]


def test_no_events_at_all(make_events, cercles, communes):
    events = make_events([(-4.6, 16.3, "2022-03-12", {})])
    found = found_around(events, cercles, communes)
    assert found.events.empty
    assert found.distances.empty


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(-5.3, -3.2), st.floats(15.7, 17.8)), min_size=1, max_size=12), st.data())
def test_every_pair_within_reach_is_there_once(pairs, data):
    """In the plane of degrees: which cercles are within reach does not hang on the order of events."""
    boxes = {
        f"ML{i}{j}": shapely.box(-5 + i * 0.5, 16 + j * 0.5, -4.5 + i * 0.5, 16.5 + j * 0.5)
        for i in range(3)
        for j in range(3)
    }
    units = gpd.GeoDataFrame({"geometry": list(boxes.values())}, index=list(boxes), crs=4326)
    order = data.draw(st.permutations(range(len(pairs))))
    base = {
        "date": pd.Timestamp("2021-03-12"), "geo_precision": 1, "type": "battle", "sub_type": "x",
        "actor1_kind": "state", "actor2_kind": "rebel", "civilian_targeting": False, "cercle_pcode": None,
    }  # fmt: skip
    names = [f"E{number:02d}" for number in range(len(pairs))]
    events = gpd.GeoDataFrame([base] * len(pairs), geometry=shapely.points(pairs), index=names, crs=4326)
    first = surroundings(events, units, rules(), until=UNTIL, reach_km=50)
    second = surroundings(events.iloc[list(order)], units.iloc[::-1], rules(), until=UNTIL, reach_km=50)
    pd.testing.assert_frame_equal(first.distances, second.distances)
    assert not first.distances.duplicated(["event", "cercle_pcode"]).any()
    for number, pair in enumerate(pairs):
        listed = set(first.distances.loc[first.distances["event"] == number, "cercle_pcode"])
        for code, box in boxes.items():
            nearest = shapely.get_coordinates(shapely.shortest_line(shapely.Point(pair), box))
            km = WGS84.inv(*nearest[0], *nearest[1])[2] / 1000
            if km < 47:  # the nearest point in degrees is not quite the nearest on the ground
                assert code in listed
            elif km > 53:
                assert code not in listed
