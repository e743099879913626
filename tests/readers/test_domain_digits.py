"""Digits that hold: what decisions are taken on, and what files keep."""

import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from prosmed_gis.domain.digits import FILED, SETTLED, even, filed, settled

numbers = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@given(numbers, st.integers(1, 14))
def test_settled_as_written_with_so_many_digits(number, digits):
    shown = float(f"{number:.{digits - 1}e}")
    found = float(settled(number, digits))
    # A half may go either way; past 22 decimals there is nothing.
    assert abs(found - shown) <= max(1.01 * 10.0 ** -(digits - 1) * abs(number), 1e-22)
    assert abs(found - number) <= max(0.51 * 10.0 ** -(digits - 1) * abs(number), 1e-22)
    assert float(settled(found, digits)) == found


def test_the_rounding_of_a_processor_is_gone():
    apart = np.array([1.0, 0.9999999999999999, 29.55085742866636, 29.55085742866637, 1e-300, np.nan, np.inf, 0.0])
    found = settled(apart)
    assert found[0] == found[1] == 1.0
    assert found[2] == found[3]
    assert np.isnan(found[5])
    assert found[6:].tolist() == [np.inf, 0.0]
    assert even(np.array([0.1 + 0.2, -1e-17])).tolist() == [0.3, 0.0]
    assert SETTLED > FILED


def test_everything_that_is_written_is_cut_and_nothing_else_changes():
    frame = gpd.GeoDataFrame(
        {
            "code": pd.array(["a", "b"], dtype="str"),
            "share": [1 / 3, np.nan],
            "money": [123456789012.0, 1234567.891234],
            "count": pd.array([1, None], dtype="Int64"),
            "curve": [((0.1 + 0.2, 1.0),), ()],
        },
        geometry=[Point(-4.0000000001234, 14.5), None],
        crs=4326,
    )
    before = frame.copy()
    found = filed({"frame": frame, "list": [2 / 3, "x", None, True], "number": 7})
    told = found["frame"]
    assert told["share"].iloc[0] == 0.333333333
    assert told["money"].tolist() == [123456789012.0, 1234567.891]
    assert told["curve"].iloc[0] == ((0.3, 1.0),)
    assert told.geometry.iloc[0].x == -4.0
    assert (told.dtypes == frame.dtypes).all()
    assert told.crs == frame.crs
    assert found["list"] == [0.666666667, "x", None, True]
    assert found["number"] == 7
    pd.testing.assert_frame_equal(frame, before)
    empty = gpd.GeoDataFrame({"name": []}, geometry=[], crs=4326)
    assert len(filed(empty)) == 0
