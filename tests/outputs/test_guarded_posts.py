"""What partners may see of a security post."""

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from prosmed_gis.outputs.audience import _posts


def test_of_a_security_post_staff_owner_and_since_are_empty() -> None:
    made = gpd.GeoDataFrame(
        {
            "kind": ["brigade", "tgi", "never heard of"],
            "staff": [12.0, 5.0, 3.0],
            "owner": ["A", "B", "C"],
            "since": pd.to_datetime(["2024-01-01"] * 3),
        },
        geometry=[Point(0, 0)] * 3,
        crs=4326,
    )
    seen = _posts(made)
    assert seen is not None
    kept = seen[["staff", "owner", "since"]].notna()
    assert kept.all(axis=1).tolist() == [False, True, False]
    assert kept.any(axis=1).tolist() == [False, True, False]
    assert made["staff"].tolist() == [12.0, 5.0, 3.0]
