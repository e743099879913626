"""Catchments and ground within the standard: polygons that fit, and people counted once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from access_worlds import access_config, squares
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.access.catchments import catchment_table, catchments
from prosmed_gis.access.grid import OUTSIDE, make_grid
from prosmed_gis.access.outlines import label_outlines
from prosmed_gis.access.travel_time import travel_time
from prosmed_gis.access.within import ground_within, opened_within
from prosmed_gis.crs import area_km2
from prosmed_gis.domain.vocabulary import Service

GRID = make_grid(squares(2, 20_000), cell_size_m=1000)
STANDARDS = access_config().standards
FACILITIES = pd.DataFrame({"name": ["A", "B"], "cercle_pcode": ["ML0101", "ML0102"]}, index=["FA", "FB"])


def everyone() -> pd.DataFrame:
    row, column = np.nonzero(GRID.inside)
    code = np.array(GRID.cercle_pcodes)[GRID.cercle_code[row, column]]
    table = pd.DataFrame({"row": row, "column": column, "people": 1.0, "cercle_pcode": code})
    lost = pd.DataFrame({"row": [OUTSIDE], "column": [OUTSIDE], "people": [9.0], "cercle_pcode": ["ML0101"]})
    return pd.concat([table, lost], ignore_index=True)


def halves():
    friction = np.where(GRID.inside, 60 / 3000, np.inf)
    row, column = np.nonzero(GRID.inside)
    middle = row[len(row) // 2]
    return travel_time(
        friction, np.array([middle, middle]), np.array([column.min() + 9, column.max() - 9]), cell_size_m=1000
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.sampled_from([0.0, 1.0, 3.0]))
def test_outlines_neither_gap_nor_overlap(seed: int, kinds: int, simplify: float) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(-1, kinds, GRID.shape)
    labels[:10] = labels[0, 0]
    found = label_outlines(labels, GRID, simplify_cells=simplify)
    assert set(found) == set(np.unique(labels[labels >= 0]).tolist())
    shapes = np.array(list(found.values()), dtype=object)
    assert shapely.is_valid(shapes).all()
    assert {shape.geom_type for shape in shapes} <= {"MultiPolygon"}
    assert shapely.coverage_is_valid(shapes)
    if simplify == 0:
        cells = {label: int((labels == label).sum()) for label in found}
        areas = [shapely.area(shapely.transform(found[label], plane_of)) / 1e6 for label in found]
        assert areas == pytest.approx(list(cells.values()), rel=1e-6)


def plane_of(corners: np.ndarray) -> np.ndarray:
    from prosmed_gis.crs import NATIONAL, STORED, transformer

    return np.column_stack(transformer(STORED, NATIONAL).transform(corners[:, 0], corners[:, 1]))


def test_two_facilities_share_the_country_by_hand() -> None:
    travel = halves()
    found = catchments(
        Service.SECURITY,
        [(travel.minutes, travel.source)],
        everyone(),
        FACILITIES,
        GRID,
        standard_min=60,
        simplify_cells=1,
    )
    assert found["facility_id"].tolist() == ["FA", "FB"]
    assert found["rank"].tolist() == [1, 1]
    # Each has half of the country; the nine without a cell are in no catchment.
    assert found["people"].tolist() == [400, 400]
    assert found["area_km2"].tolist() == [400, 400]
    # Three straight steps at 3 km/h: an octile disc of 29 cells.
    dy, dx = np.abs(np.indices((9, 9)) - 4)
    disc = (np.maximum(dy, dx) + (np.sqrt(2) - 1) * np.minimum(dy, dx) <= 3).sum()
    assert found["people_within"].tolist() == [disc, disc]
    assert found.crs.to_epsg() == 4326
    assert area_km2(found.geometry).tolist() == pytest.approx([400, 400], rel=0.02)
    assert shapely.relate_pattern(found.geometry[0], found.geometry[1], "F***1****")


def test_second_nearest_and_a_facility_without_ground() -> None:
    travel = halves()
    other = np.where(travel.source >= 0, 1 - travel.source, travel.source)
    three = pd.concat([FACILITIES, FACILITIES.iloc[:1].set_axis(["FC"])])
    found = catchments(
        Service.JUSTICE, [(travel.minutes, travel.source), (travel.minutes, other)], everyone(), three, GRID,
        standard_min=60, simplify_cells=0,
    )  # fmt: skip
    assert found[["rank", "facility_id"]].to_numpy().tolist() == [[1, "FA"], [1, "FB"], [2, "FA"], [2, "FB"]]
    assert found.geometry[0].equals(found.geometry[3])
    table = catchment_table(everyone(), travel.minutes, travel.source, ["FA", "FB", "FC"], standard_min=60)
    assert table.loc["FC"].tolist() == [0, 0, 0]


def test_nothing_reached_is_an_empty_frame() -> None:
    nothing = np.full(GRID.shape, np.inf), np.full(GRID.shape, -1)
    found = catchments(Service.PRISON, [nothing], everyone(), FACILITIES, GRID, standard_min=60, simplify_cells=1)
    assert found.empty
    assert found.crs.to_epsg() == 4326


def test_ground_grows_by_year_and_keeps_its_edges() -> None:
    today = np.zeros(GRID.shape, dtype=bool)
    today[5:12, 5:12] = True
    row, column = (array.ravel() for array in np.mgrid[9:20, 10:30])
    years = opened_within(today, [(2023, row, column)], [2021, 2022, 2023])
    assert not (years[2022] ^ today).any()
    found = ground_within({Service.SECURITY: years}, everyone(), GRID, STANDARDS, simplify_cells=1.5)
    assert found["year"].tolist() == [2021, 2022, 2023]
    assert (found["minutes"] == 60).all()
    inside = [int((mask & GRID.inside).sum()) for mask in years.values()]
    assert found["people"].tolist() == inside
    assert found.geometry[0].equals(found.geometry[1])
    before, after = found.geometry[1], found.geometry[2]
    assert shapely.difference(before, after).area < 1e-12
    assert after.area > before.area


def test_ground_may_shrink_and_be_nothing() -> None:
    some = np.zeros(GRID.shape, dtype=bool)
    some[3:6, 3:6] = True
    found = ground_within(
        {Service.PRISON: {2021: some, 2022: ~some & some, 2023: some | True}},
        everyone(),
        GRID,
        STANDARDS,
        simplify_cells=0,
    )
    assert found.geometry.is_empty.tolist() == [False, True, False]
    assert found["people"].tolist()[1:] == [0, 800]
    assert ground_within({}, everyone(), GRID, STANDARDS, simplify_cells=1).empty
    nothing = ground_within({Service.PRISON: {2021: ~some & some}}, everyone(), GRID, STANDARDS, simplify_cells=1)
    assert nothing.geometry[0].is_empty
    assert nothing["people"].tolist() == [0]
