from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine

from prosmed_gis.crs import NATIONAL, area_km2
from prosmed_gis.domain.layers import Raster
from prosmed_gis.errors import DataError
from prosmed_gis.overlay.people import cell_area_km2, people_by_cercle, people_per_cell, population_cells
from prosmed_gis.wording.sentences import say


def raster(values, *, unit="people_per_cell", west=-5.0, north=17.5, size=0.3):
    return Raster(
        np.asarray(values, dtype=float), Affine(size, 0, west, 0, -size, north), "EPSG:4326", unit, 2020, "made raster"
    )


def table(people):
    return pd.DataFrame(
        {"people": list(people.values()), "year": 2018, "source": "census"}, index=pd.Index(list(people), name="pcode")
    )


def test_cells_are_split_exactly(cercles):
    # five cells of 0.3 degree across 1.5 degree: the second straddles two cercles, two thirds against one
    cells = population_cells(raster(np.full((5, 5), 10.0)), cercles)
    sums = cells.groupby("cercle_pcode")["people"].sum()
    assert cells["people"].sum() == pytest.approx(250)
    assert sums.to_numpy() == pytest.approx(np.full(9, 250 / 9), rel=1e-5)
    corner = cells[(cells["row"] == 0) & (cells["col"] == 1)].set_index("cercle_pcode")["people"]
    assert corner["ML0301"] == pytest.approx(10 * 2 / 3, rel=1e-5)
    assert corner["ML0302"] == pytest.approx(10 / 3, rel=1e-5)


def test_missing_cells_and_cells_abroad_hold_nobody(cercles):
    values = np.full((5, 6), 10.0)
    values[0, 0] = np.nan
    assert population_cells(raster(values), cercles)["people"].sum() == pytest.approx(240)


def test_scaled_cells_sum_to_the_table(cercles):
    values = np.zeros((5, 5))
    values[0, 1], values[4, 4] = 30, 12
    goal = pd.Series({"ML0301": 7.0, "ML0302": 11.0, "ML0103": 13.0, "ML0201": 17.0, "ML0102": 0.0})
    cells = population_cells(raster(values), cercles, goal)
    sums = cells.groupby("cercle_pcode")["people"].sum()
    for code, people in goal.items():
        assert sums.get(code, 0.0) == pytest.approx(people, abs=1e-9)
    alone = cells[cells["row"] == -1]
    assert alone["cercle_pcode"].tolist() == ["ML0201"]
    assert cercles.geometry["ML0201"].contains(shapely.Point(alone["lon"].item(), alone["lat"].item()))


def test_true_cell_areas(cercles):
    one = raster(np.ones((1, 1)), west=-5, north=16.5, size=0.5)
    assert cell_area_km2(one).item() == pytest.approx(area_km2(cercles.geometry)["ML0101"], rel=1e-4)
    metres = Raster(np.ones((2, 2)), Affine(2000, 0, 0, 0, -2000, 0), NATIONAL.to_wkt(), "people_per_km2", 2020, "m")
    assert people_per_cell(metres) == pytest.approx(np.full((2, 2), 4.0))


def test_density_is_not_a_count(cercles):
    density = raster(np.full((5, 5), 2.0), unit="people_per_km2")
    people, _ = people_by_cercle(cercles, None, density, tolerance=0.05)
    assert people["people"].sum() == pytest.approx(2 * area_km2(cercles.geometry).sum(), rel=1e-3)
    with pytest.raises(DataError, match="people_per_mile"):
        people_per_cell(raster(np.ones((1, 1)), unit="people_per_mile"))
    with pytest.raises(DataError, match="negative"):
        people_per_cell(raster([[-9999.0]]))


def test_table_against_raster(cercles):
    stated = dict.fromkeys(cercles.index[:-1], 25.0)
    people, problems = people_by_cercle(cercles, table(stated), raster(np.full((5, 5), 10.0)), tolerance=0.05)
    assert people.index.equals(cercles.index)
    assert people["people"].tolist()[:-1] == [25.0] * 8
    assert people["people"].iloc[-1] == pytest.approx(250 / 9, rel=1e-5)
    assert people["source"].iloc[[0, -1]].tolist() == ["census", "made raster"]
    assert people["year"].iloc[[0, -1]].tolist() == [2018, 2020]
    assert people["raster_gap"].iloc[0] == pytest.approx(250 / 9 / 25 - 1, rel=1e-4)
    assert [p.rule for p in problems] == ["population.gap"]
    assert "11,1 %" in say(problems[0].remedy, "fr")
    assert people_by_cercle(cercles, table(stated), raster(np.full((5, 5), 9.2)), tolerance=0.05)[1] == []


def test_a_density_read_as_a_count_is_named(cercles):
    # Half-degree cells hold some 2,900 km2: ten people per km2 are 29,000 in each.
    stated = people_by_cercle(
        cercles, None, raster(np.full((3, 3), 10.0), unit="people_per_km2", size=0.5), tolerance=1
    )
    official = table(stated[0]["people"].to_dict())
    with pytest.raises(DataError) as caught:
        people_by_cercle(cercles, official, raster(np.full((3, 3), 10.0), size=0.5), tolerance=0.05)
    assert "densité" in say(caught.value.args[0], "fr")
    assert caught.value.exit_code == 3
    assert "`unit`" in say(caught.value.args[0], "fr")
    counts = raster(np.full((3, 3), 29_000.0), unit="people_per_km2", size=0.5)
    with pytest.raises(DataError) as caught:
        people_by_cercle(cercles, official, counts, tolerance=0.05)
    assert "grid of counts" in say(caught.value.args[0], "en")


def test_people_off_by_a_multiple_without_a_reason_are_a_warning(cercles):
    official = table(dict.fromkeys(cercles.index, 100.0))
    _, problems = people_by_cercle(cercles, official, raster(np.full((5, 5), 10.0)), tolerance=0.05)
    assert [p.rule for p in problems] == ["population.gap"]


def test_without_any_source_people_are_unknown(cercles):
    people, problems = people_by_cercle(cercles, None, None, tolerance=0.05)
    assert people["people"].isna().all()
    assert problems == []
