"""How far seats lie from any road of the layer, and what that makes a reader know."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from prosmed_gis.crs import distance_km
from prosmed_gis.overlay.roads import seat_roads
from prosmed_gis.wording.sentences import say

ROAD_LAT = 16.25


@pytest.fixture
def towns(cercles):
    """A seat in the middle of each square, and a village that is none."""
    middle = [shape.centroid for shape in cercles.geometry]
    frame = gpd.GeoDataFrame(
        {"name": [f"T{name}" for name in cercles["name"]], "place_class": "cercle_seat", "cercle_pcode": cercles.index},
        geometry=middle, index=[f"P{k}" for k in range(len(cercles))], crs=4326,
    )  # fmt: skip
    far = gpd.GeoDataFrame(
        {"name": ["V"], "place_class": ["village"], "cercle_pcode": [cercles.index[-1]]},
        geometry=[Point(-3.6, 17.49)], index=["PV"], crs=4326,
    )  # fmt: skip
    return pd.concat([frame, far])


@pytest.fixture
def roads():
    """One road through the seats of the southern row."""
    lines = [LineString([(-5, ROAD_LAT), (-3.5, ROAD_LAT)]), LineString()]
    return gpd.GeoDataFrame({"road_class": ["track", "primary"]}, geometry=lines, index=["R1", "R2"], crs=4326)


def test_distances_are_those_on_the_ellipsoid(cercles, towns, roads):
    found = seat_roads(cercles, towns, roads, beyond_km=20)
    assert set(found.table.index) == set(cercles.index)
    for code, row in found.table.iterrows():
        x, y = cercles.geometry[code].centroid.coords[0]
        off = float(distance_km(np.array(x), np.array(y), np.array(x), np.array(ROAD_LAT)))
        assert row["road_km"] == pytest.approx(off, rel=0.005, abs=0.2)
    assert sorted(found.beyond.index) == [code for code in cercles.index if not code.startswith("ML01")]
    assert found.table["road_km"].is_monotonic_decreasing


def test_the_sentence_counts_and_names_the_farthest_first(cercles, towns, roads):
    found = seat_roads(cercles, towns, roads, beyond_km=20)
    french, english = (say(found.note(), language) for language in ("fr", "en"))
    assert "6 des 9 chefs-lieux" in french
    assert "6 of the 9 seats" in english
    assert french.index("TC20 111") < french.index("TC10 55")
    assert "TC20" not in say(found.note(short=True), "fr")
    assert found.beyond["name"].iloc[0].startswith("TC2")


def test_roads_that_lead_everywhere_need_no_words(cercles, towns, roads):
    found = seat_roads(cercles, towns, roads, beyond_km=200)
    assert found.note() is found.note(short=True) is None


def test_a_layer_without_a_line_is_far_from_all(cercles, towns, roads):
    found = seat_roads(cercles, towns, roads.iloc[1:], beyond_km=20)
    assert len(found.beyond) == 9
    assert np.isinf(found.beyond["road_km"].iloc[0])
    assert "TC00" in say(found.note(), "en")


def test_nothing_is_measured_without_roads_or_seats(cercles, towns, roads):
    assert seat_roads(cercles, towns, None, beyond_km=20) is None
    assert seat_roads(cercles, None, roads, beyond_km=20) is None
