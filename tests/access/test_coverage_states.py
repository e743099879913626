"""Coverage by state of the ground, who is worst off, and straight lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.access.coverage import coverage_frame, unit_coverage
from prosmed_gis.access.equity import equity, weighted_quantile
from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.straight import nearest_straight, straight_coverage
from prosmed_gis.access.travel_time import Travel
from prosmed_gis.access.zones import people_matrix
from prosmed_gis.crs import WGS84
from prosmed_gis.domain.ground import BEST
from prosmed_gis.domain.vocabulary import Service

STANDARDS = access_config().standards
PEOPLE = pd.DataFrame(
    {
        "row": [0, 0, 0, OUTSIDE],
        "column": [0, 1, 2, OUTSIDE],
        "people": [10.0, 20.0, 30.0, 5.0],
        "cercle_pcode": ["a", "a", "b", "b"],
    }
)


def unit(people: pd.DataFrame, pcodes: tuple[str, ...], minutes: np.ndarray, *standards: float) -> pd.DataFrame:
    return unit_coverage(people_matrix(people, pcodes, minutes.shape), pcodes, minutes, standards)


def test_units_by_hand() -> None:
    found = unit(PEOPLE, ("a", "b", "c"), np.array([[60.0, 60.1, np.inf]]), 60.0, 120.0)
    assert found["minutes"].tolist() == [60.0] * 3 + [120.0] * 3
    # Exactly the standard is within; people without a cell, or without a path, are unreachable, and counted.
    assert found["covered"].tolist() == [10, 0, 0, 30, 0, 0]
    assert found["population"].tolist() == [30, 35, 0] * 2
    assert found["unreachable"].tolist() == [0, 35, 0] * 2
    assert found["share"].tolist() == pytest.approx([1 / 3, 0, np.nan, 1, 0, np.nan], nan_ok=True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_units_agree_with_the_coverage_by_year_and_are_bounded(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape, size = (6, 7), 60
    people = pd.DataFrame(
        {
            "row": rng.integers(0, 6, size), "column": rng.integers(0, 7, size), "people": rng.uniform(0, 9, size),
            "cercle_pcode": rng.choice(["a", "b", "c"], size),
        }
    )  # fmt: skip
    minutes = rng.uniform(0, 120, shape)
    minutes[rng.random(shape) < 0.2] = np.inf
    found = unit(people, ("a", "b", "c"), minutes, 60.0)
    here = minutes[people["row"], people["column"]]
    plain = coverage_frame(people, {Service.SECURITY: here <= 60}, year=2020, cercle_pcodes=("a", "b", "c"))
    assert found["covered"].tolist() == pytest.approx(plain["covered"].tolist(), rel=1e-9)
    assert (found["covered"] + found["unreachable"] <= found["population"] * (1 + 1e-12)).all()
    assert found["population"].sum() == pytest.approx(people["people"].sum(), rel=1e-9)


def test_worst_tenth_by_hand() -> None:
    people = pd.DataFrame({"row": 0, "column": [0, 1, 2], "people": [50.0, 45.0, 5.0], "cercle_pcode": "a"})
    travel = {BEST: {Service.SECURITY: Travel(np.array([[10.0, 100.0, np.inf]]), np.array([[0, 0, -1]]))}}
    found = equity(people, travel, STANDARDS, urban=np.array([True, False, False]))
    by = found.set_index("group")
    # Of the ten worst-off of a hundred, five walk 100 minutes and five have no path.
    assert by.loc["worst_decile", ["people", "median_min", "unreachable", "share"]].tolist() == pytest.approx(
        [10, 100, 5, 0]
    )
    assert by.loc["worst_decile", "mean_min"] == 100
    assert by.loc["all", ["median_min", "p90_min", "share"]].tolist() == [10, 100, 0.5]
    assert by.loc["urban", ["people", "mean_min", "share"]].tolist() == [50, 10, 1]
    assert by.loc["rural", ["people", "median_min"]].tolist() == [50, 100]
    assert "urban" not in set(equity(people, travel, STANDARDS)["group"])


def test_quantile_of_nobody_is_not_a_number() -> None:
    assert np.isnan(weighted_quantile(np.array([]), np.array([]), 0.5))
    assert np.isnan(weighted_quantile(np.array([1.0]), np.array([0.0]), 0.5))


def test_straight_lines_are_geodesic() -> None:
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(-12, 4, 50), rng.uniform(10, 25, 50)
    to_lon, to_lat = rng.uniform(-12, 4, 30), rng.uniform(10, 25, 30)
    km, which = nearest_straight(lon, lat, to_lon, to_lat)
    whole = np.array(
        [WGS84.inv(np.full(30, a), np.full(30, b), to_lon, to_lat)[2] for a, b in zip(lon, lat, strict=True)]
    )
    whole /= 1000
    assert np.allclose(km, whole.min(axis=1), rtol=0, atol=0.51e-6)
    assert np.array_equal(which, whole.argmin(axis=1))


def test_straight_coverage_counts_those_without_any_facility() -> None:
    people = pd.DataFrame(
        {"lon": [-4.0, -4.0, np.nan], "lat": [17.0, 17.3, 17.0], "people": [7.0, 8.0, 9.0], "cercle_pcode": "a"}
    )
    here = pd.DataFrame({"lon": [-4.0, np.nan], "lat": [17.0, 17.0]})
    places = {Service.SECURITY: here, Service.JUSTICE: here.iloc[:0]}
    by = straight_coverage(people, places, (25, 50), pcodes=("a",)).set_index(["service", "km"])
    assert by.loc[("security", 25), ["covered", "unreachable"]].tolist() == [7, 9]
    assert by.loc[("security", 50), ["covered", "unreachable"]].tolist() == [15, 9]
    assert by.loc[("justice", 50), ["covered", "share", "unreachable"]].tolist() == [0, 0, 24]
