"""Works stand at their own position, else at the seat of their cercle; an envelope stands nowhere."""

import geopandas as gpd
import pandas as pd
from shapely import Point

from prosmed_gis.overlay.works import works_at_places


def test_positions_come_from_the_work_then_from_the_seat():
    seats = gpd.GeoDataFrame(geometry=[Point(1, 11), Point(2, 12)], index=["ML0101", "ML0102"], crs=4326)
    works = pd.DataFrame(
        {
            "cercle_pcode": ["ML0101", "ML0102", None, "ML0999"],
            "placed": [True, True, False, True],
            "lon": [None, 5.5, None, None],
            "lat": [None, 15.5, None, None],
        },
        index=pd.Index(["A", "B", "ENV", "LOST"], name="work_id"),
    )
    placed = works_at_places(works, seats)
    assert placed.index.equals(works.index)
    assert placed.loc["A", ["lon", "lat"]].tolist() == [1, 11]
    assert placed.loc["B", ["lon", "lat"]].tolist() == [5.5, 15.5]
    assert placed.loc[["ENV", "LOST"], ["lon", "lat"]].isna().all(axis=None)
    assert works["lon"].isna().sum() == 3
