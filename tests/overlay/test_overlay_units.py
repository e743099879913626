from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.crs import WGS84
from prosmed_gis.overlay.doubts import doubts
from prosmed_gis.overlay.seats import seats
from prosmed_gis.overlay.units import assign, doubtful_places, locate, neighbours
from prosmed_gis.wording.sentences import say


def points(*pairs):
    index = pd.Index([f"P{i}" for i in range(len(pairs))], name="event_id")
    return gpd.GeoDataFrame(
        {"geometry": [None if p is None else shapely.Point(p) for p in pairs]}, index=index, crs=4326
    )


def test_inside_boundary_corner_and_outside(cercles, communes):
    found = locate(points((-4.9, 16.1), (-4.5, 16.2), (-4.5, 16.5), (0, 0), None), cercles, communes)
    assert list(found.index) == ["P0", "P1", "P2", "P3", "P4"]
    assert found["cercle_pcode"].tolist()[:3] == ["ML0101", "ML0101", "ML0101"]
    assert found["commune_pcode"].tolist()[:3] == ["ML010101", "ML010102", "ML010102"]
    assert found["cercle_pcode"].isna().tolist() == [False, False, False, True, True]


def test_unit_order_does_not_matter(cercles):
    where = points((-4.5, 16.5), (-4.0, 17.0)).geometry
    assert assign(where, cercles.iloc[::-1]).tolist() == assign(where, cercles).tolist() == ["ML0101", "ML0202"]


def test_commune_never_contradicts_the_cercle(cercles, communes):
    communes.loc["ML010102", "parent_pcode"] = "ML0102"
    found = locate(points((-4.6, 16.1)), cercles, communes)
    assert found["cercle_pcode"].item() == "ML0101"
    assert found["commune_pcode"].isna().item()


def test_doubtful_places_are_listed_with_the_distance(cercles):
    found = doubtful_places(points((-4.9, 16.1), (-4.5, 16.2), (-5.5, 16.25), None), cercles)
    assert found.index.tolist() == ["P1", "P2", "P3"]
    assert found["finding"].tolist() == ["boundary", "outside", "outside"]
    assert found["pcode"].tolist()[:2] == ["ML0101", "ML0101"]
    straight = WGS84.inv(-5.5, 16.25, -5.0, 16.25)[2] / 1000
    assert found["distance_km"].iloc[1] == pytest.approx(straight, rel=5e-3)
    assert pd.isna(found["pcode"].iloc[2])
    assert np.isnan(found["distance_km"].iloc[2])


def test_points_on_a_boundary_or_in_no_cercle_are_told(cercles):
    layers = {"events": points((-4.9, 16.1), (-4.5, 16.2), (-5.5, 16.25), None), "works": None}
    first, second = doubts(layers, cercles, {"events": "events.csv"})
    assert (first.file, first.layer, first.value, first.rule) == ("events.csv", "events", "P1", "place.boundary")
    assert (second.value, second.rule, second.severity) == ("P2", "place.outside", "warning")
    assert "ML0101" in say(first.remedy, "en")
    assert "at 53." in say(second.remedy, "en")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-5.2, -3.3), st.floats(15.8, 17.7)), min_size=1, max_size=20))
def test_assignment_agrees_with_brute_force(pairs):
    boxes = {
        f"ML{i}{j}": shapely.box(-5 + i * 0.5, 16 + j * 0.5, -4.5 + i * 0.5, 16.5 + j * 0.5)
        for i in range(3)
        for j in range(3)
    }
    units = gpd.GeoDataFrame({"geometry": list(boxes.values())}, index=list(boxes), crs=4326)
    found = assign(points(*pairs).geometry, units)
    for pair, code in zip(pairs, found, strict=True):
        expected = sorted(name for name, box in boxes.items() if box.intersects(shapely.Point(pair)))
        assert (code == expected[0]) if expected else pd.isna(code)


def test_borders_of_the_grid(cercles):
    near = neighbours(cercles)
    shared = near.shared_km
    assert np.allclose(shared, shared.T)
    assert (np.diag(shared) == 0).all()
    height = WGS84.inv(-4.5, 16, -4.5, 16.5)[2] / 1000
    assert shared.loc["ML0101", "ML0102"] == pytest.approx(height, rel=2e-3)
    assert shared.loc["ML0101", "ML0202"] == 0  # a corner has no length
    assert near.abroad_km["ML0202"] == pytest.approx(0, abs=1e-6)
    assert near.share_along([], abroad=True)["ML0101"] == pytest.approx(0.5, abs=2e-3)
    assert near.share_along(["ML0102"], abroad=True)["ML0101"] == pytest.approx(0.75, abs=1e-2)
    assert near.share_along(list(cercles.index), abroad=True).to_numpy() == pytest.approx(1)
    assert near.distances_km.loc["ML0101", "ML0101"] == 0


def test_slivers_between_units_still_make_neighbours(cercles):
    cercles.loc["ML0102", "geometry"] = shapely.box(-4.4998, 16, -4, 16.5)
    near = neighbours(cercles)
    assert near.shared_km.loc["ML0101", "ML0102"] == pytest.approx(55.3, rel=1e-2)


def test_seats_are_settlements_then_inner_points(cercles):
    towns = gpd.GeoDataFrame(
        {
            "name": ["B", "A", "V", "R"],
            "place_class": ["cercle_seat", "cercle_seat", "village", "region_seat"],
            "cercle_pcode": pd.array([pd.NA, "ML0102", "ML0103", "ML0102"], dtype="str"),
        },
        geometry=shapely.points([-4.9, -4.3, -3.8, -4.2], [16.1, 16.1, 16.1, 16.2]),
        index=pd.Index(["s1", "s2", "s3", "s4"], name="place_id"),
        crs=4326,
    )
    found = seats(cercles, towns)
    assert found.index.equals(cercles.index)
    assert found.loc[["ML0101", "ML0102"], "place_id"].tolist() == ["s1", "s4"]
    assert found["is_seat"].sum() == 2
    assert found.loc["ML0103", "geometry"].equals(cercles.representative_point()["ML0103"])
    assert neighbours(cercles, seats=found.geometry).distances_km.loc["ML0101", "ML0102"] == pytest.approx(
        WGS84.inv(-4.9, 16.1, -4.2, 16.2)[2] / 1000
    )
    assert not seats(cercles, None)["is_seat"].any()
