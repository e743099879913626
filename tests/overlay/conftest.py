from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely


def _frame(rows):
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326).set_index("pcode")
    return frame.astype({"name": "str", "parent_pcode": "str"})


@pytest.fixture
def cercles():
    """Nine squares of half a degree near the centre of the national system; each row of three is a region."""
    rows = [
        {
            "pcode": f"ML{row + 1:02d}{column + 1:02d}",
            "name": f"C{row}{column}",
            "parent_pcode": f"ML{row + 1:02d}",
            "geometry": shapely.box(-5 + column * 0.5, 16 + row * 0.5, -4.5 + column * 0.5, 16.5 + row * 0.5),
        }
        for row in range(3)
        for column in range(3)
    ]
    return _frame(rows)


@pytest.fixture
def communes(cercles):
    """Two halves, west and east, of each square."""
    rows = []
    for pcode, geometry in cercles.geometry.items():
        west, south, east, north = geometry.bounds
        middle = (west + east) / 2
        for number, box in enumerate(
            [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
        ):
            rows.append({"pcode": f"{pcode}{number + 1:02d}", "name": "x", "parent_pcode": pcode, "geometry": box})
    return _frame(rows)


@pytest.fixture
def make_events():
    def make(rows):
        """Rows of (lon, lat, date, {other columns})."""
        base = {
            "date_precision": 1,
            "geo_precision": 1,
            "type": "battle",
            "sub_type": "Armed clash",
            "actor1": "a",
            "actor2": "b",
            "actor1_kind": "state",
            "actor2_kind": "rebel",
            "civilian_targeting": False,
            "fatalities": 0,
            "source": "made",
            "licence_class": "open",
        }
        table = pd.DataFrame([{**base, "date": pd.Timestamp(day), **more} for _, _, day, more in rows])
        table.index = pd.Index([f"E{i:03d}" for i in range(len(rows))], name="event_id")
        points = shapely.points([row[0] for row in rows], [row[1] for row in rows])
        return gpd.GeoDataFrame(table, geometry=points, crs=4326)

    return make
