from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from prosmed_gis.overlay.facilities import placed_facilities
from prosmed_gis.overlay.partners import partners_by_cercle
from prosmed_gis.overlay.seats import seats


def interventions(rows):
    columns = ["project_id", "theme", "level", "pcode", "status", "start", "end"]
    frame = pd.DataFrame(rows, columns=columns).assign(project="p", actor="a", donor="d")
    frame[["start", "end"]] = frame[["start", "end"]].apply(pd.to_datetime)
    frame = frame.astype({"status": "str", "pcode": "str"})
    return frame.set_index(pd.Index([f"r{i:02d}" for i in range(len(frame))], name="row_id"))


def test_levels_are_kept_and_the_most_precise_wins(cercles, communes):
    table = interventions(
        [
            ("A", "justice_security", "region", "ML01", "ongoing", None, None),
            ("A", "justice_security", "cercle", "ML0102", "ongoing", None, None),
            ("B", "peace", "commune", "ML020101", None, None, None),
            ("C", "peace", "national", None, "ongoing", None, None),
            ("D", "peace", "unstated", None, "ongoing", None, None),
        ]
    )
    found = partners_by_cercle(table, cercles, communes, date(2021, 6, 30))
    assert list(zip(found["cercle_pcode"], found["project_id"], found["level"], strict=True)) == [
        ("ML0101", "A", "region"),
        ("ML0102", "A", "cercle"),
        ("ML0103", "A", "region"),
        ("ML0201", "B", "commune"),
    ]
    assert found["stated_pcode"].tolist() == ["ML01", "ML0102", "ML01", "ML020101"]


def test_only_what_ran_on_the_day_is_present(cercles, communes):
    place = ("peace", "cercle", "ML0101")
    table = interventions(
        [
            ("ended", *place, "ongoing", "2018-01-01", "2020-12-31"),
            ("future", *place, "ongoing", "2022-01-01", None),
            ("runs", *place, "completed", "2019-01-01", "2021-12-31"),
            ("halted", *place, "suspended", "2019-01-01", "2021-12-31"),
            ("open", *place, None, None, None),
        ]
    )
    found = partners_by_cercle(table, cercles, communes, date(2021, 6, 30)).set_index("project_id")
    assert found["status"].to_dict() == {
        "ended": "completed",
        "future": "planned",
        "runs": "ongoing",
        "halted": "suspended",
        "open": "unknown",
    }
    assert found.index[found["present"]].tolist() == ["open", "runs"]


def test_relocated_facilities_serve_at_the_seat_they_went_to(cercles, communes):
    facilities = gpd.GeoDataFrame(
        {
            "name": ["x", "y", "z"],
            "kind": ["ti", "ti", "brigade"],
            "status": ["relocated", "relocated", "working"],
            "relocated_to_pcode": pd.array(["ML0303", pd.NA, "ML0303"], dtype="str"),
        },
        geometry=shapely.points([-4.9, -4.9, -4.9], [16.1, 16.1, 16.1]),
        index=pd.Index(["f1", "f2", "f3"], name="facility_id"),
        crs=4326,
    )
    points = seats(cercles, None)
    placed = placed_facilities(facilities, cercles, communes, points)
    assert placed["cercle_pcode"].tolist() == ["ML0303", "ML0101", "ML0101"]
    assert placed["home_pcode"].tolist() == ["ML0101"] * 3
    assert placed["moved"].tolist() == [True, False, False]
    assert placed.geometry["f1"].equals(points.geometry["ML0303"])
    assert facilities.geometry["f1"].x == -4.9


def test_no_placed_project_is_no_presence(cercles, communes):
    table = interventions([("C", "peace", "national", None, "ongoing", None, None)])
    found = partners_by_cercle(table, cercles, communes, date(2021, 6, 30))
    assert found.empty
