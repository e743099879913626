"""Clusters of values: six cercles in a row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from targeting_world import CODES, inputs

from prosmed_gis.targeting.scoring.clusters import clusters

NEAR = inputs().neighbours


def found(*values):
    return clusters(pd.Series(values, index=CODES, dtype=float), NEAR)


def test_values_that_lie_together():
    together = found(9, 8, 9, 1, 0, 1)
    assert together.moran > 0.5
    assert (together.gi_star[:2] > 0).all()
    assert (together.gi_star[-2:] < 0).all()


def test_values_that_alternate():
    assert found(9, 0, 9, 0, 9, 0).moran < -0.5


def test_moran_by_hand():
    # Ends have one neighbour, the others two, each row sums to 1: I = sum_i z_i * mean of neighbours' z / sum z^2.
    z = np.array([9, 8, 9, 1, 0, 1]) - 28 / 6
    lag = np.array([z[1], (z[0] + z[2]) / 2, (z[1] + z[3]) / 2, (z[2] + z[4]) / 2, (z[3] + z[5]) / 2, z[4]])
    assert found(9, 8, 9, 1, 0, 1).moran == pytest.approx((z * lag).sum() / (z * z).sum())


def test_unknown_values_are_left_out():
    holed = found(9, np.nan, 9, 1, 0, 1)
    assert np.isnan(holed.gi_star["A2"])
    assert holed.gi_star.notna().sum() == 5


@pytest.mark.parametrize("values", [(5,) * 6, (np.nan,) * 6, (1, 2, np.nan, np.nan, np.nan, np.nan)])
def test_what_has_no_sense_is_unknown(values):
    assert np.isnan(found(*values).moran)
