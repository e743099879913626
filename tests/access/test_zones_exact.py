"""Exact shares of cells and people in units: nothing is lost, whatever the outline."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from access_worlds import plane, squares
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from prosmed_gis.access.grid import OUTSIDE, make_grid
from prosmed_gis.access.people import spread_people
from prosmed_gis.access.zones import people_matrix, zones
from prosmed_gis.crs import NATIONAL, STORED, area_km2, transformer
from prosmed_gis.domain.layers import Raster
from prosmed_gis.overlay.people import population_cells

CERCLES = squares(2, 10_500)
GRID = make_grid(CERCLES, cell_size_m=1000)


def quarters(cut: float, *, side: float = 10_500) -> gpd.GeoDataFrame:
    """South and north part of each square, cut at a height in metres."""
    shapes = [
        box(k * side, low, (k + 1) * side, high).segmentize(side / 20)
        for k in (0, 1)
        for low, high in ((0, cut), (cut, side))
    ]
    codes = ["ML010101", "ML010102", "ML010201", "ML010202"]
    parents = ["ML0101", "ML0101", "ML0102", "ML0102"]
    return plane(gpd.GeoDataFrame({"parent_pcode": parents}, geometry=shapes, index=codes))


def test_half_a_cell_is_half() -> None:
    found = zones(CERCLES, GRID)
    column = found.fractions[0].toarray().reshape(GRID.shape)
    row, col = GRID.cells_of(*transformer(NATIONAL, STORED).transform(np.array([500, 10_400]), np.array([500, 500])))
    assert column[row[0], col[0]] == pytest.approx(1.0, abs=1e-6)
    # The square ends in the middle of its last column of cells.
    assert column[row[1], col[1]] == pytest.approx(0.5, abs=1e-4)
    assert found.area_km2().to_dict() == pytest.approx({"ML0101": 110.25, "ML0102": 110.25}, rel=1e-5)


def test_area_where_something_holds() -> None:
    found = zones(CERCLES, GRID)
    west = np.zeros(GRID.shape)
    west[:, : GRID.shape[1] // 2] = 1.0
    part = found.area_km2(west)
    assert part["ML0101"] + part["ML0102"] == pytest.approx((found.fractions @ west.ravel()).sum())
    assert part["ML0101"] > part["ML0102"]


@settings(max_examples=12, deadline=None)
@given(st.floats(300, 10_200), st.integers(0, 2**32 - 1))
def test_totals_are_kept_whatever_the_cut(cut: float, seed: int) -> None:
    communes = quarters(cut)
    counts = np.random.default_rng(seed).uniform(0, 1000, GRID.shape) * GRID.inside
    fine = zones(communes, GRID)
    whole = counts.ravel()[np.asarray(fine.fractions.sum(axis=0)).ravel() > 0].sum()
    assert fine.totals(counts).sum() == pytest.approx(whole, rel=1e-9)
    coarse = fine.merged(communes["parent_pcode"])
    by_parent = fine.totals(counts).groupby(communes["parent_pcode"]).sum()
    assert coarse.totals(counts).to_dict() == pytest.approx(by_parent.to_dict(), rel=1e-12)
    assert coarse.area_km2().sum() == pytest.approx(fine.area_km2().sum(), rel=1e-12)


def test_unit_without_geometry_has_no_cells() -> None:
    extra = pd.concat([CERCLES, CERCLES.iloc[:1].set_geometry([None]).set_axis(["ML0109"])])
    found = zones(extra, GRID)
    assert found.pcodes == ("ML0101", "ML0102", "ML0109")
    assert found.area_km2()["ML0109"] == 0


def test_the_same_units_are_measured_once() -> None:
    assert zones(CERCLES, GRID).fractions.indices.tolist() == zones(CERCLES.copy(), GRID).fractions.indices.tolist()


def people() -> pd.DataFrame:
    row, column = np.nonzero(GRID.inside)
    table = pd.DataFrame(
        {
            "row": row,
            "column": column,
            "people": np.arange(len(row), dtype=float) + 1,
            "cercle_pcode": np.array(GRID.cercle_pcodes)[GRID.cercle_code[row, column]],
        }
    )
    lost = pd.DataFrame({"row": [OUTSIDE], "column": [OUTSIDE], "people": [70.0], "cercle_pcode": ["ML0102"]})
    return pd.concat([table, lost], ignore_index=True)


def test_people_matrix_counts_whom_something_holds_for() -> None:
    table = people()
    matrix = people_matrix(table, GRID.cercle_pcodes, GRID.shape)
    holds = np.append(np.arange(GRID.cercle_code.size) % 3 == 0, False)
    cell = table["row"] * GRID.shape[1] + table["column"]
    expected = table[(table["row"] != OUTSIDE) & (cell % 3 == 0)].groupby("cercle_pcode")["people"].sum()
    assert (matrix @ holds).tolist() == pytest.approx(expected.tolist())
    assert (matrix @ np.ones(len(holds))).sum() == pytest.approx(table["people"].sum())


@pytest.mark.real
def test_real_country_keeps_its_people_to_a_billionth(shared: Path) -> None:
    import rasterio

    borders = shared / "data" / "boundaries" / "mali" / "mli_cod_ab_2021.gpkg"
    cercles = gpd.read_file(borders, layer="adm2").set_index("ADM2_PCODE")[["geometry"]].sort_index()
    communes = gpd.read_file(borders, layer="adm3").set_index("ADM3_PCODE")[["ADM2_PCODE", "geometry"]].sort_index()
    with rasterio.open(shared / "data" / "population" / "worldpop_2020_count_10arcmin_mli_margin.tif") as source:
        values = source.read(1, masked=True).filled(np.nan).astype(float)
        raster = Raster(values, source.transform, "EPSG:4326", "people_per_cell", 2020, "WorldPop")
    grid = make_grid(cercles, cell_size_m=5000)
    table = spread_people(population_cells(raster, cercles), grid, snap_cells=2)
    placed = table[table["row"] != OUTSIDE]
    counts = np.zeros(grid.shape)
    np.add.at(counts, (placed["row"], placed["column"]), placed["people"])
    fine = zones(communes, grid)
    coarse = fine.merged(communes["ADM2_PCODE"])
    assert counts.sum() > 15e6
    assert fine.totals(counts).sum() == pytest.approx(counts.sum(), rel=1e-9)
    assert coarse.totals(counts).sum() == pytest.approx(counts.sum(), rel=1e-9)
    # Against the ellipsoid; straight sides between the vertices are of another kind in degrees than in metres.
    assert (coarse.area_km2() / area_km2(cercles.geometry) - 1).abs().max() < 1e-3
